package commands

import (
	"io"

	"github.com/urfave/cli/v2"

	"malaga/internal/journal"
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
	options := journal.Options{Title: o.title.text, Language: o.language.text}
	if err := o.write(func(w io.Writer) error { return journal.Write(w, data, options) }); err != nil {
		return err
	}
	o.noteEnding("html", html)
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
