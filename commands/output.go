package commands

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
	"malaga/internal/jqtmpl"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
)

// output has the flags that choose where and how a command writes.
type output struct {
	*app
	path, format, jq, template value
	delimiter                  value
	wide                       bool
	csv                        bool // what is written is CSV

	reads []func(path string) bool // each reports whether the run reads a file, which the output then must not replace
}

// flags are the flags of every command that prints rows.
func (o *output) flags() []cli.Flag { return o.flagsOr("table on a terminal, else tsv") }

// flagsOr are those of a command that writes something else if no format is given.
func (o *output) flagsOr(usual string) []cli.Flag {
	most := fmt.Sprintf("; for at most %d MiB of rows", jqtmpl.MaxMemory>>20)
	return []cli.Flag{
		formatFlag(&o.format, rowFormats(), usual),
		o.pathFlag("write to FILE; its ending sets the format if --format does not"),
		delimiterFlag(&o.delimiter),
		&option{name: "jq", takes: "EXPRESSION", value: &o.jq, usage: "filter the rows with a jq expression" + most},
		&option{name: "template", takes: "TEXT", value: &o.template, usage: "format the rows with a Go template" + most},
		&option{name: "wide", enabled: &o.wide, usage: "do not fit tables to the width of the terminal"},
	}
}

// pathFlag returns the flag that names the output file.
func (o *output) pathFlag(usage string) cli.Flag {
	return &option{name: "output", alias: "o", takes: "FILE", value: &o.path, usage: usage, complete: completeFile}
}

// delimiterFlag returns the flag that chooses the delimiter of CSV.
func delimiterFlag(to *value) cli.Flag {
	return &option{
		name: "delimiter", takes: "CHARACTER", value: to, byDefault: "comma",
		usage: "delimiter of CSV: comma, semicolon, tab, or another character",
		complete: func(_ *completion, typed string) complete.Reply {
			var r complete.Reply
			for _, d := range render.Delimiters() {
				r.Offer(typed, complete.Word{Text: d[0]})
			}
			return r
		},
	}
}

// width returns the width for text.
func (o *output) width() int {
	if o.wide {
		return 1 << 20 // wider than any text
	}
	return o.app.width()
}

// rowFormat returns the format of rows: that of --format, of the ending of the output file, or of where the output goes.
func (o *output) rowFormat() (render.Format, error) {
	usual := render.TSV
	if o.toTerminal() {
		usual = render.Table
	}
	name, err := o.formatName(rowFormats(), string(usual))
	return render.Format(name), err
}

// forPeople reports whether rows are written for people rather than for programs.
func (o *output) forPeople() (bool, render.Format, error) {
	f, err := o.rowFormat()
	return (f == render.Table || f == render.Markdown) && !o.shaped(), f, err
}

// shaped reports whether --jq or --template makes something else of the rows.
func (o *output) shaped() bool { return o.jq.set || o.template.set }

// wantsRows reports whether a command that has a page to read is to write rows instead.
func (o *output) wantsRows() bool {
	ending, _ := o.ofEnding(rowFormats()) // an error is for writeRows and writePage
	return o.format.set || o.shaped() || ending != ""
}

// writeRows writes rows as the flags ask.
func (o *output) writeRows(rows table.Rows) error { return o.writeRowsWith(rows, render.Options{}) }

// writeRowsWith writes rows with options beside those of the flags.
func (o *output) writeRowsWith(rows table.Rows, options render.Options) error {
	if o.shaped() {
		return o.writeShaped(rows)
	}
	f, err := o.rowFormat()
	if err != nil {
		return err
	}
	options.Width = o.width()
	options.Colour = o.colour()
	result, err := o.render(f, rows, options)
	if err != nil {
		return err
	}
	if hidden := result.Hidden; hidden != nil { // after the pager
		what := text.Plural(len(hidden), "column")
		o.note(fmt.Sprintf("%s hidden: %s (use --wide, or a wider terminal)", what, strings.Join(hidden, ", ")), "")
	}
	if f == render.TSV {
		o.noteEnding(string(f), rowFormats())
	}
	return nil
}

// asCSV sets what the flags choose for CSV.
func (o *output) asCSV(options *render.Options) (err error) {
	o.csv = true
	if o.delimiter.set {
		options.Delimiter, err = render.ParseDelimiter(o.delimiter.text)
	}
	return err
}

// render writes rows in a format.
func (o *output) render(f render.Format, rows table.Rows, options render.Options) (result render.Result, err error) {
	options.Escape = o.toTerminal()
	if f == render.CSV {
		if err := o.asCSV(&options); err != nil {
			return result, err
		}
	}
	err = o.write(func(w io.Writer) error {
		result, err = render.Write(w, f, rows, options)
		return err
	})
	return result, err
}

// writeShaped writes what --jq or --template makes of rows.
func (o *output) writeShaped(rows table.Rows) error {
	if o.jq.set && o.template.set {
		return usage("--jq and --template cannot be used together", "")
	}
	if o.format.set && o.format.text != string(render.JSON) {
		return usage("--format cannot be used with --jq or --template", "leave --format out")
	}
	rows = rows.Unmarked()
	escape := func(s string) string { return string(text.EscapeControls([]byte(s))) }
	if o.toTerminal() || o.colour() {
		escape = text.Escape
	}
	if o.jq.set {
		jq, err := jqtmpl.NewJQ(o.jq.text)
		if err != nil {
			return err
		}
		return o.write(func(w io.Writer) error { return jq.Write(o.ctx, w, rows, escape) })
	}
	width := 0
	if o.toTerminal() {
		width = o.width()
	}
	t, err := jqtmpl.NewTemplate(o.template.text, width, o.colour())
	if err != nil {
		return err
	}
	return o.write(func(w io.Writer) error { return t.Write(w, rows, escape) })
}

// toStdout reports whether the output goes to stdout and not to a file.
func (o *output) toStdout() bool { return o.path.text == "" || o.path.text == "-" }

// toTerminal reports whether the output goes to a terminal.
func (o *output) toTerminal() bool { return o.env.Terminal && o.toStdout() }

// colour reports whether sequences for highlights and links may be written: to a terminal that knows them, and to a pipe
// only if CLICOLOR_FORCE asks for them.
func (o *output) colour() bool {
	switch force := o.env.Getenv("CLICOLOR_FORCE"); {
	case !o.toStdout():
		return false
	case force != "" && force != "0":
		return true
	}
	return o.env.Terminal && o.env.Getenv("NO_COLOR") == "" && o.env.Getenv("TERM") != "dumb"
}

// writePage writes the page to read of a command that can write rows as well.
func (o *output) writePage(page []byte) error {
	if _, err := o.ofEnding(rowFormats()); err != nil {
		return err
	}
	return o.writeAs("text", rowFormats(), page)
}

// writePageOrRows writes a page to read, or rows with the same content if the flags choose a format of rows.
func (o *output) writePageOrRows(rows table.Rows, write func(*render.Page)) error {
	if o.wantsRows() {
		return o.writeRows(rows)
	}
	p := &render.Page{Width: o.width()}
	write(p)
	return o.writePage(p.Bytes())
}

// writeAs writes a text, and prints its format if the output file has the ending of no format of the command.
func (o *output) writeAs(name string, formats []format, text []byte) error {
	err := o.writeText(text)
	if err == nil {
		o.noteEnding(name, formats)
	}
	return err
}

// writeText writes a text to stdout or the output file.
func (o *output) writeText(text []byte) error {
	return o.write(bytesOf(text))
}

// bytesOf returns a function that writes bytes.
func bytesOf(b []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(b); return err }
}

// write calls fn with stdout, or with a file that appears only when it is complete.
func (o *output) write(fn func(io.Writer) error) error {
	switch {
	case o.delimiter.set && !o.csv:
		return usage("--delimiter is for CSV", "add --format csv")
	case o.path.set && o.path.text == "":
		return usage("--output is empty", "name a file, or - for standard output")
	case o.toStdout():
		return o.paged(fn)
	}
	return o.writeFile(o.path.text, fn)
}

// writeFile writes a file that appears only when it is complete.
func (o *output) writeFile(path string, write func(io.Writer) error) error {
	f, err := o.create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if err := write(f); err != nil {
		return err
	}
	return f.Commit()
}

// create begins a file, unless that would replace one that is being read.
func (o *output) create(path string) (*render.File, error) {
	for _, reads := range o.reads {
		if reads(path) {
			return nil, usage(fmt.Sprintf("%s cannot be both input and output", path), "choose another name for the output")
		}
	}
	return o.files.Create(path)
}

// formatIsNamed reports whether the ending of the output file need not name the format.
func (o *output) formatIsNamed() bool { return o.format.set || o.shaped() || o.toStdout() }

// noteEnding prints the format of a file whose ending is not that of the format.
func (o *output) noteEnding(written string, formats []format) {
	if _, known := formatOf(o.path.text, formats); known || o.formatIsNamed() || promisesNothing(o.path.text) {
		return
	}
	o.note(fmt.Sprintf("unknown ending %q: %s is written as %s", extension(o.path.text), o.path.text, written),
		"use "+text.Or(namesOf(formats)))
}

// quoted quotes a word for a shell.
func quoted(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./="
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// dataFlag returns the flag with which another command reads the same dataset.
func (a *app) dataFlag() string {
	if !a.data.set {
		return ""
	}
	return " --data " + quoted(a.data.text)
}
