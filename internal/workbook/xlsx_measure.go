package workbook

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// layout is what is known of a sheet before it is written.
type layout struct {
	Sheet
	columns []int // of the rows, those that have values
	widths  []int // of those, in characters
	n       int   // rows
	links   []cellLink

	next func() (table.Row, error, bool) // of the rows, once they are being written
	stop func()
}

// cellLink is a cell of the table, counted from 1, and where it leads.
type cellLink struct {
	column, row int
	target      string
}

// Column widths in characters. What is longer is wrapped: at maxColumn, for prose at maxProse, and for so much
// of it that no row would be high enough at maxEssay.
const (
	minColumn  = 8
	maxColumn  = 32
	maxProse   = 55
	maxEssay   = 90
	proseFrom  = 200
	essayFrom  = 600
	filterRoom = 4 // for the button of a filter
)

// sample is how many rows are looked at for the widths of columns of texts, which can be wrapped. A number that
// is too wide would not be shown at all: all of them are looked at.
const sample = 5000

// tall is up to how many rows of a table the heights of rows are worked out; with more, the program that opens the
// workbook does it.
const tall = 20_000

// measure reads all rows and works out how large the sheets will be.
func (x *xlsx) measure(sheets []Sheet) error {
	names := sheetNames(sheets)
	var taken []string
	for i, s := range sheets {
		l := &layout{Sheet: s}
		if err := x.measureSheet(l); err != nil {
			return fmt.Errorf("sheet %s: %w", names[i], err)
		}
		room := maxRows - x.above(l) - 1
		for rest, nth := l.n, 1; nth == 1 || rest > 0; nth++ {
			name := names[i]
			if nth > 1 {
				name = unique(name, slices.Concat(names, taken))
				x.changes.Parts++
			}
			taken = append(taken, name)
			x.parts = append(x.parts, part{layout: l, name: name, rows: min(rest, room)})
			rest -= room
		}
	}
	return nil
}

// above is how many rows stand above a table.
func (x *xlsx) above(l *layout) int {
	if len(l.Rows.Columns) == 0 {
		return 0
	}
	if x.book.Accessible {
		return 1 + len(l.Text)
	}
	return 0
}

// measureSheet reads the rows of a sheet for its layout.
func (x *xlsx) measureSheet(l *layout) error {
	columns := l.Rows.Columns
	if len(columns) > maxColumns {
		return fmt.Errorf("%d columns; a sheet holds %d", len(columns), maxColumns)
	}
	if len(columns) == 0 {
		return nil
	}
	widest := make([]int, len(columns)) // of lines
	longest := make([]int, len(columns))
	var text []byte
	for row, err := range l.Rows.Seq {
		if err != nil {
			return err
		}
		l.n++
		for i, cell := range row {
			if cell == nil {
				continue
			}
			if l.n <= sample || columns[i].Numeric || widest[i] == 0 {
				text = table.AppendText(text[:0], cell, "\n")
				widest[i], longest[i] = max(widest[i], widestLine(text), 1), max(longest[i], len(text))
			}
			x.link(l, i, cell)
		}
	}
	for i, c := range columns {
		if widest[i] == 0 && l.n > 0 {
			continue
		}
		most := maxColumn
		switch {
		case longest[i] >= essayFrom, c.Link: // an address cannot be wrapped
			most = maxEssay
		case longest[i] >= proseFrom, c.Unbroken:
			most = maxProse
		}
		title := 0
		for word := range strings.FieldsSeq(c.Title) { // a heading may be wrapped, but not within a word
			title = max(title, displaywidth.String(word)+filterRoom)
		}
		if short := displaywidth.String(c.Title) + filterRoom; short <= 20 {
			title = short
		}
		l.columns = append(l.columns, i)
		l.widths = append(l.widths, max(minColumn, min(widest[i]+2, most), title))
	}
	l.widen(widest)
	return nil
}

// roomy is how wide a sheet may be made, in characters, to wrap less.
const roomy = 130

// widen gives columns whose texts are wrapped the room that a narrow table has left.
func (l *layout) widen(widest []int) {
	room := roomy
	for _, w := range l.widths {
		room -= w
	}
	for i, from := range l.columns {
		if more := min(room, widest[from]+2-l.widths[i], 80-l.widths[i]); more > 0 {
			l.widths[i] += more
			room -= more
		}
	}
}

// link notes where a cell leads, if it leads anywhere and the sheet has room for one more link.
func (x *xlsx) link(l *layout, i int, cell []byte) {
	column := l.Rows.Columns[i]
	if !column.Link && l.Into != i+1 {
		return
	}
	target := rawjson.Text(cell)
	web := strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://")
	if l.Into == i+1 {
		target, web = "#"+target, true
	}
	if !web || len(l.links) >= maxLinks || len(utf16.Encode([]rune(target))) > maxURL {
		x.changes.Links++
		return
	}
	l.links = append(l.links, cellLink{i, l.n, target})
}

// widestLine is the width of the widest line of a text, and no more than maxEssay.
func widestLine(text []byte) int {
	most := 0
	for line := range strings.Lines(string(text[:min(len(text), 4*maxEssay)])) {
		most = max(most, shownWidth(line))
	}
	return min(most, maxEssay)
}

// shownWidth is the width of a text in characters of one column.
func shownWidth(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return displaywidth.String(s)
		}
	}
	return len(s)
}

// sheetNames gives every sheet a name that Excel takes: at most 31 UTF-16 code units, without some characters,
// not "History", and none of them twice, whatever the case of letters.
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
		if name == "" {
			name = "Sheet"
		}
		if strings.EqualFold(name, "history") {
			name += "_"
		}
		if slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) }) {
			name = unique(name, names)
		}
		names = append(names, name)
	}
	return names
}

// maxName is how long the name of a sheet may be, in UTF-16 code units.
const maxName = 31

// unique numbers a name so that it is none of others.
func unique(name string, others []string) string {
	for n := 2; ; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		numbered := shorten(name, maxName-len(suffix)) + suffix
		if !slices.ContainsFunc(others, func(other string) bool { return strings.EqualFold(other, numbered) }) {
			return numbered
		}
	}
}

// shorten cuts a text to so many UTF-16 code units, never within a character.
func shorten(s string, units int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > units {
			return strings.TrimRight(s[:i], " ")
		}
	}
	return s
}
