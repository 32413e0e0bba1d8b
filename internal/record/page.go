package record

import (
	"fmt"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/schema"
)

// Pages makes entries of records, and writes them as text.
type Pages struct {
	Source
	Back *Mentions
	More func(table, condition string) string // the command that lists records, for Write
}

// Write adds the page of one record to p.
func (s Pages) Write(p *render.Page, rec rawjson.Record) {
	e := s.Entry(rec)
	p.Text(fmt.Sprintf("%s (%s)", e.ID, strings.ToLower(e.Table.Singular)))
	p.Text(withNumbers(e.Title, e.TitleNotes))
	p.Blank()
	var items [][2]string
	for _, f := range e.Fields {
		title := f.Field.Title
		for _, line := range f.lines() {
			items = append(items, [2]string{title, line})
			title = "" // stands beside the first line only
		}
	}
	p.List(items)
	e.writeVariants(p)
	for _, g := range e.Mentions {
		p.Heading(g.Heading + ": " + text.Number(g.Count))
		items := make([][2]string, len(g.Records))
		for i, m := range g.Records {
			items[i] = [2]string{m.ID, m.String()}
		}
		if more := g.Count - len(g.Records); more > 0 {
			items = append(items, [2]string{"…", fmt.Sprintf("and %s more:", text.Number(more))})
			items = append(items, [2]string{"", s.More(g.Table, g.Field+"="+e.ID)}) // a line of its own, to be copied
		}
		p.List(items)
	}
	if len(e.Notes) > 0 {
		p.Heading("Sources")
		notes := make([][2]string, len(e.Notes))
		for i, n := range e.Notes {
			notes[i] = [2]string{Numbers{i + 1}.String(), n.String()}
		}
		p.List(notes)
	}
}

// withNumbers returns a text with the numbers of its notes behind it.
func withNumbers(text string, n Numbers) string { return strings.TrimSpace(text + " " + n.String()) }

// lines returns the lines of a field. The numbers of the notes are under a list, since they are of all its entries.
func (f FieldWords) lines() []string {
	if len(f.Values) == 1 {
		return []string{withNumbers(f.Values[0].String(), f.Notes)}
	}
	bullet := ""
	if f.Field.Kind == schema.Object || f.Field.Kind == schema.Text { // they may run over several lines
		bullet = "- "
	}
	var lines []string
	for _, v := range f.Values {
		lines = append(lines, bullet+v.String())
	}
	if len(f.Notes) > 0 {
		lines = append(lines, f.Notes.String())
	}
	return lines
}

// writeVariants writes what other sources say.
func (e Entry) writeVariants(p *render.Page) {
	var items [][2]string
	before := ""
	for _, v := range e.Variants {
		title := v.Title
		if title == before {
			title = ""
		} else {
			before = title
		}
		items = append(items, [2]string{title, "- " + joinSentences(withNumbers(v.Value, v.Notes), v.Note)})
	}
	if items != nil {
		p.Heading(withNumbers("Other sources say", e.VariantNotes))
		p.List(items)
	}
}
