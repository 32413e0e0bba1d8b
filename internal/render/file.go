package render

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Files holds the files that one run is writing. Each appears whole or not at all: it is written under a temporary name
// beside its target and renamed when it is complete, so that a failed run leaves what was there before. A target that is
// no regular file (a pipe, /dev/full) cannot be replaced and is written directly.
type Files struct {
	mu   sync.Mutex
	open map[*File]bool
}

// File is a file being written. It must end with Commit or Abort.
type File struct {
	*bufio.Writer
	files  *Files
	f      *os.File
	target string // where the file belongs; "" if it is written directly

	finished bool
}

// Create begins a file at path. It follows a symbolic link, and replaces what the link points to.
func (s *Files) Create(path string) (*File, error) {
	info, missing := os.Stat(path)
	switch {
	case missing != nil:
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a directory", path)
	case !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return s.add(&File{f: f}), nil
	}
	target, err := follow(path)
	if err != nil {
		return nil, err
	}
	f, err := temporary(target)
	if err != nil {
		return nil, err
	}
	file := s.add(&File{f: f, target: target})
	if missing == nil { // the umask is for new files
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			file.Abort()
			return nil, err
		}
	}
	return file, nil
}

func (s *Files) add(f *File) *File {
	s.mu.Lock()
	defer s.mu.Unlock()

	if s.open == nil {
		s.open = map[*File]bool{}
	}
	s.open[f] = true
	f.files = s
	f.Writer = bufio.NewWriterSize(named{f}, 64<<10)
	return f
}

// named writes to a file; its errors hold the name that the user knows, not that of the temporary file.
type named struct{ file *File }

func (w named) Write(p []byte) (int, error) {
	n, err := w.file.f.Write(p)
	return n, w.file.named(err)
}

func (f *File) named(err error) error {
	var path *fs.PathError
	if f.target != "" && errors.As(err, &path) {
		path.Path = f.target
	}
	return err
}

// AbortAll aborts all files that are being written, for a run that ends early.
func (s *Files) AbortAll() {
	s.mu.Lock()
	open := maps.Clone(s.open)
	s.mu.Unlock()
	for f := range open {
		f.Abort()
	}
}

// done removes the file from the list, and reports whether it was there.
func (f *File) done() bool {
	f.files.mu.Lock()
	defer f.files.mu.Unlock()
	was := f.files.open[f]
	delete(f.files.open, f)
	return was
}

// Finish completes the file without putting it in its place yet, for files that appear together.
func (f *File) Finish() error {
	f.finished = true
	err := f.Flush()
	if err == nil && f.target != "" {
		err = f.f.Sync() // else a crash after the rename could leave an empty file
	}
	if closed := f.f.Close(); err == nil {
		err = closed
	}
	return f.named(err)
}

// Commit completes the file and puts it in its place. After an error nothing of it remains.
func (f *File) Commit() error {
	if !f.done() {
		return errors.New("the file was aborted")
	}
	var err error
	if !f.finished {
		err = f.Finish()
	}
	if f.target == "" {
		return err
	}
	if err == nil {
		err = os.Rename(f.f.Name(), f.target)
	}
	if err != nil {
		_ = os.Remove(f.f.Name()) // the first error is the one to report
	}
	return err
}

// Abort removes what was written. After Commit it does nothing.
func (f *File) Abort() {
	if !f.done() {
		return
	}
	_ = f.f.Close() // the file is not wanted: nothing is lost if this fails
	if f.target != "" {
		_ = os.Remove(f.f.Name())
	}
}

// follow returns what a symbolic link points to, also where that does not exist yet.
func follow(path string) (string, error) {
	const most = 40 // as in Linux
	for range most {
		to, err := os.Readlink(path)
		if err != nil { // it is no link
			return path, nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fmt.Errorf("%s: too many symbolic links", path)
}

// temporary creates a file beside target, with a name that shows what it is if a crash leaves it.
func temporary(target string) (*os.File, error) {
	dir, name := filepath.Split(target)
	const longest = 200 // file systems take 255 bytes
	name = name[:min(len(name), longest)]
	for i := 0; ; i++ {
		temp := filepath.Join(dir, "."+name+".tmp-"+strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(i))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // less the umask
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		var path *fs.PathError
		if errors.As(err, &path) { // report the name that the user gave
			path.Path = target
		}
		return f, err
	}
}

// WithName adds the name of a file to an error that does not hold it.
func WithName(path string, err error) error {
	var p *fs.PathError
	if err == nil || errors.As(err, &p) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
