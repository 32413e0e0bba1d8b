package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"malaga/internal/query"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// measureCoverage shows how complete the fields of a table, or of all, are. A field below --min is a finding.
func (o *summariseOptions) measureCoverage(in *input, t *schema.Table) error {
	tables := in.model.Tables
	var named []string // none means all
	if t != nil {
		tables = []*schema.Table{t}
		named = []string{t.Name}
	}
	counts := map[string]*query.Coverage{}
	for _, t := range tables {
		counts[t.Name] = query.NewCoverage(t)
	}
	people, _, err := o.forPeople()
	if err != nil {
		return err
	}
	minimums, err := o.minimums(in, t)
	if err != nil {
		return err
	}
	var q query.Query
	if t != nil {
		if q.Where, err = in.conditions(t, o.where); err != nil {
			return err
		}
	}
	look, err := in.lookup(q.Tables(), q.Where...)
	if err != nil {
		return err
	}
	for rec, err := range q.Select(in.records(named...), look) {
		if err != nil {
			return err
		}
		counts[rec.Table].Add(rec.Raw)
	}
	err = o.writeRows(coverageRows(tables, counts, people, t == nil))
	var file *fs.PathError // of writing or renaming; after any other error there is no verdict
	var link *os.LinkError
	if (err != nil && !closedPipe(err) && !errors.As(err, &file) && !errors.As(err, &link)) || !o.reportBelow(minimums, counts) {
		return err
	}
	if err != nil && !closedPipe(err) {
		o.report(err)
	}
	return &findingsError{told: true}
}

// minimums reads --min.
func (o *summariseOptions) minimums(in *input, t *schema.Table) ([]query.Minimum, error) {
	var all []query.Minimum
	for _, expr := range o.min {
		least, err := query.NewMinimum(in.model, t, expr)
		if err != nil {
			return nil, err
		}
		all = append(all, least)
	}
	return all, nil
}

// reportBelow prints which fields are filled less than required, and reports whether any is.
func (o *summariseOptions) reportBelow(minimums []query.Minimum, counts map[string]*query.Coverage) bool {
	below := false
	for _, m := range minimums {
		if message := m.Check(counts[m.Table]); message != "" {
			below = true
			o.note(message, "")
		}
	}
	return below
}

// coverageRows are the counts as rows. For people one column tells what is counted, and a single table is not
// named in each row.
func coverageRows(tables []*schema.Table, counts map[string]*query.Coverage, people, several bool) table.Rows {
	columns := []table.Column{
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "filled", Title: "Filled", Numeric: true},
		{Name: "of", Title: "Of", Numeric: true},
		{Name: "unit", Title: "Unit"},
		{Name: "percent", Title: "%", Numeric: true},
		{Name: "distinct", Title: "Distinct", Numeric: true},
		{Name: "examples", Title: "Examples", IDs: true},
	}
	var rows []table.Row
	for _, t := range tables {
		for _, f := range counts[t.Name].Fields() {
			rows = append(rows, coverageRow(t, f, people))
		}
	}
	leave := func(i int) {
		columns = slices.Delete(columns, i, i+1)
		for n := range rows {
			rows[n] = slices.Delete(rows[n], i, i+1)
		}
	}
	if people {
		leave(4) // the unit
		if !several {
			leave(0)
		}
	}
	return table.Of(columns, rows)
}

// examplesShown is how many values of a field are shown; to people of each no more than exampleLength characters.
const (
	examplesShown = 3
	exampleLength = 24
)

func coverageRow(t *schema.Table, f *query.Filled, people bool) table.Row {
	of, length := table.Int(f.Of), query.ExampleMost
	if people {
		of, length = table.String(f.Total()), exampleLength
	}
	var percent, distinct []byte
	if n, ok := f.Tenths(); ok {
		percent = fmt.Appendf(nil, "%d.%d", n/10, n%10)
	}
	n, ok := f.Distinct()
	switch {
	case f.More:
		distinct = table.String("more than " + text.Number(n))
	case ok:
		distinct = table.Int(n)
	}
	examples := f.Examples(examplesShown)
	for i, e := range examples {
		if !render.IsID(e) { // part of an id says nothing
			examples[i] = text.Shorten(e, length)
		}
	}
	return table.Row{table.String(t.Name), table.String(f.Name), table.Int(f.Count), of, table.String(f.Unit()), percent, distinct, table.Strings(examples)}
}
