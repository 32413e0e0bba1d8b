package render

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"malaga/internal/text"
)

// Files holds the files that one run is writing. Each appears whole or not at all: it is written under a temporary name
// beside its target and renamed when it is complete, so that a failed run leaves what was there before. A target that is
// no regular file (a pipe, /dev/full) cannot be replaced and is written directly. One that exists and cannot be replaced, as its
// folder is closed or it is a mount point, is overwritten with the complete content, and Warn is told.
type Files struct {
	Warn func(message string) // nil drops the warnings

	mu    sync.Mutex
	open  map[*File]bool
	made  []string // folders, in that order
	ended bool     // by AbortAll
}

// errAborted is returned for a file after AbortAll.
var errAborted = errors.New("the file was aborted")

// File is a file being written. It must end with Commit or Abort.
type File struct {
	*bufio.Writer
	files  *Files
	f      *os.File
	target string // where the file belongs; "" if it is written directly
	kept   error  // why target cannot be replaced; nil if it may be

	finished bool
}

// Create begins a file at path. It follows a symbolic link, and replaces what the link points to.
func (s *Files) Create(path string) (*File, error) {
	info, missing := os.Stat(path)
	switch {
	case errors.Is(missing, syscall.ENAMETOOLONG):
		return nil, NotCreated(path, missing)
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
	target, err := Follow(path)
	if err != nil {
		return nil, err
	}
	if missing == nil {
		if err := writable(target); err != nil {
			return nil, err
		}
	}
	file, err := s.begin(target)
	if errors.Is(err, errAborted) {
		return nil, err
	}
	if err != nil && missing == nil && !errors.Is(err, syscall.ENOSPC) { // a full disk would lose the old content
		return s.createElsewhere(target, err)
	}
	if err != nil {
		return nil, NotCreated(target, err)
	}
	if missing == nil { // the umask is for new files
		if err := file.f.Chmod(info.Mode().Perm()); err != nil {
			file.Abort()
			return nil, file.named(err)
		}
	}
	return file, nil
}

// writable returns an error if nobody is to write to an existing file: to replace a file asks only the rights of its folder.
func writable(target string) error {
	f, err := os.OpenFile(target, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return &text.Failure{Err: err, Hint: "the file is read-only: choose another name, or allow writing to it"}
	}
	if err == nil {
		_ = f.Close() // nothing was written
	}
	return nil // any other error does not keep it from being replaced
}

// createElsewhere begins a file in the folder for temporary files, because that of its target takes none.
func (s *Files) createElsewhere(target string, reason error) (*File, error) {
	f, err := os.CreateTemp("", "malaga-")
	if err != nil {
		return nil, NotCreated(target, reason)
	}
	return s.add(&File{f: f, target: target, kept: reason}), nil
}

// NotCreated returns the error for a file or folder that cannot be created, with a hint that says why.
func NotCreated(target string, err error) error {
	dir := filepath.Dir(target)
	_, missing := os.Stat(dir)
	switch {
	case errors.Is(err, syscall.ENAMETOOLONG):
		return &text.Failure{Err: err, Hint: "choose a shorter name for the output"}
	case errors.Is(missing, syscall.ENOTDIR), errors.Is(err, syscall.ENOTDIR):
		return &text.Failure{Err: err, Hint: fmt.Sprintf("%s is not a folder: choose another name for the output", dir)}
	case errors.Is(missing, fs.ErrNotExist):
		return &text.Failure{Err: err, Hint: fmt.Sprintf("the folder %s does not exist: create it first", dir)}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrNotExist): // the last in /proc
		return &text.Failure{Err: err, Hint: fmt.Sprintf("no file can be created in the folder %s: choose another one", dir)}
	}
	return err
}

func (s *Files) add(f *File) *File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addLocked(f)
}

// begin creates a temporary file beside a target. AbortAll comes before it or after it.
func (s *Files) begin(target string) (*File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return nil, errAborted
	}
	file := &File{target: target}
	var err error
	if file.f, err = temporary(target); err != nil {
		return nil, file.named(err)
	}
	return s.addLocked(file), nil
}

func (s *Files) addLocked(f *File) *File {
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

// named returns an error with the name that the user knows.
func (f *File) named(err error) error {
	var path *fs.PathError
	if f.target != "" && errors.As(err, &path) {
		path.Path = f.target
	}
	return err
}

// AbortAll ends a run: it aborts all files that are being written, and removes the folders that were made for files and are empty.
func (s *Files) AbortAll() {
	s.mu.Lock()
	s.ended = true
	open := maps.Clone(s.open)
	s.mu.Unlock()
	for f := range open {
		f.Abort()
	}
	for _, folder := range slices.Backward(s.made) {
		_ = os.Remove(folder) // it fails if something is in it
	}
}

// MakeFolder makes a folder unless it is there. hint is for a file in its place.
func (s *Files) MakeFolder(path, hint string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return errAborted
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.Mkdir(path, 0o777); err == nil { // less the umask
			s.made = append(s.made, path)
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
func (s *Files) MakeFolders(path, hint string) error {
	path = filepath.Clean(path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && filepath.Dir(path) != path {
		if err := s.MakeFolders(filepath.Dir(path), hint); err != nil {
			return err
		}
	}
	return s.MakeFolder(path, hint)
}

// done removes the file from the list, and reports whether it was there.
func (f *File) done() bool {
	f.files.mu.Lock()
	defer f.files.mu.Unlock()
	was := f.files.open[f]
	delete(f.files.open, f)
	return was
}

// finish completes the file without putting it in its place yet.
func (f *File) finish() error {
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
	if f.target == "" { // a pipe may block, and AbortAll must not wait for it
		if !f.done() {
			return errAborted
		}
		return f.finish()
	}
	f.files.mu.Lock() // AbortAll, after which the process may end, waits until the file is in its place
	defer f.files.mu.Unlock()
	return f.commitLocked()
}

func (f *File) commitLocked() error {
	if !f.files.open[f] {
		return errAborted
	}
	delete(f.files.open, f)
	var err error
	if !f.finished {
		err = f.finish()
	}
	if f.target == "" {
		return err
	}
	if err == nil {
		err = f.place()
	}
	_ = os.Remove(f.f.Name()) // if it is still there; the first error is the one to report
	return err
}

// place puts the complete file in its place: by renaming it or, if that is impossible, by overwriting its target.
func (f *File) place() error {
	if f.kept == nil {
		f.kept = os.Rename(f.f.Name(), f.target)
	}
	if f.kept == nil {
		return nil
	}
	reason := text.Cause(f.kept)
	if err := overwrite(f.target, f.f.Name()); err != nil {
		return &text.Failure{
			Err:  fmt.Errorf("%s: cannot be replaced (%w), nor overwritten (%w)", f.target, reason, err),
			Hint: "choose another name for the output",
		}
	}
	if f.files.Warn != nil {
		f.files.Warn(fmt.Sprintf("%s was overwritten in place, because it cannot be replaced: %v", f.target, reason))
	}
	return nil
}

// overwrite copies a complete file into a target that exists. The error names no file.
func overwrite(target, complete string) error {
	from, err := os.Open(complete)
	if err == nil {
		defer func() { _ = from.Close() }() // only read from
		var to *os.File
		if to, err = os.OpenFile(target, os.O_WRONLY|os.O_TRUNC, 0); err == nil {
			_, err = io.Copy(to, from)
			err = cmp.Or(err, to.Sync(), to.Close())
		}
	}
	return text.Cause(err)
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

// Follow returns what a symbolic link points to, also where that does not exist yet.
func Follow(path string) (string, error) {
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
