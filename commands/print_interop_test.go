//go:build interop

package commands_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
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
		inPrint(t, file)
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

// inPrint checks that the rows of a workbook are as high as a number of lines, and that no sheet says that texts are shortened.
func inPrint(t *testing.T, file string) {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList()[2:] {
		if lines, err := f.GetHeaderFooter(sheet); err != nil || strings.Contains(lines.OddHeader, "shortened") {
			t.Errorf("%s: sheet %s: %v, %v", file, sheet, lines, err)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			height, err := f.GetRowHeight(sheet, i+1)
			if isLines := int(height)%15 == 0 || slices.Contains([]float64{18, 27, 32}, height); err != nil || !isLines {
				t.Errorf("%s: sheet %s: row %d has %v points, %v", file, sheet, i+1, height, err)
			}
		}
	}
}
