//go:build unix

package render_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"malaga/internal/render"
	plain "malaga/internal/text"
)

func TestSymbolicLinksAreFollowed(t *testing.T) {
	t.Parallel()
	dir, other := t.TempDir(), t.TempDir()
	putOld(t, filepath.Join(other, "target.csv"))
	for name, to := range map[string]string{
		"absolute": filepath.Join(other, "target.csv"), "chain": "absolute", "dangling": filepath.Join(other, "new.csv"), "own": "beside.csv",
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	var files render.Files
	for _, name := range []string{"chain", "dangling", "own"} {
		f := create(t, &files, filepath.Join(dir, name))
		write(t, f, name)
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, other, map[string]string{"target.csv": "chain", "new.csv": "dangling"})
	expect(t, dir, map[string]string{"absolute": "(L)", "chain": "(L)", "dangling": "(L)", "own": "(L)", "beside.csv": "own"})
}

func TestALoopOfLinksIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", path); err != nil {
		t.Fatal(err)
	}
	var files render.Files
	if _, err := files.Create(path); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("%v", err)
	}
	expect(t, dir, map[string]string{"loop": "(L)"})
}

func TestAFullDeviceIsWrittenDirectlyAndReportsItsError(t *testing.T) {
	t.Parallel()
	before, err := os.Stat("/dev/full")
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	var files render.Files
	for _, content := range []string{"x", strings.Repeat("x", 1<<20)} {
		f := create(t, &files, "/dev/full")
		_, _ = f.WriteString(content) // Commit reports the error again
		if err := f.Commit(); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%v", err)
		}
	}
	after, err := os.Stat("/dev/full")
	if err != nil || !os.SameFile(before, after) || after.Mode()&fs.ModeCharDevice == 0 {
		t.Errorf("/dev/full has been replaced: %v %v", after, err)
	}
}

func TestANamedPipeIsWrittenDirectly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	read := make(chan string)
	go func() {
		in, err := os.Open(path) // waits for the writer
		if err != nil {
			read <- err.Error()
			return
		}
		defer func() { _ = in.Close() }() // only read from
		b, _ := io.ReadAll(in)
		read <- string(b)
	}()
	var files render.Files
	f := create(t, &files, path)
	write(t, f, "through the pipe")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "through the pipe" {
		t.Errorf("%q", got)
	}
	expect(t, dir, map[string]string{"pipe": "(p)"})
}

// The umask belongs to the process, and so does the limit of the next test: they do not run beside
// others.
func TestNewFilesTakeTheirModeFromTheUmask(t *testing.T) {
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	dir := t.TempDir()
	path := filepath.Join(dir, "new.csv")
	var files render.Files
	if err := create(t, &files, path).Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o640 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestAPrivateFileStaysPrivate(t *testing.T) {
	old := syscall.Umask(0o022)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "old.csv")
	putOld(t, path)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	var files render.Files
	if err := create(t, &files, path).Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// A limit on the size of files stands in for a full disk.
func TestAFailedWriteLeavesTheOldFile(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Skip("no limits here: ", err)
	}
	for _, size := range []int{70_000, 1 << 20} { // reported by Commit, reported by a write
		dir := t.TempDir()
		path := filepath.Join(dir, "a.csv")
		putOld(t, path)
		var files render.Files
		f := create(t, &files, path)
		small := syscall.Rlimit{Cur: 66_000, Max: old.Max}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
			t.Skip("no limits here: ", err)
		}
		_, _ = f.WriteString(strings.Repeat("x", size))
		err := f.Commit()
		if back := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); back != nil {
			t.Fatal(back)
		}
		if !errors.Is(err, syscall.EFBIG) {
			t.Errorf("%d bytes: %v", size, err)
		}
		expect(t, dir, map[string]string{"a.csv": "old"})
	}
}

func TestALongNameIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var files render.Files
	_, err := files.Create(filepath.Join(dir, strings.Repeat("a", 300)))
	var failure *plain.Failure
	if !errors.As(err, &failure) || !errors.Is(err, syscall.ENAMETOOLONG) || failure.Hint != "choose a shorter name for the output" {
		t.Errorf("%v", err)
	}
	expect(t, dir, map[string]string{})
}
