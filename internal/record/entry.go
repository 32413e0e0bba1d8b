package record

import (
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Entry is a record for a person to read: every field under its title, codes and references in words, the sources as numbered
// notes, and what refers to the record. A field that the program does not know is described by its schema.
type Entry struct {
	ID           string
	Table        *schema.Table
	Title        string
	TitleNotes   Numbers
	Fields       []FieldWords
	Variants     []Variant
	VariantNotes Numbers
	Mentions     []MentionGroup
	Notes        []Note
}

// FieldWords are the values of a field. Its notes are of all of them.
type FieldWords struct {
	Field  *schema.Field
	Values []Words
	Notes  Numbers
}

// Entry returns a record for a person to read.
func (s Pages) Entry(rec rawjson.Record) Entry {
	t := s.Model.Table(rec.Table)
	n := s.notes(t, rec.Raw)
	e := Entry{ID: ID(rec.Raw), Table: t, Title: Name(t, rec.Raw), TitleNotes: n.numbers("", vocab.ID, t.Display)}
	for _, f := range t.Fields() {
		switch f.Name {
		case vocab.ID, t.Display, vocab.Sources, vocab.Variants:
			continue
		}
		if values := s.values(rec.Raw, f); values != nil {
			e.Fields = append(e.Fields, FieldWords{f, values, n.numbers(f.Name)})
		}
	}
	e.Variants = s.variants(t, rec.Raw, n)
	e.VariantNotes = n.numbers(vocab.Variants)
	e.Mentions = s.mentions(e.ID)
	e.Notes = n.list
	return e
}

// values returns the values of a field.
func (s Pages) values(v []byte, f *schema.Field) []Words {
	entries := Entries(v, f.Name)
	switch {
	case len(entries) == 0:
		return nil
	case f.Name == vocab.DateMeaning:
		return []Words{s.dateMeaning(v, f)}
	case f.Name == vocab.StartTime && daily(v):
		return []Words{append(s.value(entries[0], f), Part{Text: " each day"})}
	case f.Name == vocab.EndTime && hoursOf(v).Overnight():
		return []Words{append(s.value(entries[0], f), Part{Text: " on the next day"})}
	}
	var values []Words
	for _, e := range entries {
		values = append(values, s.value(e, f))
	}
	if len(values) == 1 && (f.Kind == schema.CodeKind || f.Kind == schema.Date) {
		if differ := Variants(rawjson.Get(v, vocab.Variants), f.Name); differ != nil { // a single word does not show that it was chosen
			values[0] = append(values[0], Part{Text: " (other sources differ)"})
		}
	}
	return values
}

// dateMeaning returns what the dates of a record mean, with the dates.
func (s Pages) dateMeaning(v []byte, f *schema.Field) Words {
	from, to := Days(v)
	days := text.Days(from, to)
	switch code := rawjson.GetText(v, f.Name); {
	case days == "":
	case code == vocab.DateWithin && from != to:
		return plain("On one of " + days + "; the sources do not say which")
	case code == vocab.DateThroughout:
		return plain("Throughout " + days)
	case code == vocab.DateOn && from == to:
		return plain("On " + days)
	case code == vocab.DateOn && hoursOf(v).Overnight():
		return plain("On " + text.Days(from, "") + ", until after midnight")
	}
	return s.value(rawjson.Get(v, f.Name), f)
}

// value returns a value as a reader wants it: codes by their titles, references by name, dates in words.
func (s Pages) value(v []byte, f *schema.Field) Words {
	word := rawjson.Text(v)
	switch f.Kind {
	case schema.CodeKind:
		return plain(f.CodeTitle(word))
	case schema.Date:
		if date := text.Date(word); date != "" {
			return plain(date)
		}
	case schema.Reference:
		return Words{{s.Name(f.Ref, word), word}}
	case schema.Object:
		return s.object(v, f)
	}
	return plain(word)
}

// object returns an entry of a list: its first field, then the others as "title value", then its note.
func (s Pages) object(v []byte, f *schema.Field) Words {
	note := rawjson.GetText(v, vocab.Note)
	if scope, quantity, ok := Quantity(f, v); ok {
		return plain(scope + ": " + quantity).sentence(note)
	}
	var head Words
	var parts []Words
	for _, sub := range f.Fields {
		var all []Words
		for _, e := range query.Entries(rawjson.Get(v, sub.Name)) {
			all = append(all, s.value(e, sub))
		}
		value := join(all, ", ")
		switch {
		case len(value) == 0 || sub.Name == vocab.Note:
		case sub.Name == vocab.Presence && strings.Contains(join(parts, "; ").String(), text.Lower(value.String())): // by video, says the mode
		case head == nil:
			head = value
		case sub.Kind == schema.CodeKind: // the title of a code needs no other
			parts = append(parts, value.lower())
		case sub.Name == vocab.Role:
			parts = append(parts, value)
		default:
			parts = append(parts, append(plain(text.Lower(sub.Title)+" "), value...))
		}
	}
	if len(parts) > 0 {
		head = append(append(head, Part{Text: ": "}), join(parts, "; ")...)
	}
	return head.sentence(note)
}
