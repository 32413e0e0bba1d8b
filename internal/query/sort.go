package query

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/spill"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// keyed is a record with its sort keys.
type keyed struct {
	record  rawjson.Record
	keys    []sortKey
	id      string
	partial bool // the id and the texts of the keys are not set: complete sets them
}

// keyedBytes is about what a record takes in memory beside its bytes and its key.
const keyedBytes = 300

// sorting sorts the records of a query.
type sorting struct {
	Query
	look    Lookup
	members []string // of a record that are kept; nil keeps all
}

// sorted yields the matching records in order, with only some members, or all if members is nil.
func (q Query) sorted(records Records, look Lookup, members []string) Records {
	sorted := (&sorting{q, look, members}).sorted(records)
	if q.Ahead != nil {
		return q.Ahead(sorted)
	}
	return sorted
}

// sorted yields the matching records in order. Ties go by id, so that the order never depends on how the data is stored.
func (s *sorting) sorted(records Records) Records {
	return func(yield func(rawjson.Record, error) bool) {
		sorter := s.sorter()
		defer sorter.Close()
		for r, err := range (Query{Where: s.Where}).Select(records, s.look) {
			if err == nil {
				r.Raw = s.kept(r.Raw)
				err = sorter.Add(s.key(r))
			}
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
		}
		for k, err := range sorter.All() {
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
func (s *sorting) sorter() *spill.Sorter[*keyed] {
	return &spill.Sorter[*keyed]{
		File: spill.File{Task: "sort"}, Limit: s.Limit,
		Compare: s.compare,
		Append: func(b []byte, k *keyed) []byte {
			for _, key := range k.keys {
				b = append(b, byte(key.kind))
				b = spill.AppendSized(b, key.folded)
			}
			return k.record.Append(b)
		},
		Read: s.read,
		Bytes: func(k *keyed) int {
			n := keyedBytes + len(k.record.Raw)
			for _, key := range k.keys {
				n += len(key.folded)
			}
			return n
		},
	}
}

// read reads a record of a run.
func (s *sorting) read(b []byte) *keyed {
	k := &keyed{keys: make([]sortKey, len(s.Sort)), partial: true}
	hasNumber := false
	for i := range k.keys {
		k.keys[i].kind = kind(b[0])
		hasNumber = hasNumber || k.keys[i].kind == numeric
		var folded []byte
		folded, b = spill.CutSized(b[1:])
		k.keys[i].folded = string(folded)
	}
	k.record = rawjson.ReadRecord(b)
	if hasNumber {
		s.complete(k)
	}
	return k
}

// compare orders two records. Absent values come last in either direction.
func (s *sorting) compare(a, b *keyed) int {
	for i, key := range s.Sort {
		n := a.keys[i].compareFolded(&b.keys[i])
		if n == 0 {
			s.complete(a)
			s.complete(b)
			n = strings.Compare(a.keys[i].text, b.keys[i].text)
		}
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
func (s *sorting) key(r rawjson.Record) *keyed {
	k := &keyed{record: r, keys: make([]sortKey, len(s.Sort)), partial: true}
	s.complete(k)
	for i := range k.keys {
		k.keys[i] = k.keys[i].fold()
	}
	return k
}

// complete sets what a partial record lacks. Of a record of a run it is needed only if another one has the same key, folded.
func (s *sorting) complete(k *keyed) {
	if !k.partial {
		return
	}
	k.partial = false
	k.id = rawjson.GetText(k.record.Raw, vocab.ID)
	for i, key := range s.Sort {
		folded := k.keys[i].folded
		k.keys[i] = shortKeyOf(key.Path.Values(k.record.Raw, s.look))
		k.keys[i].folded = folded
	}
}

// sortedBytes is the length in bytes of the beginning of a text by which records are sorted: the text may be that of one record to
// which very many refer. A character of text.MaxText may take 12 bytes in JSON, escaped.
const (
	sortedBytes  = text.MaxText * utf8.UTFMax
	escapedBytes = text.MaxText*len(`\ud83d\ude00`) + len(`""`)
)

// shortKeyOf returns the key of a value, or of the beginning of a long one, which is not read whole.
func shortKeyOf(v []byte) sortKey {
	if rawjson.Kind(v) == '"' {
		v = v[:min(len(v), escapedBytes)]
	}
	k := keyOf(v)
	k.text = k.text[:min(len(k.text), sortedBytes)]
	return k
}

// rowMembers returns the names of the members of a record that its rows and their order depend on.
func (q Query) rowMembers() []string {
	names := []string{vocab.ID}
	for _, f := range q.Fields {
		names = append(names, f.steps[0].Name)
	}
	for _, k := range q.Sort {
		names = append(names, k.Path.steps[0].Name)
	}
	if q.List.Name != "" {
		names = append(names, q.List.steps[0].Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// kept returns a copy of a record with only the members that are kept: 1.2× on `list --sort text --fields id,text` of a million records.
func (s *sorting) kept(v []byte) []byte {
	if s.members == nil {
		return bytes.Clone(v)
	}
	return rawjson.Only(v, s.members)
}
