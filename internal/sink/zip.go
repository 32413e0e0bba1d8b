package sink

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
)

// sortedZip is the package of a workbook with its parts in order. excelize keeps streamed sheets in a
// map, so that two runs would differ.
type sortedZip struct {
	w     io.Writer
	names []string
	parts map[string]*bytes.Buffer
}

// contentTypes is the part that comes first by convention: it tells what the others are.
const contentTypes = "[Content_Types].xml"

// Create begins a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	if z.parts == nil {
		z.parts = map[string]*bytes.Buffer{}
	}
	z.names = append(z.names, name)
	z.parts[name] = &bytes.Buffer{}
	return z.parts[name], nil
}

// AddFS is part of excelize's interface; workbooks have no use for it.
func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the package.
func (z *sortedZip) Close() error {
	slices.SortFunc(z.names, func(a, b string) int {
		switch {
		case a == contentTypes:
			return -1
		case b == contentTypes:
			return 1
		}
		return bytes.Compare([]byte(a), []byte(b))
	})
	zw := zip.NewWriter(z.w)
	for _, name := range z.names {
		w, err := zw.Create(name) // without a time: same data, same bytes
		if err != nil {
			return err
		}
		if _, err := z.parts[name].WriteTo(w); err != nil {
			return err
		}
	}
	return zw.Close()
}
