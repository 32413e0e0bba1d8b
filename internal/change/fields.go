package change

import (
	"bytes"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// comparer compares records by their schema.
type comparer struct {
	renamed map[string]string // new ids by old ones: a reference that follows is no change
	changes []Change
}

// changes returns the changes between two versions of a record, without that of its id.
func changes(fields []*schema.Field, old, new []byte, renamed map[string]string) []Change {
	c := comparer{renamed: renamed}
	c.object(fields, "", "", old, new)
	return c.changes
}

// object compares two objects. name and entry are those of the object, as in a Change.
func (c *comparer) object(fields []*schema.Field, name, entry string, old, new []byte) {
	join := func(member string) string { return strings.TrimPrefix(name+"."+member, ".") }
	for _, f := range fields {
		if name != "" || f.Name != vocab.ID {
			c.field(f, join(f.Name), entry, rawjson.Get(old, f.Name), rawjson.Get(new, f.Name))
		}
	}
	before, after := rawjson.NewIndex(old), rawjson.NewIndex(new) // there may be many
	for _, unknown := range unknownMembers(fields, old, new) {
		c.value(nil, join(unknown), entry, before.Get([]string{unknown}), after.Get([]string{unknown}))
	}
}

// unknownMembers returns the names of members that no field describes, sorted.
func unknownMembers(fields []*schema.Field, objects ...[]byte) []string {
	var names []string
	for _, object := range objects {
		for m := range rawjson.Members(object) {
			name := rawjson.Text(m.Name)
			if schema.FieldNamed(fields, name) == nil && name != schema.SchemaField {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (c *comparer) field(f *schema.Field, name, entry string, old, new []byte) {
	switch {
	case bytes.Equal(old, new):
	case f.List && rawjson.Kind(old) == '[' && rawjson.Kind(new) == '[':
		c.list(f, name, entry, old, new)
	case !f.List && f.Kind == schema.Object && rawjson.Kind(old) == '{' && rawjson.Kind(new) == '{':
		c.object(f.Fields, name, entry, old, new)
	default:
		c.value(f, name, entry, old, new)
	}
}

// value compares two values as wholes.
func (c *comparer) value(f *schema.Field, name, entry string, old, new []byte) {
	after := canonical(f, new, nil)
	if !bytes.Equal(canonical(f, old, nil), after) && !bytes.Equal(canonical(f, old, c.renamed), after) {
		c.changes = append(c.changes, Change{Value, f, name, entry, old, new})
	}
}

// list compares two lists. Equal entries are matched first, then those with the same key, then texts if as many are left on
// both sides. What matches nothing was added or removed.
func (c *comparer) list(f *schema.Field, name, entry string, old, new []byte) {
	before, after := entries(f, old, c.renamed), entries(f, new, nil)
	matchEqual(before, after, func(e element) string { return e.plain })
	matchEqual(before, after, func(e element) string { return e.followed })
	ordered := inOneOrder(before)
	if f.Kind == schema.Object {
		matchBy(before, after, func(e element) string { return e.key }, false)
	} else if f.Kind == schema.Text && !f.Set && unmatchedIn(before) == unmatchedIn(after) {
		matchBy(before, after, func(element) string { return "" }, false) // one by one
	}
	for _, b := range before {
		switch {
		case b.match == none:
			c.changes = append(c.changes, Change{Entry, f, name, entry, b.raw, nil})
		case b.equal:
		case f.Kind == schema.Object:
			key := strings.TrimPrefix(entry+"/"+b.key, "/")
			c.object(f.Fields, name, key, b.raw, after[b.match].raw)
		default:
			c.changes = append(c.changes, Change{Value, f, name, entry, b.raw, after[b.match].raw})
		}
	}
	for _, a := range after {
		if a.match == none {
			c.changes = append(c.changes, Change{Entry, f, name, entry, nil, a.raw})
		}
	}
	if !ordered && !f.Set {
		c.changes = append(c.changes, Change{Reordered, f, name, entry, old, new})
	}
}

// element is an entry of a list.
type element struct {
	raw      []byte
	plain    string // in canonical form
	followed string // with the new ids of records that were renamed
	key      string
	match    int // none if there is none
	equal    bool
}

func entries(f *schema.Field, list []byte, renamed map[string]string) []element {
	key := keyField(f)
	var all []element
	for _, raw := range rawjson.Elements(list) {
		e := element{raw: raw, plain: string(canonicalOne(f, raw, nil)), match: none}
		e.followed = e.plain
		if len(renamed) > 0 {
			e.followed = string(canonicalOne(f, raw, renamed))
		}
		if key != nil {
			e.key = rawjson.GetText(raw, key.Name)
			if to, ok := renamed[e.key]; ok && key.Kind == schema.Reference {
				e.key = to
			}
		}
		all = append(all, e)
	}
	return all
}

// keyField returns the field that names an entry of a list of objects: its first reference, else its first code; nil if it has
// neither.
func keyField(f *schema.Field) *schema.Field {
	for _, kind := range []schema.Kind{schema.Reference, schema.CodeKind} {
		for _, field := range f.Fields {
			if field.Kind == kind && !field.List {
				return field
			}
		}
	}
	return nil
}

// matchEqual matches entries with the same form: those at the beginning and at the end of both lists, then the others.
func matchEqual(before, after []element, form func(element) string) {
	same := func(i, j int) bool {
		b, a := &before[i], &after[j]
		if b.match != none || a.match != none || form(*b) != form(*a) {
			return false
		}
		b.match, a.match, b.equal = j, i, true
		return true
	}
	start, most := 0, min(len(before), len(after))
	for start < most && same(start, start) {
		start++
	}
	for n := 1; n <= most-start && same(len(before)-n, len(after)-n); {
		n++
	}
	matchBy(before, after, form, true)
}

// matchBy matches what is left of entries with the same key, in their order.
func matchBy(before, after []element, key func(element) string, equal bool) {
	places := map[string][]int{}
	for i, a := range after {
		if a.match == none {
			places[key(a)] = append(places[key(a)], i)
		}
	}
	for i, b := range before {
		if same := places[key(b)]; b.match == none && len(same) > 0 {
			before[i].match, after[same[0]].match, before[i].equal = same[0], i, equal
			places[key(b)] = same[1:]
		}
	}
}

func unmatchedIn(all []element) (n int) {
	for _, e := range all {
		if e.match == none {
			n++
		}
	}
	return n
}

// inOneOrder reports whether equal entries stand in the same order in both lists.
func inOneOrder(before []element) bool {
	last := none
	for _, b := range before {
		if b.equal && b.match < last {
			return false
		}
		if b.equal {
			last = b.match
		}
	}
	return true
}
