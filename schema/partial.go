package schema

import (
	"bytes"
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// kind is what records have in common of which the same members are plainly valid.
type kind struct {
	table string
	plain uint64 // bits of properties, as in a program
}

// remembered is for how many kinds schemas are kept.
const remembered = 1000

// Check finds what Set.Check finds, and several times as fast: the library, which takes its time over each
// value, is not told of the members of a record that are plainly valid.
func (f *FastValidator) Check(table string, v []byte) []finding.Problem {
	row, p := f.set.row(table), f.rows[table]
	if p == nil || p.unsure || p.codes != nil || rawjson.Kind(v) != '{' {
		return f.set.Check(table, v)
	}
	plain := f.plainMembers(table, v)
	given := decodeObject(v, func(name string) bool {
		at, ok := p.byName[name]
		return ok && plain&(1<<at) != 0
	})
	return f.set.validate("the record", row, f.partialSchema(kind{table, plain}, row), v, given)
}

// plainMembers are the properties of an object whose values are plainly valid, and which nothing but their
// own schemas speaks of.
func (f *FastValidator) plainMembers(table string, v []byte) uint64 {
	p := f.rows[table]
	f.parts = &f.dropped
	f.dropped.Members, f.dropped.Refs = f.dropped.Members[:0], f.dropped.Refs[:0]
	var plain uint64
	other := f.spoken[table]
	for m := range rawjson.Members(v) {
		at := p.property(m.Name)
		if bytes.IndexByte(m.Name, '\\') >= 0 { // it may be another's name, written otherwise
			return 0
		}
		if at < 0 {
			continue
		}
		if _, verdict := f.value(p.properties[at].value, m.Value, 0, recordLevels-1); verdict == valid {
			plain |= 1 << at
		} else {
			other |= 1 << at // for good: a member that stands twice may be plain only once
		}
	}
	return plain &^ other
}

// spoken are the properties that schemas of the same object speak of; all of them, if one of those is not
// understood.
func (p *program) spoken() uint64 {
	var named uint64
	var seen []*program
	for next := p.inPlace(); len(next) > 0; next = next[1:] {
		sub := next[0]
		if sub == nil || slices.Contains(seen, sub) {
			continue
		}
		if sub.unsure || sub.codes != nil || sub.closed {
			return ^uint64(0)
		}
		seen, next = append(seen, sub), append(next, sub.inPlace()...)
		for name := range sub.byName {
			if at, ok := p.byName[name]; ok {
				named |= 1 << at
			}
		}
	}
	return named
}

func (p *program) inPlace() []*program {
	return append([]*program{p.ref, p.cond, p.then, p.els}, p.all...)
}

// partialSchema is the schema of the records of a kind without what plainly holds.
func (f *FastValidator) partialSchema(k kind, row *jsonschema.Schema) *jsonschema.Schema {
	if s := f.partial[k]; s != nil {
		return s
	}
	plain := func(name string) bool { return k.plain&(1<<f.rows[k.table].byName[name]) != 0 }
	s := *row
	s.Properties = maps.Clone(row.Properties)
	maps.DeleteFunc(s.Properties, func(name string, _ *jsonschema.Schema) bool { return plain(name) })
	s.Required = slices.DeleteFunc(slices.Clone(row.Required), plain)
	if len(f.partial) < remembered {
		f.partial[k] = &s
	}
	return &s
}
