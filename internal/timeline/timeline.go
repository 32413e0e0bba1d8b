// Package timeline orders the sessions, side events and workshops of a dataset by day and time.
//
// Only days and times that a source states are shown. An event on one of several days is listed under those days. An event
// with a part of the day but no time shows the part, and an event with neither shows "time not stated".
package timeline

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Event is one session, side event or workshop.
type Event struct {
	Table       string
	Record      []byte
	Start, End  string // the first and the last day, the same if it is one
	Last        string // the day on which it starts last: the day before End if it ends after midnight
	DateMeaning string

	conference              *conference // what it was part of or held beside
	kindTitle, followsTitle string
	follows                 string // the id of the event directly before
	untimed                 bool   // neither a time nor a part of the day is known
	maybeBefore             []successor
	dayKey, timeKey         string // sort keys
}

// conference is what events tell of the conference that they have in common. It is read once, and names are cut, for there may be
// very many events; all is empty if the conference is not in the data.
type conference struct{ first, last, title, venue, city, country, timeZone string }

func newConference(v []byte) *conference {
	get := func(field string) string { return text.ShortenName(rawjson.GetText(v, field)) }
	first, last := record.Days(v)
	return &conference{first, last, get(vocab.Title), get(vocab.Venue), get(vocab.City), get(vocab.Country), get(vocab.TimeZone)}
}

// successor is an event that, by some sources but not by the one that was chosen, followed another directly.
type successor struct {
	title   string
	follows string // the title of what it followed by the source that was chosen; "" if none says
}

// get returns a field of the record.
func (e *Event) get(field string) string { return rawjson.GetText(e.Record, field) }

// hours returns the days and the clock times of the event.
func (e *Event) hours() vocab.Hours {
	return vocab.Hours{
		First: e.Start, Last: e.End, Meaning: e.get(vocab.DateMeaning), Start: e.get(vocab.StartTime), End: e.get(vocab.EndTime),
	}
}

// overnight reports whether the event ends after midnight.
func (e *Event) overnight() bool { return e.hours().Overnight() }

// daily reports whether the event is on several days. Its clock times are then those of each day.
func (e *Event) daily() bool { return e.Start != e.Last && e.DateMeaning == vocab.DateThroughout }

// ID returns the id of the record.
func (e *Event) ID() string { return record.ID(e.Record) }

// timeZone returns the IANA name of the zone of the clock times.
func (e *Event) timeZone() string { return e.conference.timeZone }

// Chapter is a conference with its days.
type Chapter struct {
	ID         string
	Conference []byte // nil if it is not in the data
	Days       []Day
}

// Programme collects the events of a dataset, one record at a time.
type Programme struct {
	model       *schema.Model
	read        map[string]bool // tables with a record
	conferences [][]byte
	events      []*Event
}

// New returns an empty programme.
func New(m *schema.Model) *Programme { return &Programme{model: m, read: map[string]bool{}} }

// Tables lists the tables of a model that a programme is made of.
func Tables(m *schema.Model) []string {
	return slices.DeleteFunc(tables(), func(name string) bool { return m.Table(name) == nil })
}

func tables() []string { return []string{vocab.Conferences, vocab.Sessions, vocab.SideEvents} }

// Lacks lists the tables of which the dataset has no record.
func (p *Programme) Lacks() []string {
	return slices.DeleteFunc(tables(), func(name string) bool { return p.read[name] })
}

// Add reads one record. It ignores those of other tables.
func (p *Programme) Add(r rawjson.Record) {
	p.read[r.Table] = true
	switch r.Table {
	case vocab.Conferences:
		p.conferences = append(p.conferences, bytes.Clone(r.Raw))
	case vocab.Sessions, vocab.SideEvents:
		p.events = append(p.events, p.event(r))
	}
}

func (p *Programme) event(r rawjson.Record) *Event {
	e := &Event{Table: r.Table, Record: bytes.Clone(r.Raw)}
	e.Start, e.End = record.Days(r.Raw)
	e.DateMeaning = e.get(vocab.DateMeaning)
	e.Last = e.hours().LastStart()
	switch { // the days of a side event are those on which it is
	case e.Table != vocab.SideEvents || e.Start == "":
	case e.Start == e.Last:
		e.DateMeaning = vocab.DateOn
	default:
		e.DateMeaning = vocab.DateThroughout
	}
	e.follows = e.get(vocab.Follows)
	e.untimed = e.get(vocab.StartTime) == "" && e.get(vocab.PartOfDay) == ""
	e.kindTitle = e.get(vocab.Kind)
	if t := p.model.Table(r.Table); t != nil && t.Field(vocab.Kind) != nil {
		e.kindTitle = t.Field(vocab.Kind).CodeTitle(e.kindTitle)
	}
	e.dayKey, e.timeKey = e.sortKeys()
	return e
}

// Chapters returns the conferences in the order of their days, each with its events. Events of no known conference come
// last.
func (p *Programme) Chapters() []Chapter {
	var chapters []Chapter
	known := map[string]bool{}
	for _, c := range p.conferences {
		chapters = append(chapters, Chapter{ID: record.ID(c), Conference: c})
		known[record.ID(c)] = true
	}
	slices.SortStableFunc(chapters, func(a, b Chapter) int {
		startA, _ := record.Days(a.Conference)
		startB, _ := record.Days(b.Conference)
		return strings.Compare(cmp.Or(startA, last), cmp.Or(startB, last))
	})
	titles := map[string]string{}
	events := map[string][]*Event{} // by conference
	for _, e := range p.events {
		titles[e.ID()] = text.ShortenName(e.get(vocab.Title))
		id := e.get(vocab.Conference)
		if !known[id] {
			chapters = append(chapters, Chapter{ID: id})
			known[id] = true
		}
		events[id] = append(events[id], e)
	}
	for i := range chapters {
		c := &chapters[i]
		conference := newConference(c.Conference)
		for _, e := range events[c.ID] {
			e.conference = conference
			e.followsTitle = cmp.Or(titles[e.follows], text.ShortenName(e.follows))
		}
		linkVariants(events[c.ID])
		c.Days = days(events[c.ID])
		delete(events, c.ID) // of two conferences with one id the first has the events
	}
	return chapters
}

// linkVariants notes at each event what followed it by some sources only.
func linkVariants(events []*Event) {
	byID := map[string]*Event{}
	for _, e := range events {
		byID[e.ID()] = e
	}
	for _, e := range events {
		next := successor{text.ShortenName(e.Name()), e.followsTitle}
		for _, id := range e.maybeFollows() {
			if y := byID[id]; y != nil && y != e && id != e.follows {
				y.maybeBefore = append(y.maybeBefore, next)
			}
		}
	}
}

// Events returns all events of chapters, in their order.
func Events(chapters []Chapter) []*Event {
	var all []*Event
	for _, c := range chapters {
		for _, d := range c.Days {
			all = append(all, d.Events...)
		}
	}
	return all
}
