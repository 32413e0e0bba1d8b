package schema

import (
	"bytes"
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// partial names the schema of a table's records without some properties.
type partial struct {
	table string
	valid uint64 // bits of properties, as in a program
}

// maxPartials is the number of such schemas that are kept.
const maxPartials = 1000

// mistake is what the library gets of a record: the members that are not certainly valid.
type mistake struct {
	partial
	members string
}

// Most mistakes are made more than once, so the problems of some are kept: 1.5 times as fast on data that is all bad.
const (
	maxMistakes    = 1000
	longestMistake = 1000 // in bytes
)

// Check validates one record of a table, or the dataset's description as table "dataset". The bytes must have passed package
// rawjson. The library gets only the members that are not certainly valid: 1.8 times as fast on data that is all bad.
func (f *FastValidator) Check(table string, v []byte) []finding.Problem {
	p := f.row(table)
	if p == nil || p.unsure || p.codes != nil || rawjson.Kind(v) != '{' {
		return f.set.check(table, v)
	}
	k := partial{table, f.validMembers(table, v)}
	valid := func(name string) bool {
		i := slices.Index(p.names, name)
		return i >= 0 && k.valid&(1<<i) != 0
	}
	var rest []byte
	for m := range rawjson.Members(v) {
		if len(rest) <= longestMistake && !valid(rawjson.Text(m.Name)) {
			rest = append(rest, v[m.At:m.ValueAt+len(m.Value)]...)
		}
	}
	problems, known := f.mistakes[mistake{k, string(rest)}]
	if known {
		return problems
	}
	problems = f.set.validate(f.partialSchema(k), decodeObject(v, valid), &messages{subject: "the record", table: table, value: v})
	if len(f.mistakes) < maxMistakes && len(rest) <= longestMistake {
		f.mistakes[mistake{k, string(rest)}] = problems
	}
	return problems
}

// validMembers returns the properties whose values are certainly valid, and that no schema but their own applies to.
func (f *FastValidator) validMembers(table string, v []byte) uint64 {
	p := f.row(table)
	f.parts = &Parts{} // nobody needs them
	var members uint64
	other := f.shared[table]
	for m := range rawjson.Members(v) {
		i := p.property(m.Name, 0)
		if bytes.IndexByte(m.Name, '\\') >= 0 { // it may be the name of a property, with escapes
			return 0
		}
		if i < 0 {
			continue
		}
		if _, verdict := f.value(p.properties[i], m.Value, 0, recordLevels-1); verdict == valid {
			members |= 1 << i
		} else {
			other |= 1 << i // for good: only one of two members of a name may be valid
		}
	}
	return members &^ other
}

// shared returns the properties that other schemas of the same object name; all of them, if one of those schemas is not
// understood.
func (p *program) shared() uint64 {
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
		seen = append(seen, sub)
		next = append(next, sub.inPlace()...)
		for _, name := range sub.names {
			if i := slices.Index(p.names, name); i >= 0 {
				named |= 1 << i
			}
		}
	}
	return named
}

func (p *program) inPlace() []*program {
	return append([]*program{p.cond, p.then}, p.all...)
}

// partialSchema returns the schema of a table's records without the properties that are valid.
func (f *FastValidator) partialSchema(k partial) *jsonschema.Schema {
	if s := f.partials[k]; s != nil {
		return s
	}
	row := f.set.row(k.table)
	valid := func(name string) bool { return k.valid&(1<<slices.Index(f.rows[k.table].names, name)) != 0 }
	s := *row
	s.Properties = maps.Clone(row.Properties)
	maps.DeleteFunc(s.Properties, func(name string, _ *jsonschema.Schema) bool { return valid(name) })
	s.Required = slices.DeleteFunc(slices.Clone(row.Required), valid)
	if len(f.partials) < maxPartials {
		f.partials[k] = &s
	}
	return &s
}
