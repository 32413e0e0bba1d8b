package flatten

import (
	"slices"

	"malaga/internal/query"
	"malaga/internal/table"
	"malaga/schema"
)

// Of returns the rows of a query as a relation.
func Of(t *schema.Table, fields []query.Path, rows table.Rows) Relation {
	r := Relation{Name: t.Name, Title: t.Title, Description: t.Description, Table: t, rows: rows.Seq}
	for i, p := range fields {
		leaf := p.Leaf()
		r.Columns = append(r.Columns, Column{Column: rows.Columns[i], Description: leaf.Description, Field: leaf})
	}
	return r
}

// With returns a relation with other columns, and each row changed to them.
func (r Relation) With(columns []Column, change func(table.Row) table.Row) Relation {
	rows := r.rows
	r.Columns = columns
	r.rows = func(yield func(table.Row, error) bool) {
		for row, err := range rows {
			if err == nil {
				row = change(slices.Clip(row))
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return r
}

// Labelled shows the name of what a reference refers to before its id.
func (r Relation) Labelled(s Source) Relation {
	var columns []Column
	var from []int // the index of the column that each is made from
	for i, c := range r.Columns {
		added := s.columns(c.Field, Options{Labels: true})
		added[len(added)-1].Column = c.Column
		if len(added) > 1 {
			added[0].Name = c.Name + LabelSuffix
			added[0].Title = c.Title
			added[1].Title += IDSuffix
		}
		for range added {
			from = append(from, i)
		}
		columns = append(columns, added...)
	}
	return r.With(columns, func(row table.Row) table.Row {
		out := make(table.Row, len(columns))
		for i, c := range columns {
			out[i] = row[from[i]]
			if out[i] != nil && c.convert != nil {
				out[i] = c.convert(out[i])
			}
		}
		return out
	})
}
