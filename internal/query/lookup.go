package query

import (
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Target is a record that references lead to. Very many may lead to one, so that a long one is not walked for each of them.
type Target struct {
	Raw    []byte  // nil if there is none
	fields *fields // of a long record; nil for others
}

// fields are the fields of a record that are there.
type fields []rawjson.Pair

func (f *fields) get(name string) []byte {
	for _, one := range *f {
		if one.Name == name {
			return one.Value
		}
	}
	return nil
}

// Get returns the value of a field, nil if there is none. Of a long record only the fields of its schema and the names are found.
func (t Target) Get(field string) []byte {
	if t.fields != nil {
		return t.fields.get(field)
	}
	return rawjson.Get(t.Raw, field)
}

// Name returns a text that stands wherever others refer to the record; "" if there is none. One of very great length is cut, and not
// read whole.
func (t Target) Name(field string) string {
	const most = 8000 // bytes: more than ShortenName leaves, however they are escaped
	v := t.Get(field)
	return text.ShortenName(string(rawjson.Unquote(v[:min(len(v), most)])))
}

// Lookup finds a record by its table and id.
type Lookup func(table, id string) Target

// Tables holds values in memory, by table and id.
type Tables map[string]*Packed

// Table returns the values of a table, to be added to.
func (x Tables) Table(name string) *Packed {
	if x[name] == nil {
		x[name] = &Packed{}
	}
	return x[name]
}

// Get returns the value of an id of a table, or of one of several as in schema.Field.Ref; nil if there is none.
func (x Tables) Get(table, id string) []byte {
	if values, ok := x[table]; ok {
		return values.Get(id)
	}
	for _, t := range schema.RefTables(table) {
		if v := x[t].Get(id); v != nil {
			return v
		}
	}
	return nil
}

// IDs returns the ids of a table, or of several, sorted.
func (x Tables) IDs(table string) []string {
	var ids []string
	for _, t := range schema.RefTables(table) {
		for id := range x[t].All() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Index holds records in memory. Tables that others refer to are small beside those that refer to them.
type Index struct {
	Tables
	model *schema.Model
	long  map[*byte]*fields // the fields of records of more than maxWalked, by their first byte
}

// maxWalked is the length in bytes of records that are walked for each reference to them.
const maxWalked = 4 << 10

// NewIndex returns an index without records.
func NewIndex(m *schema.Model) *Index { return &Index{Tables{}, m, map[*byte]*fields{}} }

// Add adds a record in place of one with the same id, and returns it as it is kept.
func (x *Index) Add(table string, v []byte) []byte {
	kept := x.Table(table).Set(rawjson.GetText(v, vocab.ID), v)
	if len(kept) <= maxWalked {
		return kept
	}
	t := x.model.Table(table)
	names := append(fieldNames(t.Fields()), namesOf(t)...)
	values := make([][]byte, len(names))
	rawjson.Pick(kept, names, values)
	present := fields{}
	for i, name := range names {
		if values[i] != nil {
			present = append(present, rawjson.Pair{Name: name, Value: values[i]})
		}
	}
	x.long[&kept[0]] = &present
	return kept
}

// Lookup returns the record with an id of a table, or of one of several as in schema.Field.Ref.
func (x *Index) Lookup(table, id string) Target {
	v := x.Get(table, id)
	if len(v) <= maxWalked {
		return Target{Raw: v}
	}
	return Target{v, x.long[&v[0]]}
}
