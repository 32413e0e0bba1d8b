package edit_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/edit"
	"malaga/internal/render"
	"malaga/internal/text"
)

// TestRewriteThatFailsLastChangesNothing removes the folder of a file before its new content is put there: an error of the last step
// is one like any other.
func TestRewriteThatFailsLastChangesNothing(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"new", "o", "", "old and more"} {
		dir := filepath.Join(t.TempDir(), "data")
		path := filepath.Join(dir, "themes.json")
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		var files render.Files
		changed, err := edit.Rewrite(&files, path, func(_ *edit.Source, w io.Writer) error {
			if _, err := io.WriteString(w, content); err != nil {
				return err
			}
			return os.Rename(dir, dir+"-2")
		})
		var failure *text.Failure
		if changed || !errors.As(err, &failure) || strings.Contains(failure.Hint, "another name") {
			t.Errorf("%q: changed is %v, the error %#v", content, changed, err)
		}
		if b, err := os.ReadFile(filepath.Join(dir+"-2", "themes.json")); err != nil || string(b) != "old" {
			t.Errorf("%q: the file is %q: %v", content, b, err)
		}
	}
}
