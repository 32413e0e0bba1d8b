// Package page writes a record for a person to read: every field under its title, codes and references in words,
// where each value comes from as numbered notes, what other sources say, and what refers to the record.
//
// The schema says which fields there are and what they are called. A few have a meaning of their own (see
// names.go); a field that the package does not know is shown all the same.
package record

import (
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Source is what pages are drawn from.
type Source struct {
	Model *schema.Model
	Look  query.Lookup // into the tables that the records and their Mentions refer to
	Back  *Mentions
	More  func(table, condition string) string // the command that lists records
}

// Write adds the page of one record to p.
func (s Source) Write(p *render.Page, rec rawjson.Record) {
	t := s.Model.Table(rec.Table)
	n := s.notes(t, rec.Raw)
	id := rawjson.GetText(rec.Raw, "id")
	p.Text(fmt.Sprintf("%s (%s)", id, strings.ToLower(t.Singular)))
	p.Text(marked(cmp.Or(rawjson.GetText(rec.Raw, t.Display), id), n.marks("", "id", t.Display)))
	p.Blank()
	var items [][2]string
	for _, f := range t.Fields() {
		switch f.Name {
		case "id", t.Display, vocab.Sources, vocab.Variants:
			continue
		}
		for i, line := range s.lines(rec.Raw, f, n.marks(f.Name)) {
			items = append(items, [2]string{label(f.Title, i), line})
		}
	}
	p.List(items)
	s.others(p, t, rec.Raw, n)
	s.mentions(p, id)
	if len(n.list) > 0 {
		p.Heading("Sources")
		p.List(n.list)
	}
}

// label stands beside the first line only.
func label(title string, line int) string {
	if line > 0 {
		return ""
	}
	return title
}

// marked is a text with the numbers of its notes behind it.
func marked(text, marks string) string { return strings.TrimSpace(text + " " + marks) }

// lines are the lines of a field. The notes of a list stand under it, since they are of all its entries.
func (s Source) lines(v []byte, f *schema.Field, marks string) []string {
	entries := query.Entries(rawjson.Get(v, f.Name))
	switch {
	case len(entries) == 0:
		return nil
	case f.Name == vocab.DateMeaning:
		return []string{marked(s.meaning(v, f), marks)}
	case len(entries) == 1:
		return []string{marked(s.words(entries[0], f), marks)}
	}
	bullet := ""
	if f.Kind == schema.Object || f.Kind == schema.Text { // they may run over several lines
		bullet = "- "
	}
	var lines []string
	for _, e := range entries {
		lines = append(lines, bullet+s.words(e, f))
	}
	if marks != "" {
		lines = append(lines, marks)
	}
	return lines
}

// meaning says what the dates of a record mean, with the dates.
func (s Source) meaning(v []byte, f *schema.Field) string {
	code := rawjson.GetText(v, f.Name)
	from, to := rawjson.GetText(v, vocab.StartDate), cmp.Or(rawjson.GetText(v, vocab.EndDate), rawjson.GetText(v, vocab.StartDate))
	days := text.Days(from, to)
	switch {
	case days == "":
	case code == vocab.DateWithin && from != to:
		return "On one of " + days + "; the sources do not say which"
	case code == vocab.DateThroughout:
		return "Throughout " + days
	case code == vocab.DateOn && from == to:
		return "On " + days
	}
	return s.words(rawjson.Get(v, f.Name), f)
}

// words is a value as a reader wants it: codes by their titles, references with their names, dates as they
// are written.
func (s Source) words(v []byte, f *schema.Field) string {
	switch f.Kind {
	case schema.CodeKind:
		return f.CodeTitle(rawjson.Text(v))
	case schema.Date:
		return cmp.Or(text.Days(rawjson.Text(v), ""), rawjson.Text(v))
	case schema.Reference:
		return s.named(f.Ref, rawjson.Text(v))
	case schema.Object:
		return s.object(v, f)
	}
	return rawjson.Text(v)
}

// named is a record by its name, with its id.
func (s Source) named(table, id string) string {
	name := rawjson.GetText(s.Look(table, id), s.Model.Display(table))
	if name == "" {
		return id
	}
	return fmt.Sprintf("%s (%s)", name, id)
}

// object tells an entry of a list: what it is of, then what is said of that.
func (s Source) object(v []byte, f *schema.Field) string {
	scope, count, counts := overview.InWords(f, v)
	var head, remark string
	var parts []string
	for _, sub := range f.Fields {
		var all []string
		for _, e := range query.Entries(rawjson.Get(v, sub.Name)) {
			all = append(all, s.words(e, sub))
		}
		said := strings.Join(all, ", ")
		switch {
		case said == "" || (counts && sub.Name != vocab.Note):
		case sub.Name == vocab.Note:
			remark = said
		case head == "": // the first says what the entry is of
			head = said
		case sub.Kind == schema.CodeKind: // a code's title speaks for itself
			parts = append(parts, text.Lower(said))
		case sub.Name == vocab.Role:
			parts = append(parts, said)
		default:
			parts = append(parts, text.Lower(sub.Title)+" "+said)
		}
	}
	if counts {
		head, parts = scope, []string{count}
	}
	if len(parts) > 0 {
		head += ": " + strings.Join(parts, "; ")
	}
	return sentences(head, remark)
}

// sentences joins texts, each of which ends as a sentence does if another follows.
func sentences(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		if t == "" {
			continue
		}
		if b.Len() > 0 {
			if said := strings.TrimRight(b.String(), "”\"')"); !strings.HasSuffix(said, ".") && !strings.HasSuffix(said, "!") && !strings.HasSuffix(said, "?") {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}
