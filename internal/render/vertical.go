package render

import (
	"strings"

	"malaga/internal/table"
)

// indent stands before a value below its heading.
const indent = "  "

// vertical lays rows out with a line for each field, for a terminal that has room for one column of text alone. Absent
// values are left out.
func vertical(columns []table.Column, cells [][]string, limit int) []byte {
	var b strings.Builder
	headings := 0
	for _, title := range cells[0] {
		headings = max(headings, cellWidth(title))
	}
	left := headings + len(gap)
	beside := limit-left >= leastWidth
	for n, row := range cells[1:] {
		if n > 0 {
			b.WriteString("\n")
		}
		for i, cell := range row {
			if cell == "" {
				continue
			}
			first, rest := cells[0][i], indent
			needed := leastCell(columns[i], cell, limit)
			if beside && limit-left >= needed {
				first += strings.Repeat(" ", left-cellWidth(first))
				rest = strings.Repeat(" ", left)
			} else {
				if limit-len(indent) < needed {
					rest = ""
				}
				b.WriteString(strings.Join(wrap(first, limit, unbrokenIDs(limit)), "\n") + "\n")
				first = rest
			}
			for _, line := range closeMarks(values(columns[i], cell, limit-len(rest), limit)) {
				b.WriteString(first + line + "\n")
				first = rest
			}
		}
	}
	return []byte(b.String())
}

// values returns the lines of a cell. Only ids may be wider than the terminal.
func values(c table.Column, cell string, width, terminal int) []string {
	if c.Unbroken && (cellWidth(cell) <= width || table.IsID(cell)) {
		return []string{cell}
	}
	return wrap(cell, width, unbroken(c, terminal))
}
