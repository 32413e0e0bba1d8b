package commands

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"malaga/internal/flatten"
	"malaga/internal/render"
	"malaga/internal/text"
)

type csvOptions struct {
	output
	reader, lists value
	sep           bool
	tables        []string
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
	}, completeTables, func(args []string) error {
		o.tables = args
		return runExportCSV(o)
	})
}

// options returns how the CSV is written.
func (o *csvOptions) options() (render.Options, error) {
	options := render.Options{Escape: o.toTerminal(), Excel: o.reader.text == forExcel, Sep: o.sep}
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

func runExportCSV(o *csvOptions) error {
	in, err := o.open()
	if err != nil {
		return err
	}
	tables, err := in.tables(o.tables)
	if err != nil {
		return err
	}
	s, err := in.source(tables, false)
	if err != nil {
		return err
	}
	options, err := o.options()
	if err != nil {
		return err
	}
	out := o.path.text
	info, missing := os.Stat(out)
	isDir := missing == nil && info.IsDir()
	csv := formatNamed(string(render.CSV), rowFormats())
	if _, _, err := o.ofEnding(csv); err != nil && !isDir {
		return err
	}
	directory := len(o.tables) != 1 || isDir
	lists := flatten.Join
	if o.lists.text == listsRows || (directory && !o.lists.set) {
		lists = flatten.Rows
	}
	relations := flatten.Relations(s, flatten.Options{Lists: lists})
	switch {
	case !directory:
		if more := len(relations) - 1; more > 0 {
			o.note(fmt.Sprintf("%s of %s left out", text.Count(more, "list"), tables[0].Name), "use --lists join, or a directory as --output")
		}
		p := o.progress()
		defer p.end()
		result, err := o.render(render.CSV, p.watch(relations[0].Rows()), options)
		if err == nil {
			o.noteEnding("csv", csv)
		}
		o.noteGuarded(result.Guarded)
		return err
	case filepath.Ext(out) == ".csv":
		return usage(fmt.Sprintf("%s names one file, but there are several tables", out), "name a directory, or one table")
	case o.toStdout():
		return usage("export csv of several tables needs --output DIRECTORY", "malaga export csv TABLE writes one table to standard output")
	}
	d := flatten.Directory{
		Path: out, Relations: relations, Whole: len(tables) == len(in.model.Tables), Options: options, Create: o.create,
	}
	if d.Package.Meta, err = in.meta(); err != nil {
		return err
	}
	if d.Package.Documents, err = s.Documents(); err != nil {
		return err
	}
	p := o.progress()
	defer p.end()
	d.Watch = p.watch
	guarded, err := d.Write()
	if err == nil {
		o.noteGuarded(guarded)
	}
	return err
}
