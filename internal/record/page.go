package record

import (
	"fmt"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Pages writes records for a person to read: every field under its title, codes and references in words, the sources as
// numbered notes, and what refers to the record. A field that the program does not know is shown as its schema describes it.
type Pages struct {
	Source
	Back *Mentions
	More func(table, condition string) string // the command that lists records
}

// Write adds the page of one record to p.
func (s Pages) Write(p *render.Page, rec rawjson.Record) {
	t := s.Model.Table(rec.Table)
	n := s.notes(t, rec.Raw)
	id := ID(rec.Raw)
	p.Text(fmt.Sprintf("%s (%s)", id, strings.ToLower(t.Singular)))
	p.Text(withNumbers(Name(t, rec.Raw), n.numbers("", vocab.ID, t.Display)))
	p.Blank()
	var items [][2]string
	for _, f := range t.Fields() {
		switch f.Name {
		case vocab.ID, t.Display, vocab.Sources, vocab.Variants:
			continue
		}
		title := f.Title
		for _, line := range s.lines(rec.Raw, f, n.numbers(f.Name)) {
			items = append(items, [2]string{title, line})
			title = "" // stands beside the first line only
		}
	}
	p.List(items)
	s.variants(p, t, rec.Raw, n)
	s.mentions(p, id)
	if len(n.list) > 0 {
		p.Heading("Sources")
		p.List(n.list)
	}
}

// withNumbers returns a text with the numbers of its notes behind it.
func withNumbers(text, numbers string) string { return strings.TrimSpace(text + " " + numbers) }

// lines returns the lines of a field. The numbers of the notes are under a list, since they are of all its entries.
func (s Pages) lines(v []byte, f *schema.Field, numbers string) []string {
	entries := Entries(v, f.Name)
	switch {
	case len(entries) == 0:
		return nil
	case f.Name == vocab.DateMeaning:
		return []string{withNumbers(s.dateMeaning(v, f), numbers)}
	case f.Name == vocab.StartTime && daily(v):
		return []string{withNumbers(s.value(entries[0], f)+" each day", numbers)}
	case f.Name == vocab.EndTime && hoursOf(v).Overnight():
		return []string{withNumbers(s.value(entries[0], f)+" on the next day", numbers)}
	case len(entries) == 1:
		value := s.value(entries[0], f)
		if differ := Variants(rawjson.Get(v, vocab.Variants), f.Name); differ != nil && (f.Kind == schema.CodeKind || f.Kind == schema.Date) {
			value += " (other sources differ)" // a single word does not show that it was chosen
		}
		return []string{withNumbers(value, numbers)}
	}
	bullet := ""
	if f.Kind == schema.Object || f.Kind == schema.Text { // they may run over several lines
		bullet = "- "
	}
	var lines []string
	for _, e := range entries {
		lines = append(lines, bullet+s.value(e, f))
	}
	if numbers != "" {
		lines = append(lines, numbers)
	}
	return lines
}

// dateMeaning returns what the dates of a record mean, with the dates.
func (s Pages) dateMeaning(v []byte, f *schema.Field) string {
	from, to := Days(v)
	days := text.Days(from, to)
	switch code := rawjson.GetText(v, f.Name); {
	case days == "":
	case code == vocab.DateWithin && from != to:
		return "On one of " + days + "; the sources do not say which"
	case code == vocab.DateThroughout:
		return "Throughout " + days
	case code == vocab.DateOn && from == to:
		return "On " + days
	case code == vocab.DateOn && hoursOf(v).Overnight():
		return "On " + text.Days(from, "") + ", until after midnight"
	}
	return s.value(rawjson.Get(v, f.Name), f)
}

// value returns a value as a reader wants it: codes by their titles, references by name, dates in words.
func (s Pages) value(v []byte, f *schema.Field) string {
	word := rawjson.Text(v)
	switch f.Kind {
	case schema.CodeKind:
		return f.CodeTitle(word)
	case schema.Date:
		if date := text.Date(word); date != "" {
			return date
		}
	case schema.Reference:
		return s.NameAndID(f.Ref, word)
	case schema.Object:
		return s.object(v, f)
	}
	return word
}

// object returns an entry of a list: its first field, then the others as "title value", then its note.
func (s Pages) object(v []byte, f *schema.Field) string {
	note := rawjson.GetText(v, vocab.Note)
	if scope, quantity, ok := Quantity(f, v); ok {
		return joinSentences(scope+": "+quantity, note)
	}
	head := ""
	var parts []string
	for _, sub := range f.Fields {
		var all []string
		for _, e := range query.Entries(rawjson.Get(v, sub.Name)) {
			all = append(all, s.value(e, sub))
		}
		value := strings.Join(all, ", ")
		switch {
		case value == "" || sub.Name == vocab.Note:
		case sub.Name == vocab.Presence && strings.Contains(strings.Join(parts, "; "), text.Lower(value)): // by video, says the mode
		case head == "":
			head = value
		case sub.Kind == schema.CodeKind: // the title of a code needs no other
			parts = append(parts, text.Lower(value))
		case sub.Name == vocab.Role:
			parts = append(parts, value)
		default:
			parts = append(parts, text.Lower(sub.Title)+" "+value)
		}
	}
	if len(parts) > 0 {
		head += ": " + strings.Join(parts, "; ")
	}
	return joinSentences(head, note)
}

// joinSentences joins texts, each of which ends as a sentence does if another follows.
func joinSentences(texts ...string) string {
	joined := ""
	for _, t := range texts {
		if t != "" && joined != "" {
			if last := strings.TrimRight(joined, "”\"')"); strings.TrimRight(last, ".!?") == last {
				joined += "."
			}
			joined += " "
		}
		joined += t
	}
	return joined
}
