package query

import (
	"bytes"

	"malaga/internal/rawjson"
	"malaga/internal/spill"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// keyed is a record with its sort keys.
type keyed struct {
	record rawjson.Record
	keys   []sortKey
	id     string
}

// keyedBytes is about what a record takes in memory beside its bytes and its key.
const keyedBytes = 300

// sorted yields the matching records in order. Ties go by id, so that the order never depends on how the data is stored.
func (q Query) sorted(records Records, look Lookup) Records {
	return func(yield func(rawjson.Record, error) bool) {
		s := q.sorter(look)
		defer s.Close()
		for r, err := range (Query{Where: q.Where}).Select(records, look) {
			if err == nil {
				r.Raw = bytes.Clone(r.Raw)
				k := q.key(r, look)
				for i := range k.keys {
					k.keys[i] = k.keys[i].fold()
				}
				err = s.Add(k)
			}
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
		}
		for k, err := range s.All() {
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
			if !yield(k.record, nil) {
				return
			}
		}
	}
}

// sorter returns a sorter of records. Of their keys it writes what takes time to make.
func (q Query) sorter(look Lookup) *spill.Sorter[*keyed] {
	return &spill.Sorter[*keyed]{
		File: spill.File{Task: "sort"}, Limit: q.Limit,
		Compare: q.compare,
		Append: func(b []byte, k *keyed) []byte {
			for _, key := range k.keys {
				b = spill.AppendSized(b, key.folded)
			}
			return k.record.Append(b)
		},
		Read: func(b []byte) *keyed {
			folded := make([][]byte, len(q.Sort))
			for i := range folded {
				folded[i], b = spill.CutSized(b)
			}
			k := q.key(rawjson.ReadRecord(b), look)
			for i := range folded {
				k.keys[i].folded = string(folded[i])
			}
			return k
		},
		Bytes: func(k *keyed) int {
			n := keyedBytes + len(k.record.Raw)
			for _, key := range k.keys {
				n += len(key.folded)
			}
			return n
		},
	}
}

// compare orders two records. Absent values come last in either direction.
func (q Query) compare(a, b *keyed) int {
	for i, key := range q.Sort {
		n := a.keys[i].compare(&b.keys[i])
		if key.Descending && a.keys[i].kind != absent && b.keys[i].kind != absent {
			n = -n
		}
		if n != 0 {
			return n
		}
	}
	return text.NaturalCompare(a.id, b.id)
}

// key returns a record with its sort keys, texts not folded.
func (q Query) key(r rawjson.Record, look Lookup) *keyed {
	k := &keyed{record: r, id: rawjson.GetText(r.Raw, vocab.ID)}
	for _, key := range q.Sort {
		k.keys = append(k.keys, keyOf(key.Path.Values(r.Raw, look)))
	}
	return k
}
