package edit

import (
	"bytes"
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// target is what a finding is about: a value or the name of a member, with what is around it.
type target struct {
	value []byte // or the name, with quotation marks
	start int64  // its offset in the file
	isKey bool

	field    *schema.Field   // of the value, or of the list that it is an entry of; nil if the schema knows none
	isMember bool            // of an object
	fields   []*schema.Field // that the object can have, if it is a member of one
	siblings []child         // the members of the object or the entries of the list, in order; nil if it is in none
	index    int             // which of them it is
	inner    [2]int64        // where what is between the brackets begins and ends
	depth    int             // how many names of members lead to it from the record
}

// child is a member of an object, or an entry of a list.
type child struct {
	name       string
	start, end int64 // with its name
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
	all := t.siblings
	i := t.index
	hasNext := i+1 < len(all)
	switch {
	case len(all) == 1:
		return edit{t.inner[0], t.inner[1], nil}
	case i == 0, hasNext && all[i].newLine && !all[i+1].newLine:
		return edit{all[i].start, all[i+1].start, nil}
	}
	return edit{all[i-1].end, all[i].end, nil}
}

// locate finds what begins at an offset of a piece that begins at another offset. root has the piece itself as its value.
func locate(root target, at int64, isKey bool) (target, bool) {
	if at == root.start && !isKey {
		return root, true
	}
	t := target{
		field: root.field, depth: root.depth,
		inner: [2]int64{root.start + 1, root.start + int64(len(root.value)) - 1},
	}
	if rawjson.Kind(root.value) == '{' {
		t.isMember = true
		t.fields = root.fields
		t.depth++
	}
	var found *rawjson.Member
	before := 0
	for m := range children(root.value) {
		start := root.start + int64(m.At)
		end := root.start + int64(m.ValueAt+len(m.Value))
		c := child{start: start, end: end, value: m.Value}
		c.newLine = bytes.IndexByte(root.value[before:m.At], '\n') >= 0
		before = m.ValueAt + len(m.Value)
		if m.Name != nil {
			c.name = rawjson.Text(m.Name)
		}
		if start <= at && at < end {
			t.index = len(t.siblings)
			found = &m
		}
		t.siblings = append(t.siblings, c)
	}
	if found == nil {
		return target{}, false
	}
	valueAt := root.start + int64(found.ValueAt)
	if found.Name != nil {
		t.field = fieldNamed(t.fields, t.siblings[t.index].name)
	}
	switch {
	case isKey && found.Name != nil && at == root.start+int64(found.At):
		t.isKey = true
		t.value, t.start = found.Name, at
		return t, true
	case at == valueAt:
		t.value, t.start = found.Value, at
		return t, true
	}
	inside := target{value: found.Value, start: valueAt, field: t.field, depth: t.depth}
	if t.field != nil {
		inside.fields = t.field.Fields
	}
	return locate(inside, at, isKey)
}

// children yields the members of an object or the entries of a list.
func children(v []byte) func(yield func(rawjson.Member) bool) {
	return func(yield func(rawjson.Member) bool) {
		for m := range rawjson.Members(v) {
			if !yield(m) {
				return
			}
		}
		for at, e := range rawjson.Elements(v) {
			if !yield(rawjson.Member{Value: e, At: at, ValueAt: at}) {
				return
			}
		}
	}
}

func fieldNamed(fields []*schema.Field, name string) *schema.Field {
	i := slices.IndexFunc(fields, func(f *schema.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return fields[i]
}
