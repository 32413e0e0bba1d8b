package render

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"malaga/internal/text"
)

// Batch is files that appear together, once all are complete. It must end with Abort, which after Commit does nothing.
type Batch struct {
	Create func(path string) (*File, error)

	files []*File
}

// Add writes a file without putting it in its place.
func (b *Batch) Add(path string, write func(io.Writer) error) error {
	f, err := b.Create(path)
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = f.finish()
	}
	if err == nil && slices.ContainsFunc(b.files, func(other *File) bool { return f.target != "" && other.target == f.target }) {
		err = fmt.Errorf("%s: leads to another file of the same output", path)
	}
	if err != nil {
		f.Abort()
		return err
	}
	b.files = append(b.files, f)
	return nil
}

// Drop takes out the file that was added last.
func (b *Batch) Drop() {
	last := len(b.files) - 1
	b.files[last].Abort()
	b.files = b.files[:last]
}

// Commit puts the files in their places. If one cannot be put there, those after it stay as they were, and the hint of the error says
// which are new. AbortAll comes before the first or after the last.
func (b *Batch) Commit() error {
	if len(b.files) == 0 {
		return nil
	}
	run := b.files[0].files
	run.mu.Lock()
	defer run.mu.Unlock()
	for i, f := range b.files {
		if err := f.commitLocked(); err != nil {
			return b.partly(i, err)
		}
	}
	return nil
}

// partly returns the error for files of which only the first n were put in their places.
func (b *Batch) partly(n int, err error) error {
	if n == 0 {
		return err
	}
	var names []string
	for _, f := range b.files {
		names = append(names, filepath.Base(f.target))
	}
	return &text.Failure{Err: err, Hint: fmt.Sprintf("%s: new; %s: as before", text.Join(names[:n]), text.Join(names[n:]))}
}

// Abort removes the files that are not in their places.
func (b *Batch) Abort() {
	for _, f := range b.files {
		f.Abort()
	}
}
