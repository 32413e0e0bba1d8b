package schema

import (
	"bytes"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/raw"
	"malaga/internal/strict"
)

// Glance tells which records are plainly valid, from their bytes alone and about twenty times as
// fast as the library. It is never wrong about a yes: such a record would pass package strict and
// the library. Whatever is not plain is left to them. It is for one goroutine.
type Glance struct {
	set      *Set
	compiler compiler
	rows     map[string]*program
	members  []member // of the objects being looked at, the innermost last
	elements [][]byte // of the lists being looked at
	matched  []map[string]bool

	refs []Ref
	top  []raw.Member
}

// Ref is a reference: the table that it points into, and the id without quotation marks.
type Ref struct {
	Table string
	ID    []byte
}

// Refs are the references of the record last found plain, in order. They are valid as long as its
// bytes are, and until the next one.
func (g *Glance) Refs() []Ref { return g.refs }

// Members are the members of the record last found plain, in order; as long as Refs.
func (g *Glance) Members() []raw.Member { return g.top }

// member is a member of an object being looked at.
type member struct{ name, value []byte }

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
	g := &Glance{set: s, compiler: compiler{src: s.src, done: map[*jsonschema.Schema]*program{}}, rows: map[string]*program{}}
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
	}
	return g
}

// Plain says whether a record of a table is plainly valid. The bytes must be one JSON value without
// white space around it, of which no more is known than that its syntax is right.
func (g *Glance) Plain(table string, v []byte) bool {
	p := g.rows[table]
	if p == nil {
		return false
	}
	g.refs, g.top = g.refs[:0], g.top[:0]
	_, verdict := g.value(p, v, 0, recordLevels)
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
func (g *Glance) inPlace(p *program, v []byte, members []member, levels int) verdict {
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
func (g *Glance) same(p *program, v []byte, members []member, levels int) verdict {
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
		i := p.property(m.name, len(p.properties))
		if i < 0 {
			if p.closed {
				return doubt
			}
			continue
		}
		present |= 1 << i
		if _, verdict := g.value(p.properties[i].value, m.value, 0, levels-1); verdict != yes {
			return verdict
		}
	}
	if present&p.required != p.required {
		return no
	}
	return g.inPlace(p, v, members, levels-1)
}

// property finds a property by its quoted name, most likely next.
func (p *program) property(quoted []byte, next int) int {
	if next < len(p.properties) && bytes.Equal(p.properties[next].quoted, quoted) {
		return next
	}
	if i, ok := p.byName[string(quoted[1:len(quoted)-1])]; ok {
		return i
	}
	return -1
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
	base := len(g.members)
	defer func() { g.members = g.members[:base] }()
	var present uint64
	start, next := i, 0
	for i = space(b, i+1); b[i] == '"'; {
		end := quotedEnd(b, i)
		name := b[i:end]
		at := p.property(name, next)
		if at < 0 || present&(1<<at) != 0 {
			return i, doubt
		}
		present |= 1 << at
		next = at + 1
		i = space(b, space(b, end)+1)
		end, v := g.value(p.properties[at].value, b, i, levels-1)
		if v != yes {
			return i, v
		}
		if levels == recordLevels {
			g.top = append(g.top, raw.Member{Name: name, Value: b[i:end], ValueAt: i})
		}
		g.members = append(g.members, member{name, b[i:end]})
		if i = space(b, end); b[i] == ',' {
			i = space(b, i+1)
		}
	}
	if present&p.required != p.required {
		return i, no
	}
	if present == 0 { // as with an empty text
		return i, doubt
	}
	if p.ref == nil && p.all == nil && p.cond == nil {
		return i + 1, yes
	}
	return i + 1, g.inPlace(p, b[start:i+1], g.members[base:], levels)
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

// space is the index of the first byte from i on that is not white space.
func space(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' {
		i++
	}
	return i
}

// quotedEnd is the index behind the text that begins at b[i].
func quotedEnd(b []byte, i int) int {
	for i++; ; {
		i += bytes.IndexByte(b[i:], '"')
		slashes := 0
		for b[i-1-slashes] == '\\' {
			slashes++
		}
		i++
		if slashes%2 == 0 {
			return i
		}
	}
}
