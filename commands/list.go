package commands

import (
	"slices"

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
	c := &cli.Command{
		Name: "list", Usage: "list the records of a table", ArgsUsage: "TABLE",
		Flags: slices.Concat(o.selection.flags(), []cli.Flag{listsFlag(&o.lists, listsJoin, listsRows, listsJSON)}, o.output.flags()),
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 && a.isTable(o.fields.text) { // `list --fields TABLE`
				return runListFields(o, o.fields.text)
			}
			args, err := arguments(c)
			if err != nil {
				return err
			}
			if o.fields.text == fieldsHelp {
				return runListFields(o, args[0])
			}
			return runList(o, args[0])
		},
	}
	a.arguments[c] = completeTable
	return c
}

// How lists are written.
const (
	listsJoin = "join" // the entries in one cell
	listsRows = "rows" // a row for each entry
	listsJSON = "json" // the list as JSON
)

// listsFlag returns the flag that chooses how lists are written.
func listsFlag(to *value, words ...string) cli.Flag {
	return &option{name: "lists", takes: "HOW", value: to, usage: "how to write lists", words: words, byDefault: listsJoin}
}

func runList(o *listOptions, name string) error {
	in, err := o.open()
	if err != nil {
		return err
	}
	t, err := in.table(name)
	if err != nil {
		return err
	}
	if isWorkbook(o.path.text) && !o.format.set {
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
	f, _ := o.rowFormat() // an error is for writeRows
	q, err := o.selection.query(in, t, f == render.IDs)
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

// runListFields lists the fields of a table, and where its references lead.
func runListFields(o *listOptions, name string) error {
	in, err := o.open()
	if err != nil {
		return err
	}
	t, err := in.table(name)
	if err != nil {
		return err
	}
	if err := o.writeRows(help.FieldRows("", t.Fields())); err != nil {
		return err
	}
	hint := ""
	for _, name := range query.References(t) {
		p, err := query.NewPath(in.model, t, name)
		if err != nil {
			return err
		}
		if hint != "" {
			hint += ", "
		}
		hint += name + "." + in.model.Display(p.Leaf().Ref)
	}
	if hint != "" {
		o.note("use dots for the fields of a referenced record: "+hint, "")
	}
	return nil
}
