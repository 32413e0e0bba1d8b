package review

import (
	"strings"

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
	if !r.Differs() {
		return p.Bytes()
	}
	p.Blank()
	for _, part := range append(sections(r, level, s), s.consequences(r)) {
		p.Text(part.title + ": " + part.summary)
		part.lines(func(depth int, text func() string) { p.Indented(depth+1, text()) })
	}
	return p.Bytes()
}

// StatPage writes how many records changed in each table.
func StatPage(r *change.Result, width int) []byte {
	p := &render.Page{Width: width}
	p.Text(r.From + " → " + r.To + ": " + Summary(r))
	p.Blank()
	var items [][2]string
	for i, part := range sections(r, Records, bare()) {
		summary := append([]string{part.summary}, form(r.Tables[i].Counts)...)
		items = append(items, [2]string{part.title, strings.Join(summary, ", ")})
	}
	p.List(items)
	return p.Bytes()
}
