package render

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"malaga/internal/text"
)

// CommitAll completes files that belong together and puts them in their places. None is replaced unless all are complete. If one
// cannot be put in its place, those after it stay as they were, and the hint of the error says which are new.
func (s *Files) CommitAll(files []*File) error {
	for _, f := range files {
		if f.finished {
			continue
		}
		if err := f.Finish(); err != nil {
			abort(files)
			return err
		}
	}
	n, err := s.placeAll(files)
	if err != nil {
		abort(files)
		return partly(files, n, err)
	}
	return nil
}

// placeAll puts finished files in their places and returns how many it could. AbortAll comes before the first or after the last.
func (s *Files) placeAll(files []*File) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range files {
		if err := f.commitLocked(); err != nil {
			return i, err
		}
	}
	return len(files), nil
}

func abort(files []*File) {
	for _, f := range files {
		f.Abort() // after Commit it does nothing
	}
}

// partly returns the error for files of which only the first n were put in their places.
func partly(files []*File, n int, err error) error {
	if n == 0 {
		return err
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f.target))
	}
	return &text.Failure{Err: err, Hint: fmt.Sprintf("%s: new; %s: as before", text.Join(names[:n]), text.Join(names[n:]))}
}

// temporary creates a file beside target, with a name that shows what it is if a crash leaves it.
func temporary(target string) (*os.File, error) {
	dir, name := filepath.Split(target)
	const longest = 200 // file systems take 255 bytes
	prefix := "." + name[:min(len(name), longest)] + ".tmp-"
	for i := 0; ; i++ {
		temp := filepath.Join(dir, prefix+strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(i))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // less the umask
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		var path *fs.PathError
		if errors.As(err, &path) { // report the name that the user gave
			path.Path = target
		}
		if err == nil {
			removeLeftovers(f, dir, prefix)
		}
		return f, err
	}
}

// removeLeftovers removes what killed runs have left of a target: files in dir whose names begin with prefix, and which nobody has
// written to on the day before a new one.
func removeLeftovers(fresh *os.File, dir, prefix string) {
	info, err := fresh.Stat()
	if err != nil {
		return
	}
	folder, err := os.Open(cmp.Or(dir, "."))
	if err != nil {
		return
	}
	defer func() { _ = folder.Close() }() // only read from
	names, _ := folder.Readdirnames(-1)   // those that could be read
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok || strings.Trim(rest, "0123456789-") != "" {
			continue
		}
		path := filepath.Join(dir, name)
		if old, err := os.Lstat(path); err == nil && old.Mode().IsRegular() && info.ModTime().Sub(old.ModTime()) > 24*time.Hour {
			_ = os.Remove(path) // it is in nobody's way
		}
	}
}
