// Package search finds records by words and ranks them.
package search

import (
	"cmp"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Index holds what must be known before records are searched: the fields of the tables, and the names of the records that
// others refer to. The records searched are not indexed: a question is compiled into a matcher that looks for all its words
// in one pass over their bytes.
type Index struct {
	model         *schema.Model
	tables        []*schema.Table
	entities      query.Tables // by table and id, packed
	abbreviations abbreviations
	compounds     compounds
}

// maxName is the length in bytes to which a title and all names of a record that others refer to are cut: the rest would be read again
// with each of those. No title of the schema has more than 300 characters.
const maxName = 2000

// entity is a record that others refer to.
type entity struct {
	title string   // the short one, if there is one
	names []string // the title first
	when  string
}

// between separates the parts of a packed entity. No text holds it, for it is no UTF-8.
const between = "\xff"

// pack leaves out a title that is the first name, too, as nearly all are.
func (e entity) pack() []byte {
	if len(e.names) > 0 && e.title == e.names[0] {
		e.title = ""
	}
	return []byte(strings.Join(append([]string{e.title, e.when}, e.names...), between))
}

func unpack(packed string) entity {
	parts := strings.Split(packed, between)
	e := entity{title: parts[0], when: parts[1], names: parts[2:]}
	if e.title == "" && len(e.names) > 0 {
		e.title = e.names[0]
	}
	return e
}

// New returns an index for searches of some tables.
func New(m *schema.Model, tables []*schema.Table) *Index {
	return &Index{
		model: m, tables: tables,
		entities: query.Tables{}, compounds: compounds{parts: map[string][]string{}},
	}
}

// Tables returns the tables whose records must be added before a search: those referred to, and those with abbreviations.
func (x *Index) Tables() []string {
	var names []string
	for _, t := range x.tables {
		names = append(names, t.Targets()...)
	}
	for _, t := range x.model.Tables {
		if t.Field(vocab.Acronym) != nil || t.Field(vocab.AltLabels) != nil {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Add adds a record of one of Tables.
func (x *Index) Add(r rawjson.Record) {
	t := x.model.Table(r.Table)
	title := cmp.Or(rawjson.GetText(r.Raw, vocab.ShortTitle), rawjson.GetText(r.Raw, t.Display))
	e := entity{title: text.Shorten(title, maxName), when: when(r.Raw)}
	var acronyms []string
	room := maxName
	for field, name := range query.Names(t, query.Target{Raw: r.Raw}) {
		if room <= 0 {
			break
		}
		name = text.Prefix(name, room)
		room -= len(name)
		e.names = append(e.names, name)
		if field == vocab.Acronym {
			acronyms = append(acronyms, name)
		}
	}
	x.entities.Table(r.Table).Set(rawjson.GetText(r.Raw, vocab.ID), e.pack())
	x.abbreviations.learn(acronyms, e.names)
	x.compounds.learn(e.names)
}

// entity returns the record that a reference leads to; the zero value if there is none.
func (x *Index) entity(ref, id string) entity {
	packed := x.entities.Get(ref, id)
	if packed == nil {
		return entity{}
	}
	return unpack(string(packed))
}

// when returns the day of an event, or the range of days on which or within which it was.
func when(v []byte) string {
	from, to := cmp.Or(rawjson.GetText(v, vocab.StartDate), rawjson.GetText(v, vocab.Date)), rawjson.GetText(v, vocab.EndDate)
	switch {
	case to == "" || to == from:
		return from
	case rawjson.GetText(v, vocab.DateMeaning) == vocab.DateWithin:
		return vocab.DateWithin + " " + from + "/" + to
	}
	return from + "/" + to // ISO 8601
}

// event returns the title and the day of the event that a record belongs to.
func (x *Index) event(r rawjson.Record) (title, day string) {
	day = when(r.Raw)
	for _, name := range []string{vocab.Session, vocab.SideEvent, vocab.Event, vocab.Conference} {
		f := x.model.Table(r.Table).Field(name)
		if f == nil || f.Kind != schema.Reference {
			continue
		}
		if e := x.entity(f.Ref, rawjson.GetText(r.Raw, name)); e.title != "" {
			return e.title, cmp.Or(day, e.when)
		}
	}
	return "", day
}
