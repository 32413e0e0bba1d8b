package render

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

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
		if err == nil {
			removeLeftovers(f, dir, prefix)
		}
		return f, err
	}
}

// isNumber reports whether a part of a name is a number as temporary writes it.
func isNumber(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && strconv.Itoa(n) == s && n >= 0
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
		process, n, parted := strings.Cut(rest, "-")
		if !ok || !parted || !isNumber(process) || !isNumber(n) {
			continue
		}
		path := filepath.Join(dir, name)
		if old, err := os.Lstat(path); err == nil && old.Mode().IsRegular() && info.ModTime().Sub(old.ModTime()) > 24*time.Hour {
			_ = os.Remove(path) // it is in nobody's way
		}
	}
}
