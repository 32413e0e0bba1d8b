package query

import (
	"iter"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// Record is a record of a dataset.
type Record = rawjson.Record

// Records is a sequence of records; an error ends it.
type Records = iter.Seq2[Record, error]

// Key is a field to sort by.
type Key struct {
	Path       Path
	Descending bool
}

// Query chooses records, their order and their number, and fields of them.
type Query struct {
	Where  []Condition
	Sort   []Key
	Limit  int // of records; 0 means all
	Fields []Path
	List   Path // the list whose entries each have a row, see ListOf

	Ahead func(Records) Records // reads sorted records in another goroutine; nil reads them in this one
}

// NewKeys parses sort keys: fields separated by commas, each with "-" before it for descending order.
func NewKeys(m *schema.Model, t *schema.Table, lists []string) ([]Key, error) {
	var keys []Key
	for _, list := range lists {
		for name := range strings.SplitSeq(list, ",") {
			bare, descending := strings.CutPrefix(strings.TrimSpace(name), "-")
			p, err := NewPath(m, t, bare)
			if err != nil {
				return nil, err
			}
			keys = append(keys, Key{p, descending})
		}
	}
	return keys, nil
}

// Tables returns the tables that the query goes into by references, each once.
func (q Query) Tables() []string {
	var tables []string
	for _, c := range q.Where {
		tables = append(tables, c.Tables()...)
	}
	for _, k := range q.Sort {
		tables = append(tables, k.Path.Tables()...)
	}
	for _, f := range q.Fields {
		tables = append(tables, f.Tables()...)
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

// Rows returns the chosen records as rows. Without sort keys no record is kept in memory.
func (q Query) Rows(records Records, look Lookup) table.Rows {
	columns := make([]table.Column, len(q.Fields))
	own := make([]string, len(q.Fields)) // fields of the record itself, taken in one walk
	for i, f := range q.Fields {
		columns[i] = f.Column()
		if len(f.steps) == 1 {
			own[i] = f.Name
		}
		if q.through(f) {
			columns[i] = f.column(hasList(f.steps[len(q.List.steps):]))
		}
	}
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		row := make(table.Row, len(q.Fields))
		chosen := q.Select(records, look)
		if len(q.Sort) > 0 {
			chosen = q.sorted(records, look, q.rowMembers())
		}
		for r, err := range chosen {
			if err != nil {
				yield(nil, err)
				return
			}
			rawjson.Pick(r.Raw, own, row)
			for i, f := range q.Fields {
				if own[i] != "" {
					continue
				}
				if row[i], err = f.Cell(r.Raw, look); err != nil {
					yield(nil, err)
					return
				}
			}
			if !q.entryRows(r.Raw, look, row, yield) {
				return
			}
		}
	}}
}

// Select yields the chosen records, in the order of the sort keys or as they come.
func (q Query) Select(records Records, look Lookup) Records {
	if len(q.Sort) > 0 {
		return q.sorted(records, look, nil)
	}
	return func(yield func(rawjson.Record, error) bool) {
		n := 0
		for r, err := range records {
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
			if !q.Match(r.Raw, look) {
				continue
			}
			if n++; q.Limit > 0 && n > q.Limit {
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Match reports whether a record meets all conditions.
func (q Query) Match(v []byte, look Lookup) bool {
	for i := range q.Where {
		if !q.Where[i].Match(v, look) {
			return false
		}
	}
	return true
}
