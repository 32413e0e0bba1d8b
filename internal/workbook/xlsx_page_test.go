package workbook_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/workbook"
)

// A digit of Calibri 11 is 7 pixels wide in Excel; DejaVu Sans, which LibreOffice takes where there is no Calibri, has digits of
// 0.636 of the type size.
func TestATableIsOnePageWideInTypeOf8Points(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 9))
	for _, letter := range []bool{false, true} {
		for n := 1; n <= 18; n++ {
			var columns []table.Column
			row := make(table.Row, n)
			for i := range n {
				columns = append(columns, table.Column{Title: fmt.Sprint("Heading of ", i), Date: i%5 == 4, Unbroken: i == 0})
				if row[i] = rawjson.Quote("2022-05-10"); i%5 == 4 {
					continue
				}
				row[i] = rawjson.Quote(strings.Repeat("word ", 1+r.IntN(100)))
			}
			var b bytes.Buffer
			sheets := []workbook.Sheet{{Name: "S", Rows: table.Of(columns, []table.Row{row})}}
			if _, err := workbook.Write(&b, workbook.Properties{Letter: letter}, sheets); err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			width := 0.0
			for i := range n {
				w, err := f.GetColWidth("S", fmt.Sprintf("%c", 'A'+i))
				if err != nil {
					t.Fatal(err)
				}
				width += w
			}
			layout, err := f.GetPageLayout("S")
			if err != nil {
				t.Fatal(err)
			}
			paper := map[int][2]float64{1: {612, 792}, 9: {595.3, 841.9}}[*layout.Size]
			page := paper[1]
			if *layout.Orientation == "portrait" {
				page = paper[0]
			}
			for _, digit := range []float64{5.25, 0.636 * 11} { // points
				if size := 11 * min((page-2*0.3*72)/(width*digit), 1); size < 8 || *layout.FitToWidth != 1 {
					t.Errorf("letter %v, %d columns: %.1f points, %d pages side by side", letter, n, size, *layout.FitToWidth)
				}
			}
		}
	}
}

// Ids are for programs, a value that all rows have is in the caption, and long texts come last.
func TestColumnsHaveTheirPlaces(t *testing.T) {
	t.Parallel()
	columns := []table.Column{{Title: "Note"}, {Title: "Of"}, {Title: "Of (id)"}, {Title: "Kind"}, {Title: "Title"}, {Title: "Id"}}
	places := []workbook.Place{workbook.Last, workbook.Middle, workbook.Grouped, workbook.Middle, workbook.Name, workbook.Lead}
	var in []table.Row
	for i := range 3 {
		in = append(in, table.Row{
			rawjson.Quote(fmt.Sprint(strings.Repeat("long ", 300), i)), rawjson.Quote("Law"), rawjson.Quote("thm-law"),
			rawjson.Quote(fmt.Sprint("kind ", i)), rawjson.Quote(fmt.Sprint("title ", i)), rawjson.Quote(fmt.Sprint("id-", i)),
		})
	}
	sheet := workbook.Sheet{Name: "S", Title: "S", Rows: table.Of(columns, in), Places: places, Caption: true}
	f, b := opened(t, sheet)
	if got, want := strings.Join(grid(t, f, "S")[0], ","), "Id,Title,Kind,Note,Of,Of (id)"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	for column, want := range map[string]bool{"A": true, "D": true, "E": false, "F": false} {
		if visible, err := f.GetColVisible("S", column); err != nil || visible != want {
			t.Errorf("column %s is visible: %v, %v", column, visible, err)
		}
	}
	if height, err := f.GetRowHeight("S", 2); err != nil || height > 6*15 {
		t.Errorf("a row of %v points, %v", height, err)
	}
	if !strings.Contains(strings.Join(parts(t, b), ""), "S · Of: Law") {
		t.Error("no caption")
	}
}

// Titles and the columns beside them are shown whole. A table for the screen prints nothing, and the
// columns that a page has no room for are hidden, the least important first.
func TestPagesHaveRoomForTitles(t *testing.T) {
	t.Parallel()
	columns := []table.Column{{Title: "Id", Unbroken: true}, {Title: "Title"}}
	places := []workbook.Place{workbook.Lead, workbook.Name}
	for i := range 20 {
		columns = append(columns, table.Column{Title: fmt.Sprint("Field ", i)})
		places = append(places, workbook.Middle)
	}
	var in []table.Row
	for i := range 700 {
		row := table.Row{rawjson.Quote(fmt.Sprint("id-", i)), rawjson.Quote(strings.Repeat("title ", 5+20*(i%2)))}
		for j := range 20 {
			row = append(row, rawjson.Quote(fmt.Sprint(strings.Repeat("words ", 30), i, j)))
		}
		in = append(in, row)
	}
	f, b := opened(t,
		workbook.Sheet{Name: "S", Title: "S", Rows: table.Of(columns, in), Places: places, Main: []int{0, 1, 21}, Caption: true},
		workbook.Sheet{Name: "Look", Title: "Look", Rows: table.Of(columns, in), Places: places, Screen: true},
	)
	grid := grid(t, f, "S")
	if got := strings.Join(grid[0][:3], ","); got != "Id,Title,Field 19" && !slices.Contains(grid[0][:14], "Field 19") {
		t.Errorf("the most important field is not among the first: %s", strings.Join(grid[0], ","))
	}
	visible := 0
	for i := range grid[0] {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetColVisible("S", name)
		if err != nil {
			t.Fatal(err)
		}
		if shown {
			visible++
		}
		if !shown && grid[0][i] == "Field 19" {
			t.Error("the most important field is hidden")
		}
	}
	if visible < 5 || visible > 16 {
		t.Errorf("%d columns of %d are shown", visible, len(grid[0]))
	}
	short, long := rowHeight(t, f, 2), rowHeight(t, f, 3)
	if short > long || short < 6*15 || long > 7*15 || short%15 != 0 || long%15 != 0 {
		t.Errorf("a short title has %v points, a long one %v", short, long)
	}
	if all := strings.Join(parts(t, b), ""); strings.Count(all, "_xlnm.Print_Area") != 1 || !strings.Contains(all, "$X$1") {
		t.Error("the table for the screen is printed")
	}
}

// rowHeight returns the height of a row of the sheet S in points.
func rowHeight(t *testing.T, f *excelize.File, row int) int {
	t.Helper()
	height, err := f.GetRowHeight("S", row)
	if err != nil {
		t.Fatal(err)
	}
	return int(height)
}

// Names and ids are whole, whatever the number of pages; web addresses are beside the page; headers are whole, and above the table.
func TestNamesAreWhole(t *testing.T) {
	t.Parallel()
	columns := []table.Column{{Title: "Id", Unbroken: true}, {Title: "Title"}, {Title: "Organisation"}, {Title: "Web address", Link: true}, {Title: "Conference"}, {Title: "Conference (id)"}}
	places := []workbook.Place{workbook.Lead, workbook.Name, workbook.Middle, workbook.Beside, workbook.Middle, workbook.Grouped}
	conference := "Conference on Human Rights, Civil Society & Counter-Terrorism in a City on the Coast"
	for _, n := range []int{60, 1500} {
		var in []table.Row
		for i := range n {
			in = append(in, table.Row{
				rawjson.Quote(fmt.Sprint("a-long-id-of-more-than-one-line-", i)), rawjson.Quote(strings.Repeat("title ", 2)), rawjson.Quote(strings.Repeat("Organisation ", 1+12*(i%2))),
				rawjson.Quote(fmt.Sprint("https://example.org/", i)), rawjson.Quote(conference), rawjson.Quote("conf-x"),
			})
		}
		for range 7 { // a page as wide as the others
			for i := range in {
				in[i] = append(in[i], rawjson.Quote(strings.Repeat("words ", 3)+fmt.Sprint(i)))
			}
		}
		wide := slices.Concat(columns, slices.Repeat([]table.Column{{Title: "Field"}}, 7))
		f, b := opened(t, workbook.Sheet{Name: "S", Title: "Things", Rows: table.Of(wide, in), Places: slices.Concat(places, slices.Repeat([]workbook.Place{workbook.Middle}, 7)), Caption: true})
		short, long := rowHeight(t, f, 2), rowHeight(t, f, 3)
		if long <= 3*15 || short < 2*15 {
			t.Errorf("%d rows: rows of %v and %v points", n, short, long)
		}
		if visible, err := f.GetColVisible("S", "K"); err != nil || !visible || grid(t, f, "S")[0][10] != "Web address" {
			t.Errorf("web addresses are hidden, %v: %q", err, grid(t, f, "S")[0])
		}
		all := strings.Join(parts(t, b), "")
		if want := "&amp;L&amp;9 Things · Conference: " + strings.ReplaceAll(conference, "&", "&amp;&amp;") + "<"; !strings.Contains(all, want) || !strings.Contains(all, fmt.Sprintf("$A$1:$J$%d", n+1)) {
			t.Errorf("no header, or web addresses are printed")
		}
		margins, err := f.GetPageMargins("S")
		if err != nil || *margins.Top < *margins.Header+9*1.17/72 || *margins.Bottom < *margins.Footer+9*1.17/72 {
			t.Errorf("no room for a line above or below: %v, %v", margins, err)
		}
	}
}

// A text that a page has no room for is beside it, or the header says that texts are shortened; rows are as high as a number of lines.
func TestNothingIsCutInSilence(t *testing.T) {
	t.Parallel()
	columns := []table.Column{{Title: "Id"}, {Title: "Title"}, {Title: "Place"}, {Title: "Note"}}
	places := []workbook.Place{workbook.Lead, workbook.Name, workbook.Middle, workbook.Last}
	for _, test := range []struct {
		title, note    int // words
		printed, short bool
	}{{5, 20, true, false}, {5, 150, false, false}, {400, 20, true, true}} {
		var in []table.Row
		for i := range 30 {
			in = append(in, table.Row{
				rawjson.Quote(fmt.Sprint("id-", i)), rawjson.Quote(strings.Repeat("words ", test.title) + fmt.Sprint(i)),
				rawjson.Quote(fmt.Sprint("Hall ", i)), rawjson.Quote(strings.Repeat("notes ", 1+test.note*(i%2)) + fmt.Sprint(i)),
			})
		}
		f, b := opened(t, workbook.Sheet{Name: "S", Title: "S", Rows: table.Of(columns, in), Places: places, Caption: true})
		all := strings.Join(parts(t, b), "")
		if printed := !strings.Contains(all, "$A$1:$C$31"); printed != test.printed {
			t.Errorf("%v: notes are printed: %v", test, printed)
		}
		if short := strings.Contains(all, "Long texts are shortened on paper"); short != test.short {
			t.Errorf("%v: texts are said to be short: %v", test, short)
		}
		for row := 1; row <= 31; row++ {
			if height := rowHeight(t, f, row); height < 15 || height%15 != 0 {
				t.Errorf("%v: row %d has %d points", test, row, height)
			}
		}
		if layout, err := f.GetPageLayout("S"); err != nil || *layout.FitToHeight < 1 {
			t.Errorf("%v: another font may take more pages, %v", test, err)
		}
	}
}

// No heading of a block is the last line of a page.
func TestBlocksBeginOnThePageOfTheirRows(t *testing.T) {
	t.Parallel()
	for size := 3; size < 120; size += 9 {
		var in []table.Row
		var headings []int
		for i := range 300 {
			if i%size == 0 {
				headings = append(headings, i+1)
			}
			in = append(in, table.Row{rawjson.Quote(fmt.Sprint("Item ", i)), []byte("1")})
		}
		columns := []table.Column{{Title: "What"}, {Title: "Number", Numeric: true}}
		f, b := opened(t, workbook.Sheet{Name: "S", Title: "S", Rows: table.Of(columns, in), Headings: headings})
		layout, err := f.GetPageLayout("S")
		if err != nil {
			t.Fatal(err)
		}
		scale := float64(*layout.AdjustTo) / 100
		begins := []int{1}
		for _, m := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(strings.Join(parts(t, b), ""), -1) {
			row, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			begins = append(begins, row)
		}
		for i, first := range append(begins[1:], 301) {
			if high := float64((first-begins[i])*15) * scale; high > 841.9-0.8*72 {
				t.Errorf("blocks of %d: page %d has %v points", size, i+1, high)
			}
			if first <= 300 && slices.Contains(headings, first-1) {
				t.Errorf("blocks of %d: page %d ends with the heading of a block", size, i+1)
			}
		}
	}
}
