package query

import (
	"bytes"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// keyed is a record with its sort keys.
type keyed struct {
	record rawjson.Record
	keys   []sortKey
	id     string
}

// sorted yields the matching records in order. Ties go by id, so that the order never depends on how the data is stored.
func (q Query) sorted(records Records, look Lookup) Records {
	return func(yield func(rawjson.Record, error) bool) {
		s := q.sorter(look)
		defer s.Close()
		for r, err := range (Query{Where: q.Where}).Select(records, look) {
			if err == nil {
				k := q.key(r, look)
				k.record.Raw = bytes.Clone(r.Raw)
				err = s.Add(k)
			}
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
		}
		for k, err := range s.All() {
			if !yield(k.record, err) {
				return
			}
		}
	}
}

// sorter returns a sorter of records, whose keys are made again when they are read back.
func (q Query) sorter(look Lookup) *rawjson.Sorter[keyed] {
	return &rawjson.Sorter[keyed]{
		Spill: rawjson.Spill{Task: "sort"}, Limit: q.Limit,
		Compare: q.compare,
		Append:  func(b []byte, k keyed) []byte { return k.record.Append(b) },
		Read:    func(b []byte) keyed { return q.key(rawjson.ReadRecord(b), look) },
		Bytes:   func(k keyed) int { return len(k.record.Raw) },
	}
}

// compare orders two records. Absent values come last in either direction.
func (q Query) compare(a, b keyed) int {
	for i, key := range q.Sort {
		n := a.keys[i].compare(b.keys[i])
		if key.Descending && a.keys[i].kind != absent && b.keys[i].kind != absent {
			n = -n
		}
		if n != 0 {
			return n
		}
	}
	return text.NaturalCompare(a.id, b.id)
}

// key returns a record with its sort keys.
func (q Query) key(r rawjson.Record, look Lookup) keyed {
	k := keyed{record: r, id: rawjson.GetText(r.Raw, vocab.ID)}
	for _, key := range q.Sort {
		k.keys = append(k.keys, newSortKey(key.Path.Values(r.Raw, look)))
	}
	return k
}
