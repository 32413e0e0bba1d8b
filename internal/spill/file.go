// Package spill keeps what has no room in memory in temporary files: File is one, Log keeps values in order, and Sorter sorts them.
package spill

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"malaga/internal/text"
)

// File is a temporary file in the folder for temporary files, for what has no room in memory. It has no name, so that nothing is
// left of it however the process ends. On systems that cannot remove a file that is open it is named malaga-*.tmp, and removed by
// Close.
type File struct {
	Task string // what it is needed for, for errors: "cannot sort in the folder …"

	file *os.File
	size int64
}

// Size returns the number of bytes written.
func (s *File) Size() int64 { return s.size }

// Write appends bytes.
func (s *File) Write(p []byte) (int, error) {
	if s.file == nil {
		f, err := os.CreateTemp("", "malaga-*.tmp")
		if err != nil {
			return 0, s.failed(err)
		}
		_ = os.Remove(f.Name())
		s.file = f
	}
	n, err := s.file.WriteAt(p, s.size)
	s.size += int64(n)
	return n, s.failed(err)
}

// ReadAt reads bytes written before.
func (s *File) ReadAt(p []byte, at int64) (int, error) {
	if s.file == nil {
		return 0, io.EOF
	}
	n, err := s.file.ReadAt(p, at)
	if errors.Is(err, io.EOF) {
		return n, err
	}
	return n, s.failed(err)
}

// Close closes the file, and removes it where that was not possible before.
func (s *File) Close() {
	if s.file != nil {
		_ = s.file.Close() // nothing in it is wanted any more
		_ = os.Remove(s.file.Name())
	}
}

// failed returns the error for the user, who knows the folder and not the file.
func (s *File) failed(err error) error {
	if err == nil {
		return nil
	}
	return &text.Failure{
		Err:  fmt.Errorf("cannot %s in the folder %s for temporary files: %w", s.Task, os.TempDir(), text.Cause(err)),
		Hint: "set TMPDIR to a folder with room",
	}
}

// appendItem appends the length of an item and the item itself, as appended by fn.
func appendItem(b []byte, fn func([]byte) []byte) []byte {
	const most = binary.MaxVarintLen64
	start := len(b)
	b = fn(append(b, make([]byte, most)...))
	head := binary.AppendUvarint(nil, uint64(len(b)-start-most))
	copy(b[start:], head)
	return append(b[:start+len(head)], b[start+most:]...)
}

// readItem reads an item of appendItem, io.EOF at the end.
func readItem(in *bufio.Reader) ([]byte, error) {
	n, err := binary.ReadUvarint(in)
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = io.ReadFull(in, b)
	return b, err
}

// AppendSized appends a text with its length before it.
func AppendSized[T ~string | ~[]byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// CutSized cuts a text of AppendSized from the front of b.
func CutSized(b []byte) (s, rest []byte) {
	n, used := binary.Uvarint(b)
	return b[used : used+int(n)], b[used+int(n):]
}
