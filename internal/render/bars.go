package render

import (
	"fmt"
	"strconv"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// A bar is drawn only where it can be at least leastBar columns long, and never longer than mostBar: beyond that
// it takes more room than it tells.
const (
	leastBar = 6
	goodBar  = 12
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

// drawBars makes bars of the numbers in the last column, as long as the others leave room for; false if they leave none.
// Texts are wrapped to give bars goodBar columns.
func drawBars(columns []table.Column, cells [][]string, width int) bool {
	last := len(columns) - 1
	room := 0
	for _, wish := range []int{goodBar, leastBar} {
		others := fit(columns[:last], cells, max(1, width-len(gap)-wish), width)
		if room = min(mostBar, width-total(others)-len(gap)); len(others) == last && room >= leastBar {
			break
		}
		room = 0
	}
	if room == 0 {
		return false
	}
	most := 0
	for _, row := range cells[1:] {
		most = max(most, count(row[last])) // a total has none
	}
	for _, row := range cells[1:] {
		row[last] = bar(count(row[last]), most, room)
	}
	return true
}

// count reads a number, which may have commas between its thousands; 0 if it is none.
func count(s string) int {
	n, _ := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	return n
}

// Counts writes labels with numbers beside them, and bars if wanted and there is room.
func (p *Page) Counts(items [][2]string, bars bool) {
	labels, digits, most := 0, 0, 0
	for _, it := range items {
		labels, digits, most = max(labels, cellWidth(text.Line(it[0]))), max(digits, len(it[1])), max(most, count(it[1]))
	}
	room := p.Width - len(gap) - len(gap) - digits
	labels = max(1, min(labels, room))
	width := min(mostBar, room-labels-len(gap))
	for _, it := range items {
		lines := wrap(text.Line(it[0]), labels, func(string) bool { return false })
		text := fmt.Sprintf("%s%s%s%s%*s", gap, lines[0], strings.Repeat(" ", max(0, labels-cellWidth(lines[0]))), gap, digits, it[1])
		if bars && width >= leastBar {
			text += gap + bar(count(it[1]), most, width)
		}
		p.b.WriteString(strings.TrimRight(text, " ") + "\n")
		for _, l := range lines[1:] {
			p.b.WriteString(gap + l + "\n")
		}
	}
}
