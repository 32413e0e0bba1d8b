package commands

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"malaga/internal/flatten"
	"malaga/internal/render"
	"malaga/internal/text"
)

type csvOptions struct {
	output
	reader, lists value
	sep           bool
}

// The programs that a CSV file is for.
const (
	forData  = "data"
	forExcel = "excel"
)

func newExportCSVCommand(a *app) *cli.Command {
	o := &csvOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "csv", Usage: "write CSV files", ArgsUsage: "[TABLE…]",
		Flags: []cli.Flag{
			o.pathFlag("write to this file or directory"),
			&option{
				name: "for", takes: "PROGRAM", value: &o.reader, usage: "target of the files, any program or Excel",
				words: []string{forData, forExcel}, byDefault: forData,
			},
			delimiterFlag(&o.delimiter),
			&option{name: "sep", enabled: &o.sep, usage: "with --for excel, begin each file with a line that tells Excel the delimiter"},
			&option{name: "lists", takes: "HOW", value: &o.lists, usage: "how to write lists", words: []string{listsJoin, listsRows}},
		},
	}, completeTables, o.run)
}

// options returns how the CSV is written.
func (o *csvOptions) options() (render.Options, error) {
	options := render.Options{Excel: o.reader.text == forExcel, Sep: o.sep}
	if o.sep && !options.Excel {
		return options, usage("--sep is for Excel", "add --for excel")
	}
	return options, o.asCSV(&options)
}

// noteGuarded prints how many values of which columns got a guard.
func (o *csvOptions) noteGuarded(guarded []render.Guarded) {
	n := 0
	var columns []string
	for _, g := range guarded {
		n += g.Cells
		columns = append(columns, fmt.Sprintf("%s (%d)", g.Column, g.Cells))
	}
	if n > 0 {
		message := "%s that a spreadsheet would run or change: an apostrophe was added before each, in "
		o.note(fmt.Sprintf(message, text.Count(n, "value"))+text.Join(columns), "malaga export csv --help tells how to remove them")
	}
}

func (o *csvOptions) run(names []string) error {
	in, tables, err := o.openTables(names...)
	if err != nil {
		return err
	}
	s := in.source(tables)
	options, err := o.options()
	if err != nil {
		return err
	}
	directory, err := o.intoDirectory(len(names) == 1)
	if err != nil {
		return err
	}
	lists := flatten.Join
	if o.lists.text == listsRows || (directory && !o.lists.set) {
		lists = flatten.Rows
	}
	relations := flatten.Relations(s, flatten.Options{Lists: lists})
	if directory {
		d := flatten.Directory{
			Path: o.path.text, Relations: relations, Whole: len(tables) == len(in.model.Tables), Options: options,
		}
		return o.writeDirectory(in, s, d)
	}
	if more := len(relations) - 1; more > 0 {
		o.note(fmt.Sprintf("%s of %s left out", text.Count(more, "list"), tables[0].Name), "use --lists join, or a directory as --output")
	}
	return o.writeTable(relations[0], options)
}

// csvFormats are those of export csv.
func csvFormats() []format { return formatNamed(string(render.CSV), rowFormats()) }

// intoDirectory reports whether the files go into a directory: those of several tables, and one if --output is a directory.
func (o *csvOptions) intoDirectory(oneTable bool) (bool, error) {
	out := o.path.text
	if info, err := os.Stat(out); err == nil && info.IsDir() && !o.toStdout() {
		return true, nil
	}
	ending, err := o.ofEnding(csvFormats())
	switch {
	case err != nil || oneTable:
		return false, err
	case ending != "":
		return false, usage(fmt.Sprintf("%s names one file, but there are several tables", out), "name a directory, or one table")
	case o.toStdout():
		return false, usage("export csv of several tables needs --output DIRECTORY",
			"malaga export csv TABLE writes one table to standard output")
	}
	return true, nil
}

// writeTable writes one table into one file, or to standard output.
func (o *csvOptions) writeTable(r flatten.Relation, options render.Options) error {
	p := o.progress()
	defer p.end()
	result, err := o.render(render.CSV, p.watch(r.Rows()), options)
	if err == nil {
		o.noteEnding("csv", csvFormats())
	}
	o.noteGuarded(result.Guarded)
	return err
}

// writeDirectory writes each table into a file of a directory, and a description of them. They appear together.
func (o *csvOptions) writeDirectory(in *input, s flatten.Source, d flatten.Directory) error {
	files := render.Batch{Create: o.create}
	defer files.Abort()
	guarded, err := in.addDirectory(&files, s, d, "several tables go into a directory")
	if err == nil {
		err = files.Commit()
	}
	if err == nil {
		o.noteGuarded(guarded)
	}
	return err
}

// addDirectory adds a directory of CSV files, which is made unless it is there. hint is for a file in its place.
func (in *input) addDirectory(files *render.Batch, s flatten.Source, d flatten.Directory, hint string) (_ []render.Guarded, err error) {
	if d.Package.Meta, err = in.meta(); err != nil {
		return nil, err
	}
	if d.Package.Documents, err = s.Documents(); err != nil {
		return nil, err
	}
	if err := in.app.files.MakeFolder(d.Path, hint); err != nil {
		return nil, err
	}
	p := in.app.progress()
	defer p.end()
	d.Watch = p.watch
	return d.AddTo(files)
}
