package query

import (
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Index holds records in memory, by table and id.
type Index map[string]*Packed

// NewIndex reads all records. Tables that others refer to are small beside those that refer to them.
func NewIndex(records Records) (Index, error) {
	x := Index{}
	for rec, err := range records {
		if err != nil {
			return nil, err
		}
		x.Table(rec.Table).Set(rawjson.GetText(rec.Raw, vocab.ID), rec.Raw)
	}
	return x, nil
}

// Table returns the records of a table, to be added to.
func (x Index) Table(name string) *Packed {
	if x[name] == nil {
		x[name] = &Packed{}
	}
	return x[name]
}

// Lookup returns the record with an id of a table, or of one of several as in schema.Field.Ref; nil if there is none.
func (x Index) Lookup(table, id string) []byte {
	if records, ok := x[table]; ok {
		return records.Get(id)
	}
	for _, t := range schema.RefTables(table) {
		if v := x[t].Get(id); v != nil {
			return v
		}
	}
	return nil
}

// IDs returns the ids of a table, or of several, sorted.
func (x Index) IDs(table string) []string {
	var ids []string
	for _, t := range schema.RefTables(table) {
		for id := range x[t].All() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
