package query

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

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

// runBytes is the size of the records that are sorted in memory. Of more, each sorted run goes to a temporary file.
const runBytes = 16 << 20

// sorted yields the matching records in order. Ties go by id, so that the order never depends on how the data is stored.
func (q Query) sorted(records Records, look Lookup) Records {
	return func(yield func(rawjson.Record, error) bool) {
		s := sorter{query: q, look: look, most: runBytes}
		defer s.close()
		for r, err := range (Query{Where: q.Where}).Select(records, look) {
			if err == nil {
				err = s.add(r)
			}
			if err != nil {
				yield(rawjson.Record{}, err)
				return
			}
		}
		n := 0
		for r, err := range s.all() {
			if n++; q.Limit > 0 && n > q.Limit || !yield(r, err) || err != nil {
				return
			}
		}
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

// sorter sorts records in bounded memory: with a limit it keeps only so many, and else it merges sorted runs.
type sorter struct {
	query Query
	look  Lookup
	kept  []keyed // those after the first query.Limit may be out of order
	size  int     // of the bytes of kept
	most  int     // bytes of a run
	file  *os.File
	runs  []io.Reader
	end   int64 // of the last run in the file
}

func (s *sorter) key(r rawjson.Record) keyed {
	k := keyed{record: r, id: rawjson.GetText(r.Raw, vocab.ID)}
	for _, key := range s.query.Sort {
		k.keys = append(k.keys, newSortKey(key.Path.Values(r.Raw, s.look)))
	}
	return k
}

func (s *sorter) add(r rawjson.Record) error {
	const slack = 1000 // records that are added before those beyond the limit are dropped
	k := s.key(r)
	limit := s.query.Limit
	if limit > 0 && len(s.kept) > limit+slack {
		s.sort()
	}
	k.record.Raw = bytes.Clone(r.Raw)
	s.kept = append(s.kept, k)
	s.size += len(r.Raw)
	if s.size < s.most {
		return nil
	}
	if s.sort(); s.size < s.most/2 { // the limit did it
		return nil
	}
	return s.spill()
}

// sort sorts what is kept, and drops what is beyond the limit.
func (s *sorter) sort() {
	slices.SortStableFunc(s.kept, s.query.compare)
	if limit := s.query.Limit; limit > 0 && len(s.kept) > limit {
		clear(s.kept[limit:])
		s.kept = s.kept[:limit]
	}
	s.size = 0
	for _, k := range s.kept {
		s.size += len(k.record.Raw)
	}
}

// spill writes what is kept as a run to the temporary file. The file has no name, so that nothing is left of it. On systems that
// cannot remove a file that is open, it is removed at the end.
func (s *sorter) spill() error {
	failed := func(err error) error {
		return fmt.Errorf("cannot sort in the folder %s for temporary files: %w", os.TempDir(), text.Cause(err))
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "malaga-sort-*")
		if err != nil {
			return failed(err)
		}
		_ = os.Remove(f.Name())
		s.file = f
	}
	w := bufio.NewWriterSize(s.file, 1<<20)
	start := s.end
	var b []byte
	for _, k := range s.kept {
		b = appendRecord(b[:0], k.record)
		s.end += int64(len(b))
		if _, err := w.Write(b); err != nil {
			return failed(err)
		}
	}
	if err := w.Flush(); err != nil {
		return failed(err)
	}
	s.runs = append(s.runs, io.NewSectionReader(s.file, start, s.end-start))
	clear(s.kept)
	s.kept = s.kept[:0]
	s.size = 0
	return nil
}

// all yields the records in order.
func (s *sorter) all() Records {
	return func(yield func(rawjson.Record, error) bool) {
		s.sort()
		if s.runs == nil {
			for _, k := range s.kept {
				if !yield(k.record, nil) {
					return
				}
			}
			return
		}
		if err := s.spill(); err != nil {
			yield(rawjson.Record{}, err)
			return
		}
		s.merge(yield)
	}
}

// merge yields the records of all runs. Of equal ones, those of the earlier run come first.
func (s *sorter) merge(yield func(rawjson.Record, error) bool) {
	const buffer = 64 << 10
	m := &merging{query: s.query}
	for i, r := range s.runs {
		run := &run{in: bufio.NewReaderSize(r, buffer), number: i}
		if more, err := run.next(s); err != nil {
			yield(rawjson.Record{}, err)
			return
		} else if more {
			m.runs = append(m.runs, run)
		}
	}
	heap.Init(m)
	for len(m.runs) > 0 {
		first := m.runs[0]
		if !yield(first.keyed.record, nil) {
			return
		}
		more, err := first.next(s)
		switch {
		case err != nil:
			yield(rawjson.Record{}, err)
			return
		case more:
			heap.Fix(m, 0)
		default:
			heap.Pop(m)
		}
	}
}

// close closes the temporary file, and removes it where that was not possible before.
func (s *sorter) close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}

// run is a sorted run that is being read.
type run struct {
	in     *bufio.Reader
	number int
	keyed  keyed // the next record
}

// next reads the next record; more is false at the end.
func (r *run) next(s *sorter) (more bool, err error) {
	record, err := readRecord(r.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	r.keyed = s.key(record)
	return err == nil, err
}

// merging is a heap of runs by their next record.
type merging struct {
	query Query
	runs  []*run
}

func (m *merging) Len() int { return len(m.runs) }

func (m *merging) Less(i, j int) bool {
	a, b := m.runs[i], m.runs[j]
	if n := m.query.compare(a.keyed, b.keyed); n != 0 {
		return n < 0
	}
	return a.number < b.number
}

func (m *merging) Swap(i, j int) { m.runs[i], m.runs[j] = m.runs[j], m.runs[i] }

func (m *merging) Push(x any) { m.runs = append(m.runs, x.(*run)) }

func (m *merging) Pop() any {
	last := m.runs[len(m.runs)-1]
	m.runs = m.runs[:len(m.runs)-1]
	return last
}

// appendRecord appends a record in the form of readRecord: its numbers, and its texts with their lengths.
func appendRecord(b []byte, r rawjson.Record) []byte {
	for _, n := range []int64{r.Pos.Offset, int64(r.Pos.Line), int64(r.Pos.Column), int64(r.Entry)} {
		b = binary.AppendVarint(b, n)
	}
	for _, s := range [][]byte{[]byte(r.Table), []byte(r.File), []byte(r.Pointer), r.Raw} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

func readRecord(in *bufio.Reader) (rawjson.Record, error) {
	var numbers [4]int64
	var texts [4][]byte
	for i := range numbers {
		n, err := binary.ReadVarint(in)
		if err != nil {
			return rawjson.Record{}, err
		}
		numbers[i] = n
	}
	for i := range texts {
		n, err := binary.ReadUvarint(in)
		if err != nil {
			return rawjson.Record{}, err
		}
		texts[i] = make([]byte, n)
		if _, err := io.ReadFull(in, texts[i]); err != nil {
			return rawjson.Record{}, err
		}
	}
	return rawjson.Record{
		Pos:   rawjson.Pos{Offset: numbers[0], Line: int(numbers[1]), Column: int(numbers[2])},
		Entry: int(numbers[3]), Table: string(texts[0]), File: string(texts[1]), Pointer: string(texts[2]), Raw: texts[3],
	}, nil
}
