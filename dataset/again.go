package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Places reads values of a dataset again, by their place in its files. It must be closed.
type Places struct {
	dataset *Dataset
	open    map[string]io.ReadCloser
}

// Places returns a Places of the dataset.
func (d *Dataset) Places() *Places { return &Places{d, map[string]io.ReadCloser{}} }

// Read returns size bytes of a file from an offset on. file is its name in records.
func (p *Places) Read(file string, offset int64, size int) ([]byte, error) {
	in := p.open[file]
	for _, f := range p.dataset.files {
		if in != nil || f.name != file {
			continue
		}
		var err error
		if in, err = f.open(); err != nil {
			return nil, err
		}
		p.open[file] = in
	}
	at, ok := in.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("%s cannot be read again", file)
	}
	b := make([]byte, size)
	if n, err := at.ReadAt(b, offset); n < size {
		return nil, fmt.Errorf("%s has changed while it was read: %w", file, err)
	}
	return b, nil
}

// Close closes the files.
func (p *Places) Close() {
	for _, in := range p.open {
		_ = in.Close() // only read from
	}
}

// Identical reports whether two datasets have the same files of some tables (all if none is named), byte by byte.
func Identical(a, b *Dataset, tables ...string) (bool, error) {
	files := func(d *Dataset) (wanted []file) {
		for _, f := range d.files {
			if f.table == "" || len(tables) == 0 || slices.Contains(tables, f.table) {
				wanted = append(wanted, f)
			}
		}
		return wanted
	}
	ours, theirs := files(a), files(b)
	if len(ours) != len(theirs) {
		return false, nil
	}
	for i, f := range ours {
		if same, err := sameBytes(f, theirs[i]); !same || err != nil {
			return false, err
		}
	}
	return true, nil
}

func sameBytes(a, b file) (bool, error) {
	const block = 1 << 16
	var texts [2][]byte
	var in [2]io.Reader
	for i, f := range []file{a, b} {
		r, err := f.open()
		if err != nil {
			return false, err
		}
		defer func() { _ = r.Close() }() // only read from
		in[i], texts[i] = r, make([]byte, block)
	}
	for {
		var n [2]int
		for i := range in {
			var err error
			if n[i], err = io.ReadFull(in[i], texts[i]); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return false, err
			}
		}
		if !bytes.Equal(texts[0][:n[0]], texts[1][:n[1]]) || n[0] == 0 {
			return n == [2]int{}, nil
		}
	}
}
