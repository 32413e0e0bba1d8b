package change

import (
	"bytes"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// canonical returns the one form of a value of a field that all its spellings share: without white space and needless escapes,
// with the members of objects sorted, numbers by their value, and the entries of sets sorted. References follow renamed. f may be
// nil.
func canonical(f *schema.Field, v []byte, renamed map[string]string) []byte {
	if f != nil && f.List && rawjson.Kind(v) == '[' {
		return canonicalList(f, v, f.Set, renamed)
	}
	return canonicalOne(f, v, renamed)
}

func canonicalList(f *schema.Field, v []byte, sorted bool, renamed map[string]string) []byte {
	var entries [][]byte
	for _, e := range rawjson.Elements(v) {
		entries = append(entries, canonicalOne(f, e, renamed))
	}
	if sorted {
		slices.SortFunc(entries, bytes.Compare)
	}
	return rawjson.List(entries)
}

// canonicalOne is canonical for a value that is no list of the field, or for an entry of it.
func canonicalOne(f *schema.Field, v []byte, renamed map[string]string) []byte {
	switch kind := rawjson.Kind(v); {
	case kind == '{':
		var fields []*schema.Field
		if f != nil {
			fields = f.Fields
		}
		return canonicalObject(fields, v, renamed)
	case kind == '[':
		return canonicalList(nil, v, false, renamed)
	case kind == '"':
		s := rawjson.Text(v)
		if to, ok := renamed[s]; ok && f != nil && f.Kind == schema.Reference {
			s = to
		}
		return rawjson.Quote(s)
	case rawjson.IsNumber(v):
		return rawjson.Canonical(v)
	}
	return v
}

// canonicalObject returns the canonical form of an object, without the members of some names.
func canonicalObject(fields []*schema.Field, v []byte, renamed map[string]string, without ...string) []byte {
	var members []rawjson.Pair
	for m := range rawjson.Members(v) {
		name := rawjson.Text(m.Name)
		if slices.Contains(without, name) {
			continue
		}
		value := canonical(schema.FieldNamed(fields, name), m.Value, renamed)
		members = append(members, rawjson.Pair{Name: name, Value: value})
	}
	slices.SortStableFunc(members, func(a, b rawjson.Pair) int { return strings.Compare(a.Name, b.Name) })
	if members == nil {
		return []byte("{}")
	}
	return rawjson.Object(members)
}
