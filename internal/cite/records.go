package cite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Source is what the citations of records are drawn from.
type Source struct {
	Model   *schema.Model
	Look    query.Lookup // into Tables
	Dataset Citation     // of the dataset that the records are in
}

// Record cites one record.
func (s Source) Record(table string, v []byte) Citation {
	t := s.Model.Table(table)
	id := rawjson.GetText(v, "id")
	c := Citation{
		ID: id, Form: Entry, Genre: t.Singular, Title: cmp.Or(rawjson.GetText(v, t.Display), id),
		Dataset: s.Dataset.Title, Version: s.Dataset.Version,
	}
	switch table {
	case vocab.Conferences:
		c.Form, c.Event = Conference, s.event(t.Singular, v)
		c.Authors, c.Dates = s.organising(t, v), c.Event.Dates
	case vocab.Sessions:
		s.session(&c, t, v)
	case vocab.SideEvents:
		s.sideEvent(&c, t, v)
	case vocab.Documents:
		c.Form, c.Genre = formOf(rawjson.GetText(v, vocab.Kind)), s.code(t, v, vocab.Kind)
		c.Publisher, c.URL, c.Language = rawjson.GetText(v, vocab.Publisher), rawjson.GetText(v, vocab.URL), rawjson.GetText(v, vocab.Language)
		c.Dates = datesOf(rawjson.GetText(v, vocab.Published), "")
	default:
		c.Language, c.Dates = s.Dataset.Language, s.Dataset.Dates
		if table == vocab.Messages {
			s.message(&c, t, v)
		}
	}
	return c
}

// formOf is the form of a document of some kind.
func formOf(kind string) Form {
	switch kind {
	case vocab.KindOutcomeDocument, vocab.KindReport:
		return Report
	case vocab.KindFlyer:
		return Pamphlet
	case vocab.KindFilm, vocab.KindVideo:
		return Film
	case vocab.KindResolution:
		return Resolution
	case vocab.KindLaw:
		return Legislation
	case vocab.KindStatement:
		return Speech
	case vocab.KindWebPage, vocab.KindNews, vocab.KindPressRelease, vocab.KindCourse:
		return WebPage
	}
	return Document
}

// session cites a part of a conference's own programme: whoever organised the conference answers for it.
func (s Source) session(c *Citation, t *schema.Table, v []byte) {
	whole := s.Look(vocab.Conferences, rawjson.GetText(v, vocab.Conference))
	c.Form, c.Genre, c.Event = Part, s.code(t, v, vocab.Kind), s.whole(t, v)
	if strings.EqualFold(c.Genre, c.Title) { // such as Opening
		c.Genre = t.Singular
	}
	if l := rawjson.GetText(v, vocab.Label); l != "" {
		c.Genre += " (" + l + ")"
	}
	c.Authors, c.Speakers = s.organising(s.Model.Table(vocab.Conferences), whole), s.named(t, v, vocab.Speakers, vocab.Person, nil)
	c.Dates = datesOf(rawjson.GetText(v, vocab.StartDate), rawjson.GetText(v, vocab.EndDate))
	if rawjson.GetText(v, vocab.DateMeaning) == vocab.DateWithin && c.Dates.To != "" {
		c.Remarks = append(c.Remarks, "It took place on one of these days; the sources do not say which.")
	}
}

// sideEvent cites an event beside a conference, which may have organisers of its own; nobody stands in for them.
func (s Source) sideEvent(c *Citation, t *schema.Table, v []byte) {
	c.Form, c.Genre, c.Event = Part, s.code(t, v, vocab.Kind), s.whole(t, v)
	if n := rawjson.GetText(v, vocab.Number); n != "" {
		c.Genre += " " + n
	}
	c.Authors, c.Speakers = s.organising(t, v), s.named(t, v, vocab.Speakers, vocab.Person, nil)
	c.Dates = datesOf(rawjson.GetText(v, vocab.Date), "")
}

// message cites a message with what it refers to. Nobody becomes its author: the words are not theirs.
func (s Source) message(c *Citation, t *schema.Table, v []byte) {
	c.Event = s.whole(t, v)
	c.Remarks = append(c.Remarks, "The words are those of the dataset.")
	for _, name := range said() {
		f := t.Field(name)
		value := rawjson.Get(v, name)
		if f == nil || value == nil {
			continue
		}
		text := s.code(t, v, name)
		if f.Kind == schema.Reference {
			text = rawjson.Text(value)
			if name := s.name(f.Ref, text); name != text {
				text = fmt.Sprintf("%s (%s)", name, text)
			}
		}
		c.Remarks = append(c.Remarks, sentence(f.Title+": "+text))
	}
}

// event is a conference as an event. The word for it is that of the field that refers to it.
func (s Source) event(label string, v []byte) *Event {
	return &Event{
		Label: label, Title: cmp.Or(rawjson.GetText(v, vocab.Title), rawjson.GetText(v, "id")), City: rawjson.GetText(v, vocab.City), Country: rawjson.GetText(v, vocab.Country),
		Dates: datesOf(rawjson.GetText(v, vocab.StartDate), rawjson.GetText(v, vocab.EndDate)),
	}
}

// whole is the conference that a record belongs to; nil if it names none that is there.
func (s Source) whole(t *schema.Table, v []byte) *Event {
	whole := s.Look(vocab.Conferences, rawjson.GetText(v, vocab.Conference))
	if whole == nil {
		return nil
	}
	return s.event(t.Field(vocab.Conference).Title, whole)
}

// organising names the organisations that answer for an event.
func (s Source) organising(t *schema.Table, v []byte) []string {
	return s.named(t, v, vocab.Organisers, vocab.Organisation, func(entry []byte) bool {
		return slices.Contains([]string{vocab.RoleOrganiser, vocab.RoleHost, vocab.RoleLead, vocab.RoleCoOrganiser}, rawjson.GetText(entry, vocab.Role))
	})
}

// named names what the entries of a list refer to, each once.
func (s Source) named(t *schema.Table, v []byte, list, ref string, wanted func([]byte) bool) []string {
	var names []string
	for _, e := range query.Entries(rawjson.Get(v, list)) {
		id := rawjson.GetText(e, ref)
		if id == "" || (wanted != nil && !wanted(e)) {
			continue
		}
		if name := s.name(t.Field(list).Field(ref).Ref, id); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// name is what a record is called; its id if it is not there.
func (s Source) name(table, id string) string {
	return cmp.Or(rawjson.GetText(s.Look(table, id), s.Model.Display(table)), id)
}

// code is a code in words.
func (s Source) code(t *schema.Table, v []byte, name string) string {
	code := rawjson.GetText(v, name)
	if f := t.Field(name); f != nil {
		code = f.CodeTitle(code)
	}
	return strings.TrimSpace(code)
}
