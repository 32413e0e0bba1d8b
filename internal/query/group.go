package query

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/raw"
	"malaga/internal/table"
	"malaga/schema"
)

// Group counts records by the values of one or more fields. A record counts once for each of the
// different values that a field has, and once as absent if it has none.
type Group struct {
	By []Path
}

// Tables lists the tables that the grouping needs: those on its paths, and those whose names it shows.
func (g Group) Tables() []string {
	var tables []string
	for _, p := range g.By {
		tables = append(tables, p.Tables()...)
		if p.leaf().Ref != "" {
			tables = append(tables, p.leaf().Ref)
		}
	}
	return tables
}

// Columns are the columns of the counts: each field, the names of what it refers to, the number.
func (g Group) Columns() []table.Column {
	var columns []table.Column
	for _, p := range g.By {
		c := p.Column()
		c.Unbroken = p.leaf().Kind != schema.Text
		columns = append(columns, c)
		if p.leaf().Ref != "" {
			columns = append(columns, table.Column{Name: p.Name + "_name", Title: c.Title + ": name"})
		}
	}
	return append(columns, table.Column{Name: "count", Title: "Count", Numeric: true})
}

// group is one combination of values; an absent one is nil.
type group struct {
	values [][]byte
	order  []sortable
	count  int
}

// Count counts, the most frequent combination first; equal ones in the order of their values.
func (g Group) Count(m *schema.Model, records Records, look Lookup) ([]table.Row, error) {
	groups := map[string]*group{}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		for _, values := range g.combinations(r.Raw, look) {
			key := joined(values)
			if groups[key] == nil {
				kept := make([][]byte, len(values))
				for i, v := range values {
					kept[i] = bytes.Clone(v)
				}
				groups[key] = &group{values: kept}
				for _, v := range kept {
					groups[key].order = append(groups[key].order, newSortable(v))
				}
			}
			groups[key].count++
		}
	}
	ordered := make([]*group, 0, len(groups))
	for _, gr := range groups {
		ordered = append(ordered, gr)
	}
	slices.SortFunc(ordered, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), slices.CompareFunc(a.order, b.order, sortable.compare), slices.CompareFunc(a.values, b.values, bytes.Compare))
	})
	rows := make([]table.Row, len(ordered))
	for i, gr := range ordered {
		rows[i] = g.row(m, gr, look)
	}
	return rows, nil
}

func (g Group) row(m *schema.Model, gr *group, look Lookup) table.Row {
	var row table.Row
	for i, p := range g.By {
		row = append(row, gr.values[i])
		if ref := p.leaf().Ref; ref != "" {
			row = append(row, raw.Get(look(ref, raw.Text(gr.values[i])), m.Table(ref).Display))
		}
	}
	return append(row, strconv.AppendInt(nil, int64(gr.count), 10))
}

// combinations gives each combination of the values that a record has in the fields.
func (g Group) combinations(v []byte, look Lookup) [][][]byte {
	all := [][][]byte{nil}
	for _, p := range g.By {
		var values [][]byte
		p.Each(v, look, func(cell []byte) bool {
			cell = canonical(cell)
			if !slices.ContainsFunc(values, func(c []byte) bool { return string(c) == string(cell) }) {
				values = append(values, cell)
			}
			return true
		})
		if values == nil {
			values = [][]byte{nil}
		}
		var next [][][]byte
		for _, head := range all {
			for _, value := range values {
				next = append(next, append(slices.Clone(head), value))
			}
		}
		all = next
	}
	return all
}

// canonical is the one way in which a value is written: "a" for "\u0061", 1 for 1.0.
func canonical(v []byte) []byte {
	switch {
	case raw.Kind(v) == '"' && bytes.IndexByte(v, '\\') >= 0:
		return raw.Quote(raw.Text(v))
	case raw.IsNumber(v) && bytes.ContainsAny(v, ".eE"):
		if n := number(string(v)); n != nil && n.IsInt() {
			return []byte(n.Num().String())
		}
	}
	return v
}

// joined is a key for a combination; JSON holds no zero bytes.
func joined(values [][]byte) string {
	var b strings.Builder
	for _, v := range values {
		b.Write(v)
		b.WriteByte(0)
	}
	return b.String()
}
