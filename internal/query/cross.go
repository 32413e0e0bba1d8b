package query

import (
	"cmp"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// What people read where a value is absent, and beside the counts of all records.
const (
	notStated = "not stated"
	total     = "Total"
)

// Table is the counts for people: a record goes by its name and id, what is absent is called that, and the last row counts
// all records, each once. With bars there is a column of them.
func (t *Tally) Table(bars bool) table.Rows {
	var columns []table.Column
	last := table.Row{rawjson.Quote(total)}
	for _, p := range t.By {
		c := p.Column()
		c.Numeric, c.Unbroken, c.IDs = false, p.leaf().Kind != schema.Text && p.leaf().Ref == "", p.leaf().Ref != ""
		columns = append(columns, c)
	}
	columns = append(columns, countColumn())
	last = append(append(last, make(table.Row, len(t.By)-1)...), digits(t.Records))
	if bars {
		columns, last = append(columns, table.Column{Bar: true, Unbroken: true}), append(last, nil)
	}
	var rows []table.Row
	for _, gr := range t.groups {
		var row table.Row
		for i, p := range t.By {
			row = append(row, t.cell(p.leaf(), gr.values[i]))
		}
		if row = append(row, digits(gr.count)); bars {
			row = append(row, digits(gr.count))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, append(rows, last))
}

// cell is a value in a table for people.
func (t *Tally) cell(f *schema.Field, v []byte) []byte {
	if v == nil {
		return rawjson.Quote(notStated)
	}
	if name := t.title(f, v); f.Ref != "" && name != rawjson.Text(v) {
		return rawjson.Quote(name + " (" + rawjson.Text(v) + ")")
	}
	return v
}

// CrossColumns is how many values the second field of a cross table may have: nobody reads more columns.
const CrossColumns = 50

// Cross is the counts by two fields as a cross table: the values of the first beside the rows, those of the second above the
// columns, and the totals of both, in which each record counts once. ok is false where there would be too many columns.
func (t *Tally) Cross() (rows table.Rows, ok bool) {
	if len(t.By) != 2 || len(t.values[1]) > CrossColumns {
		return rows, false
	}
	left, above := t.axis(0), t.axis(1)
	counts := map[string]int{}
	for _, gr := range t.groups {
		counts[string(appendKey(nil, gr.values...))] = gr.count
	}
	columns := []table.Column{{Title: t.By[0].Column().Title + " / " + t.By[1].Column().Title, IDs: t.By[0].leaf().Ref != ""}}
	last := table.Row{rawjson.Quote(total)}
	for i, title := range t.titles(1, above) {
		columns = append(columns, table.Column{Title: title, Numeric: true})
		last = append(last, digits(above[i].count))
	}
	columns = append(columns, table.Column{Title: total, Numeric: true})
	var body []table.Row
	for i, title := range t.titles(0, left) {
		row := table.Row{rawjson.Quote(title)}
		for _, a := range above {
			row = append(row, digits(counts[string(appendKey(nil, left[i].values[0], a.values[0]))]))
		}
		body = append(body, append(row, digits(left[i].count)))
	}
	return table.Of(columns, append(body, append(last, digits(t.Records)))), true
}

// axis gives the values of a field in the order in which people look for them: days and numbers by size, others
// by how many there are; what is absent comes last.
func (t *Tally) axis(field int) []*group {
	values := slices.Clone(t.values[field])
	kind := t.By[field].leaf().Kind
	slices.SortStableFunc(values, func(a, b *group) int {
		if a.order[0].absent || b.order[0].absent || kind == schema.Date || kind == schema.Integer || kind == schema.Number {
			return a.compare(b)
		}
		return 0
	})
	return values
}

// titles are what people call values: codes by their titles, records by their names, with the ids of those that share one.
func (t *Tally) titles(field int, values []*group) []string {
	f := t.By[field].leaf()
	all := make([]string, len(values))
	seen := map[string]int{}
	for i, v := range values {
		all[i] = t.title(f, v.values[0])
		seen[all[i]]++
	}
	for i, v := range values {
		if id := table.Text(v.values[0]); seen[all[i]] > 1 && id != "" && id != all[i] {
			all[i] += " (" + id + ")"
		}
	}
	return all
}

func (t *Tally) title(f *schema.Field, v []byte) string {
	text := table.Text(v)
	if v == nil {
		return notStated
	}
	if f.Ref != "" {
		return cmp.Or(rawjson.Text(t.name(f.Ref, v)), text)
	}
	return f.CodeTitle(text)
}
