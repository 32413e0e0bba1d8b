package cite

import (
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Source cites the records of a dataset.
type Source struct {
	record.Source          // Look must find the records of Tables
	Dataset       Citation // of the dataset that the records are in
	seen          *seen
}

// NewSource returns a source of citations. The names of the dataset are cut if they are of very great length: they stand in each.
func NewSource(s record.Source, dataset Citation) Source {
	for _, name := range []*string{&dataset.Title, &dataset.Version, &dataset.Language} {
		*name = text.ShortenName(*name)
	}
	return Source{s, dataset, &seen{conferences: map[string]conference{}}}
}

// Tables lists the tables that citations look records up in: they name organisers, speakers and events.
func Tables() []string {
	return []string{vocab.Conferences, vocab.Sessions, vocab.SideEvents, vocab.Organisations, vocab.People, vocab.Documents}
}

// IsWork reports whether the records of a table are works in their own right. Others are entries in their dataset.
func IsWork(table string) bool {
	return slices.Contains([]string{vocab.Conferences, vocab.Sessions, vocab.SideEvents, vocab.Documents}, table)
}

// Record cites one record.
func (s Source) Record(table string, v []byte) Citation {
	s.seen.Lock() // pages are written side by side
	defer s.seen.Unlock()
	t := s.Model.Table(table)
	c := Citation{
		ID: record.ID(v), Form: Entry, Genre: t.Singular, Title: record.Name(t, v),
		Dataset: s.Dataset.Title, DatasetVersion: s.Dataset.Version,
	}
	switch table {
	case vocab.Conferences:
		c.Form = Conference
		c.Event = event(t.Singular, v)
		c.Authors = s.organisers(table, v)
		c.Location = c.Event.Place()
		c.Dates = c.Event.Dates
	case vocab.Sessions:
		s.session(&c, t, v)
	case vocab.SideEvents:
		s.sideEvent(&c, t, v)
	case vocab.Documents:
		c.Form = formOf(rawjson.GetText(v, vocab.Kind))
		c.Genre = codeTitle(t, v, vocab.Kind)
		c.Publisher = rawjson.GetText(v, vocab.Publisher)
		c.URL = rawjson.GetText(v, vocab.URL)
		c.Language = rawjson.GetText(v, vocab.Language)
		c.Dates = datesOf(rawjson.GetText(v, vocab.Published), "")
	default:
		c.Collection = s.Dataset.Title
		c.Version = s.Dataset.Version
		c.Language = s.Dataset.Language
		c.Dates = s.Dataset.Dates
		if table == vocab.Messages {
			s.message(&c, t, v)
		}
	}
	return c
}

// session cites a part of a conference's own programme: the organisers of the conference are responsible for it.
func (s Source) session(c *Citation, t *schema.Table, v []byte) {
	c.Genre = codeTitle(t, v, vocab.Kind)
	if strings.EqualFold(c.Genre, c.Title) { // such as Opening
		c.Genre = t.Singular
	}
	if label := rawjson.GetText(v, vocab.Label); label != "" {
		c.Genre += " (" + label + ")"
	}
	s.part(c, t, v)
	c.Authors = s.conference(v).organisers
	if rawjson.GetText(v, vocab.DateMeaning) == vocab.DateWithin && c.Dates.To != "" {
		c.Remarks = append(c.Remarks, "It took place on one of these days; the sources do not say which.")
	}
}

// sideEvent cites an event beside a conference. Where it has no organisers of its own, it has none.
func (s Source) sideEvent(c *Citation, t *schema.Table, v []byte) {
	c.Genre = strings.TrimSpace(codeTitle(t, v, vocab.Kind) + " " + rawjson.GetText(v, vocab.Number))
	s.part(c, t, v)
	c.Authors = s.organisers(t.Name, v)
}

// part adds what sessions and side events have in common.
func (s Source) part(c *Citation, t *schema.Table, v []byte) {
	c.Form = Part
	c.Event = s.conference(v).as(t)
	c.Speakers = s.names(t, v, vocab.Speakers, vocab.Person, func(entry []byte) bool {
		return rawjson.GetText(entry, vocab.Presence) != vocab.PresenceNamed
	})
	c.Dates = datesOf(record.Days(v))
}

// message cites a message with what it refers to. Nobody becomes its author: the words are those of the dataset.
func (s Source) message(c *Citation, t *schema.Table, v []byte) {
	c.Event = s.conference(v).as(t)
	c.Remarks = append(c.Remarks, "The words are those of the dataset.")
	fields := []string{vocab.Standing, vocab.Speaker, vocab.Organisation, vocab.Document, vocab.Session, vocab.SideEvent}
	for _, name := range fields {
		f := t.Field(name)
		if f == nil || rawjson.Get(v, name) == nil {
			continue
		}
		value := codeTitle(t, v, name)
		if f.Kind == schema.Reference {
			value = s.NameAndID(f.Ref, value)
		}
		c.Remarks = append(c.Remarks, sentence(f.Title+": "+value))
	}
}

// event returns a conference as an event.
func event(label string, v []byte) *Event {
	title := rawjson.GetText(v, vocab.Title)
	if title == "" {
		title = record.ID(v)
	}
	return &Event{
		Label: label, Title: title, City: rawjson.GetText(v, vocab.City), Country: rawjson.GetText(v, vocab.Country),
		Dates: datesOf(record.Days(v)),
	}
}

// organisers names the organisations that are responsible for an event.
func (s Source) organisers(table string, v []byte) []string {
	return s.names(s.Model.Table(table), v, vocab.Organisers, vocab.Organisation, func(entry []byte) bool {
		return record.Organises(rawjson.GetText(entry, vocab.Role))
	})
}

// etAl stands behind the first names of very many: maxCited, or those that have so many bytes.
const (
	etAl      = "et al."
	maxCited  = 100
	citedSize = 4000
)

// names returns the names of what the entries of a list refer to, each once. What no source states is not cited.
func (s Source) names(t *schema.Table, v []byte, list, field string, wanted func(entry []byte) bool) []string {
	var names []string
	size := 0
	for _, e := range record.Entries(v, list) {
		id := rawjson.GetText(e, field)
		if id == "" || rawjson.GetText(e, vocab.Basis) == vocab.BasisInferred || !wanted(e) {
			continue
		}
		switch name := s.Name(t.Field(list).Field(field).Ref, id); {
		case slices.Contains(names, name):
		case len(names) == maxCited || size > citedSize:
			return append(names, etAl)
		default:
			names = append(names, name)
			size += len(name)
		}
	}
	return names
}

// codeTitle returns the title of a code.
func codeTitle(t *schema.Table, v []byte, field string) string {
	code := rawjson.GetText(v, field)
	if f := t.Field(field); f != nil {
		code = f.CodeTitle(code)
	}
	return strings.TrimSpace(code)
}
