package commands

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/jqtmpl"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
)

// rowFlags are the flags of every command that prints rows.
func rowFlags() []cli.Flag { return formatFlags("table on a terminal, else tsv") }

// formatFlags are those of a command that writes something of its own if no format is asked for.
func formatFlags(usual string) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(render.Formats(), ", ") + " (default: " + usual + ")"},
		outputFlag("write to `FILE`; its ending tells the format if --format does not"),
		&cli.StringFlag{Name: "jq", Usage: "what the jq `EXPRESSION` makes of the array of rows"},
		&cli.StringFlag{Name: "template", Usage: "what the Go template `TEXT` makes of the array of rows, with join, pluck, truncate, tablerow, tablerender and hyperlink"},
		&cli.BoolFlag{Name: wideFlag, Usage: "make tables as wide as they need, with each row on one line", DisableDefaultText: true},
	}
}

const wideFlag = "wide"

func outputFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: usage}
}

// rowFormat is the format that is asked for: by name, by the ending of the output file, or by where
// the output goes.
func (r *runner) rowFormat(c *cli.Context) (render.Format, error) {
	if c.IsSet("format") {
		return render.ParseFormat(c.String("format"))
	}
	if out := c.String("output"); out != "" && out != "-" {
		if f, err := render.ParseFormat(extension(out)); err == nil {
			return f, nil
		}
		return render.TSV, refuseEnding(c)
	}
	if r.env.Terminal {
		return render.Table, nil
	}
	return render.TSV, nil
}

// forPeople says whether rows are written for people rather than for programs.
func (r *runner) forPeople(c *cli.Context) (bool, render.Format, error) {
	f, err := r.rowFormat(c)
	return (f == render.Table || f == render.Markdown) && !c.IsSet("jq") && !c.IsSet("template"), f, err
}

// wantsRows says whether a command that has a page to read is asked for rows instead: by a format, or by
// the ending of a file's name.
func (r *runner) wantsRows(c *cli.Context) bool {
	_, unknown := render.ParseFormat(extension(c.String("output")))
	return c.IsSet("format") || unknown == nil || c.IsSet("jq") || c.IsSet("template")
}

// writeRows writes rows as the flags ask.
func (r *runner) writeRows(c *cli.Context, rows table.Rows) error {
	return r.writeRowsWith(c, rows, render.Options{})
}

func (r *runner) writeRowsWith(c *cli.Context, rows table.Rows, o render.Options) error {
	if c.IsSet("jq") || c.IsSet("template") {
		return r.writeShaped(c, rows)
	}
	f, err := r.rowFormat(c)
	if err != nil {
		return err
	}
	o.Width = r.width()
	o.Escape = r.toTerminal(c)
	o.Colour = r.colour(c)
	o.ListsAsJSON = c.String("lists") == listsJSON
	var result render.Result
	err = r.writeTo(c, func(w io.Writer) error {
		result, err = render.Write(w, f, rows, o)
		return err
	})
	if err == nil && len(result.Hidden) > 0 { // after the pager has left the screen
		r.noteHidden(result.Hidden)
	}
	if err == nil && f == render.TSV {
		r.tellEnding(c, string(f), render.Formats())
	}
	return err
}

// noteHidden notes which columns of a table had no room.
func (r *runner) noteHidden(columns []string) {
	noun := "column"
	if len(columns) > 1 {
		noun = "columns"
	}
	r.note(fmt.Sprintf("%s hidden: %s (use --wide, or a wider terminal)", noun, strings.Join(columns, ", ")), "")
}

// writeShaped writes what an expression or a template makes of rows.
func (r *runner) writeShaped(c *cli.Context, rows table.Rows) error {
	if c.IsSet("jq") && c.IsSet("template") {
		return usage("--jq and --template do not go together", "")
	}
	if c.IsSet("format") && c.String("format") != "json" {
		return usage("--format says how rows are written, and --jq and --template make something else of them", "leave --format out")
	}
	rows = rows.Unmarked()
	terminal, colour := r.toTerminal(c), r.colour(c)
	escape := func(s string) string { return s }
	if terminal || colour {
		escape = text.Escape
	}
	if c.IsSet("jq") {
		jq, err := jqtmpl.NewJQ(c.String("jq"))
		if err != nil {
			return err
		}
		return r.writeTo(c, func(w io.Writer) error { return jq.Write(r.ctx, w, rows, escape) })
	}
	width := 0
	if terminal {
		width = r.width()
	}
	t, err := jqtmpl.NewTemplate(c.String("template"), width, colour)
	if err != nil {
		return err
	}
	return r.writeTo(c, func(w io.Writer) error { return t.Write(w, rows, escape) })
}

// toStdout says whether the output goes to stdout and not to a file.
func toStdout(c *cli.Context) bool { return c.String("output") == "" || c.String("output") == "-" }

// toTerminal says whether the output goes to a terminal.
func (r *runner) toTerminal(c *cli.Context) bool { return r.env.Terminal && toStdout(c) }

// colour says whether sequences for highlights and links may be written: to a terminal that knows them, and to a pipe only
// if CLICOLOR_FORCE says so.
func (r *runner) colour(c *cli.Context) bool {
	switch force := r.env.Getenv("CLICOLOR_FORCE"); {
	case !toStdout(c):
		return false
	case force != "" && force != "0":
		return true
	}
	return r.env.Terminal && r.env.Getenv("NO_COLOR") == "" && r.env.Getenv("TERM") != "dumb"
}

// writeText writes a text as asked.
func (r *runner) writeText(c *cli.Context, text []byte) error {
	return r.writeTo(c, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// writeTo hands write the place that is asked for: stdout, or a file that appears only when it is
// complete.
func (r *runner) writeTo(c *cli.Context, write func(io.Writer) error) error {
	path := c.String("output")
	if path == "" && c.IsSet("output") {
		return usage("--output is empty", "name a file, or - for stdout")
	}
	if path == "" || path == "-" {
		return r.toScreen(c, write)
	}
	return r.writeFile(path, write)
}

// writeFile writes a file that appears only when it is complete.
func (r *runner) writeFile(path string, write func(io.Writer) error) error {
	f, err := r.create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if err := write(f); err != nil {
		return withName(path, err)
	}
	return withName(path, f.Commit())
}

// create begins a file, unless that would replace what is being read.
func (r *runner) create(path string) (*render.File, error) {
	for _, d := range r.inputs {
		if d.Holds(path) {
			return nil, usage(fmt.Sprintf("%s is a file of the dataset that is being read", path), "choose another name for the output")
		}
	}
	for _, in := range r.reading {
		if realPath(in) == realPath(path) {
			return nil, usage(fmt.Sprintf("%s is being read", path), "choose another name for the output")
		}
	}
	return r.files.Create(path)
}

// withName adds the name of the file to an error that does not tell it.
func withName(path string, err error) error {
	var p *os.PathError
	if err == nil || errors.As(err, &p) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
