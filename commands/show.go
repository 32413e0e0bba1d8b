package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/schema"
)

type showOptions struct {
	output
	ids []string
}

func newShowCommand(a *app) *cli.Command {
	o := &showOptions{output: output{app: a}}
	c := &cli.Command{
		Name: "show", Usage: "show records in full, with their references", ArgsUsage: "ID…",
		Flags: o.flagsOr("a page to read"),
		Action: func(c *cli.Context) error {
			o.ids = distinctIDs(c.Args().Slice())
			if len(o.ids) == 0 {
				return usage("show needs the ID of a record", "malaga list TABLE lists them")
			}
			return runShow(o)
		},
	}
	a.arguments[c] = completeRecord
	return c
}

func runShow(o *showOptions) error {
	in, err := o.open()
	if err != nil {
		return err
	}
	s := record.Pages{Source: record.Source{Model: in.model}, Back: record.NewMentions(in.model, o.ids), More: o.listCommand}
	byID, err := in.find(o.ids, s.Back.Add)
	if err != nil {
		return err
	}
	var records []rawjson.Record
	targets := s.Back.Tables()
	for _, id := range o.ids {
		records = append(records, byID[id])
		targets = append(targets, in.model.Table(byID[id].Table).Targets()...)
	}
	if s.Look, err = in.lookup(targets); err != nil {
		return err
	}
	if o.wantsRows() {
		return o.writeRows(recordRows(in.model, records))
	}
	p := &render.Page{Width: o.width()}
	for i, r := range records {
		if i > 0 {
			p.Blank()
			p.Text(strings.Repeat("─", min(20, o.width())))
		}
		s.Write(p, r)
	}
	return o.writePage(p.Bytes())
}

// listCommand returns the command that lists the records of a table that meet a condition.
func (o *output) listCommand(table, condition string) string {
	return fmt.Sprintf("malaga list %s --where %s%s", table, quoted(condition), o.dataFlag())
}

// recordRows returns records as rows with all the fields that any of them has.
func recordRows(m *schema.Model, records []rawjson.Record) table.Rows {
	columns := []table.Column{{Name: "table", Title: "Table", Unbroken: true}}
	var names []string
	for _, r := range records {
		for _, f := range m.Table(r.Table).Fields() {
			hasField := func(r rawjson.Record) bool { return rawjson.Get(r.Raw, f.Name) != nil }
			if slices.Contains(names, f.Name) || !slices.ContainsFunc(records, hasField) {
				continue
			}
			names = append(names, f.Name)
			columns = append(columns, table.Column{
				Name: f.Name, Title: f.Title, Numeric: f.Kind == schema.Integer && !f.List,
				Unbroken: f.Name == "id", IDs: f.Kind != schema.Text,
			})
		}
	}
	var rows []table.Row
	for _, r := range records {
		row := table.Row{table.String(r.Table)}
		for _, n := range names {
			row = append(row, rawjson.Get(r.Raw, n))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}

// distinctIDs leaves out ids that are repeated.
func distinctIDs(ids []string) []string {
	var all []string
	for _, id := range ids {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}
