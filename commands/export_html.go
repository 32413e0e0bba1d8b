package commands

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"malaga/internal/journal"
	"malaga/internal/render"
	"malaga/internal/text"
)

type htmlOptions struct {
	output
	title, language value
	logo, accent    value
	with            []string

	index bool   // the output is a directory
	dir   string // into which the pages go
}

func newExportHTMLCommand(a *app) *cli.Command {
	o := &htmlOptions{output: output{app: a}}
	c := &cli.Command{
		Name: "html", Usage: "write the journal as a web page",
		Flags: []cli.Flag{
			o.pathFlag("write to FILE, or as index.html with everything beside it into a directory"),
			&option{
				name: "with", takes: "FORMAT", values: &o.with, words: besideFormats(),
				usage: "write this file beside the page, and a link to it; may be repeated",
			},
			&option{name: "title", takes: "TEXT", value: &o.title, usage: "title of the page", byDefault: "the title of the dataset"},
			&option{
				name: "lang", takes: "TAG", value: &o.language, usage: "language of the data (BCP 47)", byDefault: "that of the dataset, else en",
			},
			&option{name: "logo", takes: "FILE", value: &o.logo, usage: "picture above the title: PNG, JPEG, WebP or SVG", complete: completeFile},
			&option{name: "accent", takes: "#RRGGBB", value: &o.accent, usage: "colour of links and lines"},
		},
	}
	return a.command(c, nil, o.run)
}

func (o *htmlOptions) run([]string) error {
	html := formatNamed("html", exportFormats())
	if _, err := o.ofEnding(html); err != nil {
		return err
	}
	o.index = o.intoDirectory()
	if o.toStdout() && o.with != nil {
		return usage("--with needs --output", "for example: malaga export html -o journal.html --with xlsx")
	}
	if o.toTerminal() {
		return usage("export html needs --output FILE", "for example: malaga export html -o journal.html")
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	meta, err := in.meta()
	if err != nil {
		return err
	}
	data, err := journal.Read(in.model, meta, in.ahead()) // into memory, for pages that show each record with what refers to it
	if err != nil {
		return err
	}
	err = o.writeJournal(in, data)
	if err == nil && !o.index {
		o.noteEnding("html", html)
	}
	return err
}

// intoDirectory reports whether the output is a directory: one that exists, or a name without an ending.
func (o *htmlOptions) intoDirectory() bool {
	info, err := os.Stat(o.path.text)
	return !o.toStdout() && (err == nil && info.IsDir() || os.IsNotExist(err) && extension(filepath.Base(o.path.text)) == "")
}

// beside returns the formats of the files beside the page: those of --with, or all of a directory.
func (o *htmlOptions) beside() []string {
	if o.with == nil && o.index {
		return besideFormats()
	}
	return distinct(o.with)
}

// options returns how the pages look. To standard output there is one page.
func (o *htmlOptions) options() (journal.Options, error) {
	options := journal.Options{
		Title: o.title.text, Language: o.language.text, Accent: o.accent.text, File: filepath.Base(o.path.text),
	}
	if o.accent.set && o.accent.text == "" {
		return options, usage("--accent is empty", "write it as #RRGGBB, such as #1b5a9c")
	}
	if o.logo.set {
		content, err := readAtMost(o.logo.text, journal.MaxLogo)
		if err != nil {
			return options, err
		}
		options.Logo = journal.Logo{Name: o.logo.text, Content: content}
	}
	if o.index {
		options.File = "index.html"
	}
	if o.toStdout() {
		options.PerPage = math.MaxInt
	}
	return options, nil
}

// writeJournal writes the pages and what is beside them, which appear together.
func (o *htmlOptions) writeJournal(in *input, data journal.Data) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	name := journal.FileName(data)
	for _, format := range o.beside() {
		options.Downloads = append(options.Downloads, download(format, name))
	}
	j, err := journal.New(data, options)
	if err != nil {
		return err
	}
	if o.toStdout() {
		return o.write(j.WritePage)
	}
	files := render.Batch{Create: o.create}
	defer files.Abort()
	if o.dir = filepath.Dir(o.path.text); o.index {
		o.dir = o.path.text
		if err := o.files.MakeFolder(o.dir, "choose another --output"); err != nil {
			return err
		}
	}
	n := 0
	for p, err := range j.Pages() {
		if err == nil {
			err = files.Add(filepath.Join(o.dir, p.Name), bytesOf(p.Content))
		}
		if err != nil {
			return err
		}
		n++
	}
	if err := o.addBeside(in, data, name, &files); err != nil {
		return err
	}
	if err := files.Commit(); err != nil {
		return err
	}
	if n > 1 {
		o.note(fmt.Sprintf("the journal has %d pages, of at most %s records each", n, text.Number(journal.PerPage)), "")
	}
	o.noteLeft(j, n)
	return nil
}

// noteLeft names the files that stand where further pages would: an earlier export of more records may have left them.
func (o *htmlOptions) noteLeft(j *journal.Journal, pages int) {
	end := pages
	for ; ; end++ {
		if _, err := os.Lstat(filepath.Join(o.dir, j.FileOf(end))); err != nil {
			break
		}
	}
	const hint = "if an earlier export wrote %s, remove %[1]s before you publish the folder"
	switch first, last := j.FileOf(pages), j.FileOf(end-1); end - pages {
	case 0:
	case 1:
		o.note(first+" is no page of this journal", fmt.Sprintf(hint, "it"))
	default:
		o.note(fmt.Sprintf("%s to %s are no pages of this journal", first, last), fmt.Sprintf(hint, "them"))
	}
}
