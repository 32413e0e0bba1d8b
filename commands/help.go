package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/render"
)

type helpOptions struct {
	output
	man bool
}

func newHelpCommand(a *app) *cli.Command {
	o := &helpOptions{output: output{app: a}}
	c := &cli.Command{
		Name: "help", Usage: "show how a command is used, or a topic", ArgsUsage: "[COMMAND|TOPIC]",
		Description: "--man writes the page for man instead; with --output, all pages go into that directory.\n\n" +
			"  $ malaga help --man list | man -l -",
		Flags: []cli.Flag{
			&option{name: "man", on: &o.man, usage: "write a man page (roff)"},
			o.pathFlag("with --man: write all man pages into this directory"),
		},
		Action: func(c *cli.Context) error { return runHelp(o, c.Args().Slice()) },
	}
	a.arguments[c] = completeHelp
	return c
}

func runHelp(o *helpOptions, words []string) error {
	if o.path.set {
		if !o.man || len(words) > 0 || o.toStdout() {
			return usage("help writes files only with --man, and then all pages", "malaga help --man --output DIRECTORY")
		}
		return o.writeManual(o.path.text)
	}
	page, err := o.helpPage(words)
	if err != nil {
		return err
	}
	if o.man {
		return o.writeText(page.roff())
	}
	return o.help(page)
}

// helpPage is the page of a command or of a topic. Where both have the name, helpPages has put the topic behind the command's.
func (a *app) helpPage(words []string) (helpPage, error) {
	pages := a.helpPages()
	if len(words) == 0 {
		return pages[0], nil
	}
	names := make([]string, len(pages)-1)
	for i, p := range pages[1:] {
		names[i] = p.words
		if p.words == a.commandNamed(words) {
			return p, nil
		}
	}
	name := strings.Join(words, " ")
	return helpPage{}, usage(fmt.Sprintf("unknown command or topic %q", name), nearestOr(name, names, "malaga --help lists them"))
}

// commandNamed is what names a command, in the words that it is known by in the manual.
func (a *app) commandNamed(words []string) string {
	words = slices.Clone(words)
	level := a.root.Commands
	for i, w := range words {
		for _, c := range level {
			if c.HasName(w) {
				words[i], level = c.Name, c.Subcommands
				break
			}
		}
	}
	return strings.Join(words, " ")
}

// help prints a page.
func (a *app) help(page helpPage) error {
	p := &render.Page{Width: a.width()}
	page.Write(p)
	text := strings.TrimRight(string(p.Bytes()), "\n") + "\n"
	return a.paged(func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

// writeManual writes all pages of the manual into a directory, as packages want them.
func (o *helpOptions) writeManual(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil { // less the umask
		return err
	}
	for _, page := range o.helpPages() {
		name := fmt.Sprintf("%s.%d", page.file(), page.section)
		err := o.writeFile(filepath.Join(dir, name), func(w io.Writer) error { _, err := w.Write(page.roff()); return err })
		if err != nil {
			return err
		}
	}
	return nil
}
