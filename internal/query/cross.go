package query

import (
	"cmp"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// Words in tables for people.
const (
	notStated = "not stated" // for an absent value
	total     = "Total"      // of all records
)

// Table returns the counts for people: records go by name and id, and the last row counts all records, each once. With bars
// it has a column of them.
func (t *Tally) Table(bars bool) table.Rows {
	var columns []table.Column
	for _, p := range t.By {
		c := p.Column()
		c.Numeric = false
		c.Unbroken = p.Leaf().Kind != schema.Text && p.Leaf().Ref == ""
		c.IDs = p.Leaf().Ref != ""
		columns = append(columns, c)
	}
	columns = append(columns, countColumn())
	last := make(table.Row, len(columns))
	last[0] = table.String(total)
	last[len(t.By)] = table.Int(t.Records)
	if bars {
		columns = append(columns, table.Column{Bar: true, Unbroken: true})
		last = append(last, nil)
	}
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		for g, err := range t.groups.All() {
			if err != nil {
				yield(nil, err)
				return
			}
			var row table.Row
			for i, p := range t.By {
				row = append(row, t.cell(p.Leaf(), g.values[i]))
			}
			row = append(row, table.Int(g.count))
			if bars {
				row = append(row, table.Int(g.count))
			}
			if !yield(row, nil) {
				return
			}
		}
		yield(last, nil)
	}}
}

// cell returns a value in a table for people.
func (t *Tally) cell(f *schema.Field, v []byte) []byte {
	if v == nil {
		return table.String(notStated)
	}
	if name := t.title(f, v); f.Ref != "" && name != rawjson.Text(v) {
		return table.String(name + " (" + rawjson.Text(v) + ")")
	}
	return v
}

// crossColumns is the number of values that the second field of a cross table may have: nobody reads more columns.
const crossColumns = 50

// Cross returns the counts by two fields as a cross table: the values of the first as rows, those of the second as columns,
// and the totals of both, in which each record counts once. ok is false where there would be too many columns, and where there
// was no room in memory for the counts.
func (t *Tally) Cross() (rows table.Rows, ok bool) {
	if len(t.By) != 2 || t.Spilled() || len(t.values[1].Sorted()) > crossColumns {
		return rows, false
	}
	left, above := t.axis(0), t.axis(1)
	counts := map[string]int{}
	for _, g := range t.groups.Sorted() {
		counts[string(appendKey(nil, g.values))] = g.count
	}
	columns := []table.Column{{Title: t.By[0].Column().Title + " / " + t.By[1].Column().Title, IDs: t.By[0].Leaf().Ref != ""}}
	last := table.Row{table.String(total)}
	for i, title := range t.titles(1, above) {
		columns = append(columns, table.Column{Title: title, Numeric: true})
		last = append(last, table.Int(above[i].count))
	}
	columns = append(columns, table.Column{Title: total, Numeric: true})
	last = append(last, table.Int(t.Records))
	titles := t.titles(0, left)
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		for i, title := range titles {
			row := table.Row{table.String(title)}
			for _, a := range above {
				key := appendKey(nil, [][]byte{left[i].values[0], a.values[0]})
				row = append(row, table.Int(counts[string(key)]))
			}
			if !yield(append(row, table.Int(left[i].count)), nil) {
				return
			}
		}
		yield(last, nil)
	}}, true
}

// axis returns the values of a field in the order in which people look for them: dates and numbers by size, others by how
// many there are; an absent value comes last.
func (t *Tally) axis(field int) []*group {
	values := slices.Clone(t.values[field].Sorted())
	kind := t.By[field].Leaf().Kind
	bySize := kind == schema.Date || kind == schema.Integer || kind == schema.Number
	slices.SortStableFunc(values, func(a, b *group) int {
		if bySize || a.keys[0].kind == absent || b.keys[0].kind == absent {
			return a.compare(b)
		}
		return 0
	})
	return values
}

// titles returns what people call values: codes by their titles, records by their names, with ids where a name is shared.
func (t *Tally) titles(field int, values []*group) []string {
	f := t.By[field].Leaf()
	all := make([]string, len(values))
	uses := map[string]int{}
	for i, g := range values {
		all[i] = t.title(f, g.values[0])
		uses[all[i]]++
	}
	for i, g := range values {
		if id := table.Text(g.values[0]); uses[all[i]] > 1 && id != "" && id != all[i] {
			all[i] += " (" + id + ")"
		}
	}
	return all
}

func (t *Tally) title(f *schema.Field, v []byte) string {
	switch {
	case v == nil:
		return notStated
	case f.Ref != "":
		return cmp.Or(rawjson.Text(t.name(f.Ref, v)), table.Text(v))
	}
	return f.CodeTitle(table.Text(v))
}
