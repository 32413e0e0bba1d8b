package render_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/render"
)

// folder is what a folder holds: names and contents.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			held[e.Name()] = "(" + e.Type().String()[:1] + ")"
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		held[e.Name()] = string(b)
	}
	return held
}

func expect(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, folder(t, dir)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func putOld(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
}

func create(t *testing.T, files *render.Files, path string) *render.File {
	t.Helper()
	f, err := files.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t *testing.T, f *render.File, s string) {
	t.Helper()
	if _, err := f.WriteString(s); err != nil {
		t.Fatal(err)
	}
}

func TestCommitPutsTheFileInItsPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putOld(t, filepath.Join(dir, "old.csv"))
	var files render.Files
	long := strings.Repeat("more than a buffer holds ", 10000)
	for name, content := range map[string]string{"old.csv": long, "new.csv": "new", "empty.csv": ""} {
		f := create(t, &files, filepath.Join(dir, name))
		write(t, f, content)
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, dir, map[string]string{"old.csv": long, "new.csv": "new", "empty.csv": ""})
}

func TestNothingIsSeenBeforeCommit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	putOld(t, path)
	var files render.Files
	f := create(t, &files, path)
	write(t, f, strings.Repeat("x", 1<<20))
	if b, err := os.ReadFile(path); string(b) != "old" || err != nil {
		t.Errorf("%q %v", b, err)
	}
	for name := range folder(t, dir) {
		if name != "a.csv" && !strings.HasPrefix(name, ".a.csv.tmp-") {
			t.Errorf("a file called %s lies about", name)
		}
	}
	f.Abort()
	expect(t, dir, map[string]string{"a.csv": "old"})
}

func TestAbortLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var files render.Files
	f := create(t, &files, filepath.Join(dir, "a.csv"))
	write(t, f, "half")
	f.Abort()
	f.Abort()
	if err := f.Commit(); err == nil {
		t.Error("what was given up is put in its place")
	}
	expect(t, dir, map[string]string{})
}

func TestAbortAfterCommitDoesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var files render.Files
	f := create(t, &files, filepath.Join(dir, "a.csv"))
	write(t, f, "whole")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	files.AbortAll()
	if err := f.Commit(); err == nil {
		t.Error("a second Commit succeeds")
	}
	expect(t, dir, map[string]string{"a.csv": "whole"})
}

func TestAbortAllRemovesWhatIsHalfWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putOld(t, filepath.Join(dir, "b.csv"))
	var files render.Files
	done := create(t, &files, filepath.Join(dir, "done.csv"))
	if err := done.Commit(); err != nil {
		t.Fatal(err)
	}
	var open []*render.File
	for _, name := range []string{"a.csv", "b.csv", "c.csv"} {
		open = append(open, create(t, &files, filepath.Join(dir, name)))
		write(t, open[len(open)-1], "half")
	}
	var wait sync.WaitGroup // as from the end of a run and a signal at once
	for range 4 {
		wait.Go(files.AbortAll)
	}
	wait.Wait()
	for _, f := range open {
		if err := f.Commit(); err == nil {
			t.Error("what was given up is put in its place")
		}
	}
	expect(t, dir, map[string]string{"b.csv": "old", "done.csv": ""})
	if _, err := files.Create(filepath.Join(dir, "late.csv")); err == nil { // the process may end at any time
		t.Error("a file is begun after AbortAll")
	}
}

func TestTwoFilesForOnePlaceDoNotMix(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	var files render.Files
	first, second := create(t, &files, path), create(t, &files, path)
	write(t, first, "first")
	write(t, second, "second")
	if err := second.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"a.csv": "first"})
}

func TestPlacesThatCannotBeWrittenAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putOld(t, filepath.Join(dir, "file"))
	var files render.Files
	for _, path := range []string{dir, filepath.Join(dir, "absent", "a.csv"), filepath.Join(dir, "file", "a.csv")} {
		_, err := files.Create(path)
		if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), ".tmp-") {
			t.Errorf("%s: %v", path, err)
		}
	}
	expect(t, dir, map[string]string{"file": "old"})
}

func TestAFailedRenameLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	var files render.Files
	f := create(t, &files, path)
	write(t, f, "x")
	if err := os.MkdirAll(filepath.Join(path, "in-the-way"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("the file is in the place of a folder")
	}
	var names []string
	for name := range folder(t, dir) {
		names = append(names, name)
	}
	if !slices.Equal(names, []string{"a.csv"}) {
		t.Errorf("%q is left", names)
	}
}
