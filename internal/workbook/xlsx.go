package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"malaga/internal/table"
)

// Sheet is one sheet of a workbook: a text, a table, or both.
type Sheet struct {
	Name   string     // made legal and unique, see sheetNames
	Title  string     // of what is on it, in full
	Text   []Line     // about what is on it
	Rows   table.Rows // none, if it has no columns
	Into   int        // the column, from 1, whose cells name sheets and link to them; 0 for none
	Charts []Chart    // of its rows

	Places   []Place // of the columns; nil leaves all in their order
	Main     []int   // the columns of first importance, in order
	Caption  bool    // a column with one value throughout stands in the caption
	Screen   bool    // for looking up on a screen: rows of one line, and nothing is printed
	Headings []int   // rows, from 1 without the heading, that begin a block
}

// Place is the place of a column on a sheet. Columns of one place keep their order.
type Place int

// The places, from left to right.
const (
	Lead    Place = iota // the id
	Name                 // the title
	Middle               // most columns
	Last                 // long texts, which are cut on paper
	Beside               // web addresses: beside the page, on the screen alone
	Grouped              // ids beside names: hidden, for programs; in an accessible workbook shown
)

// Line is a line of text on a sheet.
type Line struct {
	Style Style
	Text  string
	Link  string // a web address, or the name of a Sheet after "#"
}

// Style is the style of a line.
type Style int

// The styles of lines.
const (
	Paragraph Style = iota
	Title
	Heading
)

// Chart is a bar chart of some rows of a sheet, with numbers in one column and what they count in another.
type Chart struct {
	Title        string
	Alt          string // what it shows, in words, for people who do not see it
	First, Last  int    // rows, from 1 without the heading
	Label, Value int    // columns, from 1
	Lines        int    // that the longest label takes
}

// Properties describe a workbook as a whole.
type Properties struct {
	Title       string
	Subject     string
	Description string
	Keywords    string
	Version     string
	Language    string // BCP 47
	Letter      bool   // paper of 8.5 by 11 inches; else A4
	Modified    string // a date, YYYY-MM-DD: same data, same bytes

	Accessible bool // follow AccessibleProfile
}

// AccessibleProfile states what a workbook for accessibility does. It follows "Making spreadsheets accessible" of the UK
// Government Analysis Function (analysisfunction.civilservice.gov.uk).
const AccessibleProfile = "each sheet begins with a title in cell A1; " +
	"a sheet has one table at most, marked up as one, with a heading row; " +
	"no cells are merged, no panes frozen, no tables filtered, no rows, columns or sheets hidden; " +
	"each chart has alternative text; " +
	"the document properties have a title, and the language that the dataset states"

// Changes counts what Write changed or left out because the format has no place for it.
type Changes struct {
	Characters int // that XML cannot hold (XML 1.0, section 2.2), each now U+FFFD
	Cut        int // texts longer than a cell can be, which end in a remark
	Links      int // addresses that are text: too long, or more than a sheet or the memory can have
	Parts      int // sheets added for tables that have more rows than a sheet
}

// Limits of the format (Microsoft's specification of Excel). excelize does not keep to all of them.
const (
	maxCell    = 32767   // UTF-16 code units
	maxRows    = 1048576 // with what stands above the table
	maxColumns = 16384
	maxLinks   = 65530 // on a sheet
	maxURL     = 2079
)

// maxAddresses is the number of bytes of all addresses in a workbook that are links, for all of them are in memory.
const maxAddresses = 16 << 20

// xlsx is a workbook being made. excelize makes everything but the rows of tables, which would cost most of the time and all
// of the memory: they are streamed into the archive.
type xlsx struct {
	book    Properties
	f       *excelize.File
	zip     *archive
	styles  styles
	parts   []part
	changes Changes

	addresses int // bytes of those that are links
}

// Write writes a workbook with a sheet for each Sheet, or several where there is too much for one. It reads rows twice:
// once for the widths of columns and the number of rows, and once to write them.
func Write(w io.Writer, book Properties, sheets []Sheet) (changes Changes, err error) {
	if _, err := time.Parse(time.DateOnly, book.Modified); err != nil { // readers could not open the file
		book.Modified = ""
	}
	x := &xlsx{book: book, f: excelize.NewFile(), zip: &archive{
		w:     w, // and not the writer of excelize, which keeps all in memory
		parts: map[string]*bytes.Buffer{}, rows: map[int]func(io.Writer) error{}, links: map[int][]webLink{},
		accessible: book.Accessible, undated: book.Modified == "",
	}}
	x.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return x.zip })
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
	err = x.write(sheets)
	return x.changes, err
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

func (x *xlsx) properties() error {
	b := x.book
	p := &excelize.DocProperties{
		Title: b.Title, Subject: b.Subject, Description: b.Description, Keywords: b.Keywords, Version: b.Version,
		Creator: "malaga", LastModifiedBy: "malaga", Language: b.Language,
	}
	if b.Modified != "" {
		p.Created = b.Modified + "T00:00:00Z"
		p.Modified = p.Created
	}
	return x.f.SetDocProps(p)
}

// Colours, as RRGGBB.
const (
	blue      = "1F4E79" // headings and bars
	linkBlue  = "0563C1"
	white     = "FFFFFF"
	darkGrey  = "262626"
	lightGrey = "D9D9D9"
	paleRed   = "FBE3E1"
	paleGreen = "E1F3E3"
)

// styles are the numbers of styles.
type styles struct {
	heading, text, number, date, link, blank, block int
	tints                                           [3]int // of texts, by table.Tint
	lines                                           [3]int // of a sheet of text, by Style
	above                                           [3]int // above a table, going on over the columns beside, by Style
	lineLink                                        int
}

func newStyles(f *excelize.File) (styles, error) {
	const textFormat = 49 // "@": an id like 1E5 stays text when a cell is edited
	var s styles
	var err error
	add := func(style excelize.Style) int {
		id, failed := f.NewStyle(&style)
		if failed != nil {
			err = failed
		}
		return id
	}
	font := func(size float64, bold bool, colour string) *excelize.Font {
		return &excelize.Font{Family: "Calibri", Size: size, Bold: bold, Color: colour}
	}
	link := font(11, false, linkBlue)
	link.Underline = "single"
	date := "yyyy-mm-dd"
	solid := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	bottom := &excelize.Alignment{Vertical: "bottom", WrapText: true} // nearer to what follows
	border := []excelize.Border{{Type: "bottom", Color: lightGrey, Style: 1}}
	s.heading = add(excelize.Style{Font: font(11, true, white), Fill: solid(blue), Alignment: bottom})
	s.text = add(excelize.Style{NumFmt: textFormat, Alignment: top, Border: border})
	s.tints[table.Removed] = add(excelize.Style{NumFmt: textFormat, Alignment: top, Border: border, Fill: solid(paleRed)})
	s.tints[table.Added] = add(excelize.Style{NumFmt: textFormat, Alignment: top, Border: border, Fill: solid(paleGreen)})
	s.number = add(excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right", Indent: 1}, Border: border})
	s.date = add(excelize.Style{CustomNumFmt: &date, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, Border: border})
	s.link = add(excelize.Style{NumFmt: textFormat, Alignment: top, Font: link, Border: border})
	s.block = add(excelize.Style{NumFmt: textFormat, Font: font(13, true, blue)})
	s.blank = add(excelize.Style{Border: border})
	s.lineLink = add(excelize.Style{Font: link})
	for style, f := range []*excelize.Font{Paragraph: font(11, false, ""), Title: font(18, true, blue), Heading: font(13, true, blue)} {
		alignment := bottom
		if Style(style) == Paragraph {
			alignment = top
		}
		s.lines[style] = add(excelize.Style{Alignment: alignment, Font: f})
		s.above[style] = add(excelize.Style{Font: f})
	}
	return s, err
}

// columnName returns the name of a column, counted from 1.
func columnName(n int) string {
	name, _ := excelize.ColumnNumberToName(n) // measure has refused what is beyond the limits
	return name
}

// cellName returns the name of a cell, both counted from 1.
func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

// quotedName returns the name of a sheet as a formula has it.
func quotedName(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }
