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

// Description returns the title, version and licence of a dataset from its description.
func Description(meta []byte) string {
	s := rawjson.GetText(meta, vocab.Title)
	if version := rawjson.GetText(meta, vocab.Version); version != "" {
		s += ", version " + version + " of the data"
	}
	if licence := rawjson.GetText(meta, vocab.Licence); licence != "" {
		s += ", " + licence
	}
	return s
}

// maxShown is the number of lines of a section that a page shows.
const maxShown = 20

// section is the lines of one section.
type section struct {
	title  string
	items  [][2]string
	counts bool // each text is an exact count
}

func sections(lines []Line) []section {
	var all []section
	for _, l := range lines {
		if len(all) == 0 || all[len(all)-1].title != l.Section {
			all = append(all, section{title: l.Section, counts: true})
		}
		s := &all[len(all)-1]
		if n, err := strconv.Atoi(l.Text); err == nil {
			l.Text = text.Number(n)
		} else {
			s.counts = false
		}
		s.items = append(s.items, [2]string{l.Item, l.Text})
	}
	return all
}

// Page returns the overview for a person to read, with bars beside the counts if wanted.
func Page(meta []byte, lines []Line, width int, bars bool) []byte {
	p := &render.Page{Width: width}
	if s := Description(meta); s != "" {
		p.Text(s)
	}
	for _, s := range sections(lines) {
		switch {
		case s.title == Conference:
			for _, it := range s.items {
				p.Heading(it[1])
			}
		case s.counts:
			p.Heading(s.title)
			p.Counts(s.items[:min(len(s.items), maxShown)], bars)
			if more := len(s.items) - maxShown; more > 0 {
				p.List([][2]string{{"…", fmt.Sprintf("and %d more (--format csv shows all)", more)}})
			}
		default:
			p.Heading(s.title)
			p.List(s.items)
		}
	}
	return p.Bytes()
}

// Markdown returns the overview as a report: sentences, and a table for each section.
func Markdown(meta []byte, lines []Line) ([]byte, error) {
	var b bytes.Buffer
	write := func(form, s string) { // a paragraph may begin with anything
		fmt.Fprintf(&b, form, text.EscapeMarkdownBlock(text.Escape(s)))
	}
	heading := rawjson.GetText(meta, vocab.Title)
	if heading == "" {
		heading = "Overview"
	}
	write("# %s\n", heading)
	if s := Description(meta); s != "" && s != heading {
		write("\n%s\n", s)
	}
	for _, s := range sections(lines) {
		if s.title == Conference {
			for _, it := range s.items {
				write("\n%s\n", it[1])
			}
			continue
		}
		write("\n## %s\n\n", s.title)
		if _, err := render.Write(&b, render.Markdown, s.rows(), render.Options{}); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func (s section) rows() table.Rows {
	columns := []table.Column{{Title: "Of"}, {Title: "In words"}}
	if s.counts {
		columns[1] = table.Column{Title: "Count", Numeric: true}
	}
	var rows []table.Row
	for _, it := range s.items {
		rows = append(rows, table.Row{rawjson.Quote(it[0]), rawjson.Quote(it[1])})
	}
	return table.Of(columns, rows)
}

// Rows returns the overview as rows.
func Rows(lines []Line) table.Rows {
	rows := make([]table.Row, len(lines))
	for i, l := range lines {
		rows[i] = table.Row{rawjson.Quote(l.Section), rawjson.Quote(l.Item), rawjson.Quote(l.Text)}
	}
	return table.Of([]table.Column{
		{Name: "section", Title: "Section"}, {Name: "item", Title: "Item"}, {Name: "text", Title: "Text"},
	}, rows)
}
