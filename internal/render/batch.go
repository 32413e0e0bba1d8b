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
		err = WithName(path, f.Finish())
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

// Commit puts all files in their places, as Files.CommitAll does.
func (b *Batch) Commit() error {
	if len(b.files) == 0 {
		return nil
	}
	return b.files[0].files.CommitAll(b.files)
}

// Abort removes the files that are not in their places, and the folders that were made and are empty.
func (b *Batch) Abort() {
	abort(b.files)
	for _, p := range b.made {
		_ = os.Remove(p) // it fails if something is in it
	}
}
