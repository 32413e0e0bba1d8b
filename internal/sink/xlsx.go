package sink

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/clipperhouse/displaywidth"
	"github.com/xuri/excelize/v2"

	"malaga/internal/raw"
	"malaga/internal/table"
)

// Limits of the format (ECMA-376 and Microsoft's specification of Excel). excelize cuts longer text
// in silence, so they are checked here.
const (
	maxCell = 32767   // UTF-16 code units
	maxRows = 1048576 // with the heading
)

// Column widths in characters: text is wrapped beyond maxColumn.
const (
	minColumn = 8
	maxColumn = 60
)

// Heights in points: of a line of the default font, and the most that a row can have.
const (
	lineHeight = 15
	maxHeight  = 409
)

// widthRows is how many rows are looked at for the widths of columns.
const widthRows = 500

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name string
	Rows table.Rows
}

// Workbook is about a workbook as a whole.
type Workbook struct {
	Title    string
	Modified string // a day, YYYY-MM-DD: same data, same bytes

	// Replaced is told how many characters XML cannot hold (XML 1.0, section 2.2), if there are any.
	Replaced func(n int)
}

// WriteXLSX writes a workbook with a sheet for each table: a heading that stays in view, columns as
// wide as their text, lists with an entry a line.
func WriteXLSX(w io.Writer, book Workbook, sheets []Sheet) (err error) {
	f := excelize.NewFile().SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &sortedZip{w: w} })
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if err := properties(f, book); err != nil {
		return err
	}
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(f, s, styles); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	if styles.replaced > 0 && book.Replaced != nil {
		book.Replaced(styles.replaced)
	}
	return f.Write(w)
}

func properties(f *excelize.File, book Workbook) error {
	p := &excelize.DocProperties{Title: book.Title, Creator: "malaga", LastModifiedBy: "malaga", Language: "en-GB"}
	if book.Modified != "" {
		p.Created, p.Modified = book.Modified+"T00:00:00Z", book.Modified+"T00:00:00Z"
	}
	return f.SetDocProps(p)
}

type styles struct {
	heading, text, number int
	replaced              int // characters that had no place in a cell
}

func newStyles(f *excelize.File) (s *styles, err error) {
	s = &styles{}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	if s.heading, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}, Alignment: top,
	}); err != nil {
		return s, err
	}
	const textFormat = 49 // "@": an id like 1E5 stays text when a cell is edited
	if s.text, err = f.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: top}); err != nil {
		return s, err
	}
	s.number, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}})
	return s, err
}

// writeSheet streams the rows; the first ones are held back until the widths are known.
func writeSheet(f *excelize.File, s Sheet, st *styles) error {
	if err := pageSetup(f, s.Name); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	widths := make([]int, len(s.Rows.Columns))
	heading := make([]any, len(s.Rows.Columns))
	for i, c := range s.Rows.Columns {
		heading[i] = excelize.Cell{StyleID: st.heading, Value: c.Title}
		widths[i] = displaywidth.String(c.Title) + 1
	}
	var first [][]any
	begun := false
	begin := func() error {
		begun = true
		for i, w := range widths {
			widths[i] = max(minColumn, min(w+2, maxColumn))
			if err := sw.SetColWidth(i+1, i+1, float64(widths[i])); err != nil {
				return err
			}
		}
		if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		for i, row := range append([][]any{heading}, first...) {
			if err := setRow(sw, i+1, row, widths); err != nil {
				return err
			}
		}
		return nil
	}
	n := 1
	for row, err := range s.Rows.Seq {
		if err != nil {
			return err
		}
		if n++; n > maxRows {
			return fmt.Errorf("more than %d rows, which is all that a sheet can hold", maxRows-1)
		}
		cells, err := cells(row, s.Rows.Columns, widths, st, n)
		if err != nil {
			return err
		}
		if len(first) < widthRows {
			first = append(first, cells)
			continue
		}
		if !begun {
			if err := begin(); err != nil {
				return err
			}
		}
		if err := setRow(sw, n, cells, widths); err != nil {
			return err
		}
	}
	if !begun {
		if err := begin(); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// pageSetup lets a sheet print across the page, as high as it needs.
func pageSetup(f *excelize.File, sheet string) error {
	landscape, a4, one, any, fit := "landscape", 9, 1, 0, true
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// setRow writes a row high enough for its wrapped text: programs do not work that out on opening.
func setRow(sw *excelize.StreamWriter, n int, row []any, widths []int) error {
	at, err := excelize.CoordinatesToCellName(1, n)
	if err != nil {
		return err
	}
	high := 1
	for i, c := range row {
		cell, _ := c.(excelize.Cell)
		text, _ := cell.Value.(string)
		rows := 0
		for l := range strings.SplitSeq(text, "\n") {
			rows += len(wrap(l, widths[i]-2))
		}
		high = max(high, rows)
	}
	return sw.SetRow(at, row, excelize.RowOpts{Height: min(float64(high)*lineHeight, maxHeight)})
}

// cells turns a row into cells of a sheet: numbers that Excel keeps exactly as numbers, all else as
// text, lists with an entry a line.
func cells(row table.Row, columns []table.Column, widths []int, st *styles, n int) ([]any, error) {
	out := make([]any, len(row))
	for i, cell := range row {
		if cell == nil {
			continue
		}
		if raw.IsNumber(cell) && exact(cell) {
			out[i] = excelize.Cell{StyleID: st.number, Value: number(cell)}
			continue
		}
		text, replaced := printable(lines(cell))
		st.replaced += replaced
		if units := len(utf16.Encode([]rune(text))); units > maxCell {
			return nil, fmt.Errorf("row %d, %s: a text of %d characters; a cell holds %d", n, columns[i].Name, units, maxCell)
		}
		for l := range strings.SplitSeq(text, "\n") {
			widths[i] = max(widths[i], displaywidth.String(l))
		}
		out[i] = excelize.Cell{StyleID: st.text, Value: text}
	}
	return out, nil
}

// printable replaces what XML cannot hold, as excelize would in silence.
func printable(s string) (text string, replaced int) {
	text = strings.Map(func(r rune) rune {
		if (r < 0x20 && r != '\t' && r != '\n' && r != '\r') || r == 0xfffe || r == 0xffff {
			replaced++
			return 0xfffd
		}
		return r
	}, s)
	return text, replaced
}

// lines is a cell's text with an entry of a list a line.
func lines(cell []byte) string {
	if raw.Kind(cell) != '[' {
		return table.Text(cell)
	}
	var entries []string
	for _, e := range raw.Elements(cell) {
		entries = append(entries, table.Text(e))
	}
	return strings.Join(entries, "\n")
}

// exact says whether a number has no more than the 15 digits that Excel keeps.
func exact(v []byte) bool {
	return len(strings.Trim(string(v), "-.")) <= 15 && !strings.ContainsAny(string(v), "eE")
}

func number(v []byte) any {
	f, _ := strconv.ParseFloat(string(v), 64) // the guard has passed it as a number
	return f
}
