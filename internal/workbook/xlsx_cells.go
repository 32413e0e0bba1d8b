package workbook

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// Heights in points: of a line of the default font, and the most that a row can have.
const (
	lineHeight = 15
	maxHeight  = 409
)

// cells writes rows as the XML of a sheet (ECMA-376, part 1, section 18.3.1.73), with texts in the cells.
type cells struct {
	x       *xlsx
	p       part
	number  int // of the row written last
	letters []string
	head    []byte // of the row
	buf     []byte // the rest of it
	text    []byte // of a cell
}

func newCells(x *xlsx, p part, top int) *cells {
	c := &cells{x: x, p: p, number: top}
	for i := range p.columns {
		c.letters = append(c.letters, columnName(i+1))
	}
	return c
}

// write writes a row high enough for its wrapped text, which not every program works out on opening.
func (c *cells) write(w io.Writer, row table.Row) error {
	c.number++
	number := strconv.Itoa(c.number)
	c.buf = c.buf[:0]
	high := 1
	for i, from := range c.p.columns {
		cell := row[from]
		c.buf = append(append(append(c.buf, `<c r="`...), c.letters[i]...), number...)
		if cell == nil {
			c.buf = append(strconv.AppendInt(append(c.buf, `" s="`...), int64(c.x.styles.blank), 10), `"/>`...)
			continue
		}
		column := c.p.Rows.Columns[from]
		switch day, isDay := serial(column, cell); {
		case isDay:
			c.buf = c.value(c.x.styles.date, strconv.AppendInt(c.text[:0], day, 10))
		case rawjson.IsNumber(cell) && exact(cell):
			c.buf = c.value(c.x.styles.number, cell)
		default:
			style := c.x.styles.text
			if column.Link || c.p.Into == from+1 {
				style = c.x.styles.link
			}
			c.inline(style, cell)
			if c.p.n <= tall && !column.Unbroken {
				high = max(high, lineCount(c.text, c.p.widths[i]-1))
			}
		}
	}
	c.head = append(append(c.head[:0], `<row r="`...), number...)
	if high > 1 {
		c.head = strconv.AppendInt(append(c.head, `" ht="`...), int64(min(high*lineHeight, maxHeight)), 10)
		c.head = append(c.head, `" customHeight="1`...)
	}
	if _, err := w.Write(append(c.head, `">`...)); err != nil {
		return err
	}
	_, err := w.Write(append(c.buf, "</row>"...))
	return err
}

// value ends a cell that has a number.
func (c *cells) value(style int, number []byte) []byte {
	c.buf = append(strconv.AppendInt(append(c.buf, `" s="`...), int64(style), 10), `"><v>`...)
	return append(append(c.buf, number...), "</v></c>"...)
}

// inline ends a cell that has a text.
func (c *cells) inline(style int, cell []byte) {
	c.text = table.AppendText(c.text[:0], cell, "\n")
	c.cut()
	c.buf = append(strconv.AppendInt(append(c.buf, `" s="`...), int64(style), 10), `" t="inlineStr"><is><t`...)
	if padded(c.text) {
		c.buf = append(c.buf, ` xml:space="preserve"`...)
	}
	c.buf = append(c.buf, '>')
	var replaced int
	c.buf, replaced = appendXML(c.buf, c.text)
	c.x.changes.Characters += replaced
	c.buf = append(c.buf, "</t></is></c>"...)
}

// padded says whether a reader could drop some of a text's white space.
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
	s := string(c.text)
	if shorten(s, maxCell) == strings.TrimRight(s, " ") && units(s) <= maxCell {
		return
	}
	c.x.changes.Cut++
	c.text = append(c.text[:0], shorten(s, maxCell-units(remark))+remark...)
}

// units is the length of a text in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// escaped is what a reader of the format takes for a character (ECMA-376, part 1, section 22.9.2.19).
var escaped = pattern(`_x[0-9A-Fa-f]{4}_`)

// appendXML writes a text as XML. What looks like an escape is escaped the format's own way, and what XML cannot
// hold is replaced.
func appendXML(b, text []byte) (_ []byte, replaced int) {
	if bytes.Contains(text, []byte("_x")) {
		text = escaped().ReplaceAll(text, []byte("_x005F$0"))
	}
	start := 0
	for i := 0; i < len(text); {
		n, as := 1, ""
		switch ch := text[i]; {
		case ch == '&':
			as = "&amp;"
		case ch == '<':
			as = "&lt;"
		case ch == '>':
			as = "&gt;"
		case ch == '\r':
			as = "&#13;" // which the reading of XML would make a line feed
		case ch < ' ' && ch != '\n' && ch != '\t', ch == 0xef && nonCharacter(text[i:]):
			if ch == 0xef {
				n = 3
			}
			as = "\uFFFD"
			replaced++
		default:
			i++
			continue
		}
		b = append(append(b, text[start:i]...), as...)
		i += n
		start = i
	}
	return append(b, text[start:]...), replaced
}

// nonCharacter says whether a text begins with U+FFFE or U+FFFF.
func nonCharacter(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return r == 0xfffe || r == 0xffff
}

// clean is a text for a cell that excelize writes.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\n' && r != '\t') || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
	return shorten(s, maxCell)
}

// lineCount is how many lines a text takes in a column as wide as so many digits: broken at line breaks and between
// words. Letters are narrower than digits by an eighth or more.
func lineCount(text []byte, width int) int {
	width = max(width*9/8, 1)
	lines := 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		lines++
		if len(line) <= width {
			continue
		}
		used := 0
		for word := range bytes.SplitSeq(line, []byte(" ")) {
			w := utf8.RuneCount(word)
			if w < len(word) {
				w = shownWidth(string(word))
			}
			switch {
			case used == 0:
				used = w
			case used+1+w <= width:
				used += 1 + w
			default:
				lines++
				used = w
			}
			for ; used > width; used -= width {
				lines++
			}
		}
	}
	return lines
}

// firstSerial is the first day that all programs count alike: before it, Excel has a 29 February 1900.
var firstSerial = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

// serial is a day as the format counts them.
func serial(c table.Column, cell []byte) (day int64, ok bool) {
	if !c.Date {
		return 0, false
	}
	t, err := time.Parse(`"`+time.DateOnly+`"`, string(cell))
	if err != nil || t.Before(firstSerial) {
		return 0, false
	}
	const firstOfMarch = 61
	const seconds = 24 * 60 * 60 // a time.Duration would end after 292 years
	return firstOfMarch + (t.Unix()-firstSerial.Unix())/seconds, true
}

// exact says whether a number has no more than the 15 digits that Excel keeps.
func exact(v []byte) bool {
	digits := 0
	for _, c := range v {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != '-' && c != '.':
			return false // an exponent
		}
	}
	return digits <= 15
}
