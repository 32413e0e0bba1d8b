package query

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// Records is a sequence of records; an error ends it.
type Records = iter.Seq2[rawjson.Record, error]

// Key is one key of an order.
type Key struct {
	Path       Path
	Descending bool
}

// Query is which records, in which order, how many, and which of their fields.
type Query struct {
	Where  []Condition
	Sort   []Key
	Limit  int // of records; 0 means all
	Fields []Path
	List   Path // each entry of it has a row: see ListOf
}

// NewKeys reads sort keys: fields, each with a "-" before it for descending order.
func NewKeys(m *schema.Model, t *schema.Table, texts []string) ([]Key, error) {
	var keys []Key
	for _, text := range texts {
		for name := range strings.SplitSeq(text, ",") {
			name = strings.TrimSpace(name)
			bare, descending := strings.CutPrefix(name, "-")
			p, err := NewPath(m, t, bare)
			if err != nil {
				return nil, err
			}
			keys = append(keys, Key{p, descending})
		}
	}
	return keys, nil
}

// Tables lists the tables that the query goes into by references, each once.
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

// Rows answers the query. Without an order, rows come as the records come and none is kept.
func (q Query) Rows(records Records, look Lookup) table.Rows {
	columns := make([]table.Column, len(q.Fields))
	own := make([]string, len(q.Fields)) // the fields of the record itself, which are taken in one walk
	for i, f := range q.Fields {
		columns[i] = f.Column()
		if len(f.steps) == 1 {
			own[i] = f.Name
		}
		if q.through(f) {
			columns[i] = f.column(many(f.steps[len(q.List.steps):]))
		}
	}
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		row := make(table.Row, len(q.Fields))
		for r, err := range q.Select(records, look) {
			if err != nil {
				yield(nil, err)
				return
			}
			rawjson.Pick(r.Raw, own, row)
			for i, f := range q.Fields {
				if own[i] == "" {
					row[i] = f.Cell(r.Raw, look)
				}
			}
			if !q.entries(r.Raw, look, row, yield) {
				return
			}
		}
	}}
}

// Select gives the records that the query asks for, in its order.
func (q Query) Select(records Records, look Lookup) Records {
	return func(yield func(rawjson.Record, error) bool) {
		n := 0
		for r, err := range q.sorted(records, look) {
			if err != nil {
				yield(rawjson.Record{}, err)
				return
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

// matching gives the records that meet all conditions.
func (q Query) matching(records Records, look Lookup) Records {
	return func(yield func(rawjson.Record, error) bool) {
		for r, err := range records {
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
			if q.Match(r.Raw, look) && !yield(r, nil) {
				return
			}
		}
	}
}

// Match says whether a record meets all conditions.
func (q Query) Match(v []byte, look Lookup) bool {
	for _, c := range q.Where {
		if !c.Match(v, look) {
			return false
		}
	}
	return true
}

// sorted puts the matching records in order; ties go by id, so that the order never depends on how
// the data are stored. What is absent comes last, in either direction.
func (q Query) sorted(records Records, look Lookup) Records {
	if len(q.Sort) == 0 {
		return q.matching(records, look)
	}
	return func(yield func(rawjson.Record, error) bool) {
		var all []keyed
		for r, err := range q.matching(records, look) {
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
			r.Raw = bytes.Clone(r.Raw)
			all = append(all, q.key(r, look))
		}
		slices.SortStableFunc(all, q.order)
		for _, k := range all {
			if !yield(k.record, nil) {
				return
			}
		}
	}
}

// keyed is a record with what it is sorted by, worked out once.
type keyed struct {
	record rawjson.Record
	keys   []sortable
	id     string
}

func (q Query) key(r rawjson.Record, look Lookup) keyed {
	k := keyed{record: r, id: rawjson.GetText(r.Raw, "id")}
	for _, key := range q.Sort {
		k.keys = append(k.keys, newSortable(key.Path.Cell(r.Raw, look)))
	}
	return k
}

func (q Query) order(a, b keyed) int {
	for i, key := range q.Sort {
		n := a.keys[i].compare(b.keys[i])
		if key.Descending && !a.keys[i].absent && !b.keys[i].absent {
			n = -n
		}
		if n != 0 {
			return n
		}
	}
	return strings.Compare(a.id, b.id)
}
