package commands

import (
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/help"
	"malaga/internal/query"
	"malaga/internal/record"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/schema"
)

type listOptions struct {
	output
	selection
	lists value
}

func newListCommand(a *app) *cli.Command {
	o := &listOptions{output: output{app: a}}
	lists := &option{
		name: "lists", takes: "HOW", value: &o.lists, usage: "how to write lists",
		words: []string{listsJoin, listsRows, listsJSON}, byDefault: listsJoin,
	}
	c := a.command(&cli.Command{
		Name: "list", Usage: "list the records of a table", ArgsUsage: "TABLE",
		Flags: append(append(o.selection.flags(), lists), o.output.flags()...),
	}, completeTable, o.run)
	withTable := c.Action
	c.Action = func(c *cli.Context) error {
		if c.NArg() == 0 && a.isTable(o.fields.text) { // `list --fields TABLE`
			return o.listFields(o.fields.text)
		}
		return withTable(c)
	}
	return c
}

// How lists are written.
const (
	listsJoin = "join" // the entries in one cell
	listsRows = "rows" // a row for each entry
	listsJSON = "json" // the list as JSON
)

func (o *listOptions) run(args []string) error {
	if o.fields.text == fieldsHelp {
		return o.listFields(args[0])
	}
	in, tables, err := o.openTables(args[0])
	if err != nil {
		return err
	}
	t := tables[0]
	if _, ok := formatOf(o.path.text, formatNamed("xlsx", exportFormats())); ok && !o.format.set {
		return o.listWorkbook(in, t)
	}
	q, err := o.query(in, t)
	if err != nil {
		return err
	}
	look, err := in.lookup(q.Tables(), q.Where...)
	if err != nil {
		return err
	}
	records := in.records
	if len(q.Sort) > 0 { // reading, sorting and writing take about as long as each other
		records = in.ahead
		q.Ahead = dataset.Ahead
	}
	rows := q.Rows(records(t.Name), look)
	short, err := o.shortNames(in, rows.Columns)
	if err != nil {
		return err
	}
	if err := o.writeRowsWith(rows, render.Options{ListsAsJSON: o.lists.text == listsJSON, Short: short}); err != nil {
		return err
	}
	in.noteAbsent(append(q.Tables(), t.Name)...)
	return nil
}

// shortNames returns a function for render.Options that finds the short name of a record; nil if the rows are not written as
// a table, or no column refers to records that have one.
func (o *listOptions) shortNames(in *input, columns []table.Column) (func(table, id string) string, error) {
	people, f, err := o.forPeople()
	tables := record.ShortTables(in.model, columns)
	if !people || f != render.Table || tables == nil {
		return nil, err
	}
	look, err := in.lookup(tables)
	return record.Source{Model: in.model, Look: look}.Short, err
}

// query reads the flags that choose records and fields.
func (o *listOptions) query(in *input, t *schema.Table) (query.Query, error) {
	q, err := o.selection.query(in, t)
	if f, _ := o.rowFormat(); err == nil && f == render.IDs { // an error is for writeRows
		q.Fields = make([]query.Path, 1)
		q.Fields[0], err = query.NewPath(in.model, t, "id")
	}
	if err != nil || o.lists.text != listsRows {
		return q, err
	}
	q.List, err = query.ListOf(q.Fields)
	if err == nil && q.List.Name == "" && len(q.Fields) > 1 {
		o.note("none of the fields is a list", "malaga list "+t.Name+" --fields shows the fields with their types")
	}
	return q, err
}

// listWorkbook writes the rows as a workbook.
func (o *listOptions) listWorkbook(in *input, t *schema.Table) error {
	switch {
	case o.shaped():
		return usage("--jq and --template cannot write a workbook: "+o.path.text, "leave them out, or use another ending")
	case o.lists.text == listsJSON:
		return usage("--lists json cannot be used for a workbook", "use join or rows")
	}
	q, err := o.query(in, t)
	if err != nil {
		return err
	}
	data, err := o.selected(in, t, q, true)
	if err != nil {
		return err
	}
	return o.writeWorkbook(data, data.Properties())
}

// listFields lists the fields of a table, and where its references lead.
func (o *listOptions) listFields(name string) error {
	in, tables, err := o.openTables(name)
	if err != nil {
		return err
	}
	t := tables[0]
	if err := o.writeRows(help.FieldRows("", t.Fields())); err != nil {
		return err
	}
	var paths []string
	for _, name := range query.References(t) {
		p, err := query.NewPath(in.model, t, name)
		if err != nil {
			return err
		}
		paths = append(paths, name+"."+in.model.Display(p.Leaf().Ref))
	}
	if paths != nil {
		o.note("use dots for the fields of a referenced record: "+strings.Join(paths, ", "), "")
	}
	return nil
}
