package sink

import (
	"strings"

	"malaga/internal/plain"
)

// Page is text for a person to read, wrapped to a width.
type Page struct {
	Width int
	b     strings.Builder
}

// Bytes is the page so far.
func (p *Page) Bytes() []byte { return []byte(p.b.String()) }

// Text writes a paragraph.
func (p *Page) Text(text string) { p.lines("", "", text) }

// Line writes a line that must not be broken, such as a command to be copied.
func (p *Page) Line(text string) { p.b.WriteString(plain.Line(text) + "\n") }

// Blank writes an empty line, but never two in a row or one at the top.
func (p *Page) Blank() {
	if s := p.b.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.b.WriteByte('\n')
	}
}

// Heading begins a part of the page.
func (p *Page) Heading(text string) {
	p.Blank()
	p.Text(text)
}

// item writes a label, which takes some width, and a text beside it.
func (p *Page) item(label, text string, labels int) {
	label = plain.Line(label)
	if pad := labels - cellWidth(label); pad > 0 {
		label += strings.Repeat(" ", pad)
	}
	indent := 2 + max(labels, cellWidth(label)) + 2
	room := p.Width - indent
	if strings.HasPrefix(text, "- ") {
		room -= len("- ")
	}
	if room < leastWidth || longest(text, wholeIDs(p.Width-len("    - "))) > room { // too narrow for two columns
		p.lines("  ", "  ", strings.TrimSpace(label))
		p.lines("    ", "    ", text)
		return
	}
	p.lines("  "+label+"  ", strings.Repeat(" ", indent), text)
}

// lines writes a text with one beginning for its first line and another for the rest.
func (p *Page) lines(first, rest, text string) {
	text = plain.Line(text)
	if strings.HasPrefix(text, "- ") { // an entry of a list keeps its dash to itself
		rest += "  "
	}
	width := 0
	if p.Width > 0 {
		width = max(1, p.Width-cellWidth(rest))
	}
	for i, l := range wrap(text, width, isAddress) {
		if i == 0 {
			l = first + l
		} else {
			l = rest + l
		}
		p.b.WriteString(strings.TrimRight(l, " ") + "\n")
	}
}

// isAddress says whether a word is a web address, which is there to be copied.
func isAddress(word string) bool { return strings.Contains(word, "://") }

// List writes labels with their texts beside them, in two columns. An empty label goes on with the one
// before.
func (p *Page) List(items [][2]string) {
	width := 0
	for _, it := range items {
		width = max(width, cellWidth(plain.Line(it[0])))
	}
	for _, it := range items {
		p.item(it[0], it[1], width)
	}
}
