package render_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"malaga/internal/render"
	failures "malaga/internal/text"
)

// asNobody calls fn in a thread that has the rights of nobody on files, so that a closed folder is closed to the superuser too.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		fn()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		const nobody = 65534
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0); errno != 0 {
			t.Errorf("setfsuid: %v", errno)
			return
		}
		fn()
	}()
	<-done
}

// closedFolder returns a folder in which nobody can create a file, with one file that anybody can write.
func closedFolder(t *testing.T) (dir, file string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "closed-") // the parents of t.TempDir are private
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(dir, 0o700)
		_ = os.RemoveAll(dir)
	})
	file = filepath.Join(dir, "out.csv")
	putOld(t, file)
	for name, mode := range map[string]os.FileMode{file: 0o666, dir: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	return dir, file
}

func TestAFileInAClosedFolderIsOverwritten(t *testing.T) {
	t.Parallel()
	dir, file := closedFolder(t)
	var warnings []string
	files := render.Files{Warn: func(w string) { warnings = append(warnings, w) }}
	asNobody(t, func() {
		f, err := files.Create(file)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = f.WriteString("new")
		f.Abort() // a run that fails leaves what was there
		if f, err = files.Create(file); err != nil {
			t.Error(err)
			return
		}
		_, _ = f.WriteString("new")
		if err := f.Commit(); err != nil {
			t.Error(err)
		}
		_, err = files.Create(filepath.Join(dir, "other.csv"))
		var failure *failures.Failure
		if !errors.As(err, &failure) || strings.Contains(err.Error(), "tmp-") || !strings.Contains(failure.Hint, dir) {
			t.Errorf("a new file: %v", err)
		}
	})
	expect(t, dir, map[string]string{"out.csv": "new"})
	want := file + " was overwritten in place, because it cannot be replaced: permission denied"
	if len(warnings) != 1 || warnings[0] != want {
		t.Errorf("%q, not %q", warnings, want)
	}
}

// A file that nobody may write is kept, in an open folder and in a closed one.
func TestAReadOnlyFileIsKept(t *testing.T) {
	t.Parallel()
	for _, folder := range []os.FileMode{0o777, 0o555} {
		dir, file := closedFolder(t)
		for name, mode := range map[string]os.FileMode{file: 0o444, dir: folder} {
			if err := os.Chmod(name, mode); err != nil {
				t.Fatal(err)
			}
		}
		var files render.Files
		asNobody(t, func() {
			_, err := files.Create(file)
			var failure *failures.Failure
			if !errors.As(err, &failure) || !errors.Is(err, syscall.EACCES) || !strings.Contains(failure.Hint, "read-only") {
				t.Errorf("in a folder with mode %o: %v", folder, err)
			}
		})
		expect(t, dir, map[string]string{"out.csv": "old"})
	}
}

func TestAMountedFileIsOverwritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "out.csv")
	inside := filepath.Join(t.TempDir(), "inside.csv")
	putOld(t, file)
	putOld(t, inside)
	if err := syscall.Mount(inside, file, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("no file can be mounted here: %v", err)
	}
	defer func() { _ = syscall.Unmount(file, 0) }()
	var warnings []string
	files := render.Files{Warn: func(w string) { warnings = append(warnings, w) }}
	f := create(t, &files, file)
	write(t, f, "new")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"out.csv": "new"})
	expect(t, filepath.Dir(inside), map[string]string{"inside.csv": "new"})
	if want := file + " was overwritten in place, because it cannot be replaced: device or resource busy"; len(warnings) != 1 || warnings[0] != want {
		t.Errorf("%q, not %q", warnings, want)
	}
}

// A file that has come to be a folder can be neither replaced nor overwritten: the error names it, and not the temporary file.
func TestAFileThatHasNoPlaceIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "out.csv")
	var files render.Files
	f := create(t, &files, file)
	write(t, f, "new")
	if err := os.MkdirAll(filepath.Join(file, "full"), 0o777); err != nil {
		t.Fatal(err)
	}
	err := f.Commit()
	if err == nil || !strings.HasPrefix(err.Error(), file+": cannot be replaced (") || strings.Contains(err.Error(), "tmp-") {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v is left", left)
	}
}
