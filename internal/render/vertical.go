package render

import (
	"io"
	"strings"

	"malaga/internal/table"
)

// indent precedes a value below its heading.
const indent = "  "

// vertical lays rows out with a line for each field, for a terminal that has room for one column of text alone. Absent
// values are left out.
func (c *cells) vertical(w io.Writer) error {
	headings := 0
	for _, title := range c.heading {
		headings = max(headings, cellWidth(title))
	}
	first := true
	for row, err := range c.all() {
		if err != nil {
			return err
		}
		var b strings.Builder
		if !first {
			b.WriteString("\n")
		}
		first = false
		for i, cell := range row {
			if cell != "" {
				writeField(&b, c.columns[i], c.heading[i], cell, headings+len(gap), c.terminal)
			}
		}
		if _, err := w.Write(highlight([]byte(b.String()))); err != nil {
			return err
		}
	}
	return nil
}

// writeField writes a heading, and its value in a column beside it if there is room, else below.
func writeField(b *strings.Builder, c table.Column, heading, cell string, column, limit int) {
	needed := leastCell(c, cell, limit)
	first, rest := indent, indent
	if room := limit - column; room >= max(needed, leastWidth) {
		first = heading + strings.Repeat(" ", column-cellWidth(heading))
		rest = strings.Repeat(" ", column)
	} else {
		b.WriteString(strings.Join(wrap(heading, limit, unbrokenIDs(limit)), "\n") + "\n")
		if limit-len(indent) < needed {
			first, rest = "", ""
		}
	}
	for _, line := range closeMarks(values(c, cell, limit-len(rest), limit)) {
		b.WriteString(first + line + "\n")
		first = rest
	}
}

// values returns the lines of a cell. Only ids may be wider than the terminal.
func values(c table.Column, cell string, width, terminal int) []string {
	if c.Unbroken && (cellWidth(cell) <= width || table.IsID(cell)) {
		return []string{cell}
	}
	return wrap(cell, width, unbroken(c, terminal))
}
