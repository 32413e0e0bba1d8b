package render

import (
	"strings"

	"malaga/internal/table"
)

// indent stands before a value below its heading.
const indent = "  "

// stacked lays rows out with a line for each field, for a terminal that is too narrow for columns. What is absent is left
// out.
func stacked(columns []table.Column, cells [][]string, limit int) []byte {
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
			needed := least(columns[i], cell, limit)
			if beside && limit-left >= needed {
				first += strings.Repeat(" ", left-cellWidth(first))
				rest = strings.Repeat(" ", left)
			} else {
				if limit-len(indent) < needed {
					rest = ""
				}
				b.WriteString(strings.Join(wrap(first, limit, wholeIDs(limit)), "\n") + "\n")
				first = rest
			}
			for _, line := range marked(values(columns[i], cell, limit-len(rest), limit)) {
				b.WriteString(first + line + "\n")
				first = rest
			}
		}
	}
	return []byte(b.String())
}

// values are the lines of a cell. Only ids may be wider than the terminal.
func values(c table.Column, cell string, width, terminal int) []string {
	if c.Unbroken && (cellWidth(cell) <= width || IsID(cell)) {
		return []string{cell}
	}
	return wrap(cell, width, whole(c, terminal))
}
