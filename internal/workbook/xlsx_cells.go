package workbook

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// Heights in points: of a line of the default font, and the most that a row can have.
const (
	lineHeight  = 15
	blockHeight = 18 // of a line that begins a block, in larger type
	maxHeight   = 409
)

// cells writes rows as the XML of a sheet (ECMA-376, part 1, section 18.3.1.73), with texts in the cells.
type cells struct {
	x       *xlsx
	p       part
	top     int // of the heading
	row     int // the number of the row, as in Excel
	number  []byte
	letters []string
	head    []byte // the opening tag of the row
	buf     []byte // its cells
	text    []byte // of one cell
}

func newCells(x *xlsx, p part, top int) *cells {
	c := &cells{x: x, p: p, top: top, row: top}
	for i := range p.columns {
		c.letters = append(c.letters, columnName(i+1))
	}
	return c
}

// write writes a row high enough for its wrapped text, which not every program works out on opening.
func (c *cells) write(w io.Writer, row table.Row) error {
	c.row++
	c.number = strconv.AppendInt(c.number[:0], int64(c.row), 10)
	c.buf = c.buf[:0]
	high := 1
	for i, from := range c.p.columns {
		high = max(high, min(c.cell(i, from, row[from]), c.p.lines[i]))
	}
	points := high * lineHeight
	if c.p.heights != nil {
		points = c.p.heights[c.row-c.top-1+c.p.first]
	}
	height := ""
	if high > 1 || c.p.heights != nil { // LibreOffice draws over the next row what has no room in one without a height
		height = fmt.Sprintf(` ht="%d" customHeight="1"`, min(points, maxHeight))
	}
	c.head = fmt.Appendf(c.head[:0], `<row r="%s"%s>`, c.number, height)
	if _, err := w.Write(c.head); err != nil {
		return err
	}
	_, err := w.Write(append(c.buf, "</row>"...))
	return err
}

// cell adds a cell and returns how many lines it takes, if that is worked out.
func (c *cells) cell(i, from int, cell []byte) (lines int) {
	styles, column := &c.x.styles, c.p.Rows.Columns[from]
	if cell == nil {
		c.open(i, styles.blank)
		c.buf = append(c.buf, `/>`...)
		return 1
	}
	if day, ok := serial(column, cell); ok {
		c.value(i, styles.date, strconv.AppendInt(c.text[:0], day, 10))
		return 1
	}
	if rawjson.IsNumber(cell) && column.Tint == 0 {
		if number := rawjson.Canonical(cell); table.SpreadsheetNumber(number) {
			c.value(i, styles.number, number)
			return 1
		}
	}
	style := styles.text
	if column.Tint > 0 {
		style = styles.tints[column.Tint]
	}
	if column.Link || c.p.Into == from+1 {
		style = styles.link
	}
	if i == 0 && len(c.p.Headings) > 0 && slices.Contains(c.p.Headings, c.row-c.top+c.p.first) {
		style = styles.block
	}
	c.writeText(i, style, cell)
	if c.p.heights == nil && c.p.n <= tall && c.p.lines[i] > 1 {
		return lineCount(c.text, c.p.widths[i]-1)
	}
	return 1
}

// open begins the tag of a cell.
func (c *cells) open(i, style int) {
	c.buf = append(c.buf, `<c r="`...)
	c.buf = append(c.buf, c.letters[i]...)
	c.buf = append(c.buf, c.number...)
	c.buf = append(c.buf, `" s="`...)
	c.buf = strconv.AppendInt(c.buf, int64(style), 10)
	c.buf = append(c.buf, '"')
}

// value adds a cell with a number.
func (c *cells) value(i, style int, number []byte) {
	c.open(i, style)
	c.buf = append(c.buf, `><v>`...)
	c.buf = append(c.buf, number...)
	c.buf = append(c.buf, `</v></c>`...)
}

// writeText adds a cell with a text, its own or a shared one, and leaves the text in c.text.
func (c *cells) writeText(i, style int, cell []byte) {
	c.text = table.AppendText(c.text[:0], cell, "\n")
	c.cut()
	c.open(i, style)
	var n, replaced int
	var shared bool
	if c.p.shared[c.p.columns[i]] {
		n, replaced, shared = c.x.zip.shared.number(c.text)
	}
	if shared {
		c.buf = append(c.buf, ` t="s"><v>`...)
		c.buf = strconv.AppendInt(c.buf, int64(n), 10)
		c.buf = append(c.buf, `</v></c>`...)
	} else {
		c.buf = append(c.buf, ` t="inlineStr"><is>`...)
		c.buf, replaced = appendText(c.buf, c.text)
		c.buf = append(c.buf, `</is></c>`...)
	}
	c.x.changes.Characters += replaced
}

// appendText adds the element of a text.
func appendText(b, text []byte) (_ []byte, replaced int) {
	b = append(b, `<t`...)
	if padded(text) {
		b = append(b, ` xml:space="preserve"`...)
	}
	b = append(b, '>')
	b, replaced = appendXML(b, text)
	return append(b, `</t>`...), replaced
}

// padded reports whether a reader could drop some of a text's white space.
func padded(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	before := byte(' ') // as at the beginning
	for _, c := range text {
		if c < ' ' || (c == ' ' && before == ' ') {
			return true
		}
		before = c
	}
	return before == ' '
}

// remark ends a text that had to be cut.
const remark = " … [cut here: a cell holds no more; the CSV and JSON have all of it]"

// cut shortens a text to what a cell can hold.
func (c *cells) cut() {
	if len(c.text) <= maxCell { // no text has more UTF-16 code units than bytes
		return
	}
	if s := string(c.text); units(s) > maxCell {
		c.x.changes.Cut++
		c.text = append(c.text[:0], shorten(s, maxCell-units(remark))+remark...)
	}
}

// escape matches what a reader of the format takes for an escaped character (ECMA-376, part 1, section 22.9.2.19).
var escape = pattern(`_x[0-9A-Fa-f]{4}_`)

// appendXML writes a text as XML. What looks like an escape is escaped the format's own way, and what XML cannot hold is
// replaced.
func appendXML(b, text []byte) (_ []byte, replaced int) {
	if bytes.Contains(text, []byte("_x")) {
		text = escape().ReplaceAll(text, []byte("_x005F$0"))
	}
	start := 0
	for i := 0; i < len(text); i++ {
		as, n := "", 1
		switch c := text[i]; {
		case c == '&':
			as = "&amp;"
		case c == '<':
			as = "&lt;"
		case c == '>':
			as = "&gt;"
		case c == '\r':
			as = "&#13;" // a reader of XML would make it a line feed
		case c < ' ' && c != '\n' && c != '\t':
			as = "\uFFFD"
			replaced++
		case c == 0xef && nonCharacter(text[i:]):
			as, n = "\uFFFD", 3
			replaced++
		default:
			continue
		}
		b = append(b, text[start:i]...)
		b = append(b, as...)
		start = i + n
	}
	return append(b, text[start:]...), replaced
}

// nonCharacter reports whether a text begins with U+FFFE or U+FFFF.
func nonCharacter(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return r == 0xfffe || r == 0xffff
}

// clean returns a text for a cell that excelize writes.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\n' && r != '\t') || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
	return shorten(s, maxCell)
}

// lineCount returns how many lines a text takes in a column as wide as so many digits: broken at line breaks and between words, or
// after hyphens. Letters are narrower than digits by an eighth or more.
func lineCount(text []byte, width int) int {
	width = max(width*9/8, 1)
	lines := 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		lines++
		if len(line) <= width {
			continue
		}
		used := 0
		for len(line) > 0 {
			end := 1 + bytes.IndexAny(line, " -")
			if end == 0 {
				end = len(line)
			}
			word := line[:end]
			line = line[end:]
			w := shownWidth(string(bytes.TrimRight(word, " ")))
			if used > 0 && used+w > width {
				lines++
				used = 0
			}
			for used += w; used > width; used -= width {
				lines++
			}
			used += len(word) - len(bytes.TrimRight(word, " "))
		}
	}
	return lines
}

// serial returns a date as the format counts days; ok is false for what spreadsheet programs do not keep as one.
func serial(c table.Column, cell []byte) (serial int64, ok bool) {
	if !c.Date || rawjson.Kind(cell) != '"' {
		return 0, false
	}
	day, ok := table.SpreadsheetDay(cell[1 : len(cell)-1])
	const secondsOfDay = 24 * 60 * 60 // a time.Duration would end after 292 years
	const unixEpoch = 25569           // the serial of 1 January 1970
	return unixEpoch + day.Unix()/secondsOfDay, ok
}
