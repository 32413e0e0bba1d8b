// Package programme puts the sessions, side events and workshops of a dataset in the order in which they were
// held, as far as the sources tell it, and writes them as a page or as a calendar.
//
// No day and no time is invented. What is known to have been on one of several days stands under those days, what
// has a part of the day but no hour keeps its part, and what has neither says so.
package timeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Conference is what an event was part of or held beside.
type Conference struct {
	ID, Title, Short     string
	Start, End           string // its days
	Venue, City, Country string
	Zone                 string // of its clock times, a name of the IANA
}

// Entry is one session, side event or workshop.
type Entry struct {
	ID, Title, Label, Text string
	Kind, Sort             string // the code, and its title for people
	Start, End             string // the first and the last day, the same if it is one
	Meaning                string // on, throughout or within
	Part                   string // of the day
	From, To               string // clock times
	Follows, After         string // the id of what it followed at once, and its title
	Beside                 bool   // a side event or workshop
	Online                 bool   // nobody was in the room
	Conference             Conference

	place, hour string // what it is sorted by
}

// Day is a day, or a range of days, with what is known to belong there; with no entries, days on which nothing is known.
type Day struct {
	Heading string
	Entries []Entry

	place string // what it is sorted by
}

// Chapter is a conference with its days.
type Chapter struct {
	Conference Conference
	Days       []Day
}

// Programme gathers what it needs from the records, one at a time.
type Programme struct {
	model       *schema.Model
	conferences []Conference
	entries     []Entry
}

// New returns an empty programme.
func New(m *schema.Model) *Programme { return &Programme{model: m} }

// Tables are the tables of a model that a programme is made of.
func Tables(m *schema.Model) []string {
	return slices.DeleteFunc([]string{vocab.Conferences, vocab.Sessions, vocab.SideEvents}, func(name string) bool { return m.Table(name) == nil })
}

// Add takes one record. Those of other tables are no part of a programme.
func (p *Programme) Add(r rawjson.Record) {
	get := func(name string) string { return rawjson.GetText(r.Raw, name) }
	switch r.Table {
	case vocab.Conferences:
		p.conferences = append(p.conferences, Conference{
			ID: get(vocab.ID), Title: get(vocab.Title), Short: get(vocab.ShortTitle), Start: get(vocab.StartDate), End: cmp.Or(get(vocab.EndDate), get(vocab.StartDate)),
			Venue: get(vocab.Venue), City: get(vocab.City), Country: get(vocab.Country), Zone: get(vocab.TimeZone),
		})
	case vocab.Sessions:
		e := p.entry(r, get)
		e.Start, e.End, e.Meaning = get(vocab.StartDate), cmp.Or(get(vocab.EndDate), get(vocab.StartDate)), get(vocab.DateMeaning)
		e.Text, e.Label, e.Part, e.Follows = get(vocab.Summary), get(vocab.Label), get(vocab.PartOfDay), get(vocab.Follows)
		p.add(e)
	case vocab.SideEvents:
		e := p.entry(r, get)
		e.Start, e.End = get(vocab.Date), get(vocab.Date)
		if e.Start != "" { // it is the day, and there is but one
			e.Meaning = vocab.DateOn
		}
		e.Text, e.Beside, e.Online = get(vocab.Focus), true, get(vocab.Mode) == vocab.ModeOnline
		p.add(e)
	}
}

func (p *Programme) add(e Entry) {
	e.place, e.hour = e.order(), e.clockOrder()
	p.entries = append(p.entries, e)
}

// entry takes what sessions and side events have alike.
func (p *Programme) entry(r rawjson.Record, get func(string) string) Entry {
	e := Entry{ID: get(vocab.ID), Title: get(vocab.Title), Kind: get(vocab.Kind), From: get(vocab.StartTime), To: get(vocab.EndTime)}
	e.Sort = e.Kind
	if t := p.model.Table(r.Table); t != nil && t.Field(vocab.Kind) != nil {
		e.Sort = t.Field(vocab.Kind).CodeTitle(e.Kind)
	}
	e.Conference.ID = get(vocab.Conference)
	return e
}

// Lacks says what the dataset has none of, as far as a programme needs it.
func (p *Programme) Lacks() []string {
	var lacks []string
	beside := slices.ContainsFunc(p.entries, func(e Entry) bool { return e.Beside })
	inside := slices.ContainsFunc(p.entries, func(e Entry) bool { return !e.Beside })
	for _, one := range []struct {
		has  bool
		what string
	}{{len(p.conferences) > 0, vocab.Conferences}, {inside, vocab.Sessions}, {beside, vocab.SideEvents}} {
		if !one.has {
			lacks = append(lacks, one.what)
		}
	}
	return lacks
}

// Chapters are the conferences in the order of their days, each with its programme. Events of no known conference
// come last.
func (p *Programme) Chapters() []Chapter {
	all := slices.Clone(p.conferences)
	slices.SortStableFunc(all, func(a, b Conference) int { return strings.Compare(orLast(a.Start), orLast(b.Start)) })
	at := map[string]int{}
	for i, c := range all {
		if _, twice := at[c.ID]; !twice {
			at[c.ID] = i
		}
	}
	titles := map[string]string{}
	for _, e := range p.entries {
		titles[e.ID] = e.Title
	}
	byConference := make([][]*Entry, len(all)) // sorting moves pointers, not entries
	for n := range p.entries {
		e := &p.entries[n]
		i, known := at[e.Conference.ID]
		if !known {
			i = len(all)
			at[e.Conference.ID] = i
			all, byConference = append(all, e.Conference), append(byConference, nil)
		}
		e.Conference, e.After = all[i], cmp.Or(titles[e.Follows], e.Follows)
		byConference[i] = append(byConference[i], e)
	}
	chapters := make([]Chapter, len(all))
	for i, c := range all {
		chapters[i] = Chapter{c, days(byConference[i])}
	}
	return chapters
}

// Entries are all the events of chapters, in their order.
func Entries(chapters []Chapter) []Entry {
	var all []Entry
	for _, c := range chapters {
		for _, d := range c.Days {
			all = append(all, d.Entries...)
		}
	}
	return all
}

// days puts entries under the days they belong to: a range that was filled before its first day, a range within which the
// day is not known behind its last.
func days(entries []*Entry) []Day {
	slices.SortStableFunc(entries, func(a, b *Entry) int {
		return cmp.Or(strings.Compare(a.place, b.place), strings.Compare(a.hour, b.hour))
	})
	var all []Day
	for i := 0; i < len(entries); {
		j := i + 1
		for j < len(entries) && entries[i].place == entries[j].place {
			j++
		}
		all = append(all, Day{entries[i].heading(), chained(entries[i:j]), entries[i].place})
		i = j
	}
	return withGaps(all)
}

// chained moves what followed another event at once, and has no time of its own, behind that event.
func chained(entries []*Entry) []Entry {
	index := map[string]int{}
	for i, e := range entries {
		index[e.ID] = i
	}
	after := make([][]int, len(entries))
	moves := make([]bool, len(entries))
	for i, e := range entries {
		if before, here := index[e.Follows]; here && before != i && e.Follows != "" && e.From == "" && e.Part == "" {
			after[before], moves[i] = append(after[before], i), true
		}
	}
	all := make([]Entry, 0, len(entries))
	done := make([]bool, len(entries))
	var take func(i int)
	take = func(i int) {
		if done[i] {
			return
		}
		done[i] = true
		all = append(all, *entries[i])
		for _, next := range after[i] {
			take(next)
		}
	}
	for i := range entries {
		if !moves[i] {
			take(i)
		}
	}
	for i := range entries { // what follows itself by way of others
		take(i)
	}
	return all
}

// last sorts behind all dates and times.
const last = "~"

func orLast(s string) string { return cmp.Or(s, last) }

// span gives the first and the last day; ok is false where they are not known, or contradict each other.
func (e Entry) span() (first, end time.Time, ok bool) {
	first, err := time.Parse(time.DateOnly, e.Start)
	if err != nil {
		return first, end, false
	}
	end, err = time.Parse(time.DateOnly, e.End)
	return first, end, err == nil && !end.Before(first)
}

// order is what the days are sorted by.
func (e Entry) order() string {
	_, _, known := e.span()
	switch {
	case !known:
		return last
	case e.Start == e.End:
		return e.Start + "1"
	case e.Meaning == vocab.DateThroughout:
		return e.Start + "0" + e.End
	}
	return e.End + "2" + e.Start
}

// clockOrder is what the events of a day are sorted by: those with only a part of the day come at its end, since that claims
// nothing about those with an hour.
func (e Entry) clockOrder() string {
	if e.From != "" {
		return e.From
	}
	switch e.Part {
	case vocab.Morning:
		return "12:00-"
	case vocab.Afternoon:
		return "18:00-"
	case vocab.Evening:
		return "24:00-"
	}
	return last
}

// heading names the day or days that an entry stands under. Where the dates are several and the data do not say what they
// mean, the least is claimed.
func (e Entry) heading() string {
	first, _, known := e.span()
	switch {
	case !known:
		return "Day not known"
	case e.Start == e.End:
		return first.Format("Monday 2 January 2006")
	case e.Meaning == vocab.DateThroughout:
		return text.Days(e.Start, e.End) + ", throughout"
	}
	return text.Days(e.Start, e.End) + ", on one of these days: the sources do not say which"
}
