package schema

import (
	"bytes"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
	"malaga/internal/strict"
)

// Glance tells which records are plainly valid, from their bytes alone and about twenty times as
// fast as the library. It is never wrong about a yes: such a record would pass package strict and
// the library. Whatever is not plain is left to them. It is for one goroutine.
type Glance struct {
	set      *Set
	compiler compiler
	rows     map[string]*program
	parts    *Parts           // of the record being looked at
	members  []rawjson.Member // of the objects in it being looked at, the innermost last
	elements [][]byte         // of the lists being looked at

	// For what is not plain, see Check.
	doubts  map[kind]*jsonschema.Schema
	spoken  map[string]uint64 // by table
	dropped Parts
}

// Parts are the members and the references of plain records, in order, as parts of their bytes.
type Parts struct {
	Members []rawjson.Member
	Refs    []Ref
}

// Ref is a reference: the table that it points into, and the id without quotation marks.
type Ref struct {
	Table string
	ID    []byte
}

// verdict is what a glance says of a value.
type verdict uint8

const (
	doubt verdict = iota // it may be valid or not
	yes                  // it is plainly valid
	no                   // it is plainly not
)

// Glance returns a new glance at records of the set's tables. All schemas are compiled then, so that from
// there on the set and the glance can be used in two goroutines.
func (s *Set) Glance() *Glance {
	g := &Glance{
		set: s, compiler: compiler{src: s.src, done: map[*jsonschema.Schema]*program{}}, rows: map[string]*program{},
		doubts: map[kind]*jsonschema.Schema{}, spoken: map[string]uint64{},
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
		g.rows[name] = g.compiler.compile(rows[name])
		g.spoken[name] = g.rows[name].spoken()
	}
	return g
}

// Plain says whether a record of a table is plainly valid. The bytes must be one JSON value without
// white space around it, of which no more is known than that its syntax is right. The parts of a plain
// one are appended to parts.
func (g *Glance) Plain(table string, v []byte, parts *Parts) bool {
	p := g.rows[table]
	if p == nil {
		return false
	}
	g.parts = parts
	members, refs := len(parts.Members), len(parts.Refs)
	_, verdict := g.value(p, v, 0, recordLevels)
	if verdict != yes {
		parts.Members, parts.Refs = parts.Members[:members], parts.Refs[:refs]
	}
	return verdict == yes
}

// recordLevels is how deep a record may nest: it stands at most four levels deep in its file.
const recordLevels = strict.MaxDepth - 4

// value looks at the value that begins at b[i]. end is the index behind it; it counts only if the
// verdict is yes.
func (g *Glance) value(p *program, b []byte, i, levels int) (end int, v verdict) {
	if p.unsure || levels == 0 {
		return i, doubt
	}
	switch c := b[i]; {
	case c == '"':
		end, v = g.text(p, b, i)
	case c == '{':
		end, v = g.object(p, b, i, levels)
	case c == '[':
		end, v = g.list(p, b, i, levels)
	case c == '-' || (c >= '0' && c <= '9'):
		end, v = p.number(b, i)
	default:
		return i, doubt
	}
	if v != yes || (p.ref == nil && p.all == nil && p.cond == nil) {
		return end, v
	}
	if c := b[i]; c == '{' {
		return end, v // in place already, on the members
	}
	return end, g.inPlace(p, b[i:end], nil, levels)
}

// inPlace applies the schemas that speak of the same value: $ref, allOf, if. members are those of an
// object, nil for another value.
func (g *Glance) inPlace(p *program, v []byte, members []rawjson.Member, levels int) verdict {
	refs := len(g.parts.Refs) // those of the properties' own schemas: here they would come twice
	defer func() { g.parts.Refs = g.parts.Refs[:refs] }()
	if p.ref != nil {
		if verdict := g.same(p.ref, v, members, levels); verdict != yes {
			return verdict
		}
	}
	for _, sub := range p.all {
		if verdict := g.same(sub, v, members, levels); verdict != yes {
			return verdict
		}
	}
	if p.cond == nil {
		return yes
	}
	branches := []*program{p.then, p.els}
	switch g.same(p.cond, v, members, levels) {
	case yes:
		branches = branches[:1]
	case no:
		branches = branches[1:]
	}
	for _, sub := range branches { // in doubt, both must hold
		if sub != nil && g.same(sub, v, members, levels) != yes {
			return doubt
		}
	}
	return yes
}

// same applies a schema to a value that has been looked at already.
func (g *Glance) same(p *program, v []byte, members []rawjson.Member, levels int) verdict {
	if p.unsure || levels == 0 {
		return doubt
	}
	if members == nil {
		_, verdict := g.value(p, v, 0, levels-1)
		return verdict
	}
	if p.types != 0 && p.types&typeObject == 0 {
		return no
	}
	if p.codes != nil {
		return doubt
	}
	var present uint64
	for _, m := range members {
		i := p.property(m.Name)
		if i < 0 {
			if p.closed {
				return doubt
			}
			continue
		}
		present |= 1 << i
		if _, verdict := g.value(p.properties[i].value, m.Value, 0, levels-1); verdict != yes {
			return verdict
		}
	}
	if present&p.required != p.required {
		return no
	}
	return g.inPlace(p, v, members, levels-1)
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

// object looks at an object. A member that the schema does not name leaves a doubt, even if it is
// allowed: nothing here would see whether it is given twice.
func (g *Glance) object(p *program, b []byte, i, levels int) (int, verdict) {
	if p.types != 0 && p.types&typeObject == 0 {
		return i, no
	}
	if p.codes != nil {
		return i, doubt
	}
	if levels == recordLevels {
		return g.inside(p, b, i, levels, &g.parts.Members)
	}
	base := len(g.members)
	end, v := g.inside(p, b, i, levels, &g.members)
	g.members = g.members[:base]
	return end, v
}

// inside looks at the members of an object, and appends them to members if they are needed.
func (g *Glance) inside(p *program, b []byte, i, levels int, members *[]rawjson.Member) (int, verdict) {
	inPlace := p.ref != nil || p.all != nil || p.cond != nil
	keep := inPlace || levels == recordLevels
	base := len(*members)
	var present uint64
	start, next := i, 0
	for i = space(b, i+1); b[i] == '"'; {
		end, at := p.name(b, i, next)
		if at < 0 || present&(1<<at) != 0 {
			return i, doubt
		}
		present |= 1 << at
		next = at + 1
		name := b[i:end]
		i = space(b, space(b, end)+1)
		end, v := g.value(p.properties[at].value, b, i, levels-1)
		if v != yes {
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
		return i, no
	case present == 0: // as with an empty text
		return i, doubt
	case inPlace:
		return i + 1, g.inPlace(p, b[start:i+1], (*members)[base:], levels)
	}
	return i + 1, yes
}

func (g *Glance) list(p *program, b []byte, i, levels int) (int, verdict) {
	if p.types != 0 && p.types&typeArray == 0 {
		return i, no
	}
	if p.codes != nil || p.items == nil { // beside a reference as well: that form is not worth the code
		return i, doubt
	}
	base := len(g.elements)
	defer func() { g.elements = g.elements[:base] }()
	n := 0
	for i = space(b, i+1); b[i] != ']'; n++ {
		end, v := g.value(p.items, b, i, levels-1)
		if v != yes {
			return i, v
		}
		if p.unique {
			if !g.fresh(base, b[i:end]) {
				return i, doubt
			}
			g.elements = append(g.elements, b[i:end])
		}
		if i = space(b, end); b[i] == ',' {
			i = space(b, i+1)
		}
	}
	if n == 0 { // as with an empty text
		return i, doubt
	}
	if (p.minItems >= 0 && n < p.minItems) || (p.maxItems >= 0 && n > p.maxItems) {
		return i, no
	}
	return i + 1, yes
}

// manyElements is where comparing each with each costs too much to be done at a glance.
const manyElements = 32

// fresh says whether an entry is plainly not among those before it: texts without escapes that differ.
func (g *Glance) fresh(base int, v []byte) bool {
	if len(g.elements)-base >= manyElements || v[0] != '"' || bytes.IndexByte(v, '\\') >= 0 {
		return false
	}
	for _, e := range g.elements[base:] {
		if bytes.Equal(e, v) {
			return false
		}
	}
	return true
}
