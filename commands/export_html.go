package commands

import (
	"fmt"
	"io"
	"math"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"malaga/internal/journal"
	"malaga/internal/render"
	"malaga/internal/text"
)

type htmlOptions struct {
	output
	title, language value
}

func newExportHTMLCommand(a *app) *cli.Command {
	o := &htmlOptions{output: output{app: a}}
	c := &cli.Command{
		Name: "html", Usage: "write the journal as a web page",
		Flags: []cli.Flag{
			o.pathFlag("write to FILE"),
			&option{name: "title", takes: "TEXT", value: &o.title, usage: "title of the page", byDefault: "the title of the dataset"},
			&option{
				name: "lang", takes: "TAG", value: &o.language, usage: "language of the data (BCP 47)", byDefault: "that of the dataset, else en",
			},
		},
	}
	return a.command(c, nil, func([]string) error { return runExportHTML(o) })
}

func runExportHTML(o *htmlOptions) error {
	html := formatNamed("html", exportFormats())
	if _, _, err := o.ofEnding(html); err != nil {
		return err
	}
	if o.toTerminal() {
		return usage("export html needs --output FILE", "for example: malaga export html -o journal.html")
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	data, err := in.journal()
	if err != nil {
		return err
	}
	j, err := journal.New(data, o.options())
	if err != nil {
		return err
	}
	if err := o.writePages(j); err != nil {
		return err
	}
	o.noteEnding("html", html)
	return nil
}

// options returns how the pages look. To standard output there is one page.
func (o *htmlOptions) options() journal.Options {
	options := journal.Options{Title: o.title.text, Language: o.language.text, File: filepath.Base(o.path.text)}
	if o.toStdout() {
		options.PerPage = math.MaxInt
	}
	return options
}

// writePages writes the pages, which appear together: the first at --output, the others beside it.
func (o *htmlOptions) writePages(j *journal.Journal) error {
	files := render.Batch{Create: o.create}
	defer files.Abort()
	n := 0
	for p, err := range j.Pages() {
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { _, err := w.Write(p.Content); return err }
		if o.toStdout() {
			return o.write(write)
		}
		path := o.path.text
		if n++; n > 1 {
			path = filepath.Join(filepath.Dir(path), p.Name)
		}
		if _, err := files.Add(path, write); err != nil {
			return err
		}
	}
	if err := files.Commit(); err != nil {
		return err
	}
	if n > 1 {
		o.note(fmt.Sprintf("the journal has %d pages, of at most %s records each", n, text.Number(journal.PerPage)), "")
	}
	return nil
}

// journal reads all records into memory, for the pages that show each with what refers to it.
func (in *input) journal() (journal.Data, error) {
	meta, err := in.meta()
	if err != nil {
		return journal.Data{}, err
	}
	return journal.Read(in.model, meta, in.ahead())
}
