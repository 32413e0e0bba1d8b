package commands

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/edit"
	"malaga/internal/text"
	"malaga/internal/validate"
)

type fixOptions struct {
	editing
	only         []string
	dryRun       bool
	mended, left map[string]int // findings, by code
}

func newFixCommand(a *app) *cli.Command {
	o := &fixOptions{editing: editing{app: a}, mended: map[string]int{}, left: map[string]int{}}
	return a.command(&cli.Command{
		Name: "fix", Usage: "mend the findings that have a safe remedy",
		ArgsUsage: "[PATH…]",
		Flags: []cli.Flag{
			codesFlag(&o.only, "only", "mend only findings with this CODE, or of this family (TXT); may be repeated"),
			&option{name: "dry-run", enabled: &o.dryRun, usage: "write nothing: print a diff"},
		},
	}, completeFile, o.run)
}

func (o *fixOptions) run(args []string) error {
	set, err := o.schemas()
	if err != nil {
		return err
	}
	policy := validate.NewPolicy()
	if policy.Only, err = codeList(o.only); err != nil {
		return err
	}
	paths, err := o.paths("fix", args)
	if err != nil {
		return err
	}
	fixer := edit.NewFixer(set, policy.Counts)
	for _, path := range paths {
		if err := o.keep(o.dataset(fixer, path)); err != nil {
			return o.stopped(err, false)
		}
	}
	mended := "mended"
	if o.dryRun {
		mended = "would be mended"
	}
	o.noteCounts(o.mended, mended, "")
	o.noteCounts(o.left, "left to mend by hand", "malaga validate shows them, and malaga explain CODE what to do")
	return o.end(false)
}

// dataset mends one dataset.
func (o *fixOptions) dataset(fixer *edit.Fixer, path string) error {
	var in *edit.Source
	if path == "-" {
		var err error
		if in, err = edit.ReadStdin(o.env.Stdin); err != nil {
			return err
		}
		defer in.Close()
	}
	fixed, err := fixer.Fix(o.ctx, path, in)
	if err != nil {
		return err
	}
	defer fixed.Close()
	add(o.left, fixed.Left)
	for _, err := range append(fixed.Unread, fixed.Refusal()) {
		if err := o.keep(err); err != nil {
			return err
		}
	}
	if in != nil && len(fixed.Files) == 0 && !o.dryRun {
		return in.Copy(o.env.Stdout)
	}
	for _, c := range fixed.Files {
		err := o.change(c, in != nil)
		if err == nil {
			add(o.mended, c.Mended)
		}
		if err := o.keep(err); err != nil {
			return err
		}
	}
	return nil
}

func add(to, counts map[string]int) {
	for key, n := range counts {
		to[key] += n
	}
}

// change writes or shows the new content of one file, and prints its name if it was rewritten.
func (o *fixOptions) change(c *edit.Change, toStdout bool) error {
	switch {
	case o.dryRun:
		diff, err := c.Diff()
		if err != nil {
			return err
		}
		return o.writeDiff(diff)
	case toStdout:
		return c.Copy(o.env.Stdout)
	}
	if err := c.Write(o.files); err != nil {
		return err
	}
	_, err := fmt.Fprintln(o.env.Stdout, text.EscapeLine(c.Name))
	return err
}

// noteCounts prints how many findings there are of each code, if there are any.
func (o *fixOptions) noteCounts(counts map[string]int, what, hint string) {
	all := 0
	var codes []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		all += counts[code]
		codes = append(codes, fmt.Sprintf("%s %s", code, text.Number(counts[code])))
	}
	if all > 0 {
		o.note(fmt.Sprintf("%s %s %s: %s", text.Number(all), text.Plural(all, "finding"), what, strings.Join(codes, ", ")), hint)
	}
}
