//go:build interop

package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestManReadsTheManual has mandoc read all pages without a warning, and show what is in them.
func TestManReadsTheManual(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, _, stderr := run(t, nil, "help", "--man", "-o", dir); code != 0 {
		t.Fatal(stderr)
	}
	pages, err := os.ReadDir(dir)
	if err != nil || len(pages) < 15 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, p := range pages {
		printed(t, "mandoc", "-Tlint", "-Wwarning", filepath.Join(dir, p.Name()))
	}
	shown := string(printed(t, "mandoc", "-Tutf8", "-Owidth=78", filepath.Join(dir, "malaga-where.7")))
	for _, want := range []string{"$ malaga list sessions --where 'variants!='", "does not contain VALUE, or is absent"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q does not stand in\n%s", want, shown)
		}
	}
}
