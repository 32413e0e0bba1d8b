package journal

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// entry is a record as the templates show it.
type entry struct {
	*item
	record.Entry
	Kind      string // in words
	KindNotes record.Numbers
	WhenNotes record.Numbers
	Lead      []record.FieldWords // the text that says most
	Rows      []record.FieldWords // the other fields
	Remark    []record.FieldWords // notes of those who made the dataset
}

// Entry describes the record. It is called when its page is written, so that only one page's entries are in memory.
func (it *item) Entry() entry {
	e := entry{item: it, Entry: it.journal.Entry(it.rec), Kind: it.kind()}
	for _, f := range e.Fields {
		switch name := f.Field.Name; {
		case name == vocab.Summary:
			e.Lead = append(e.Lead, f)
		case name == vocab.Note || name == vocab.Position && it.event != nil:
			e.Remark = append(e.Remark, f)
		case name == vocab.Conference && (it.event != nil || it.journal.oneConference): // the page says it
		case name == vocab.Kind && !e.differs(f):
			e.KindNotes = f.Notes
		case name == vocab.Label && it.event != nil && !e.differs(f): // stands with the kind
			e.KindNotes = e.KindNotes.And(f.Notes)
		case it.event != nil && slices.Contains(timeFields(), name) && !e.differs(f):
			e.WhenNotes = e.WhenNotes.And(f.Notes)
		default:
			e.Rows = append(e.Rows, f)
		}
	}
	return e
}

// timeFields are the fields of an event that its place in the programme tells.
func timeFields() []string {
	return []string{
		vocab.StartDate, vocab.EndDate, vocab.Date, vocab.DateMeaning, vocab.PartOfDay, vocab.StartTime, vocab.EndTime, vocab.TimeMeaning,
		vocab.Follows,
	}
}

// differs reports whether other sources give another value for a field.
func (e entry) differs(f record.FieldWords) bool {
	return record.Variants(rawjson.Get(e.rec.Raw, vocab.Variants), f.Field.Name) != nil
}

// get returns the text of a field.
func (it *item) get(field string) string { return rawjson.GetText(it.rec.Raw, field) }

// kind returns what a record is, in words.
func (it *item) kind() string {
	if it.event != nil {
		if kind := it.event.ShownKind(); kind != "" {
			return kind
		}
		return it.table.Singular
	}
	if f := it.table.Field(vocab.Kind); f != nil {
		if code := rawjson.GetText(it.rec.Raw, vocab.Kind); code != "" {
			return f.CodeTitle(code)
		}
	}
	return it.table.Singular
}

// ShownKind returns the kind of an event; "" where its title says as much.
func (it *item) ShownKind() string { return it.event.ShownKind() }

// When returns the time of an event; "" of other records.
func (it *item) When() string {
	if it.event == nil {
		return ""
	}
	return it.event.Time()
}

// Vague reports whether no source states a clock time for an event.
func (it *item) Vague() bool {
	return rawjson.Get(it.rec.Raw, vocab.StartTime) == nil && rawjson.Get(it.rec.Raw, vocab.EndTime) == nil
}

// Place returns what is known, and what is not certain, of an event's place in the programme.
func (it *item) Place() string {
	if it.event == nil {
		return ""
	}
	place := strings.TrimPrefix(it.event.After(), ", ")
	return strings.TrimSpace(place + " " + it.event.Doubts())
}

// rooms are the heights, in rem, that the style keeps free for records until a browser has laid them out (r0, r1, …).
func rooms() []int { return []int{16, 24, 36, 54, 80, 120, 180, 270} }

// Class returns what the style calls the record: its kind, and how much room it takes at most on a narrow screen.
func (e entry) Class() string {
	const lineLength, lineHeight, around = 34, 1.75, 11 // characters; rem
	lines := len(e.Title)/lineLength + 1
	for _, f := range slices.Concat(e.Lead, e.Rows) {
		lines++
		for _, v := range f.Values {
			for _, p := range v {
				lines += len(p.Text) / lineLength
			}
			lines++
		}
	}
	for _, g := range e.Referring() {
		lines++
		if g.Group == nil {
			lines += 3 * len(g.Records)
		}
	}
	height, room := around+int(lineHeight*float64(lines)), 0
	for room < len(rooms())-1 && rooms()[room] < height {
		room++
	}
	class := fmt.Sprintf("r%d", room)
	switch {
	case e.event != nil:
		return "event " + class
	case e.table.Name == vocab.Messages:
		return "message " + class
	}
	return class
}

// The marks stand in a citation for what the page has already: the title, and the address of a document.
const (
	titleMark   = "{}"
	addressMark = "{address}"
)

// Citation returns the citation of the record with marks, and without the sentence on the dataset, which is the same for all; ""
// if nothing else is in it.
func (it *item) Citation() string {
	if !cite.IsWork(it.table.Name) {
		return ""
	}
	c := it.journal.cite.Record(it.rec.Table, it.rec.Raw)
	c.Dataset = ""
	c.Title = titleMark
	if c.URL != "" {
		c.URL = addressMark
	}
	return c.String()
}

// Details returns the words for what a reader may open; "" if there is nothing.
func (e entry) Details() string {
	var parts []string
	if e.Remark != nil {
		parts = append(parts, "note")
	}
	if n := len(e.Variants); n > 0 {
		parts = append(parts, fmt.Sprintf("other sources say (%d)", n))
	}
	if n := len(e.Notes); n > 0 {
		parts = append(parts, fmt.Sprintf("sources (%d)", n))
	}
	if parts == nil {
		return ""
	}
	joined := text.Join(parts)
	return strings.ToUpper(joined[:1]) + joined[1:]
}

// IsAddress reports whether the values of a field are web addresses.
func (e entry) IsAddress(f record.FieldWords) bool { return isAddressField(f.Field) }

func isAddressField(f *schema.Field) bool { return strings.HasPrefix(f.Pattern, "^https?://") }

// referring is the records that refer to one in the same field.
type referring struct {
	record.MentionGroup
	Group  *group // where they stand together; nil if they are listed
	Inline bool   // listed by their anchors alone: there may be many
}

// Referring returns what refers to the record. Those for which a document is a source may be many, and are one list.
func (e entry) Referring() []referring {
	var all []referring
	sourced := -1
	for _, g := range e.Mentions {
		r := referring{MentionGroup: g}
		together := e.journal.themes[e.ID]
		switch {
		case g.Table == vocab.Messages && g.Field == vocab.Themes && together != nil:
			r.Group = together
		case g.Field == vocab.Sources+"."+vocab.Document && sourced >= 0:
			all[sourced].Count += g.Count
			all[sourced].Records = append(all[sourced].Records, g.Records...)
			continue
		case g.Field == vocab.Sources+"."+vocab.Document:
			r.Heading, r.Inline = "Records for which it is a source", true
			sourced = len(all)
		}
		all = append(all, r)
	}
	if sourced >= 0 {
		all[sourced].Records = all[sourced].Records[:min(len(all[sourced].Records), maxInline)]
	}
	return all
}

// maxInline is the number of records that are listed by their anchors.
const maxInline = 8

// More returns how many of the records are not listed.
func (r referring) More() int { return r.Count - len(r.Records) }

// Bulleted reports whether each of several values has a line of its own: they may run over several lines.
func (e entry) Bulleted(f record.FieldWords) bool {
	return f.Field.Kind == schema.Object || f.Field.Kind == schema.Text
}

// Short returns the name of the record for a link.
func (it *item) Short() string { return it.title }
