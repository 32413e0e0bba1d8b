package query

import (
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
					kept[i] = slices.Clone(v)
				}
				groups[key] = &group{values: kept}
			}
			groups[key].count++
		}
	}
	ordered := make([]*group, 0, len(groups))
	for _, gr := range groups {
		ordered = append(ordered, gr)
	}
	slices.SortFunc(ordered, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), slices.CompareFunc(a.values, b.values, compareCells))
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

// joined is a key for a combination; JSON holds no zero bytes.
func joined(values [][]byte) string {
	var b strings.Builder
	for _, v := range values {
		b.Write(v)
		b.WriteByte(0)
	}
	return b.String()
}

func compareCells(a, b []byte) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return compare(table.Text(a), table.Text(b), raw.IsNumber(a) && raw.IsNumber(b))
}
