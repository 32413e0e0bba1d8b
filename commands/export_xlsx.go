package commands

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"malaga/internal/flatten"
	"malaga/internal/query"
	"malaga/internal/text"
	"malaga/internal/workbook"
	"malaga/schema"
)

type xlsxOptions struct {
	output
	selection
	profile, paper value
}

// The profiles of a workbook.
const (
	working    = "working"
	accessible = "accessible"
)

// The sizes of paper.
const (
	paperA4     = "a4"
	paperLetter = "letter"
)

func newExportXLSXCommand(a *app) *cli.Command {
	o := &xlsxOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "xlsx", Usage: "write an Excel workbook", ArgsUsage: "[TABLE…]",
		Flags: append([]cli.Flag{
			o.pathFlag("write to FILE"),
			&option{
				name: "profile", takes: "PURPOSE", value: &o.profile, usage: "purpose of the workbook",
				words: []string{working, accessible}, byDefault: working,
			},
			&option{
				name: "paper", takes: "SIZE", value: &o.paper, usage: "size of paper for printing",
				words: []string{paperA4, paperLetter}, byDefault: paperA4,
			},
		}, o.selection.flags()...),
	}, completeTables, o.run)
}

func (o *xlsxOptions) run(names []string) error {
	in, tables, err := o.openTables(names...)
	if err != nil {
		return err
	}
	if o.path.text == "" || o.toTerminal() {
		return usage("export xlsx needs --output FILE", "for example: malaga export xlsx -o conference.xlsx")
	}
	ofWorkbook, err := o.ofEnding(formatNamed("xlsx", exportFormats()))
	if err != nil {
		return err
	}
	if ending := extension(o.path.text); ofWorkbook == "" && ending != "" && !o.toStdout() { // no program would open it as a workbook
		return usage(fmt.Sprintf("a workbook cannot have the ending .%s", ending), "use a name that ends in .xlsx")
	}
	var data workbook.Data
	switch {
	case !o.chosen():
		data, err = in.workbook(tables)
	case len(names) != 1:
		return usage("--where, --fields, --sort and --limit are for one table", "name the table: malaga export xlsx TABLE …")
	default:
		var q query.Query
		if q, err = o.query(in, tables[0]); err == nil {
			data, err = o.selected(in, tables[0], q, o.fields.set || o.addFields.set || o.expand != nil)
		}
	}
	if err != nil {
		return err
	}
	properties := data.Properties()
	properties.Accessible, properties.Letter = o.profile.text == accessible, o.paper.text == paperLetter
	return o.writeWorkbook(data, properties)
}

// workbook returns whole tables for a workbook. The figures are those of the dataset, and stand in a workbook only if all
// of it does.
func (in *input) workbook(tables []*schema.Table) (data workbook.Data, err error) {
	data.Source = in.source(tables)
	var targets []string // for their names
	for _, t := range tables {
		targets = append(targets, t.Targets()...)
	}
	if data.Source.Look, err = in.lookup(targets); err != nil {
		return data, err
	}
	if data.Meta, err = in.meta(); err != nil || len(tables) < len(in.model.Tables) {
		return data, err
	}
	data.Overview, err = in.overview()
	return data, err
}

// selected returns some records of a table for a workbook: their chosen fields as rows, or the whole records.
func (s *selection) selected(in *input, t *schema.Table, q query.Query, rows bool) (workbook.Data, error) {
	look, err := in.lookup(append(q.Tables(), t.Targets()...))
	if err != nil {
		return workbook.Data{}, err
	}
	all := in.ahead(t.Name)
	source := flatten.Source{
		Model: in.model, Tables: []*schema.Table{t}, Look: look,
		Records: func(string) query.Records { return q.Select(all, look) },
	}
	data := workbook.Data{Source: source, Asked: s.describe(t)}
	if rows {
		labelled := flatten.Of(t, q.Fields, q.Rows(all, look)).Labelled(source)
		data.Selection = &labelled
	}
	data.Meta, err = in.meta()
	return data, err
}

// writeWorkbook writes a workbook, and prints what it could not hold.
func (o *output) writeWorkbook(data workbook.Data, properties workbook.Properties) error {
	accessible := properties.Accessible
	sheets := data.Sheets(accessible)
	progress := o.progress()
	for i := range sheets {
		if sheets[i].Rows.Seq != nil {
			sheets[i].Rows = progress.watch(sheets[i].Rows)
		}
	}
	var changes workbook.Changes
	err := o.write(func(out io.Writer) (err error) {
		changes, err = workbook.Write(out, properties, sheets)
		return err
	})
	progress.end()
	if err != nil {
		return err
	}
	o.noteChanges(changes)
	if accessible {
		hint := "check yourself that titles and notes are clear, and that blank cells are explained"
		o.note("accessible profile: "+workbook.AccessibleProfile, hint)
	}
	return nil
}

// noteChanges prints what the workbook could not hold as it is.
func (o *output) noteChanges(n workbook.Changes) {
	for _, one := range []struct {
		n          int
		what, hint string
	}{
		{n.Characters, "control character", "each is written as \uFFFD: a workbook cannot hold it"},
		{n.Cut, "long text", "each is cut to what a cell (32,767 characters) or a row of a text can hold; CSV has the full text"},
		{n.Links, "link", "each is written as text: it is not a web address, is too long, or exceeds the links of a sheet or a workbook"},
		{n.Parts, "sheet", "added: a table has more rows than a sheet can hold"},
	} {
		if one.n > 0 {
			o.note(fmt.Sprintf("%s: %s", text.Count(one.n, one.what), one.hint), "")
		}
	}
}
