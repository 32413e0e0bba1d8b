package query

import (
	"fmt"
	"slices"

	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// CoverageRows returns the counts of tables as rows. For people, "of" has the unit, and a single table is not named.
func CoverageRows(tables []*schema.Table, counts map[string]*Coverage, people bool) table.Rows {
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
		if len(tables) == 1 {
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

func coverageRow(t *schema.Table, f *Filled, people bool) table.Row {
	of, length := table.Int(f.Of), ExampleMost
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
		if !table.IsID(e) { // part of an id says nothing
			examples[i] = text.Shorten(e, length)
		}
	}
	return table.Row{table.String(t.Name), table.String(f.Name), table.Int(f.Count), of, table.String(f.Unit()), percent, distinct, table.Strings(examples)}
}
