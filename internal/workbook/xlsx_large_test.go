package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/workbook"
)

// many are so many rows, made as they are asked for.
func many(n int, row func(i int) table.Row) func(func(table.Row, error) bool) {
	return func(yield func(table.Row, error) bool) {
		for i := range n {
			if !yield(row(i), nil) {
				return
			}
		}
	}
}

func TestATableWithMoreRowsThanASheetGoesOnOnAnother(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a million rows")
	}
	const n = 1<<20 + 100 // the heading takes one row of the first sheet
	rows := table.Rows{Columns: []table.Column{{Name: "n", Title: "N", Numeric: true}}, Seq: many(n, func(i int) table.Row { return table.Row{fmt.Appendf(nil, "%d", i)} })}
	var b bytes.Buffer
	changes, err := workbook.Write(&b, workbook.Properties{Title: "T"}, []workbook.Sheet{{Name: "Numbers", Rows: rows}, {Name: "Last", Rows: table.Of(columns[:1], nil)}})
	if err != nil {
		t.Fatal(err)
	}
	if changes != (workbook.Changes{Parts: 1}) {
		t.Errorf("%+v", changes)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]string{ // how many rows, and what the last one holds
		"xl/worksheets/sheet1.xml": {"1048576", "<v>1048574</v>"},
		"xl/worksheets/sheet2.xml": {"102", "<v>1048675</v>"},
		"xl/worksheets/sheet3.xml": {"1", "<v>"},
	} {
		in, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		last := part[bytes.LastIndex(part, []byte("<row ")):]
		if got := fmt.Sprint(bytes.Count(part, []byte("<row "))); got != want[0] || !bytes.Contains(last, []byte(want[1])) {
			t.Errorf("%s has %s rows, the last %.200s", name, got, last)
		}
	}
	text := string(mustOpen(t, z, "xl/workbook.xml"))
	if !strings.Contains(text, `name="Numbers (2)"`) {
		t.Error("no sheet goes on")
	}
}

func mustOpen(t *testing.T, z *zip.Reader, name string) []byte {
	t.Helper()
	in, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Texts that come again and again are shared by cells: what is read back is the same.
func TestSharedTextsAreReadBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 5))
	texts := []string{"thematic", "a & b", " padded ", "two\nlines", "_x0041_", "Málaga 😀", strings.Repeat("long ", 50)}
	var in []table.Row
	want := [][]string{{"A", "B"}}
	for i := range 6000 { // more than the sample
		a, b := texts[r.IntN(len(texts))], fmt.Sprint("each its own ", i)
		in = append(in, table.Row{rawjson.Quote(a), rawjson.Quote(b)})
		want = append(want, []string{a, b})
	}
	f, b := opened(t, workbook.Sheet{Name: "S", Rows: table.Of([]table.Column{{Title: "A"}, {Title: "B"}}, in)})
	got := grid(t, f, "S")
	for i := range got { // what the library does not undo in a shared text
		got[i][0] = strings.ReplaceAll(got[i][0], "_x005F_x0041_", "_x0041_")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%.1000s", diff)
	}
	if n := slices.IndexFunc(parts(t, b), func(p string) bool { return strings.Contains(p, "<sst ") && strings.Count(p, "<si>") > len(texts)+5 }); n >= 0 {
		t.Error("texts of one cell are shared")
	}
}

// Only what leads to the web is a link, and only as many as a sheet can have.
func TestLinks(t *testing.T) {
	t.Parallel()
	long := "https://example.org/" + strings.Repeat("x", 2100)
	in := []table.Row{{rawjson.Quote("https://example.org/a?b=1&c=2")}, {nil}, {rawjson.Quote(long)}, {rawjson.Quote("javascript:alert(1)")}}
	var b bytes.Buffer
	sheets := []workbook.Sheet{
		{Name: "Contents", Rows: table.Of([]table.Column{{Title: "Sheet"}}, []table.Row{{rawjson.Quote("Pages")}}), Into: 1},
		{Name: "Pages", Rows: table.Of([]table.Column{{Title: "Address", Link: true}}, in)},
	}
	changes, err := workbook.Write(&b, workbook.Properties{Title: "T"}, sheets)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A2": "https://example.org/a?b=1&c=2", "A4": "", "A5": ""} {
		if _, got, err := f.GetCellHyperLink("Pages", cell); err != nil || got != want {
			t.Errorf("%s leads to %q, %v", cell, got, err)
		}
	}
	if _, got, err := f.GetCellHyperLink("Contents", "A2"); err != nil || got != "'Pages'!A1" {
		t.Errorf("the contents lead to %q, %v", got, err)
	}
	if changes.Links != 2 {
		t.Errorf("%+v", changes)
	}
	if got := grid(t, f, "Pages")[3][0]; got != long {
		t.Errorf("a long address is cut: %.40s", got)
	}
}

// Links and shared texts take bounded memory: what is beyond is text in its cell.
func TestLongLinksAndTextsAreBounded(t *testing.T) {
	t.Parallel()
	const n, length = 9000, 2000
	rows := func(yield func(table.Row, error) bool) {
		for i := range n {
			long := fmt.Sprintf("https://example.org/%d/%s", i, strings.Repeat("x", length-30))
			if !yield(table.Row{rawjson.Quote(long), rawjson.Quote(fmt.Sprintf("%d %s", i/2, long))}, nil) {
				return
			}
		}
	}
	var b bytes.Buffer
	sheet := workbook.Sheet{Name: "Pages", Rows: table.Rows{Columns: []table.Column{{Title: "Address", Link: true}, {Title: "Text"}}, Seq: rows}}
	changes, err := workbook.Write(&b, workbook.Properties{Title: "T"}, []workbook.Sheet{sheet})
	if links := n - changes.Links; err != nil || links < 8000 || links*length > 17<<20 {
		t.Errorf("%d links, %v", links, err)
	}
	for _, p := range parts(t, b.Bytes()) {
		if strings.Contains(p, "<sst ") && len(p) > 9<<20 {
			t.Errorf("%d bytes of shared texts", len(p))
		}
	}
}

// Days that all programs count alike are dates; others are texts.
func TestDates(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]excelize.CellType{
		"2022-05-10": excelize.CellTypeUnset, "1900-03-01": excelize.CellTypeUnset, "9999-12-31": excelize.CellTypeUnset,
		"1900-02-28": excelize.CellTypeInlineString, "0001-01-01": excelize.CellTypeInlineString, "2022-05": excelize.CellTypeInlineString,
	} {
		f, _ := opened(t, workbook.Sheet{Name: "S", Rows: table.Of([]table.Column{{Title: "Day", Date: true}}, []table.Row{{rawjson.Quote(day)}})})
		kind, err := f.GetCellType("S", "A2")
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetCellValue("S", "A2")
		if err != nil || shown != day || kind != want {
			t.Errorf("%s is %q of type %d, %v", day, shown, kind, err)
		}
	}
}
