package sink

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

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

// Item writes a label and a text beside it. The labels of one list take the width of Labels.
func (p *Page) Item(label, text string, labels int) {
	label = plain.Escape(label)
	if pad := labels - displaywidth.String(label); pad > 0 {
		label += strings.Repeat(" ", pad)
	}
	indent := 2 + max(labels, displaywidth.String(label)) + 2
	if p.Width-indent < leastWidth { // too narrow for two columns
		p.lines("  ", "  ", strings.TrimSpace(label))
		p.lines("    ", "    ", text)
		return
	}
	p.lines("  "+label+"  ", strings.Repeat(" ", indent), text)
}

// lines writes a text with one beginning for its first line and another for the rest.
func (p *Page) lines(first, rest, text string) {
	text = plain.Line(text)
	width := 0
	if p.Width > 0 {
		width = max(1, p.Width-displaywidth.String(rest))
	}
	for i, l := range wrap(text, width) {
		if i == 0 {
			l = first + l
		} else {
			l = rest + l
		}
		p.b.WriteString(strings.TrimRight(l, " ") + "\n")
	}
}

// LabelWidth is how wide the labels of a list are.
func LabelWidth(labels []string) int {
	w := 0
	for _, l := range labels {
		w = max(w, displaywidth.String(plain.Escape(l)))
	}
	return w
}
