package flatten

import (
	"slices"

	"malaga/internal/query"
	"malaga/internal/table"
	"malaga/schema"
)

// Of is a relation of rows that answer a query.
func Of(t *schema.Table, fields []query.Path, rows table.Rows) Relation {
	r := Relation{Name: t.Name, Title: t.Title, Description: t.Description, Table: t, rows: rows.Seq}
	for i, p := range fields {
		leaf := p.Leaf()
		r.Columns = append(r.Columns, Column{Column: rows.Columns[i], Description: leaf.Description, Field: leaf})
	}
	return r
}

// With is a relation with other columns, and each row changed to them.
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
	own := r
	own.Columns = nil
	var from []int
	var cells []cell
	for i, c := range r.Columns {
		add := own.add(s, c.Field, Options{Labels: true})
		own.Columns[len(own.Columns)-1].Column = c.Column
		if len(add) > 1 {
			label := &own.Columns[len(own.Columns)-2]
			label.Title, label.Name = c.Title, c.Name+LabelSuffix
			own.Columns[len(own.Columns)-1].Title += idSuffix
		}
		for _, one := range add {
			from, cells = append(from, i), append(cells, one)
		}
	}
	own.rows = func(yield func(table.Row, error) bool) {
		out := make(table.Row, len(cells))
		for row, err := range r.rows {
			if err != nil {
				yield(nil, err)
				return
			}
			for i, c := range cells {
				if out[i] = row[from[i]]; out[i] != nil {
					out[i] = c.value(out[i])
				}
			}
			if !yield(out, nil) {
				return
			}
		}
	}
	return own
}
