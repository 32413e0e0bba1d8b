package overview

import (
	"bytes"
	"fmt"
	"strconv"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Description names a dataset, its version and its licence, as far as its description does.
func Description(meta []byte) string {
	text := rawjson.GetText(meta, vocab.Title)
	if v := rawjson.GetText(meta, vocab.Version); v != "" {
		text += ", version " + v + " of the data"
	}
	if l := rawjson.GetText(meta, vocab.Licence); l != "" {
		text += ", " + l
	}
	return text
}

// longest is how many lines of a part a page shows.
const longest = 20

// part is the lines of one section.
type part struct {
	title  string
	items  [][2]string
	counts bool // each says a number and no more
}

func parts(lines []Line) []part {
	var all []part
	for _, l := range lines {
		if len(all) == 0 || all[len(all)-1].title != l.Section {
			all = append(all, part{title: l.Section, counts: true})
		}
		p := &all[len(all)-1]
		said := l.Text
		if n, err := strconv.Atoi(said); err == nil {
			said = text.Number(n)
		} else {
			p.counts = false
		}
		p.items = append(p.items, [2]string{l.Item, said})
	}
	return all
}

// Page is the overview for a person to read, with bars beside what is counted if wanted.
func Page(meta []byte, lines []Line, width int, bars bool) []byte {
	p := &render.Page{Width: width}
	if text := Description(meta); text != "" {
		p.Text(text)
	}
	for _, part := range parts(lines) {
		if part.title == Conference {
			for _, it := range part.items {
				p.Heading(it[1])
			}
			continue
		}
		p.Heading(part.title)
		if !part.counts {
			p.List(part.items)
			continue
		}
		p.Counts(part.items[:min(len(part.items), longest)], bars)
		if more := len(part.items) - longest; more > 0 {
			p.List([][2]string{{"…", fmt.Sprintf("and %d more: --format csv tells them", more)}})
		}
	}
	return p.Bytes()
}

// Markdown is the overview as a report: sentences, and a table for each part.
func Markdown(meta []byte, lines []Line) ([]byte, error) {
	var b bytes.Buffer
	heading := "Overview"
	if t := rawjson.GetText(meta, vocab.Title); t != "" {
		heading = t
	}
	escape := func(s string) string { return render.EscapeMarkdown(text.Line(s)) } // a paragraph may begin with anything
	fmt.Fprintf(&b, "# %s\n", escape(heading))
	if text := Description(meta); text != "" && text != heading {
		fmt.Fprintf(&b, "\n%s\n", escape(text))
	}
	for _, part := range parts(lines) {
		if part.title == Conference {
			for _, it := range part.items {
				fmt.Fprintf(&b, "\n%s\n", escape(it[1]))
			}
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", escape(part.title))
		columns := []table.Column{{Title: "Of"}, {Title: "In words"}}
		if part.counts {
			columns[1] = table.Column{Title: "Count", Numeric: true}
		}
		var rows []table.Row
		for _, it := range part.items {
			rows = append(rows, table.Row{rawjson.Quote(it[0]), rawjson.Quote(it[1])})
		}
		if _, err := render.Write(&b, render.Markdown, table.Of(columns, rows), render.Options{}); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// Rows is the overview as rows.
func Rows(lines []Line) table.Rows {
	rows := make([]table.Row, len(lines))
	for i, l := range lines {
		rows[i] = table.Row{rawjson.Quote(l.Section), rawjson.Quote(l.Item), rawjson.Quote(l.Text)}
	}
	return table.Of([]table.Column{
		{Name: "section", Title: "Section"}, {Name: "item", Title: "Item"}, {Name: "text", Title: "Text"},
	}, rows)
}
