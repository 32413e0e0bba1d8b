package render

import (
	"strings"

	"malaga/internal/table"
)

// indent precedes a value below its heading.
const indent = "  "

// vertical lays rows out with a line for each field, for a terminal that has room for one column of text alone. Absent
// values are left out.
func vertical(columns []table.Column, cells [][]string, limit int) []byte {
	headings := 0
	for _, title := range cells[0] {
		headings = max(headings, cellWidth(title))
	}
	var b strings.Builder
	for n, row := range cells[1:] {
		if n > 0 {
			b.WriteString("\n")
		}
		for i, cell := range row {
			if cell != "" {
				writeField(&b, columns[i], cells[0][i], cell, headings+len(gap), limit)
			}
		}
	}
	return []byte(b.String())
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
