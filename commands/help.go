package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/help"
	"malaga/internal/render"
)

func (r *runner) helpCommand() *cli.Command {
	return &cli.Command{
		Name: "help", Usage: "show how a command is used, or a topic", ArgsUsage: "[COMMAND|TOPIC]",
		Description: "--man writes the page for man instead; with --output, all pages go into that directory.\n\n" +
			"  $ malaga help --man list | man -l -",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "man", Usage: "write it as a page for man (roff)"},
			outputFlag("with --man: write all pages into the directory `PATH`"),
		},
		Action: func(c *cli.Context) error {
			if c.IsSet("output") {
				if !c.Bool("man") || c.NArg() > 0 || toStdout(c) {
					return usage("help writes files only with --man, and then all pages", "malaga help --man --output DIRECTORY")
				}
				return r.writeManual(c.String("output"))
			}
			page, err := r.helpPage(c.Args().Slice())
			if err != nil {
				return err
			}
			if c.Bool("man") {
				return r.writeText(c, page.roff())
			}
			return r.help(page)
		},
	}
}

// helpPage is the page of a command or of a topic. Where both have the name, helpPages has put the topic behind the command's.
func (r *runner) helpPage(words []string) (helpPage, error) {
	pages := r.helpPages()
	if len(words) == 0 {
		return pages[0], nil
	}
	names := make([]string, len(pages)-1)
	for i, p := range pages[1:] {
		names[i] = p.words
		if p.words == r.commandNamed(words) {
			return p, nil
		}
	}
	name := strings.Join(words, " ")
	return helpPage{}, usage(fmt.Sprintf("no command or topic %q", name), nearestOr(name, names, "malaga --help lists them"))
}

// commandNamed is what names a command, in the words that it is known by in the manual.
func (r *runner) commandNamed(words []string) string {
	words = slices.Clone(words)
	level := r.app.Commands
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

// helpOf prints how a command is used; nil is the program. Topics are for `malaga help`.
func (r *runner) helpOf(c *cli.Command) error {
	if c == nil {
		return r.help(r.helpPages()[0])
	}
	page := commandPage(c, c.UsageText)
	if slices.ContainsFunc(topics(), func(t topic) bool { return c.UsageText == r.app.Name+" "+t.name }) {
		page.Parts = append(page.Parts, help.Part{Text: fmt.Sprintf("malaga help %s tells more.", c.Name)})
	}
	return r.help(helpPage{Page: page})
}

// help prints a page.
func (r *runner) help(page helpPage) error {
	p := &render.Page{Width: r.width()}
	page.Write(p)
	text := strings.TrimRight(string(p.Bytes()), "\n") + "\n"
	return r.paged(func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

// writeManual writes all pages of the manual into a directory, as packages want them.
func (r *runner) writeManual(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil { // less the umask
		return err
	}
	for _, page := range r.helpPages() {
		name := fmt.Sprintf("%s.%d", page.file(), page.section)
		err := r.writeFile(filepath.Join(dir, name), func(w io.Writer) error { _, err := w.Write(page.roff()); return err })
		if err != nil {
			return err
		}
	}
	return nil
}
