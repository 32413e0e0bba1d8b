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

// record returns the changes between two versions of a record, without that of its id.
func (c *comparer) record(fields []*schema.Field, old, new []byte) []Change {
	c.changes = nil
	c.object(fields, "", "", old, new)
	return c.changes
}

// object compares two objects. name and entry are those of the object, as in a Change.
func (c *comparer) object(fields []*schema.Field, name, entry string, old, new []byte) {
	join := func(member string) string { return strings.TrimPrefix(name+"."+member, ".") }
	for _, f := range fields {
		if name == "" && (f.Name == vocab.ID || f.Name == schema.SchemaField) {
			continue
		}
		c.field(f, join(f.Name), entry, rawjson.Get(old, f.Name), rawjson.Get(new, f.Name))
	}
	for _, unknown := range unknownMembers(fields, old, new) {
		c.value(nil, join(unknown), entry, rawjson.Get(old, unknown), rawjson.Get(new, unknown))
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
	matchEqual(before, after, func(e *element) []byte { return e.plain })
	matchEqual(before, after, func(e *element) []byte { return e.followed })
	ordered := inOneOrder(before)
	if f.Kind == schema.Object {
		matchKeys(before, after)
	} else if f.Kind == schema.Text && !f.Set {
		matchRest(before, after)
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
	raw, plain []byte // as it is, and in canonical form
	followed   []byte // with the new ids of records that were renamed
	key        string
	match      int // none if there is none
	equal      bool
}

func entries(f *schema.Field, list []byte, renamed map[string]string) []element {
	key := keyField(f)
	var all []element
	for _, raw := range rawjson.Elements(list) {
		e := element{raw: raw, plain: canonicalOne(f, raw, nil), match: none}
		e.followed = e.plain
		if len(renamed) > 0 {
			e.followed = canonicalOne(f, raw, renamed)
		}
		if key != nil {
			id := rawjson.GetText(raw, key.Name)
			if to, ok := renamed[id]; ok && key.Kind == schema.Reference {
				id = to
			}
			e.key = id
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
func matchEqual(before, after []element, form func(*element) []byte) {
	same := func(i, j int) bool {
		b, a := &before[i], &after[j]
		if b.match != none || a.match != none || !bytes.Equal(form(b), form(a)) {
			return false
		}
		pair(before, after, i, j)
		b.equal = true
		return true
	}
	start := 0
	for start < min(len(before), len(after)) && same(start, start) {
		start++
	}
	for n := 1; n <= min(len(before), len(after))-start && same(len(before)-n, len(after)-n); {
		n++
	}
	places := map[string][]int{}
	for i := range after {
		if after[i].match == none {
			places[string(form(&after[i]))] = append(places[string(form(&after[i]))], i)
		}
	}
	for i := range before {
		key := string(form(&before[i]))
		if rest := places[key]; before[i].match == none && len(rest) > 0 {
			same(i, rest[0])
			places[key] = rest[1:]
		}
	}
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

// matchKeys matches what is left of entries with the same key, in their order.
func matchKeys(before, after []element) {
	places := map[string][]int{}
	for i, a := range after {
		if a.match == none {
			places[a.key] = append(places[a.key], i)
		}
	}
	for i, b := range before {
		if same := places[b.key]; b.match == none && len(same) > 0 {
			pair(before, after, i, same[0])
			places[b.key] = same[1:]
		}
	}
}

// matchRest matches what is left of entries, if there is as much on both sides.
func matchRest(before, after []element) {
	left := func(all []element) (rest []int) {
		for i, e := range all {
			if e.match == none {
				rest = append(rest, i)
			}
		}
		return rest
	}
	b, a := left(before), left(after)
	if len(b) == len(a) {
		for i := range b {
			pair(before, after, b[i], a[i])
		}
	}
}

func pair(before, after []element, i, j int) { before[i].match, after[j].match = j, i }
