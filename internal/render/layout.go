package render

import (
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/table"
)

// Widths in columns of the terminal. A text is wrapped no narrower than leastWidth. The main text of a table, such as a
// title, gets mainWidth before the columns behind it get any.
const (
	leastWidth = 18
	mainWidth  = 32
)

// Fits reports whether rows have room in a width without hiding a column.
func Fits(rows table.Rows, width int) (bool, error) {
	c := newCells(rows, Options{Width: width})
	defer c.body.Close()
	err := c.read(rows)
	return err == nil && len(c.fit(len(rows.Columns), width)) == len(rows.Columns), err
}

// measure measures the cells of a row; those of the heading are measured first.
func (c *cells) measure(row []string) {
	for i, cell := range row {
		c.natural[i] = max(c.natural[i], cellWidth(cell))
		c.least[i] = max(c.least[i], leastCell(c.columns[i], cell, c.terminal))
	}
}

// maxColumn is the width of a column at most: all cells of the column are padded to it.
const maxColumn = 10_000

// fit returns the widths of those of the first n columns that have room in limit: the first ones, which are the most important. At
// least one column remains, however wide its ids are. limit is less than the width of the terminal where something else stands
// beside the columns. 0 means no limit.
func (c *cells) fit(n, limit int) []int {
	columns, natural, least := c.columns[:n], slices.Clone(c.natural[:n]), c.least[:n]
	for i := range natural {
		natural[i] = min(natural[i], maxColumn)
	}
	if limit <= 0 {
		return natural
	}
	for n > 1 && total(least[:n]) > limit {
		n--
	}
	if main := mainText(columns[:n], natural); main >= 0 {
		wanted := slices.Clone(least)
		wanted[main] = max(least[main], min(natural[main], mainWidth))
		for n > main+1 && !columns[n-1].Numeric && !columns[n-1].Bar && total(wanted[:n]) > limit {
			n--
		}
		if total(wanted[:n]) <= limit {
			least = wanted
		}
	}
	return shrink(natural[:n], least[:n], columns[0], limit)
}

// mainText returns the first column that is wide and can be wrapped; -1 if there is none.
func mainText(columns []table.Column, natural []int) int {
	for i, c := range columns {
		if !c.Unbroken && !c.Numeric && !c.IDs && natural[i] > leastWidth {
			return i
		}
	}
	return -1
}

// shrink takes from the widest columns that can give until all have room in limit.
func shrink(widths, least []int, first table.Column, limit int) []int {
	for total(widths) > limit {
		at := -1
		for i := range widths {
			if widths[i] > least[i] && (at < 0 || widths[i] > widths[at]) {
				at = i
			}
		}
		if at >= 0 {
			widths[at]--
			continue
		}
		if len(widths) == 1 && !first.Unbroken {
			widths[0] = max(1, limit)
		}
		break
	}
	return widths
}

// leastCell returns the width that a cell needs.
func leastCell(c table.Column, cell string, terminal int) int {
	width := cellWidth(cell)
	words := longest(cell, unbroken(c, terminal))
	switch {
	case c.Unbroken:
		return width
	case c.Numeric:
		return words // "47 records" may take two lines
	}
	return max(min(width, leastWidth), words)
}

// leastHeading returns the width that a heading needs. It can be wrapped, but not within a word.
func leastHeading(heading string, terminal int) int {
	least := longest(heading, unbrokenIDs(terminal))
	for word := range strings.FieldsSeq(heading) {
		least = max(least, min(cellWidth(word), leastWidth))
	}
	return least
}

// longest returns the width of the longest word of a text that keep reports as unbroken.
func longest(s string, keep func(word string) bool) int {
	width := 0
	for word := range strings.FieldsSeq(s) {
		if len(word) > width && keep(word) {
			width = max(width, cellWidth(word))
		}
	}
	return width
}

// total returns the width of columns with the gaps between them.
func total(widths []int) int {
	sum := len(gap) * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// unbroken returns the test of words in the cells of a column that are not to be broken.
func unbroken(c table.Column, terminal int) func(word string) bool {
	switch {
	case c.Numeric:
		return func(string) bool { return true }
	case c.IDs:
		return table.IsID
	}
	return unbrokenIDs(terminal)
}

// unbrokenIDs keeps ids whole among words of a text. There any word with hyphens looks like one, so what has no room on the
// whole terminal is broken.
func unbrokenIDs(terminal int) func(word string) bool {
	return func(word string) bool { return table.IsID(word) && (terminal <= 0 || cellWidth(word) <= terminal) }
}

// wrap breaks a text into lines no wider than width: at spaces, and within a word only where it is wider than the line and
// keep does not report it as unbroken.
func wrap(s string, width int, keep func(word string) bool) []string {
	if cellWidth(s) <= width || width <= 0 {
		return []string{s}
	}
	var lines []string
	var line []byte // grows in place: a line may be a megabyte long
	used := 0
	flush := func() {
		lines = append(lines, string(line))
		line, used = line[:0], 0
	}
	for word := range strings.FieldsSeq(s) {
		w := cellWidth(word)
		if used > 0 && used+1+w > width {
			flush()
		}
		if used > 0 {
			line, used = append(line, ' '), used+1
		}
		if w <= width || (w <= maxColumn && keep(word)) {
			line, used = append(line, word...), used+w
			continue
		}
		for g := displaywidth.StringGraphemes(word); g.Next(); {
			w := cellWidth(g.Value())
			if used+w > width && used > 0 {
				flush()
			}
			line, used = append(line, g.Value()...), used+w
		}
	}
	if len(line) > 0 {
		flush()
	}
	return lines
}
