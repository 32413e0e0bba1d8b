package edit

import (
	"bytes"
	"sort"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// target is what a finding is about: a value or the name of a member, with what is around it.
type target struct {
	value []byte // or the name, with quotation marks
	start int64  // its offset in the file
	isKey bool

	field  *schema.Field   // of the value, or of the list that it is an entry of; nil if the schema knows none
	fields []*schema.Field // that the object can have, if it is a member of one
	in     *container      // nil if it is in none
	around *target         // what that is the content of; nil for a piece as a whole
	index  int             // its place there
	depth  int             // how many names of members lead to it from the record

	more int // how many findings its edit mends that nobody has seen yet
}

// container is an object or a list, taken apart.
type container struct {
	isObject   bool
	start, end int64 // of what is between its brackets
	children   []child
	first      map[string]int // the first entry of each content; nil until it is needed
	names      map[string]int // how many members there are of each name; nil until it is needed
	folded     map[string]int // and of each form of foldName
}

// child is a member of an object, or an entry of a list.
type child struct {
	name       []byte // with quotation marks; nil for an entry
	start, end int64  // with its name
	at         int64  // where its value begins
	value      []byte
	newLine    bool // it begins on another line than the one before it ends
}

// edit replaces bytes of a file.
type edit struct {
	start, end int64
	text       []byte
}

// replace returns the edit that replaces the value or the name by a text.
func (t *target) replace(s string) edit {
	return edit{t.start, t.start + int64(len(t.value)), appendQuoted(nil, s)}
}

// remove returns the edit that removes the member or the entry with its comma, and with its line if it is alone on it.
func (t *target) remove() edit {
	all := t.in.children
	i := t.index
	hasNext := i+1 < len(all)
	switch {
	case len(all) == 1:
		return edit{t.in.start, t.in.end, nil}
	case i == 0, hasNext && all[i].newLine && !all[i+1].newLine:
		return edit{all[i].start, all[i+1].start, nil}
	}
	return edit{all[i-1].end, all[i].end, nil}
}

// isNeeded reports whether the field of a value must have one, and has no other.
func (t *target) isNeeded() bool {
	return t.field != nil && t.field.Required && (t.isMember() || len(t.in.children) == 1)
}

// follows reports whether what is around a value is removed with it: if that is in a piece and would be empty, and if its field is
// known. An unknown one is a finding of another kind.
func (t *target) follows() bool {
	a := t.around
	if len(t.in.children) > 1 || a == nil || a.around == nil || a.isNeeded() {
		return false
	}
	return a.field != nil || !a.isMember() || a.around.fields == nil
}

// isMember reports whether the value is that of a member, and not an entry of a list.
func (t *target) isMember() bool { return t.in != nil && t.in.isObject }

// named returns how many members have a name, and how many have one with the same form of foldName.
func (c *container) named(name string) (same, alike int) {
	if c.names == nil {
		c.names, c.folded = map[string]int{}, map[string]int{}
		for _, child := range c.children {
			own := rawjson.Text(child.name)
			c.names[own]++
			c.folded[foldName(own)]++
		}
	}
	return c.names[name], c.folded[foldName(name)]
}

// containers are the objects and lists of one piece that findings are in, by their offset: a record may have many findings.
type containers map[int64]*container

// of takes a value apart.
func (cs containers) of(v []byte, start int64) *container {
	if c := cs[start]; c != nil {
		return c
	}
	c := &container{isObject: rawjson.Kind(v) == '{', start: start + 1, end: start + int64(len(v)) - 1}
	behind := 0
	add := func(m rawjson.Member) {
		end := m.ValueAt + len(m.Value)
		c.children = append(c.children, child{
			name: m.Name, start: start + int64(m.At), end: start + int64(end), at: start + int64(m.ValueAt), value: m.Value,
			newLine: bytes.IndexByte(v[behind:m.At], '\n') >= 0,
		})
		behind = end
	}
	for m := range rawjson.Members(v) {
		add(m)
	}
	for at, e := range rawjson.Elements(v) {
		add(rawjson.Member{Value: e, At: at, ValueAt: at})
	}
	cs[start] = c
	return c
}

// locate finds what begins at an offset: a value or, if isKey, the name of a member. t is the value around it.
func (cs containers) locate(t target, at int64, isKey bool) (target, bool) {
	if at == t.start && !isKey {
		return t, true
	}
	in := cs.of(t.value, t.start)
	i := sort.Search(len(in.children), func(i int) bool { return in.children[i].end > at })
	if i == len(in.children) || in.children[i].start > at {
		return target{}, false
	}
	c := in.children[i]
	inside := target{value: c.value, start: c.at, field: t.field, in: in, around: &t, index: i, depth: t.depth}
	if in.isObject {
		inside.depth++
		inside.fields = t.fields
		inside.field = schema.FieldNamed(t.fields, rawjson.Text(c.name))
	}
	switch {
	case isKey && in.isObject && at == c.start:
		inside.isKey = true
		inside.value, inside.start = c.name, at
		return inside, true
	case at == c.at && !isKey:
		return inside, true
	}
	inside.fields = nil
	if inside.field != nil {
		inside.fields = inside.field.Fields
	}
	return cs.locate(inside, at, isKey)
}
