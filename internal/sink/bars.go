package sink

import (
	"fmt"
	"strconv"
	"strings"

	"malaga/internal/plain"
)

// A bar is drawn only where it can be at least leastBar columns long, and never longer than mostBar: beyond that
// it takes more room than it tells.
const (
	leastBar = 6
	mostBar  = 40
)

// bar is a bar as long as value is of most, in eighths of a column. What is there at all can be seen.
func bar(value, most, width int) string {
	if value <= 0 || most <= 0 {
		return ""
	}
	eighths := max(1, int(float64(value)/float64(most)*float64(width*8)))
	s := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return s
}

// drawBars makes bars of the numbers in the last column; false if there is no room for them.
func drawBars(cells [][]string, width int) bool {
	if width < leastBar {
		return false
	}
	last := len(cells[0]) - 1
	most := 0
	for _, row := range cells[1:] {
		n, _ := strconv.Atoi(row[last]) // a total has none
		most = max(most, n)
	}
	for _, row := range cells[1:] {
		n, _ := strconv.Atoi(row[last])
		row[last] = bar(n, most, min(width, mostBar))
	}
	return true
}

// Counts writes labels with numbers beside them, and bars if wanted and there is room.
func (p *Page) Counts(items [][2]string, bars bool) {
	labels, digits, most := 0, 0, 0
	for _, it := range items {
		n, _ := strconv.Atoi(it[1])
		labels, digits, most = max(labels, cellWidth(plain.Line(it[0]))), max(digits, len(it[1])), max(most, n)
	}
	room := p.Width - len(gap) - len(gap) - digits
	labels = max(1, min(labels, room))
	width := min(mostBar, room-labels-len(gap))
	for _, it := range items {
		lines := wrap(plain.Line(it[0]), labels)
		text := fmt.Sprintf("%s%s%s%s%*s", gap, lines[0], strings.Repeat(" ", max(0, labels-cellWidth(lines[0]))), gap, digits, it[1])
		if n, _ := strconv.Atoi(it[1]); bars && width >= leastBar {
			text += gap + bar(n, most, width)
		}
		p.b.WriteString(text + "\n")
		for _, l := range lines[1:] {
			p.b.WriteString(gap + l + "\n")
		}
	}
}
