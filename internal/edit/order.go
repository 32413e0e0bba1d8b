// Package edit rewrites dataset files: the canonical form, and remedies for findings.
package edit

import (
	"cmp"
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// fileField returns the field that a file's object is: the link to the schema, the description of the dataset, and the tables.
func fileField(m *schema.Model) *schema.Field {
	fields := append([]*schema.Field{{Name: schema.SchemaField}}, m.Description.Fields()...)
	for _, t := range m.Tables {
		fields = append(fields, &schema.Field{Name: t.Name, Fields: t.Fields()})
	}
	return &schema.Field{Fields: fields}
}

// part is a member of an object, or an entry of a list, whose name is nil.
type part struct {
	name  []byte // with quotation marks
	value []byte
	field *schema.Field // nil if the schema knows none
	rank  int           // its place among the fields of the object; members that the schema does not know come last
}

// memberOf returns a member of an object, whose field is f. Its own is looked for from a place on.
func memberOf(f *schema.Field, name, value []byte, from int) part {
	if f == nil {
		return part{name: name, value: value}
	}
	unquoted := rawjson.Unquote(name)
	for n := range f.Fields {
		i := (from + n) % len(f.Fields)
		if f.Fields[i].Name == string(unquoted) {
			return part{name, value, f.Fields[i], i}
		}
	}
	return part{name, value, nil, len(f.Fields)}
}

// parts returns the members of an object in order, or the entries of a list.
func parts(v []byte, f *schema.Field) (all []part) {
	if !isCompound(v) {
		return nil
	}
	for _, e := range rawjson.Elements(v) {
		all = append(all, part{value: e, field: f})
	}
	next := 0 // most members stand in order
	for m := range rawjson.Members(v) {
		p := memberOf(f, m.Name, m.Value, next)
		next = p.rank + 1
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b part) int { return cmp.Compare(a.rank, b.rank) })
	return all
}
