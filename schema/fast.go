package schema

import (
	"bytes"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
	"malaga/internal/strict"
)

// FastValidator reports records that are certainly valid without decoding them, several times as fast as
// the library. It never reports an invalid record as valid: what it cannot decide goes to package strict and
// the library. It is for one goroutine.
type FastValidator struct {
	set      *Set
	compiler compiler
	rows     map[string]*program
	parts    *Parts           // of the record that is being validated
	members  []rawjson.Member // of the objects in it, the innermost last
	elements [][]byte         // of the lists in it

	// Of Check, for records that are not certainly valid.
	partial map[kind]*jsonschema.Schema
	spoken  map[string]uint64 // by table
	dropped Parts
}

// Parts are the members and the references of valid records, in order, as parts of their bytes.
type Parts struct {
	Members []rawjson.Member
	Refs    []Ref
}

// Ref is a reference: the table that it points into, and the id without quotation marks.
type Ref struct {
	Table string
	ID    []byte
}

// verdict is the result of a fast check.
type verdict uint8

const (
	unknown verdict = iota // the library decides
	valid                  // it is certainly valid
	invalid                // it is certainly not valid
)

// FastValidator returns a new validator of the set's tables. It compiles all schemas, so that from there
// on the set and the validator can be used in two goroutines.
func (s *Set) FastValidator() *FastValidator {
	f := &FastValidator{
		set: s, compiler: compiler{src: s.src, done: map[*jsonschema.Schema]*program{}}, rows: map[string]*program{},
		partial: map[kind]*jsonschema.Schema{}, spoken: map[string]uint64{},
	}
	for _, t := range s.Model.Tables {
		t.Fields()
	}
	rows := map[string]*jsonschema.Schema{}
	names := append(s.Model.Names(), metaName)
	for _, name := range names {
		rows[name] = s.row(name)
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	for _, name := range names {
		f.rows[name] = f.compiler.compile(rows[name])
		f.spoken[name] = f.rows[name].spoken()
	}
	return f
}

// Valid reports whether a record of a table is certainly valid. The bytes must be one JSON value without
// white space around it, with correct syntax. The parts of a valid record are appended to parts.
func (f *FastValidator) Valid(table string, v []byte, parts *Parts) bool {
	p := f.rows[table]
	if p == nil {
		return false
	}
	f.parts = parts
	members, refs := len(parts.Members), len(parts.Refs)
	_, verdict := f.value(p, v, 0, recordLevels)
	if verdict != valid {
		parts.Members, parts.Refs = parts.Members[:members], parts.Refs[:refs]
	}
	return verdict == valid
}

// recordLevels is how deep a record may nest: it stands at most four levels deep in its file.
const recordLevels = strict.MaxDepth - 4

// value looks at the value that begins at b[i]. end is the index behind it; it counts only if the
// verdict is valid.
func (f *FastValidator) value(p *program, b []byte, i, levels int) (end int, v verdict) {
	if p.unsure || levels == 0 {
		return i, unknown
	}
	switch c := b[i]; {
	case c == '"':
		end, v = f.text(p, b, i)
	case c == '{':
		end, v = f.object(p, b, i, levels)
	case c == '[':
		end, v = f.list(p, b, i, levels)
	case c == '-' || (c >= '0' && c <= '9'):
		end, v = p.number(b, i)
	default:
		return i, unknown
	}
	if v != valid || (p.ref == nil && p.all == nil && p.cond == nil) {
		return end, v
	}
	if c := b[i]; c == '{' {
		return end, v // in place already, on the members
	}
	return end, f.inPlace(p, b[i:end], nil, levels)
}

// inPlace applies the schemas that speak of the same value: $ref, allOf, if. members are those of an
// object, nil for another value.
func (f *FastValidator) inPlace(p *program, v []byte, members []rawjson.Member, levels int) verdict {
	refs := len(f.parts.Refs) // those of the properties' own schemas: here they would come twice
	defer func() { f.parts.Refs = f.parts.Refs[:refs] }()
	if p.ref != nil {
		if verdict := f.same(p.ref, v, members, levels); verdict != valid {
			return verdict
		}
	}
	for _, sub := range p.all {
		if verdict := f.same(sub, v, members, levels); verdict != valid {
			return verdict
		}
	}
	if p.cond == nil {
		return valid
	}
	branches := []*program{p.then, p.els}
	switch f.same(p.cond, v, members, levels) {
	case valid:
		branches = branches[:1]
	case invalid:
		branches = branches[1:]
	}
	for _, sub := range branches { // in unknown, both must hold
		if sub != nil && f.same(sub, v, members, levels) != valid {
			return unknown
		}
	}
	return valid
}

// same applies a schema to a value that has been looked at already.
func (f *FastValidator) same(p *program, v []byte, members []rawjson.Member, levels int) verdict {
	if p.unsure || levels == 0 {
		return unknown
	}
	if members == nil {
		_, verdict := f.value(p, v, 0, levels-1)
		return verdict
	}
	if p.types != 0 && p.types&typeObject == 0 {
		return invalid
	}
	if p.codes != nil {
		return unknown
	}
	var present uint64
	for _, m := range members {
		i := p.property(m.Name)
		if i < 0 {
			if p.closed {
				return unknown
			}
			continue
		}
		present |= 1 << i
		if _, verdict := f.value(p.properties[i].value, m.Value, 0, levels-1); verdict != valid {
			return verdict
		}
	}
	if present&p.required != p.required {
		return invalid
	}
	return f.inPlace(p, v, members, levels-1)
}

// property finds a property by its quoted name; -1 if there is none.
func (p *program) property(quoted []byte) int {
	if i, ok := p.byName[string(quoted[1:len(quoted)-1])]; ok {
		return i
	}
	return -1
}

// name reads the name of a member, which is most likely that of a property from next on. at is -1 if it is
// that of none.
func (p *program) name(b []byte, i, next int) (end, at int) {
	for at := next; at < len(p.properties); at++ {
		if quoted := p.properties[at].quoted; bytes.HasPrefix(b[i:], quoted) {
			return i + len(quoted), at
		}
	}
	end, _ = quotedEnd(b, i)
	return end, p.property(b[i:end])
}

// object validates an object. A member that the schema does not name makes it unknown, even if it is
// allowed: nothing here would notice a second one.
func (f *FastValidator) object(p *program, b []byte, i, levels int) (int, verdict) {
	if p.types != 0 && p.types&typeObject == 0 {
		return i, invalid
	}
	if p.codes != nil {
		return i, unknown
	}
	if levels == recordLevels {
		return f.inside(p, b, i, levels, &f.parts.Members)
	}
	base := len(f.members)
	end, v := f.inside(p, b, i, levels, &f.members)
	f.members = f.members[:base]
	return end, v
}

// inside looks at the members of an object, and appends them to members if they are needed.
func (f *FastValidator) inside(p *program, b []byte, i, levels int, members *[]rawjson.Member) (int, verdict) {
	inPlace := p.ref != nil || p.all != nil || p.cond != nil
	keep := inPlace || levels == recordLevels
	base := len(*members)
	var present uint64
	start, next := i, 0
	for i = space(b, i+1); b[i] == '"'; {
		end, at := p.name(b, i, next)
		if at < 0 || present&(1<<at) != 0 {
			return i, unknown
		}
		present |= 1 << at
		next = at + 1
		name := b[i:end]
		i = space(b, space(b, end)+1)
		end, v := f.value(p.properties[at].value, b, i, levels-1)
		if v != valid {
			return i, v
		}
		if keep {
			*members = append(*members, rawjson.Member{Name: name, Value: b[i:end], ValueAt: i})
		}
		if i = space(b, end); b[i] == ',' {
			i = space(b, i+1)
		}
	}
	switch {
	case present&p.required != p.required:
		return i, invalid
	case present == 0: // as with an empty text
		return i, unknown
	case inPlace:
		return i + 1, f.inPlace(p, b[start:i+1], (*members)[base:], levels)
	}
	return i + 1, valid
}

func (f *FastValidator) list(p *program, b []byte, i, levels int) (int, verdict) {
	if p.types != 0 && p.types&typeArray == 0 {
		return i, invalid
	}
	if p.codes != nil || p.items == nil { // beside a reference as well: that form is not worth the code
		return i, unknown
	}
	base := len(f.elements)
	defer func() { f.elements = f.elements[:base] }()
	n := 0
	for i = space(b, i+1); b[i] != ']'; n++ {
		end, v := f.value(p.items, b, i, levels-1)
		if v != valid {
			return i, v
		}
		if p.unique {
			if !f.fresh(base, b[i:end]) {
				return i, unknown
			}
			f.elements = append(f.elements, b[i:end])
		}
		if i = space(b, end); b[i] == ',' {
			i = space(b, i+1)
		}
	}
	if n == 0 { // as with an empty text
		return i, unknown
	}
	if (p.minItems >= 0 && n < p.minItems) || (p.maxItems >= 0 && n > p.maxItems) {
		return i, invalid
	}
	return i + 1, valid
}

// manyElements is where comparing each with each costs too much to be done at a glance.
const manyElements = 32

// fresh says whether an entry is plainly not among those before it: texts without escapes that differ.
func (f *FastValidator) fresh(base int, v []byte) bool {
	if len(f.elements)-base >= manyElements || v[0] != '"' || bytes.IndexByte(v, '\\') >= 0 {
		return false
	}
	for _, e := range f.elements[base:] {
		if bytes.Equal(e, v) {
			return false
		}
	}
	return true
}
