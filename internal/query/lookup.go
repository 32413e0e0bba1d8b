package query

import (
	"bytes"
	"maps"
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// Index holds records in memory, by table and id.
type Index map[string]map[string][]byte

// NewIndex reads all records. Tables that others refer to are small beside those that refer to them.
func NewIndex(records Records) (Index, error) {
	x := Index{}
	for rec, err := range records {
		if err != nil {
			return nil, err
		}
		if x[rec.Table] == nil {
			x[rec.Table] = map[string][]byte{}
		}
		x[rec.Table][rawjson.GetText(rec.Raw, "id")] = bytes.Clone(rec.Raw)
	}
	return x, nil
}

// Lookup returns the record with an id of a table, or of one of several as in schema.Field.Ref; nil if there is none.
func (x Index) Lookup(table, id string) []byte {
	if records, ok := x[table]; ok {
		return records[id]
	}
	for _, t := range schema.RefTables(table) {
		if v := x[t][id]; v != nil {
			return v
		}
	}
	return nil
}

// IDs returns the ids of a table, or of several, sorted.
func (x Index) IDs(table string) []string {
	var ids []string
	for _, t := range schema.RefTables(table) {
		ids = slices.AppendSeq(ids, maps.Keys(x[t]))
	}
	slices.Sort(ids)
	return ids
}
