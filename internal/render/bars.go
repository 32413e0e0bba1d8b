package render

import (
	"fmt"
	"strconv"
	"strings"

	"malaga/internal/text"
)

// Lengths of bars in columns of the terminal. Below leastBar none is drawn; texts are wrapped to give bars goodBar.
const (
	leastBar = 6
	goodBar  = 12
	mostBar  = 40
)

// bar returns a bar for value, where the bar of most has the full width. A value above zero has an eighth of a column at least.
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

// drawBars makes bars of the numbers in the last column. Where the other columns leave no room for them, that column goes.
func (c *cells) drawBars() {
	last := len(c.columns) - 1
	room := 0
	for _, wish := range []int{goodBar, leastBar} {
		others := c.fit(last, max(1, c.terminal-len(gap)-wish))
		if room = min(mostBar, c.terminal-total(others)-len(gap)); len(others) == last && room >= leastBar {
			break
		}
		room = 0
	}
	if room == 0 {
		c.columns = c.columns[:last]
		return
	}
	c.bars = room
	c.natural[last] = cellWidth(bar(c.most, c.most, room))
	c.least[last] = c.natural[last]
}

// count returns a number that may have commas between its thousands; 0 for anything else.
func count(s string) int {
	n, _ := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	return n
}

// Counts writes labels with numbers beside them, and bars if they are wanted and there is room.
func (p *Page) Counts(items [][2]string, bars bool) {
	var labels, digits, most int
	for _, it := range items {
		labels = max(labels, cellWidth(text.EscapeLine(it[0])))
		digits = max(digits, len(it[1]))
		most = max(most, count(it[1]))
	}
	room := p.Width - len(gap) - len(gap) - digits
	labels = max(1, min(labels, room))
	width := min(mostBar, room-labels-len(gap))
	for _, it := range items {
		lines := wrap(text.EscapeLine(it[0]), labels, func(string) bool { return false })
		pad := strings.Repeat(" ", max(0, labels-cellWidth(lines[0])))
		line := gap + lines[0] + pad + gap + fmt.Sprintf("%*s", digits, it[1])
		if bars && width >= leastBar {
			line += gap + bar(count(it[1]), most, width)
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
		for _, rest := range lines[1:] {
			p.b.WriteString(gap + rest + "\n")
		}
	}
}
