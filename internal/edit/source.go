package edit

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"malaga/dataset"
	"malaga/internal/rawjson"
	"malaga/internal/spill"
)

// Source is a file that is read to be rewritten, more than once.
type Source struct {
	Name  string // as the user gave it
	in    *io.SectionReader
	close func()
}

// Open opens the file at a path.
func Open(path string) (*Source, error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return &Source{path, io.NewSectionReader(f, 0, info.Size()), func() { _ = f.Close() }}, nil // only read from
}

// regular returns an error if there is something at a path that cannot be replaced, such as a pipe, from which nothing may ever come.
func regular(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s: not a regular file", path)
	}
	return nil
}

// ReadStdin reads standard input, into a temporary file.
func ReadStdin(stdin io.Reader) (*Source, error) {
	kept := &spill.File{Task: "keep the input"}
	if _, err := io.Copy(kept, stdin); err != nil {
		kept.Close()
		return nil, err
	}
	return spilled(dataset.StandardInput, kept), nil
}

// spilled returns a file whose content is in a temporary one.
func spilled(name string, kept *spill.File) *Source {
	return &Source{name, io.NewSectionReader(kept, 0, kept.Size()), kept.Close}
}

// Close closes the file.
func (s *Source) Close() { s.close() }

// Copy writes the content of the file.
func (s *Source) Copy(w io.Writer) error {
	_, err := io.Copy(w, s.from(0))
	return err
}

// from returns a reader of the file from an offset on.
func (s *Source) from(offset int64) *io.SectionReader {
	return io.NewSectionReader(s.in, offset, s.in.Size()-offset)
}

// at returns the byte at an offset, 0 if there is none.
func (s *Source) at(offset int64) byte {
	var b [1]byte
	_, _ = s.in.ReadAt(b[:], offset) // it was read before
	return b[0]
}

// reader returns a reader of the file's values from an offset on.
func (s *Source) reader(offset int64) *rawjson.Reader {
	return rawjson.NewReader(s.Name, s.from(offset))
}

// without returns the file without some bytes at its beginning. It need not be closed.
func (s *Source) without(n int64) *Source { return &Source{s.Name, s.from(n), func() {}} }

// lines reports whether the file has one record a line.
func (s *Source) lines() bool { return filepath.Ext(s.Name) == ".jsonl" }

// table returns the table that the name of the file is that of, if it is one.
func (s *Source) table() string { return tableOf(s.Name) }

func tableOf(path string) string { return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) }
