package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/workbook"
)

// opened writes sheets and reads them back as texts.
func opened(t *testing.T, sheets ...workbook.Sheet) (*excelize.File, []byte) {
	t.Helper()
	var b bytes.Buffer
	if _, err := workbook.Write(&b, workbook.Properties{Title: "T", Modified: "2022-05-11"}, sheets); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, b.Bytes()
}

// grid is a sheet as texts, each row as long as the heading.
func grid(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		for len(all[i]) < len(all[0]) {
			all[i] = append(all[i], "")
		}
	}
	return all
}

// inCell is a value as a cell has it: lists with an entry a line.
func inCell(cell []byte) string { return string(table.AppendText(nil, cell, "\n")) }

func titles() []string {
	var all []string
	for _, c := range columns {
		all = append(all, c.Title)
	}
	return all
}

func TestAWorkbookReadBackIsTheCells(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 1))
	for _, n := range []int{0, 1, 20, 499, 500, 501, 1300} { // the first 500 rows are held back
		in := rows(r, n, slices.Concat(pieces, []string{"\n", "\t"}))
		f, _ := opened(t, workbook.Sheet{Name: "Side events", Rows: table.Of(columns, in)})
		want := [][]string{titles()}
		for _, row := range in {
			var line []string
			for _, cell := range row {
				line = append(line, inCell(cell))
			}
			want = append(want, line)
		}
		if diff := cmp.Diff(want, grid(t, f, "Side events")); diff != "" {
			t.Fatalf("%d rows (-want +got)\n%s", n, diff)
		}
	}
}

func TestEachTableIsASheetInOrder(t *testing.T) {
	t.Parallel()
	f, _ := opened(t,
		workbook.Sheet{Name: "Sessions", Rows: table.Of(columns, rows(rand.New(rand.NewPCG(7, 2)), 2, pieces))},
		workbook.Sheet{Name: "Side events", Rows: table.Of(columns[:2], nil)},
		workbook.Sheet{Name: "Organisations", Rows: table.Of(columns[:1], []table.Row{{rawjson.Quote("org-un")}})})
	if diff := cmp.Diff([]string{"Sessions", "Side events", "Organisations"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"Id", "Title"}}, grid(t, f, "Side events")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"Id"}, {"org-un"}}, grid(t, f, "Organisations")); diff != "" {
		t.Error(diff)
	}
}

// Excel keeps 15 digits: a longer number is kept as text rather than changed.
func TestNumbersAreNumbersWhereExcelKeepsThemExactly(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]excelize.CellType{
		"0": excelize.CellTypeUnset, "-12": excelize.CellTypeUnset, "1.5": excelize.CellTypeUnset, "123456789012345": excelize.CellTypeUnset,
		"1234567890123456": excelize.CellTypeInlineString, "0.1234567890123456": excelize.CellTypeInlineString,
		"1e5": excelize.CellTypeUnset, "5800.0": excelize.CellTypeUnset,
	} {
		f, _ := opened(t, workbook.Sheet{Name: "S", Rows: table.Of([]table.Column{{Title: "N", Numeric: true}}, []table.Row{{[]byte(number)}})})
		kind, err := f.GetCellType("S", "A2")
		if err != nil {
			t.Fatal(err)
		}
		shown := map[string]string{"1e5": "100000", "5800.0": "5800"} // however they are written
		wantValue, rewritten := shown[number]
		if !rewritten {
			wantValue = number
		}
		if value := grid(t, f, "S")[1][0]; value != wantValue || kind != want {
			t.Errorf("%s is %s of type %d", number, value, kind)
		}
	}
}

// Text that looks like a formula, a date or a number stays the text that it is.
func TestTextStaysText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "2022-05-10", "1E5", "00123", "TRUE", "'quoted", " spaces around ", "\ttab", "line\nbreak", "#N/A", "1/2", "<&>\"'"} {
		f, _ := opened(t, workbook.Sheet{Name: "S", Rows: table.Of([]table.Column{{Title: "T"}}, []table.Row{{rawjson.Quote(s)}})})
		kind, err := f.GetCellType("S", "A2")
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula("S", "A2")
		if err != nil {
			t.Fatal(err)
		}
		if value := grid(t, f, "S")[1][0]; value != s || kind != excelize.CellTypeInlineString || formula != "" {
			t.Errorf("%q is %q of type %d, formula %q", s, value, kind, formula)
		}
	}
}

func TestACellHolds32767Characters(t *testing.T) {
	t.Parallel()
	write := func(s string) error {
		_, err := workbook.Write(&bytes.Buffer{}, workbook.Properties{}, []workbook.Sheet{{Name: "Notes", Rows: table.Of([]table.Column{{Name: "note", Title: "Note"}}, []table.Row{{rawjson.Quote("x")}, {rawjson.Quote(s)}})}})
		return err
	}
	for _, s := range []string{strings.Repeat("é", 32767), strings.Repeat("😀", 16383) + "x"} {
		if err := write(s); err != nil {
			t.Errorf("%.8s…: %v", s, err)
		}
		f, _ := opened(t, workbook.Sheet{Name: "S", Rows: table.Of([]table.Column{{Title: "T"}}, []table.Row{{rawjson.Quote(s)}})})
		if grid(t, f, "S")[1][0] != s {
			t.Errorf("%.8s… is cut", s)
		}
	}
	for _, s := range []string{strings.Repeat("é", 32768), strings.Repeat("😀", 16385), strings.Repeat("a", 40112)} {
		var b bytes.Buffer
		changes, err := workbook.Write(&b, workbook.Properties{}, []workbook.Sheet{{Name: "S", Rows: table.Of([]table.Column{{Title: "T"}}, []table.Row{{rawjson.Quote(s)}})}})
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		got := grid(t, f, "S")[1][0]
		beginning, remark, cut := strings.Cut(got, " … [cut here")
		if units := len(utf16.Encode([]rune(got))); !cut || units > 32767 || units < 32760 || !strings.HasPrefix(s, beginning) || !strings.HasSuffix(remark, "]") || changes != (workbook.Changes{Cut: 1}) {
			t.Errorf("%.8s…: %d units, %+v", s, units, changes)
		}
	}
}

func TestTwoWritesAreTheSameBytes(t *testing.T) {
	t.Parallel()
	var sheets []workbook.Sheet
	for i := range 8 {
		chart := []workbook.Chart{{Title: "C", First: 1, Last: 9, Label: 2, Value: 3}}
		sheets = append(sheets, workbook.Sheet{Name: fmt.Sprint("Sheet ", i), Rows: table.Of(columns, rows(rand.New(rand.NewPCG(7, uint64(i))), 30, pieces)), Charts: chart})
	}
	_, first := opened(t, sheets...)
	for range 5 {
		if _, again := opened(t, sheets...); !bytes.Equal(first, again) {
			t.Fatal("two writes of the same data differ")
		}
	}
}

func TestAWorkbookIsFitToBeRead(t *testing.T) {
	t.Parallel()
	in := []table.Row{{rawjson.Quote("id-1"), rawjson.Quote(strings.Repeat("long ", 40)), []byte("5"), []byte(`["a","b","c"]`), nil}}
	f, _ := opened(t, workbook.Sheet{Name: "S", Rows: table.Of(columns, in)})
	props, err := f.GetDocProps()
	if err != nil || props.Title != "T" || props.Modified != "2022-05-11T00:00:00Z" {
		t.Errorf("%+v %v", props, err)
	}
	panes, err := f.GetPanes("S")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%+v %v", panes, err)
	}
	narrow, err := f.GetColWidth("S", "A")
	if err != nil {
		t.Fatal(err)
	}
	wide, err := f.GetColWidth("S", "B")
	if err != nil || narrow > 12 || wide < 40 || wide > 92 {
		t.Errorf("widths %v and %v: %v", narrow, wide, err)
	}
	high, err := f.GetRowHeight("S", 2)
	if err != nil || high < 30 {
		t.Errorf("height %v: %v", high, err)
	}
}

func TestAFailingWriterIsReportedByAWorkbook(t *testing.T) {
	t.Parallel()
	sheets := []workbook.Sheet{{Name: "S", Rows: table.Of(columns, rows(rand.New(rand.NewPCG(7, 3)), 40, pieces))}}
	_, b := opened(t, sheets...)
	for room := 0; room < len(b); room += len(b)/25 + 1 {
		if _, err := workbook.Write(&full{room}, workbook.Properties{Title: "T", Modified: "2022-05-11"}, sheets); !errors.Is(err, errFull) {
			t.Fatalf("room for %d of %d bytes: %v", room, len(b), err)
		}
	}
}

func TestAnAccessibleWorkbook(t *testing.T) {
	t.Parallel()
	sheets := []workbook.Sheet{
		{Name: "Cover", Title: "Cover", Text: []workbook.Line{{Style: workbook.Title, Text: "T"}, {Text: "Contents", Link: "#S"}}},
		{
			Name: "S", Title: "What it is", Text: []workbook.Line{{Text: "A note."}},
			Rows:   table.Of(columns, rows(rand.New(rand.NewPCG(7, 4)), 5, pieces)),
			Charts: []workbook.Chart{{Title: "C", Alt: "A chart of five rows.", First: 1, Last: 5, Label: 2, Value: 3}},
		},
	}
	for _, accessible := range []bool{true, false} {
		var b bytes.Buffer
		if _, err := workbook.Write(&b, workbook.Properties{Title: "T", Language: "en", Accessible: accessible}, sheets); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		first := map[bool][]string{true: {"What it is", "A note.", "Id"}, false: {"Id"}}[accessible]
		for i, want := range first {
			if got := grid(t, f, "S")[i][0]; got != want {
				t.Errorf("row %d begins with %q, not %q", i+1, got, want)
			}
		}
		panes, err := f.GetPanes("S")
		if err != nil || panes.Freeze == accessible {
			t.Errorf("frozen: %v, %v", panes.Freeze, err)
		}
		for _, part := range parts(t, b.Bytes()) {
			if strings.Contains(part, "<autoFilter") == accessible && strings.Contains(part, "<table ") {
				t.Errorf("a filter: %s", part)
			}
		}
	}
}

// parts are the parts of a package.
func parts(t *testing.T, b []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(part))
	}
	return all
}

// Names of sheets are what people give them, and what Excel takes.
func TestNamesOfSheets(t *testing.T) {
	t.Parallel()
	var sheets []workbook.Sheet
	names := []string{"Sessions", "sessions", "", "History", "a/b:c", strings.Repeat("x", 40), strings.Repeat("x", 41), "'quoted'", strings.Repeat("😀", 20), "A1"}
	for _, n := range names {
		sheets = append(sheets, workbook.Sheet{Name: n, Rows: table.Of(columns[:1], []table.Row{{rawjson.Quote("id")}})})
	}
	f, _ := opened(t, sheets...)
	want := []string{
		"Sessions", "sessions (2)", "Sheet", "History_", "a b c", strings.Repeat("x", 31), strings.Repeat("x", 27) + " (2)", "quoted", strings.Repeat("😀", 15), "A1",
	}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{}
	for _, n := range f.GetSheetList() {
		tables, err := f.GetTables(n)
		if err != nil || len(tables) != 1 || seen[strings.ToLower(tables[0].Name)] || tables[0].Range != "A1:A2" {
			t.Fatalf("%s: %+v, %v", n, tables, err)
		}
		seen[strings.ToLower(tables[0].Name)] = true
	}
}

func TestAnErrorOfTheRowsIsReported(t *testing.T) {
	t.Parallel()
	boom := errors.New("the data are gone")
	broken := table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		if yield(table.Row{rawjson.Quote("a"), nil, nil, nil, nil}, nil) {
			yield(nil, boom)
		}
	}}
	if _, err := workbook.Write(&full{1 << 20}, workbook.Properties{}, []workbook.Sheet{{Name: "S", Rows: broken}}); !errors.Is(err, boom) {
		t.Errorf("%v", err)
	}
}
