// Package timeline orders the sessions, side events and workshops of a dataset by day and time.
//
// No day and no time is invented. What was on one of several days stands under those days, what has a part of the day but no
// time keeps its part, and what has neither says so.
package timeline

import (
	"cmp"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Conference is what an event was part of or held beside.
type Conference struct {
	ID, Title, ShortTitle string
	Start, End            string // its days
	Venue, City, Country  string
	TimeZone              string // of its clock times, an IANA name
}

// Event is one session, side event or workshop.
type Event struct {
	Conference         Conference
	ID, Title, Label   string
	Summary            string
	Kind, KindTitle    string // the code, and its title
	Start, End         string // the first and the last day, the same if it is one
	DateMeaning        string
	PartOfDay          string
	StartTime, EndTime string
	Follows            string // the id of the event directly before
	FollowsTitle       string
	SideEvent          bool // held beside the conference
	Online             bool // nobody was in the room

	dayKey, timeKey string // sort keys
}

// Chapter is a conference with its days.
type Chapter struct {
	Conference Conference
	Days       []Day
}

// Programme collects the events of a dataset, one record at a time.
type Programme struct {
	model       *schema.Model
	read        map[string]bool // tables with a record
	conferences []Conference
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
		p.conferences = append(p.conferences, conference(r.Raw))
	case vocab.Sessions, vocab.SideEvents:
		p.events = append(p.events, p.event(r))
	}
}

func conference(v []byte) Conference {
	get := func(name string) string { return rawjson.GetText(v, name) }
	start, end := record.Days(v)
	return Conference{
		ID: record.ID(v), Title: get(vocab.Title), ShortTitle: get(vocab.ShortTitle), Start: start, End: end,
		Venue: get(vocab.Venue), City: get(vocab.City), Country: get(vocab.Country), TimeZone: get(vocab.TimeZone),
	}
}

func (p *Programme) event(r rawjson.Record) *Event {
	get := func(name string) string { return rawjson.GetText(r.Raw, name) }
	start, end := record.Days(r.Raw)
	e := &Event{
		Conference: Conference{ID: get(vocab.Conference)},
		ID:         record.ID(r.Raw), Title: get(vocab.Title), Label: get(vocab.Label), Kind: get(vocab.Kind), KindTitle: get(vocab.Kind),
		Start: start, End: end, StartTime: get(vocab.StartTime), EndTime: get(vocab.EndTime),
		DateMeaning: get(vocab.DateMeaning), PartOfDay: get(vocab.PartOfDay), Follows: get(vocab.Follows),
		Summary: cmp.Or(get(vocab.Summary), get(vocab.Focus)),
	}
	if t := p.model.Table(r.Table); t != nil && t.Field(vocab.Kind) != nil {
		e.KindTitle = t.Field(vocab.Kind).CodeTitle(e.Kind)
	}
	if r.Table == vocab.SideEvents {
		e.SideEvent = true
		e.Online = get(vocab.Mode) == vocab.ModeOnline
		if start != "" { // it is the day, and there is only one
			e.DateMeaning = vocab.DateOn
		}
	}
	e.dayKey, e.timeKey = e.sortKeys()
	return e
}

// Chapters returns the conferences in the order of their days, each with its events. Events of no known conference come
// last.
func (p *Programme) Chapters() []Chapter {
	conferences := slices.Clone(p.conferences)
	slices.SortStableFunc(conferences, func(a, b Conference) int { return strings.Compare(cmp.Or(a.Start, last), cmp.Or(b.Start, last)) })
	titles := map[string]string{}
	events := map[string][]*Event{} // by conference
	for _, e := range p.events {
		titles[e.ID] = e.Title
		id := e.Conference.ID
		if events[id] == nil && !slices.ContainsFunc(conferences, func(c Conference) bool { return c.ID == id }) {
			conferences = append(conferences, e.Conference)
		}
		events[id] = append(events[id], e)
	}
	var chapters []Chapter
	for _, c := range conferences {
		for _, e := range events[c.ID] {
			e.Conference = c
			e.FollowsTitle = cmp.Or(titles[e.Follows], e.Follows)
		}
		chapters = append(chapters, Chapter{c, days(events[c.ID])})
		delete(events, c.ID) // of two conferences with one id the first has the events
	}
	return chapters
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
