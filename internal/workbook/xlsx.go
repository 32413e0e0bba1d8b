package workbook

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"malaga/internal/table"
)

// Sheet is one sheet of a workbook: a text, a table, or both.
type Sheet struct {
	Name   string     // made legal and unique, see sheetNames
	Title  string     // of what is on it, in full
	Text   []Line     // what is said about it
	Rows   table.Rows // none, if it has no columns
	Into   int        // the column, from 1, whose cells name sheets and lead there; 0 for none
	Charts []Chart    // of its rows
}

// Line is a line of text on a sheet.
type Line struct {
	Style Style
	Text  string
	Link  string // an address on the web, or the name of a Sheet after "#"
}

// Style is how a line looks.
type Style int

// The styles.
const (
	Paragraph Style = iota
	Title
	Heading
)

// Chart is a bar chart of some rows of a sheet, with numbers in one column and what they count in another.
type Chart struct {
	Title          string
	Labels, Values string // the titles of the axes
	Alt            string // what it shows, in words, for those who do not see it
	First, Last    int    // rows, from 1 without the heading
	Label, Value   int    // columns, from 1
}

// Properties describe a workbook as a whole.
type Properties struct {
	Title       string
	Subject     string
	Description string
	Keywords    string
	Version     string
	Language    string // BCP 47
	Modified    string // a day, YYYY-MM-DD: same data, same bytes

	Accessible bool // follow AccessibleProfile
}

// AccessibleProfile states what a workbook for accessibility does. It follows "Making spreadsheets accessible" of the UK
// Government Analysis Function (analysisfunction.civilservice.gov.uk).
const AccessibleProfile = "each sheet begins with a title in cell A1; a sheet has one table at most, marked up as one, with a heading row; " +
	"no cells are merged, no panes frozen, no tables filtered, no rows, columns or sheets hidden; each chart has a text that says what it shows; " +
	"the document properties have a title, and the language that the dataset states"

// Changes counts what Write changed or left out because the format has no place for it.
type Changes struct {
	Characters int // that XML cannot hold (XML 1.0, section 2.2), each now U+FFFD
	Cut        int // texts longer than a cell can be, which end in a remark
	Links      int // addresses that are text, for a sheet has as many links as it can
	Parts      int // sheets of tables that have more rows than a sheet
}

// Limits of the format (Microsoft's specification of Excel). excelize does not keep to all of them, and cuts
// longer texts in silence.
const (
	maxCell    = 32767   // UTF-16 code units
	maxRows    = 1048576 // with what stands above the table
	maxColumns = 16384
	maxLinks   = 65530 // on a sheet
	maxURL     = 2079
)

// Write writes a workbook with a sheet for each Sheet, or several where there is too much for one. It reads rows twice:
// once for the widths of columns and the number of rows, and once to write them.
func Write(w io.Writer, book Properties, sheets []Sheet) (changes Changes, err error) {
	x := &xlsx{book: book, zip: &pack{accessible: book.Accessible, rows: map[string]func(io.Writer) error{}, links: links{}, undated: book.Modified == ""}}
	x.zip.w = w // and not what excelize hands over, which keeps all in memory
	x.f = excelize.NewFile().SetZipWriter(func(io.Writer) excelize.ZipWriter { return x.zip })
	defer func() {
		for _, p := range x.parts {
			if p.stop != nil {
				p.stop()
			}
		}
		if closed := x.f.Close(); err == nil {
			err = closed
		}
	}()
	if err := x.write(sheets); err != nil {
		return Changes{}, err
	}
	return x.changes, nil
}

func (x *xlsx) write(sheets []Sheet) (err error) {
	if err := x.measure(sheets); err != nil {
		return err
	}
	if err := x.properties(); err != nil {
		return err
	}
	if x.styles, err = newStyles(x.f); err != nil {
		return err
	}
	for i := range x.parts {
		if err := x.sheet(i); err != nil {
			return fmt.Errorf("sheet %s: %w", x.parts[i].name, err)
		}
	}
	x.f.SetActiveSheet(0)
	return x.f.Write(io.Discard)
}

// xlsx is a workbook being made. excelize makes everything but the rows of tables, which would cost most of
// the time and all of the memory: they are streamed into the package (see pack).
type xlsx struct {
	book    Properties
	f       *excelize.File
	zip     *pack
	styles  styles
	parts   []part
	changes Changes
}

// part is a sheet of the workbook.
type part struct {
	*layout
	name string
	rows int // of the table
}

func (x *xlsx) properties() error {
	b := x.book
	p := &excelize.DocProperties{
		Title: b.Title, Subject: b.Subject, Description: b.Description, Keywords: b.Keywords, Version: b.Version,
		Creator: "malaga", LastModifiedBy: "malaga", Language: b.Language,
	}
	if b.Modified != "" {
		p.Created, p.Modified = b.Modified+"T00:00:00Z", b.Modified+"T00:00:00Z"
	}
	return x.f.SetDocProps(p)
}

// styles are the numbers of styles.
type styles struct {
	heading, text, number, date, link, blank int
	lines                                    map[Style]int // of a sheet of text
	above                                    map[Style]int // above a table, going on over the columns beside
	lineLink                                 int
}

func newStyles(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	date := "yyyy-mm-dd"
	line := []excelize.Border{{Type: "bottom", Color: "D9D9D9", Style: 1}} // between rows
	const textFormat = 49                                                  // "@": an id like 1E5 stays text when a cell is edited
	const family, size = "Calibri", 11
	blue := &excelize.Font{Family: family, Size: size, Color: "0563C1", Underline: "single"}
	s.lines, s.above = map[Style]int{}, map[Style]int{}
	for _, one := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.heading, excelize.Style{
			Font: &excelize.Font{Family: family, Size: size, Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
			Alignment: &excelize.Alignment{Vertical: "bottom", WrapText: true},
		}},
		{&s.text, excelize.Style{NumFmt: textFormat, Alignment: top, Border: line}},
		{&s.number, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right", Indent: 1}, Border: line}},
		{&s.date, excelize.Style{CustomNumFmt: &date, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, Border: line}},
		{&s.link, excelize.Style{NumFmt: textFormat, Alignment: top, Font: blue, Border: line}},
		{&s.blank, excelize.Style{Border: line}},
		{&s.lineLink, excelize.Style{Font: blue}},
	} {
		if *one.id, err = f.NewStyle(&one.style); err != nil {
			return s, err
		}
	}
	for i, font := range []*excelize.Font{
		Paragraph: {Family: family, Size: size},
		Title:     {Family: family, Bold: true, Size: 18, Color: "1F4E79"},
		Heading:   {Family: family, Bold: true, Size: 13, Color: "1F4E79"},
	} {
		style := Style(i)
		at := &excelize.Alignment{Vertical: "bottom", WrapText: true} // nearer to what follows
		if style == Paragraph {
			at = top
		}
		if s.lines[style], err = f.NewStyle(&excelize.Style{Alignment: at, Font: font}); err != nil {
			return s, err
		}
		if s.above[style], err = f.NewStyle(&excelize.Style{Font: font}); err != nil {
			return s, err
		}
	}
	return s, err
}

// cellName is the name of a cell, both counted from 1; excelize's takes an error path for what cannot be.
func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

func columnName(n int) string {
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}
