package search

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// source is a field whose text is searched. Of a reference that is the names of what it refers to, of a code its title.
type source struct {
	name    string
	label   string   // what a reader calls the member that it begins with
	steps   []string // below the member that it begins with
	top     int      // index of that member
	field   *schema.Field
	weight  float32
	allowed uint64             // bits that count here
	codes   map[string][]count // of a code: what its title holds
}

// named says whether the values stand for something that has names.
func (s *source) named() bool {
	return s.field.Kind == schema.Reference || s.field.Kind == schema.CodeKind
}

// count is how often the atom of a bit was met.
type count struct {
	bit int
	n   float32
}

// prepare works out for each table what is searched in it, and looks into all names and titles.
func (q *Question) prepare() {
	q.sources, q.tops, q.refers = map[string][]source{}, map[string][]string{}, map[string]map[string][]count{}
	for table, byID := range q.index.names {
		for id, names := range byID {
			if counts := q.counts(names); counts != nil {
				if q.refers[table] == nil {
					q.refers[table] = map[string][]count{}
				}
				q.refers[table][id] = counts
			}
		}
	}
	var bound uint64
	for _, bits := range q.fields {
		bound |= bits
	}
	for _, t := range q.index.tables {
		named := map[string]uint64{} // bits by the dotted names of the fields that they are bound to
		for name, bits := range q.fields {
			for _, leaf := range leaves(t, name) {
				named[leaf] |= bits
			}
		}
		for _, l := range searched(t) {
			allowed := named[l.name]
			if l.weight > 0 {
				allowed |= ^bound
			}
			if allowed != 0 {
				q.source(t, l, allowed)
			}
		}
		// What matters most comes first, and is shown where others hold as much.
		slices.SortStableFunc(q.sources[t.Name], func(a, b source) int { return cmp.Compare(b.weight, a.weight) })
	}
}

// source adds a field, unless nothing that it could hold is asked for.
func (q *Question) source(t *schema.Table, l leaf, allowed uint64) {
	var codes map[string][]count
	switch l.field.Kind {
	case schema.Reference:
		if len(q.refers[l.field.Ref]) == 0 {
			return
		}
	case schema.CodeKind:
		codes = map[string][]count{}
		for _, c := range l.field.Codes {
			if counts := q.counts([]string{c.Title, c.Code}); counts != nil {
				codes[c.Code] = counts
			}
		}
		if len(codes) == 0 {
			return
		}
	}
	steps := strings.Split(l.name, ".")
	top := slices.Index(q.tops[t.Name], steps[0])
	if top < 0 {
		top = len(q.tops[t.Name])
		q.tops[t.Name] = append(q.tops[t.Name], steps[0])
	}
	s := source{name: l.name, label: t.Field(steps[0]).Title, steps: steps[1:], top: top, field: l.field, weight: float32(max(l.weight, 1)), allowed: allowed, codes: codes}
	q.sources[t.Name] = append(q.sources[t.Name], s)
}

// counts says what some names of one thing hold: of each atom the most that one of them does.
func (q *Question) counts(names []string) []count {
	var counts []count
	for _, name := range names {
		var own [most]float32
		q.machine.scan([]byte(name), func(bits uint64, _ int) {
			each(bits, func(b int) { own[b]++ })
		})
		for b, n := range own {
			if n == 0 {
				continue
			}
			if i := slices.IndexFunc(counts, func(c count) bool { return c.bit == b }); i < 0 {
				counts = append(counts, count{b, n})
			} else {
				counts[i].n = max(counts[i].n, n)
			}
		}
	}
	return counts
}

// leaf is a field that holds values, by its dotted name, and how much a word in it counts; 0 if it is searched only by
// its name.
type leaf struct {
	name   string
	field  *schema.Field
	weight int
}

// searched are the fields of a table that hold values. The weight of an object is that of the references in it.
func searched(t *schema.Table) []leaf {
	var all []leaf
	objects := map[string]int{} // weights by what names in them begin with
	for name, f := range schema.Walk(t.Fields()) {
		switch f.Kind {
		case schema.Object:
			objects[name+"."] = f.Weight
		case schema.Reference:
			all = append(all, leaf{name, f, max(f.Weight, objects[name[:len(name)-len(f.Name)]])})
		default:
			all = append(all, leaf{name, f, f.Weight})
		}
	}
	return all
}

// leaves are the fields that a name in a question means: the field itself, or all that an object holds.
func leaves(t *schema.Table, name string) []string {
	var names []string
	for _, l := range searched(t) {
		if l.name == name || strings.HasPrefix(l.name, name+".") {
			names = append(names, l.name)
		}
	}
	return names
}

// values calls fn with each value at the end of some steps into a cell.
func values(cell []byte, steps []string, fn func([]byte)) {
	switch rawjson.Kind(cell) {
	case '[':
		for _, e := range rawjson.Elements(cell) {
			values(e, steps, fn)
		}
	case '{':
		if len(steps) > 0 {
			values(rawjson.Get(cell, steps[0]), steps[1:], fn)
		}
	case 0:
	default:
		if len(steps) == 0 {
			fn(cell)
		}
	}
}

// unquoted is the text of a JSON string, or of another value its literal; b is memory to use for one with escapes.
func unquoted(v, b []byte) (text, buffer []byte) {
	if rawjson.Kind(v) != '"' {
		return v, b
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1], b
	}
	b = rawjson.AppendText(b[:0], v)
	return b, b
}
