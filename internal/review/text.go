package review

import (
	"malaga/internal/change"
	"malaga/internal/render"
)

// bare returns the style of a text without markup.
func bare() style {
	same := func(s string) string { return s }
	return style{plain: same, id: same, field: same, removed: same, added: same}
}

// Page writes the changes to be read.
func Page(r *change.Result, level Level, width int) []byte {
	s := bare()
	s.removed = func(s string) string { return "[-" + s + "-]" }
	s.added = func(s string) string { return "{+" + s + "+}" }
	p := &render.Page{Width: width}
	p.Text(r.From + " → " + r.To + ": " + Summary(r))
	if !r.Total().Any() {
		return p.Bytes()
	}
	p.Blank()
	for _, part := range append(sections(r, level, s), s.consequences(r)) {
		p.Text(part.title + ": " + part.summary)
		for _, l := range part.lines {
			p.Indented(l.depth+1, l.text)
		}
	}
	return p.Bytes()
}
