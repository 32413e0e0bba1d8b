package query

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// Group counts records by the values of one or more fields. A record counts once for each of the different values that a
// field has, and once as absent if it has none.
type Group struct {
	By []Path
}

// Tables returns the tables that the grouping needs: those on its paths, and those of the references whose names it shows.
func (g Group) Tables() []string {
	var tables []string
	for _, p := range g.By {
		tables = append(tables, p.Tables()...)
		if p.Leaf().Ref != "" {
			tables = append(tables, p.Leaf().Ref)
		}
	}
	return tables
}

// Columns returns the columns of the counts: each field, the names of what it refers to, the number.
func (g Group) Columns() []table.Column {
	var columns []table.Column
	for _, p := range g.By {
		c := p.Column()
		c.Unbroken = p.Leaf().Kind != schema.Text
		columns = append(columns, c)
		if p.Leaf().Ref != "" {
			columns = append(columns, table.Column{Name: p.Name + "_name", Title: c.Title + ": name"})
		}
	}
	return append(columns, countColumn())
}

func countColumn() table.Column { return table.Column{Name: "count", Title: "Count", Numeric: true} }

// Tally holds the counts of a group.
type Tally struct {
	Group
	Records int // counted in all

	model  *schema.Model
	look   Lookup
	groups []*group   // combinations of values
	values [][]*group // of two fields: the values of each
}

// group is a combination of values, nil for an absent one, with the number of records that have it.
type group struct {
	values [][]byte
	keys   []sortKey
	count  int
}

// counter counts combinations of values.
type counter struct {
	groups map[string]*group
	key    []byte // memory for a key
}

func newCounter() *counter { return &counter{groups: map[string]*group{}} }

func (c *counter) add(values ...[]byte) {
	c.key = appendKey(c.key[:0], values)
	g := c.groups[string(c.key)]
	if g == nil {
		g = &group{}
		for _, v := range values {
			v = bytes.Clone(v)
			g.values = append(g.values, v)
			g.keys = append(g.keys, newSortKey(v))
		}
		c.groups[string(c.key)] = g
	}
	g.count++
}

// product adds each combination of one value of each field, with those in chosen first.
func (c *counter) product(fields [][][]byte, chosen [][]byte) {
	n := len(chosen)
	if n == len(fields) {
		c.add(chosen...)
		return
	}
	for _, v := range fields[n] {
		c.product(fields, append(chosen, v))
	}
}

// sorted returns the most frequent combinations first, and equally frequent ones in the order of their values.
func (c *counter) sorted() []*group {
	return slices.SortedFunc(maps.Values(c.groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), a.compare(b))
	})
}

func (g *group) compare(other *group) int {
	return cmp.Or(slices.CompareFunc(g.keys, other.keys, sortKey.compare), slices.CompareFunc(g.values, other.values, bytes.Compare))
}

// Count counts records.
func (g Group) Count(m *schema.Model, records Records, look Lookup) (*Tally, error) {
	t := &Tally{Group: g, model: m, look: look}
	all := newCounter()
	var single []*counter // only a cross table needs the fields one by one
	if len(g.By) == 2 {
		single = []*counter{newCounter(), newCounter()}
	}
	joint := newJoint(g.By, look)
	values := make([][][]byte, len(g.By))
	chosen := make([][]byte, 0, len(g.By))
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		t.Records++
		for i, p := range g.By {
			values[i] = distinct(values[i][:0], p, r.Raw, look)
		}
		for i, c := range single {
			for _, v := range values[i] {
				c.add(v)
			}
		}
		if joint != nil {
			joint.combinations(r.Raw, all.add)
		} else { // 1.7 to 2.9 times as fast on the usual fields, which share no list
			all.product(values, chosen)
		}
	}
	t.groups = all.sorted()
	for _, c := range single {
		t.values = append(t.values, c.sorted())
	}
	return t, nil
}

// distinct appends the different values that a record has in a field, or nil if it has none.
func distinct(values [][]byte, p Path, v []byte, look Lookup) [][]byte {
	p.Each(v, look, func(cell []byte) bool {
		cell = canonical(cell)
		if !slices.ContainsFunc(values, func(c []byte) bool { return string(c) == string(cell) }) {
			values = append(values, cell)
		}
		return true
	})
	if len(values) == 0 {
		values = append(values, nil)
	}
	return values
}

// canonical returns the one form of equal values: "a" for "\u0061", 1 for 1.0.
func canonical(v []byte) []byte {
	switch {
	case rawjson.Kind(v) == '"' && bytes.IndexByte(v, '\\') >= 0:
		return rawjson.Quote(rawjson.Text(v))
	case rawjson.IsNumber(v):
		return rawjson.Canonical(v)
	}
	return v
}

// appendKey appends a key for a combination of values; JSON holds no zero bytes.
func appendKey(b []byte, values [][]byte) []byte {
	for _, v := range values {
		b = append(b, v...)
		b = append(b, 0)
	}
	return b
}

// Rows returns the counts, the most frequent combination first.
func (t *Tally) Rows() table.Rows {
	var rows []table.Row
	for _, g := range t.groups {
		var row table.Row
		for i, p := range t.By {
			row = append(row, g.values[i])
			if ref := p.Leaf().Ref; ref != "" {
				row = append(row, t.name(ref, g.values[i]))
			}
		}
		row = append(row, table.Int(g.count))
		rows = append(rows, row)
	}
	if len(t.By) == 0 && len(rows) == 0 {
		rows = []table.Row{{table.Int(0)}}
	}
	return table.Of(t.Columns(), rows)
}

// name returns the name of a record as a cell, or nil if the record is not there.
func (t *Tally) name(ref string, id []byte) []byte {
	return rawjson.Get(t.look(ref, rawjson.Text(id)), t.model.Display(ref))
}
