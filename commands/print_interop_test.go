//go:build interop

package commands_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheWorkbookPrintsOnFewPages has LibreOffice print the workbook of the built-in data, in both profiles and on both papers.
func TestTheWorkbookPrintsOnFewPages(t *testing.T) {
	t.Parallel()
	const most = 25
	for _, form := range [][2]string{{"working", "a4"}, {"working", "letter"}, {"accessible", "a4"}, {"accessible", "letter"}} {
		dir := t.TempDir()
		file := filepath.Join(dir, "book.xlsx")
		if code, _, stderr := run(t, nil, "export", "xlsx", "--profile", form[0], "--paper", form[1], "-o", file); code != 0 {
			t.Fatal(stderr)
		}
		printed(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", dir, file)
		pdf, err := os.ReadFile(strings.TrimSuffix(file, ".xlsx") + ".pdf")
		if err != nil {
			t.Skip("this LibreOffice writes no PDF: ", err)
		}
		if pages := bytes.Count(pdf, []byte("/Type/Page/")); pages == 0 || pages > most {
			t.Errorf("%s: %d pages; at most %d are wanted", form, pages, most)
		}
	}
}
