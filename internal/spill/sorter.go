package spill

import (
	"bufio"
	"container/heap"
	"errors"
	"io"
	"iter"
	"slices"
)

// RunBytes is the usual size of a run. A Sorter has up to two in memory: one fills while the other is written.
const RunBytes = 16 << 20

// Sorter sorts values in bounded memory: of more than Most bytes, each sorted run goes to a File, and the runs are merged. Equal
// values stay in the order in which they were added.
type Sorter[T any] struct {
	File
	Compare func(a, b T) int
	Append  func(b []byte, v T) []byte // appends what Read reads
	Read    func(b []byte) T           // the value may keep b
	Bytes   func(v T) int              // of a value in memory
	Most    int                        // bytes of a run; 0 means RunBytes
	Limit   int                        // keep only so many, the first ones; 0 means all

	kept   []T // those after the first Limit may be out of order
	size   int // of kept, in bytes
	runs   []section
	failed error // the first one; nothing is kept any more

	writing chan error // of a run in another goroutine, to which the File and runs belong; nil without one
	fault   any        // a panic in that goroutine
}

// section is the place of a run in the File.
type section struct{ start, end int64 }

// Add adds a value. It must keep none of its bytes elsewhere.
func (s *Sorter[T]) Add(v T) error {
	slack := max(1000, s.Limit) // values that are added before those beyond the limit are dropped
	if s.failed != nil {
		return s.failed
	}
	if s.Limit > 0 && len(s.kept) > s.Limit+slack {
		s.sort()
	}
	if s.Most == 0 {
		s.Most = RunBytes
	}
	s.kept = append(s.kept, v)
	s.size += s.Bytes(v)
	if s.size < s.Most {
		return nil
	}
	if s.Limit > 0 {
		if s.sort(); s.size < s.Most/2 { // the limit did it
			return nil
		}
	}
	return s.EndRun()
}

// EndRun sorts and writes what is in memory as a run, in another goroutine: 1.3× on `list --sort` of a million records.
func (s *Sorter[T]) EndRun() error {
	kept := s.kept
	s.kept = make([]T, 0, len(kept))
	s.size = 0
	if err := s.wait(); err != nil {
		return err
	}
	s.writing = make(chan error, 1)
	go func() {
		var err error
		defer func() {
			s.fault = recover() // for the goroutine that the program waits for
			s.writing <- err
		}()
		slices.SortStableFunc(kept, s.Compare)
		err = s.write(kept)
	}()
	return nil
}

// wait waits for the run that is being written, and returns the error of writing.
func (s *Sorter[T]) wait() error {
	if s.writing != nil {
		s.failed = <-s.writing
		s.writing = nil
	}
	if s.fault != nil {
		panic(s.fault)
	}
	return s.failed
}

// Spilled reports whether there was no room in memory for all values.
func (s *Sorter[T]) Spilled() bool { return s.writing != nil || s.runs != nil || s.failed != nil }

// Close removes what the Sorter wrote.
func (s *Sorter[T]) Close() {
	defer s.File.Close()
	_ = s.wait() // nobody wants the run any more
}

// sort sorts what is kept, and drops what is beyond the limit.
func (s *Sorter[T]) sort() {
	slices.SortStableFunc(s.kept, s.Compare)
	if s.Limit == 0 || len(s.kept) <= s.Limit {
		return
	}
	clear(s.kept[s.Limit:])
	s.kept = s.kept[:s.Limit]
	s.size = 0
	for _, v := range s.kept {
		s.size += s.Bytes(v)
	}
}

// write writes sorted values as a run.
func (s *Sorter[T]) write(sorted []T) error {
	w := bufio.NewWriterSize(&s.File, 1<<20)
	start := s.Size()
	var b []byte
	for _, v := range sorted {
		b = appendItem(b[:0], func(b []byte) []byte { return s.Append(b, v) })
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	s.runs = append(s.runs, section{start, s.Size()})
	return nil
}

// Sorted returns the values in order if there was room in memory for all.
func (s *Sorter[T]) Sorted() []T {
	s.sort()
	return s.kept
}

// All yields the values in order. The first error ends it.
func (s *Sorter[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for v, err := range s.all() {
			if n++; s.Limit > 0 && n > s.Limit || !yield(v, err) || err != nil {
				return
			}
		}
	}
}

func (s *Sorter[T]) all() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s.sort()
		if !s.Spilled() {
			for _, v := range s.kept {
				if !yield(v, nil) {
					return
				}
			}
			return
		}
		err := s.wait()
		if err == nil && len(s.kept) > 0 {
			err = s.write(s.kept)
			s.failed = err
		}
		s.kept = nil
		s.size = 0
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		s.merge(yield)
	}
}

// merge yields the values of all runs. Of equal ones, those of the earlier run come first.
func (s *Sorter[T]) merge(yield func(T, error) bool) {
	const least, most = 4 << 10, 64 << 10 // bytes read of a run at a time
	m := &merging[T]{compare: s.Compare}
	for i, r := range s.runs {
		in := io.NewSectionReader(&s.File, r.start, r.end-r.start)
		run := &run[T]{in: bufio.NewReaderSize(in, min(most, max(least, RunBytes/len(s.runs)))), number: i}
		if more, err := run.next(s.Read); err != nil {
			yield(run.value, err)
			return
		} else if more {
			m.runs = append(m.runs, run)
		}
	}
	heap.Init(m)
	for len(m.runs) > 0 {
		first := m.runs[0]
		if !yield(first.value, nil) {
			return
		}
		more, err := first.next(s.Read)
		switch {
		case err != nil:
			yield(first.value, err)
			return
		case more:
			heap.Fix(m, 0)
		default:
			heap.Pop(m)
		}
	}
}

// run is a sorted run that is being read.
type run[T any] struct {
	in     *bufio.Reader
	number int
	value  T // the next one
}

// next reads the next value; more is false at the end.
func (r *run[T]) next(read func([]byte) T) (more bool, err error) {
	b, err := readItem(r.in)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return false, err
	}
	r.value = read(b)
	return true, nil
}

// merging is a heap of runs by their next value.
type merging[T any] struct {
	compare func(a, b T) int
	runs    []*run[T]
}

func (m *merging[T]) Len() int { return len(m.runs) }

func (m *merging[T]) Less(i, j int) bool {
	a, b := m.runs[i], m.runs[j]
	if n := m.compare(a.value, b.value); n != 0 {
		return n < 0
	}
	return a.number < b.number
}

func (m *merging[T]) Swap(i, j int) { m.runs[i], m.runs[j] = m.runs[j], m.runs[i] }

func (m *merging[T]) Push(x any) { m.runs = append(m.runs, x.(*run[T])) }

func (m *merging[T]) Pop() any {
	last := m.runs[len(m.runs)-1]
	m.runs = m.runs[:len(m.runs)-1]
	return last
}
