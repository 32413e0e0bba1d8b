package workbook

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// layout holds what is known of a Sheet before it is written.
type layout struct {
	Sheet
	seen    []seen // of all columns of the rows
	shared  []bool // whether their texts occur again and again
	columns []int  // those that have values
	widths  []int  // of those, in characters
	places  []Place
	lines   []int      // of text that a row may have for their sake
	texts   [][][]byte // of the cells of a table that is read on paper, by row; nil if it is not
	heights []int      // of its rows, in points
	caption []Line     // the columns with one value throughout
	n       int        // rows
	links   []cellLink

	off       []int // columns that are not printed, for the sake of few pages
	optional  int   // the column of least importance that is printed; -1 if all are important
	shortened bool  // whether texts on paper are not whole
	pages     int   // of paper; 0 if they are not counted
	breaks    []int // rows, from 1, with which the second page and those after it begin

	next func() (table.Row, error, bool) // of the rows, once they are being written
	stop func()
}

// part is a sheet of the workbook: a Sheet, or as many of its rows as a sheet can have.
type part struct {
	*layout
	name  string
	first int // the rows before it
	rows  int
}

// cellLink is a cell of a table, and where it leads.
type cellLink struct {
	column int // from 0
	row    int // from 1
	target string
}

// Column widths in characters.
const (
	minColumn  = 8
	maxColumn  = 32
	maxEssay   = 90
	essayFrom  = 600 // bytes
	chartGap   = 2
	chartWidth = 50

	chartPixels = 465 // as wide
)

// sample is the number of rows that are read for the widths of texts, which can be wrapped. A number that is too wide would not be shown
// at all: all of them are read.
const sample = 5000

// repeats is the number of times that the texts of a column must occur on average to be shared by its cells.
const repeats = 4

// tall is the number of rows that a table can have for their heights to be worked out; beyond, the program that opens the workbook does
// it.
const tall = 20_000

// measure reads all rows and works out how large the sheets will be.
func (x *xlsx) measure(sheets []Sheet) error {
	names := sheetNames(sheets)
	for i, s := range sheets {
		l := &layout{Sheet: s}
		if err := x.measureSheet(l); err != nil {
			return fmt.Errorf("sheet %s: %w", names[i], err)
		}
		room := maxRows - x.above(l) - 1
		x.parts = append(x.parts, part{l, names[i], 0, min(l.n, room)})
		for first := room; first < l.n; first += room {
			name := uniqueName(names[i], names)
			names = append(names, name)
			x.parts = append(x.parts, part{l, name, first, min(l.n-first, room)})
			x.changes.Parts++
		}
	}
	x.limitPages()
	return nil
}

// linesAbove returns the lines above the heading of a table.
func (x *xlsx) linesAbove(l *layout) []Line {
	if x.book.Accessible && len(l.Rows.Columns) > 0 {
		return slices.Concat([]Line{{Style: Title, Text: l.Title}}, l.Text, l.caption)
	}
	return nil
}

// above returns the number of rows above the heading of a table.
func (x *xlsx) above(l *layout) int { return len(x.linesAbove(l)) }

// measureSheet reads the rows of a sheet for its layout.
func (x *xlsx) measureSheet(l *layout) error {
	columns := l.Rows.Columns
	if len(columns) > maxColumns {
		return fmt.Errorf("%d columns: a sheet can have at most %d", len(columns), maxColumns)
	}
	if len(columns) == 0 {
		return nil
	}
	all := make([]seen, len(columns))
	distinct := make([]map[string]bool, len(columns))
	for i := range distinct {
		distinct[i] = map[string]bool{}
	}
	var shown []byte
	for row, err := range l.Rows.Seq {
		if err != nil {
			return err
		}
		l.n++
		l.keep(row)
		for i, cell := range row {
			s := &all[i]
			s.compare(cell, l.n)
			if cell == nil {
				continue
			}
			if l.n <= sample || columns[i].Numeric || s.widest == 0 {
				shown = table.AppendText(shown[:0], cell, "\n")
				width := max(widestLine(shown), 1)
				s.widest = max(s.widest, width)
				if len(shown) > len(s.longest) {
					s.longest = append(s.longest[:0], shown...)
				}
				if l.n <= sample {
					s.add(shown)
					distinct[i][string(shown)] = true
				}
			}
			x.addLink(l, i, cell)
		}
	}
	l.seen = all
	for i := range all {
		l.shared = append(l.shared, len(distinct[i])*repeats < min(l.n, sample))
	}
	x.lay(l)
	return nil
}

// mostKept is the number of bytes of a text that are kept: no row is high enough for more.
const mostKept = 8 << 10

// keep keeps the texts of a row for its height, while the table can be read on paper.
func (l *layout) keep(row table.Row) {
	if l.Screen || l.n > mostRows {
		l.texts = nil
		return
	}
	texts := make([][]byte, len(row))
	for i, cell := range row {
		if cell != nil {
			text := table.AppendText(nil, cell, "\n")
			texts[i] = bytes.Clone(text[:min(len(text), mostKept)])
		}
	}
	l.texts = append(l.texts, texts)
}

// addLink notes where a cell leads, if it leads anywhere and the sheet has room for one more link.
func (x *xlsx) addLink(l *layout, i int, cell []byte) {
	column := l.Rows.Columns[i]
	if !column.Link && l.Into != i+1 {
		return
	}
	target := rawjson.Text(cell)
	web := strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://")
	if l.Into == i+1 {
		target, web = "#"+target, true
	}
	if !web || len(l.links) >= maxLinks || units(target) > maxURL || x.addresses+len(target) > maxAddresses {
		x.changes.Links++
		return
	}
	x.addresses += len(target)
	l.links = append(l.links, cellLink{i, l.n, target})
}

// widestLine returns the width of the widest line of a text, at most maxEssay.
func widestLine(text []byte) int {
	most := 0
	for line := range strings.Lines(string(text[:min(len(text), 4*maxEssay)])) {
		most = max(most, shownWidth(line))
	}
	return min(most, maxEssay)
}

// shownWidth returns the width of a text in characters of one column.
func shownWidth(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return displaywidth.String(s)
		}
	}
	return len(s)
}

// sheetNames gives every sheet a name that Excel takes: at most maxName UTF-16 code units, without some characters, not
// "History", and none twice, whatever the case of letters.
func sheetNames(sheets []Sheet) []string {
	var names []string
	for _, s := range sheets {
		name := strings.Map(func(r rune) rune {
			if r < 0x20 || strings.ContainsRune(`:\/?*[]`, r) {
				return ' '
			}
			return r
		}, s.Name)
		name = strings.Trim(shorten(strings.Join(strings.Fields(name), " "), maxName), "' ")
		name = cmp.Or(name, "Sheet")
		if strings.EqualFold(name, "history") {
			name += "_"
		}
		names = append(names, uniqueName(name, names))
	}
	return names
}

// maxName is the maximum length of the name of a sheet, in UTF-16 code units.
const maxName = 31

// uniqueName numbers the name of a sheet if it is one of others.
func uniqueName(name string, others []string) string {
	return numbering(name, others, func(n int) string {
		suffix := fmt.Sprintf(" (%d)", n)
		return shorten(name, maxName-len(suffix)) + suffix
	})
}

// numbering returns a name, or the first of numbered(2), numbered(3), … that is none of others, whatever the case of letters.
func numbering(name string, others []string, numbered func(n int) string) string {
	for n := 2; containsFold(others, name); n++ {
		name = numbered(n)
	}
	return name
}

func containsFold(names []string, name string) bool {
	for _, other := range names {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

// shorten cuts a text to so many UTF-16 code units, never within a character.
func shorten(s string, most int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return strings.TrimRight(s[:i], " ")
		}
	}
	return s
}

// units returns the length of a text in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
