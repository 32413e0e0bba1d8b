package search

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// source is a field whose text is searched. The text of a reference or code is the names of the record or code.
type source struct {
	name    string // dotted
	field   *schema.Field
	weight  int           // of a word in it; 0 if it is searched only by its name
	label   string        // title of the member that it begins with
	steps   []string      // below that member
	member  int           // index of that member
	allowed uint64        // bits that count here
	known   *query.Packed // the counts of atoms in the names of each value; see mostOf
}

// isNamed reports whether the values have names.
func (s *source) isNamed() bool {
	return s.field.Kind == schema.Reference || s.field.Kind == schema.CodeKind
}

// names returns the texts to search for a value.
func (x *Index) names(f *schema.Field, value string) []string {
	switch f.Kind {
	case schema.Reference:
		return x.entity(f.Ref, value).names
	case schema.CodeKind:
		for _, c := range f.Codes {
			if c.Code == value {
				return []string{c.Title, c.Code}
			}
		}
		return nil
	}
	return []string{value}
}

// sourcesOf returns the fields of a table that hold values. The weight of an object is that of the references in it.
func sourcesOf(t *schema.Table) []source {
	var all []source
	objects := map[string]int{} // weights, by the beginning of the names of what they hold
	for name, f := range schema.Walk(t.Fields()) {
		weight := f.Weight
		switch f.Kind {
		case schema.Object:
			objects[name+"."] = f.Weight
			continue
		case schema.Reference:
			weight = max(weight, objects[strings.TrimSuffix(name, f.Name)])
		}
		all = append(all, source{name: name, field: f, weight: weight})
	}
	return all
}

// isNamedBy reports whether a field name in a question means a source: the field itself, or an object that holds it.
func (s *source) isNamedBy(name string) bool {
	return s.name == name || strings.HasPrefix(s.name, name+".")
}

// checkField returns a usage error if none of the tables has a field.
func (x *Index) checkField(name string) error {
	var names []string
	for _, t := range x.tables {
		if slices.ContainsFunc(sourcesOf(t), func(s source) bool { return s.isNamedBy(name) }) {
			return nil
		}
		for _, f := range t.Fields() {
			names = append(names, f.Name)
		}
	}
	hint := text.DidYouMeanOr(name, names, "malaga list TABLE --fields lists the fields; put a word with a colon in quotation marks")
	if first, _, dotted := strings.Cut(name, "."); dotted && slices.Contains(names, first) {
		hint = first + ": searches the names of the record referred to"
	}
	return text.Usage(fmt.Sprintf("no searched table has a field %q", name), hint)
}

// searchedTable holds what is searched in the records of a table.
type searchedTable struct {
	sources []source
	members []string // of a record
	cells   [][]byte // memory for their values
}

// prepareTables finds the sources of each table that may match the query.
func (q *Question) prepareTables() {
	q.tables = map[string]*searchedTable{}
	q.references = map[string]*query.Packed{}
	var bound uint64
	for _, bits := range q.fields {
		bound |= bits
	}
	for _, t := range q.index.tables {
		searched := &searchedTable{}
		for _, s := range sourcesOf(t) {
			for name, bits := range q.fields {
				if s.isNamedBy(name) {
					s.allowed |= bits
				}
			}
			if s.weight > 0 {
				s.allowed |= ^bound
			}
			if s.isNamed() {
				s.known = q.known(s.field)
			}
			if s.allowed != 0 && (!s.isNamed() || s.known.Len() > 0) {
				searched.add(t, s)
			}
		}
		if searched.sources == nil {
			continue
		}
		// The most important come first: snippets show them where others hold as much.
		slices.SortStableFunc(searched.sources, func(a, b source) int { return cmp.Compare(b.weight, a.weight) })
		searched.cells = make([][]byte, len(searched.members))
		q.tables[t.Name] = searched
	}
}

// known returns the atoms in the names of the values of a reference or code, by value.
func (q *Question) known(f *schema.Field) *query.Packed {
	if counts := q.references[f.Ref]; counts != nil {
		return counts
	}
	known := &query.Packed{}
	var b []byte
	add := func(value string) {
		if b = appendCounts(b[:0], q.mostOf(q.index.names(f, value))); len(b) > 0 {
			known.Set(value, b)
		}
	}
	for _, c := range f.Codes {
		add(c.Code)
	}
	if f.Ref != "" {
		for _, t := range schema.RefTables(f.Ref) {
			for id := range q.index.entities[t].All() {
				add(id)
			}
		}
		q.references[f.Ref] = known
	}
	return known
}

func (t *searchedTable) add(of *schema.Table, s source) {
	steps := strings.Split(s.name, ".")
	s.weight = max(s.weight, 1)
	s.steps = steps[1:]
	s.label = of.Field(steps[0]).Title
	s.member = slices.Index(t.members, steps[0])
	if s.member < 0 {
		s.member = len(t.members)
		t.members = append(t.members, steps[0])
	}
	t.sources = append(t.sources, s)
}

// mostOf returns the counts of the atoms in the names of one thing, each as often as in the name that has it most.
func (q *Question) mostOf(names []string) []float32 {
	var most [maxPositions]float32
	for _, name := range names {
		var own [maxPositions]float32
		q.matcher.scan([]byte(name), func(bits uint64, _ int) {
			eachBit(bits, func(b int) {
				own[b]++
				most[b] = max(most[b], own[b])
			})
		})
	}
	return most[:]
}

// appendCounts appends the counts that are not 0, each with its index, as counts reads them. The bits of a count are reversed, as in
// encoding/gob: those of small numbers are small, then.
func appendCounts(b []byte, all []float32) []byte {
	for i, n := range all {
		if n > 0 {
			b = binary.AppendUvarint(append(b, byte(i)), uint64(bits.Reverse32(math.Float32bits(n))))
		}
	}
	return b
}

// counts yields what appendCounts appended.
func counts(b []byte) iter.Seq2[byte, float32] {
	return func(yield func(i byte, n float32) bool) {
		for len(b) > 0 {
			n, used := binary.Uvarint(b[1:])
			if !yield(b[0], math.Float32frombits(bits.Reverse32(uint32(n)))) {
				return
			}
			b = b[1+used:]
		}
	}
}

// eachText calls fn with each text that a record holds in its sources.
func (q *Question) eachText(r rawjson.Record, fn func(src *source, text string)) {
	t := q.tables[r.Table]
	if t == nil {
		return
	}
	rawjson.Pick(r.Raw, t.members, t.cells)
	for i := range t.sources {
		src := &t.sources[i]
		eachValue(t.cells[src.member], src.steps, func(v []byte) {
			for _, s := range q.index.names(src.field, rawjson.Text(v)) {
				fn(src, s)
			}
		})
	}
}

// eachValue calls fn with each value at the end of some steps into a cell.
func eachValue(cell []byte, steps []string, fn func([]byte)) {
	switch rawjson.Kind(cell) {
	case '[':
		for _, e := range rawjson.Elements(cell) {
			eachValue(e, steps, fn)
		}
	case '{':
		if len(steps) > 0 {
			eachValue(rawjson.Get(cell, steps[0]), steps[1:], fn)
		}
	case 0:
	default:
		if len(steps) == 0 {
			fn(cell)
		}
	}
}
