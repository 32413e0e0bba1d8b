// Package edit rewrites dataset files: the canonical form, and remedies for findings.
package edit

import (
	"cmp"
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// order is the order of the members of an object, by the schema.
type order struct {
	rank map[string]int
	of   map[string]*order // of the objects in them
}

// newOrder returns the order of a file's object: the link to the schema, the description of the dataset, and the tables.
func newOrder(m *schema.Model) *order {
	o := &order{rank: map[string]int{schema.SchemaField: 0}, of: map[string]*order{}}
	o.add(m.Description.Fields())
	for _, t := range m.Tables {
		o.rank[t.Name] = len(o.rank)
		o.of[t.Name] = orderOf(t.Fields())
	}
	return o
}

func orderOf(fields []*schema.Field) *order {
	o := &order{rank: map[string]int{}, of: map[string]*order{}}
	o.add(fields)
	return o
}

func (o *order) add(fields []*schema.Field) {
	for _, f := range fields {
		o.rank[f.Name] = len(o.rank)
		if f.Fields != nil {
			o.of[f.Name] = orderOf(f.Fields)
		}
	}
}

// in returns the order of the object, or of the objects in the list, that is the value of a member; nil if the schema knows none.
func (o *order) in(name []byte) *order {
	if o == nil {
		return nil
	}
	return o.of[string(name)]
}

// rankOf returns the rank of a member; those that the schema does not know come last.
func (o *order) rankOf(name []byte) int {
	if o == nil {
		return 0
	}
	if n, known := o.rank[string(name)]; known {
		return n
	}
	return len(o.rank)
}

// part is a member of an object, or an entry of a list, whose name is nil.
type part struct {
	name  []byte // with quotation marks
	value []byte
	order *order
	rank  int
}

// parts returns the members of an object in order, or the entries of a list.
func (o *order) parts(v []byte) []part {
	var parts []part
	for _, e := range rawjson.Elements(v) {
		parts = append(parts, part{value: e, order: o})
	}
	for m := range rawjson.Members(v) {
		name := rawjson.Unquote(m.Name)
		parts = append(parts, part{m.Name, m.Value, o.in(name), o.rankOf(name)})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.rank, b.rank) })
	return parts
}
