//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// bench is one run of the comparisons.
type bench struct {
	pairs, messages int
	dir             string
	wanted          *regexp.Regexp // rows
	out, log        io.Writer

	module string   // the folder of go.mod
	env    []string // with the variables of the commands
}

func (b *bench) run() error {
	if err := b.setup(); err != nil {
		return err
	}
	say(b.out, "Medians of %d pairs, %d messages (%d MB), %d processors, load %s at the start. %s\n",
		b.pairs, b.messages, size(filepath.Join(b.dir, "big", "outcome_messages.json"))/1e6, runtime.NumCPU(), load(), b.versions())
	for _, t := range tables() {
		if err := b.table(t); err != nil {
			return err
		}
	}
	say(b.out, "\nLoad %s at the end.\n", load())
	return nil
}

// say prints to a stream of the process, whose errors would have nowhere to go.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// load returns the load of the machine in the last minute, or "unknown".
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}

const heading = "| malaga | peer | measured | malaga | peer | malaga / peer | goal | peak, MiB |\n|---|---|---|---|---|---|---|---|\n"

// table runs and prints the rows of a table that are wanted.
func (b *bench) table(t table) error {
	begun := false
	for _, r := range t.rows {
		if !b.wanted.MatchString(r.ours + "\n" + r.name) {
			continue
		}
		if !begun {
			say(b.out, "\n### %s\n\n%s", t.title, heading)
			begun = true
		}
		say(b.log, "bench: %s / %s\n", short(r.ours), r.name)
		c, err := b.compare(r)
		if err != nil && !errors.Is(err, errMissing) {
			return err
		}
		say(b.out, "| `%s` | %s | %s |%s\n", short(r.ours), r.name, r.by, c.cells(err))
	}
	return nil
}

// cells returns the figures of a row as cells of a table.
func (c compared) cells(err error) string {
	if err != nil {
		return fmt.Sprintf(" %v | | | | |", err)
	}
	ours, _, _ := median(figures(c.ours, c.by))
	peak, _, _ := median(figures(c.ours, memory))
	goal := "-"
	if c.most > 0 {
		goal = fmt.Sprintf("%g", c.most)
	}
	if len(c.peer) == 0 {
		return fmt.Sprintf(" %.0f MiB | | | %s | %.0f |", ours, goal, peak)
	}
	peer, _, _ := median(figures(c.peer, c.by))
	peerPeak, _, _ := median(figures(c.peer, memory))
	ratio, least, most := median(c.ratios())
	sizes := ""
	if c.peerBytes > 0 {
		sizes = fmt.Sprintf("; size of the file %.2f", float64(c.ourBytes)/float64(c.peerBytes))
	}
	return fmt.Sprintf(" %.3g s | %.3g s | %.2f [%.2f to %.2f]%s | %s | %.0f, %.0f |",
		ours, peer, ratio, least, most, sizes, goal, peak, peerPeak)
}

// short returns a command of malaga for a table, without folders, fields and the file that it writes.
func short(command string) string {
	command = strings.NewReplacer("$", "", " --fields "+tenColumns, "", " --fields "+csvFields, "").Replace(command)
	command, _, _ = strings.Cut(command, " -o ")
	return command
}
