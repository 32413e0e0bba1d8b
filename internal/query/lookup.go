package query

import (
	"bytes"
	"maps"
	"slices"

	"malaga/internal/rawjson"
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

// Lookup returns the record of a table with an id; nil if there is none.
func (x Index) Lookup(table, id string) []byte { return x[table][id] }

// IDs returns the ids of a table, sorted.
func (x Index) IDs(table string) []string { return slices.Sorted(maps.Keys(x[table])) }
