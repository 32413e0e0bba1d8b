package render

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"malaga/internal/text"
)

// Batch is files that appear together, once all are complete, with the folders made for them. It must end with Abort, which after
// Commit does nothing.
type Batch struct {
	Create func(path string) (*File, error)

	files []*File
	made  []string // folders, the innermost first
}

// Add writes a file without putting it in its place.
func (b *Batch) Add(path string, write func(io.Writer) error) error {
	f, err := b.Create(path)
	if err != nil {
		return err
	}
	if err = WithName(path, write(f)); err == nil {
		err = WithName(path, f.finish())
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

// MakeFolder makes a folder unless it is there. hint is for a file in its place.
func (b *Batch) MakeFolder(path, hint string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.Mkdir(path, 0o777); err == nil { // less the umask
			b.made = append([]string{path}, b.made...)
			return nil
		}
	}
	switch {
	case err != nil:
		return NotCreated(path, err)
	case !info.IsDir():
		return text.Usage(fmt.Sprintf("%s is not a directory", path), hint)
	}
	return nil
}

// MakeFolders makes a folder and those above it.
func (b *Batch) MakeFolders(path string) error {
	for p := filepath.Clean(path); ; p = filepath.Dir(p) {
		if _, err := os.Stat(p); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		b.made = append(b.made, p)
	}
	return os.MkdirAll(path, 0o777) // less the umask
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

// Abort removes the files that are not in their places, and the folders that were made and are empty.
func (b *Batch) Abort() {
	for _, f := range b.files {
		f.Abort()
	}
	for _, p := range b.made {
		_ = os.Remove(p) // it fails if something is in it
	}
}
