package spill

import (
	"bufio"
	"errors"
	"io"
	"iter"
)

// Log keeps values in the order in which they are added: as many bytes as Most in memory, and the rest in a File.
type Log[T any] struct {
	File
	Append func(b []byte, v T) []byte // appends what Read reads
	Read   func(b []byte) T           // the value may keep b
	Bytes  func(v T) int              // of a value in memory
	Most   int                        // 0 means RunBytes

	kept []T
	size int // of kept, in bytes
	n    int
	rest *bufio.Writer
	b    []byte // memory for an item
}

// Len returns the number of values.
func (l *Log[T]) Len() int { return l.n }

// Add adds a value. It must keep none of its bytes elsewhere.
func (l *Log[T]) Add(v T) error {
	if l.Most == 0 {
		l.Most = RunBytes
	}
	l.n++
	if l.rest == nil && l.size < l.Most {
		l.kept = append(l.kept, v)
		l.size += l.Bytes(v)
		return nil
	}
	if l.rest == nil {
		l.rest = bufio.NewWriterSize(&l.File, 64<<10)
	}
	l.b = appendItem(l.b[:0], func(b []byte) []byte { return l.Append(b, v) })
	_, err := l.rest.Write(l.b)
	return err
}

// All yields the values in order, as often as it is called. The first error ends it.
func (l *Log[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range l.kept {
			if !yield(v, nil) {
				return
			}
		}
		if l.rest == nil {
			return
		}
		var none T
		if err := l.rest.Flush(); err != nil {
			yield(none, err)
			return
		}
		in := bufio.NewReaderSize(io.NewSectionReader(&l.File, 0, l.Size()), 64<<10)
		for {
			b, err := readItem(in)
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(none, err)
				return
			case !yield(l.Read(b), nil):
				return
			}
		}
	}
}
