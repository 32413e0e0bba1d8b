package render_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"malaga/internal/render"
	failures "malaga/internal/text"
)

// begun adds a file for each name to a batch, with something written to it. It stops at the first error.
func begun(t *testing.T, dir string, names ...string) (*render.Batch, error) {
	t.Helper()
	b := &render.Batch{Create: (&render.Files{}).Create}
	t.Cleanup(b.Abort)
	for _, name := range names {
		err := b.Add(filepath.Join(dir, name), func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
		if err != nil {
			b.Abort()
			return b, err
		}
	}
	return b, nil
}

// together writes a file for each name.
func together(t *testing.T, dir string, names ...string) error {
	t.Helper()
	b, err := begun(t, dir, names...)
	if err == nil {
		err = b.Commit()
	}
	return err
}

func TestFilesThatBelongTogetherAppearTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putOld(t, filepath.Join(dir, "a.csv"))
	b, err := begun(t, dir, "a.csv", "b.csv", "dropped.csv")
	if err != nil {
		t.Fatal(err)
	}
	b.Drop()
	err = b.Add(filepath.Join(dir, "c.csv"), func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if err == nil {
		err = b.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"a.csv": "new", "b.csv": "new", "c.csv": "new"})
}

func TestIfOneOfSeveralFilesIsIncompleteNoneAppears(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	dir := t.TempDir()
	putOld(t, filepath.Join(dir, "a.csv"))
	if err := os.Symlink("/dev/full", filepath.Join(dir, "c.csv")); err != nil {
		t.Fatal(err)
	}
	err := together(t, dir, "a.csv", "b.csv", "c.csv")
	if err == nil || strings.Contains(err.Error(), "tmp-") {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, "c.csv")); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"a.csv": "old"})
}

// If a rename fails, the error says which files are new, and which are as they were.
func TestIfOneOfSeveralRenamesFailsTheErrorSaysWhichFilesStand(t *testing.T) {
	t.Parallel()
	for name, hint := range map[string]string{
		"a.csv": "choose another name for the output",
		"c.csv": "a.csv and b.csv: new; c.csv and d.csv: as before", "d.csv": "a.csv, b.csv and c.csv: new; d.csv: as before",
	} {
		dir := t.TempDir()
		b, err := begun(t, dir, "a.csv", "b.csv", "c.csv", "d.csv")
		if err != nil {
			t.Fatal(err)
		}
		blocked := filepath.Join(dir, name)
		if err := os.Mkdir(blocked, 0o777); err != nil {
			t.Fatal(err)
		}
		var failure *failures.Failure
		if err := b.Commit(); !errors.As(err, &failure) || failure.Hint != hint || strings.Contains(err.Error(), "tmp-") || !strings.HasPrefix(err.Error(), blocked) {
			t.Errorf("%s: %v, %+v", name, err, failure)
		}
		b.Abort()
		if err := os.Remove(blocked); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, n := range []string{"a.csv", "b.csv", "c.csv"} {
			if n < name {
				want[n] = "new"
			}
		}
		expect(t, dir, want)
	}
}

// What a killed run left of a file is removed when the file is written again, a day later.
func TestLeftoversOlderThanADayAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{
		".a.csv.tmp-12-0": 25 * time.Hour, ".a.csv.tmp-7-31": 1000 * time.Hour, ".a.csv.tmp-8-0": 23 * time.Hour,
		".b.csv.tmp-12-0": 25 * time.Hour, ".a.csv.tmp-x": 25 * time.Hour,
		".a.csv.tmp-2024-01-01": 25 * time.Hour, ".a.csv.tmp-": 25 * time.Hour, ".a.csv.tmp-12": 25 * time.Hour, "a.csv.tmp-1-0": 25 * time.Hour, ".a.csv": 25 * time.Hour,
	} {
		path := filepath.Join(dir, name)
		putOld(t, path)
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if err := together(t, dir, "a.csv"); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a.csv": "new"}
	for _, kept := range []string{
		".a.csv.tmp-8-0", ".b.csv.tmp-12-0", ".a.csv.tmp-x", ".a.csv.tmp-2024-01-01", ".a.csv.tmp-", ".a.csv.tmp-12", "a.csv.tmp-1-0", ".a.csv",
	} {
		want[kept] = "old"
	}
	expect(t, dir, want)
}

// Two names that lead to one file are an error before anything is in its place.
func TestTwoFilesCannotGoToOnePlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink("b.csv", filepath.Join(dir, "a.csv")); err != nil {
		t.Skip(err)
	}
	err := together(t, dir, "a.csv", "b.csv")
	if err == nil || !strings.Contains(err.Error(), "b.csv: leads to another file of the same output") {
		t.Errorf("error %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v is left", left)
	}
}

func TestAFolderThatIsNotNeededIsRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := &render.Files{}
	if err := files.MakeFolders(filepath.Join(dir, "a", "b", "c"), ""); err != nil {
		t.Fatal(err)
	}
	if err := files.MakeFolder(filepath.Join(dir, "a", "b", "c", "d"), ""); err != nil {
		t.Fatal(err)
	}
	putOld(t, filepath.Join(dir, "a", "kept"))
	files.AbortAll()
	if files.MakeFolder(filepath.Join(dir, "late"), "") == nil {
		t.Error("a folder is made for a run that has ended")
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "a")); len(left) != 1 || left[0].Name() != "kept" {
		t.Errorf("%v is left", left)
	}
	files = &render.Files{}
	for _, there := range []error{files.MakeFolders(dir, ""), files.MakeFolder(dir, "")} {
		if there != nil {
			t.Fatal(there)
		}
	}
	files.AbortAll()
	files = &render.Files{}
	for _, wrong := range []error{files.MakeFolders(filepath.Join(dir, "a", "kept", "d"), ""), files.MakeFolder(filepath.Join(dir, "a", "kept"), "")} {
		if wrong == nil {
			t.Error("a file has become a folder")
		}
	}
}
