package render

import (
	"io"
	"slices"
)

// Batch is files that appear together, once all are complete. It must end with Abort, which after Commit does nothing.
type Batch struct {
	Create func(path string) (*File, error)

	files []*File
}

// Add writes a file without putting it in its place.
func (b *Batch) Add(path string, write func(io.Writer) error) (*File, error) {
	f, err := b.Create(path)
	if err != nil {
		return nil, err
	}
	if err = WithName(path, write(f)); err == nil {
		err = WithName(path, f.Finish())
	}
	if err != nil {
		f.Abort()
		return nil, err
	}
	b.files = append(b.files, f)
	return f, nil
}

// Drop takes a file out again.
func (b *Batch) Drop(f *File) {
	f.Abort()
	b.files = slices.DeleteFunc(b.files, func(other *File) bool { return other == f })
}

// Commit puts all files in their places, as Files.CommitAll does.
func (b *Batch) Commit() error {
	if len(b.files) == 0 {
		return nil
	}
	return b.files[0].files.CommitAll(b.files)
}

// Abort removes the files that are not in their places.
func (b *Batch) Abort() { abort(b.files) }
