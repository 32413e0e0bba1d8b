package render

import (
	"strings"

	"malaga/internal/text"
)

// Page is a text for people, wrapped to a width.
type Page struct {
	Width int
	b     strings.Builder
}

// Bytes returns the page so far.
func (p *Page) Bytes() []byte { return []byte(p.b.String()) }

// Text writes a paragraph.
func (p *Page) Text(s string) { p.lines("", "", s) }

// Indented writes a paragraph, indented by so many steps.
func (p *Page) Indented(depth int, s string) {
	indent := strings.Repeat("  ", depth)
	p.lines(indent, indent+"  ", s)
}

// Line writes a line that must not be broken, such as a command to be copied.
func (p *Page) Line(s string) { p.b.WriteString(text.EscapeLine(s) + "\n") }

// Blank writes an empty line, but never two in a row or one at the top.
func (p *Page) Blank() {
	if s := p.b.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.b.WriteByte('\n')
	}
}

// Heading begins a part of the page.
func (p *Page) Heading(s string) {
	p.Blank()
	p.Text(s)
}

// item writes a label, padded to a width, and a text beside it.
func (p *Page) item(label, s string, labels int) {
	label = text.EscapeLine(label)
	if pad := labels - cellWidth(label); pad > 0 {
		label += strings.Repeat(" ", pad)
	}
	indent := 2 + max(labels, cellWidth(label)) + 2
	room := p.Width - indent
	if strings.HasPrefix(s, "- ") {
		room -= len("- ")
	}
	if room < leastWidth || longest(s, unbrokenIDs(p.Width-len("    - "))) > room { // too narrow for two columns
		p.lines("  ", "  ", strings.TrimSpace(label))
		p.lines("    ", "    ", s)
		return
	}
	p.lines("  "+label+"  ", strings.Repeat(" ", indent), s)
}

// lines writes a text with one beginning for its first line and another for the rest.
func (p *Page) lines(first, rest, s string) {
	s = text.EscapeLine(s)
	if strings.HasPrefix(s, "- ") { // an entry of a list keeps its dash to itself
		rest += "  "
	}
	width := 0
	if p.Width > 0 {
		width = max(1, p.Width-cellWidth(rest))
	}
	for i, l := range wrap(s, width, isAddress) {
		if i == 0 {
			l = first + l
		} else {
			l = rest + l
		}
		p.b.WriteString(strings.TrimRight(l, " ") + "\n")
	}
}

// isAddress reports whether a word is a web address, which must stay whole to be copied.
func isAddress(word string) bool { return strings.Contains(word, "://") }

// List writes labels with their texts beside them, in two columns. An empty label continues the one before.
func (p *Page) List(items [][2]string) {
	width := 0
	for _, it := range items {
		width = max(width, cellWidth(text.EscapeLine(it[0])))
	}
	for _, it := range items {
		p.item(it[0], it[1], width)
	}
}
