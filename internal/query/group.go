package query

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"

	"malaga/internal/rawjson"
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
	return append(columns, countColumn())
}

func countColumn() table.Column { return table.Column{Name: "count", Title: "Count", Numeric: true} }

// Tally is what a group counted.
type Tally struct {
	Group
	Records int // how many there were

	model  *schema.Model
	look   Lookup
	groups []*group   // the combinations
	values [][]*group // of each of two fields: its values, each with the number of records that have it
}

// group is one combination of values; an absent one is nil.
type group struct {
	values [][]byte
	order  []sortable
	count  int
}

// groups are counted by the key of their values.
type groups struct {
	byKey map[string]*group
	key   []byte
}

func newGroups() *groups { return &groups{byKey: map[string]*group{}} }

func (all *groups) add(values ...[]byte) {
	all.key = appendKey(all.key[:0], values...)
	g := all.byKey[string(all.key)]
	if g == nil {
		g = &group{}
		for _, v := range values {
			v = bytes.Clone(v)
			g.values, g.order = append(g.values, v), append(g.order, newSortable(v))
		}
		all.byKey[string(all.key)] = g
	}
	g.count++
}

// sorted puts the most frequent first; equal ones in the order of their values.
func (all *groups) sorted() []*group {
	return slices.SortedFunc(maps.Values(all.byKey), func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), a.compare(b))
	})
}

func (g *group) compare(other *group) int {
	return cmp.Or(slices.CompareFunc(g.order, other.order, sortable.compare), slices.CompareFunc(g.values, other.values, bytes.Compare))
}

// Count counts records.
func (g Group) Count(m *schema.Model, records Records, look Lookup) (*Tally, error) {
	t := &Tally{Group: g, model: m, look: look}
	all := newGroups()
	var fields []*groups // only a cross table needs the fields one by one
	if len(g.By) == 2 {
		fields = []*groups{newGroups(), newGroups()}
	}
	values := make([][][]byte, len(g.By))
	paired := joint(g.By)
	steps := make([][]*schema.Field, len(g.By))
	for i, p := range g.By {
		steps[i] = p.steps
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		t.Records++
		for i, p := range g.By {
			values[i] = distinct(values[i][:0], p, r.Raw, look)
		}
		for i, counted := range fields {
			for _, v := range values[i] {
				counted.add(v)
			}
		}
		if !paired {
			combinations(values, all.add)
			continue
		}
		for _, tuple := range tuples(r.Raw, steps, look) {
			all.add(tuple...)
		}
	}
	t.groups = all.sorted()
	for _, f := range fields {
		t.values = append(t.values, f.sorted())
	}
	return t, nil
}

// Rows are the counts, the most frequent combination first.
func (t *Tally) Rows() table.Rows {
	rows := make([]table.Row, len(t.groups))
	for i, gr := range t.groups {
		rows[i] = t.row(gr)
	}
	if len(t.By) == 0 && len(rows) == 0 {
		rows = []table.Row{{[]byte("0")}}
	}
	return table.Of(t.Columns(), rows)
}

func (t *Tally) row(gr *group) table.Row {
	var row table.Row
	for i, p := range t.By {
		row = append(row, gr.values[i])
		if ref := p.leaf().Ref; ref != "" {
			row = append(row, t.name(ref, gr.values[i]))
		}
	}
	return append(row, digits(gr.count))
}

// name is the name of a record; nil if it is not there.
func (t *Tally) name(ref string, id []byte) []byte {
	return rawjson.Get(t.look(ref, rawjson.Text(id)), t.model.Display(ref))
}

func digits(n int) []byte { return strconv.AppendInt(nil, int64(n), 10) }

// distinct adds the different values that a record has in a field; one that is absent if it has none.
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

// combinations calls fn with each combination of values.
func combinations(values [][][]byte, fn func(...[]byte)) {
	if len(values) == 1 { // as most groups are
		for _, v := range values[0] {
			fn(v)
		}
		return
	}
	at := make([]int, len(values))
	one := make([][]byte, len(values))
	for {
		for i, n := range at {
			one[i] = values[i][n]
		}
		fn(one...)
		i := len(at) - 1
		for ; i >= 0; i-- {
			if at[i]++; at[i] < len(values[i]) {
				break
			}
			at[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

// canonical is the one way in which a value is written: "a" for "\u0061", 1 for 1.0.
func canonical(v []byte) []byte {
	switch {
	case rawjson.Kind(v) == '"' && bytes.IndexByte(v, '\\') >= 0:
		return rawjson.Quote(rawjson.Text(v))
	case rawjson.IsNumber(v) && bytes.ContainsAny(v, ".eE"):
		if n := number(string(v)); n != nil && n.IsInt() {
			return []byte(n.Num().String())
		}
	}
	return v
}

// appendKey adds a key for a combination; JSON holds no zero bytes.
func appendKey(b []byte, values ...[]byte) []byte {
	for _, v := range values {
		b = append(append(b, v...), 0)
	}
	return b
}
