package timeline

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Day is a day, or a range of days, with the events that are known to belong there. Without events, nothing is known of it.
type Day struct {
	Heading string
	Events  []*Event

	key string
}

// ID names the day by its dates, so that it has the same name when other days come and go: 2022-05-10, or the first and the last
// of several days, or the last and the first of several on one of which something was.
func (d Day) ID() string {
	switch {
	case d.key == last:
		return "unknown"
	case len(d.key) > len(time.DateOnly)+1:
		return d.key[:len(time.DateOnly)] + "." + d.key[len(time.DateOnly)+1:]
	}
	return d.key[:len(time.DateOnly)]
}

// last sorts behind all dates and times.
const last = "~"

// days puts events under their days. A range that an event filled comes before its first day, one within which the day is
// not known behind its last.
func days(events []*Event) []Day {
	slices.SortStableFunc(events, func(a, b *Event) int {
		return cmp.Or(strings.Compare(a.dayKey, b.dayKey), strings.Compare(a.timeKey, b.timeKey))
	})
	var all []Day
	for i := 0; i < len(events); {
		first := events[i]
		j := i + 1
		for j < len(events) && events[j].dayKey == first.dayKey {
			j++
		}
		all = append(all, Day{first.dayHeading(), chain(events[i:j]), first.dayKey})
		i = j
	}
	all = append(all, gaps(all)...)
	slices.SortStableFunc(all, func(a, b Day) int { return strings.Compare(a.key, b.key) })
	return all
}

// chain moves an event that followed another directly, and has no time of its own, behind that event. An event that only
// some sources put before another, and that has no time either, is moved before the first of those that followed each other.
func chain(events []*Event) []*Event {
	c := chainer{
		byID: map[string]*Event{}, followers: map[*Event][]*Event{}, leaders: map[*Event][]*Event{},
		firsts: map[*Event]*Event{}, done: map[*Event]bool{},
	}
	for _, e := range events {
		c.byID[e.ID()] = e
	}
	for _, e := range events {
		if before := c.before(e); before != nil {
			c.followers[before] = append(c.followers[before], e)
		}
	}
	led := c.lead(events)
	for _, e := range events {
		if c.before(e) == nil && !led[e] {
			c.add(e)
		}
	}
	for _, e := range events { // those that follow each other in a circle
		c.add(e)
	}
	return c.chained
}

// chainer puts the events of a day in order.
type chainer struct {
	byID      map[string]*Event
	followers map[*Event][]*Event
	leaders   map[*Event][]*Event // what some sources put before the first event of a chain
	firsts    map[*Event]*Event   // the first event of the chain of each, as far as it was looked for
	done      map[*Event]bool
	chained   []*Event
}

// before returns the event behind which an event is moved; nil if it is not moved.
func (c *chainer) before(e *Event) *Event {
	if before := c.byID[e.follows]; before != e && e.untimed {
		return before
	}
	return nil
}

// lead fills leaders and returns the events in it.
func (c *chainer) lead(events []*Event) map[*Event]bool {
	led := map[*Event]bool{}
	for _, e := range events {
		for _, id := range e.maybeFollows() {
			y := c.byID[id]
			if y == nil || !y.untimed || c.before(y) != nil || led[y] {
				continue
			}
			if first := c.first(e); first != nil && first != y && !led[first] {
				c.leaders[first] = append(c.leaders[first], y)
				led[y] = true
			}
		}
	}
	return led
}

// first returns the event that the chain of an event starts with; nil if they follow each other in a circle.
func (c *chainer) first(e *Event) *Event {
	var passed []*Event
	first := e
	for before := c.before(first); before != nil; before = c.before(first) {
		known, met := c.firsts[first]
		if met {
			first = known
			break
		}
		c.firsts[first] = nil // until the first is known; a circle leads back here
		passed = append(passed, first)
		first = before
	}
	for _, p := range passed {
		c.firsts[p] = first
	}
	return first
}

// add adds an event, with those before and behind it, unless it stands already.
func (c *chainer) add(e *Event) {
	if c.done[e] {
		return
	}
	c.done[e] = true
	for _, before := range c.leaders[e] {
		c.add(before)
	}
	c.chained = append(c.chained, e)
	for _, next := range c.followers[e] {
		c.add(next)
	}
}

// maybeFollows returns the ids of the events that it followed directly according to other sources.
func (e *Event) maybeFollows() []string {
	return record.Variants(rawjson.Get(e.Record, vocab.Variants), vocab.Follows)
}

// gaps returns the days between the first and the last on which no event was or may have been.
func gaps(days []Day) []Day {
	var dated []*Event
	for _, d := range days {
		for _, e := range d.Events {
			if _, _, known := e.span(); known {
				dated = append(dated, e)
			}
		}
	}
	slices.SortStableFunc(dated, func(a, b *Event) int { return strings.Compare(a.Start, b.Start) })
	var all []Day
	var covered time.Time
	for i, e := range dated {
		first, end, _ := e.span()
		if next := covered.AddDate(0, 0, 1); i > 0 && first.After(next) {
			gap := Event{Start: next.Format(time.DateOnly), End: first.AddDate(0, 0, -1).Format(time.DateOnly)}
			gap.Last = gap.End
			key, _ := gap.sortKeys()
			all = append(all, Day{Heading: text.Days(gap.Start, gap.End), key: key})
			if gap.Start == gap.End {
				all[len(all)-1].Heading = text.Weekday(gap.Start)
			}
		}
		if end.After(covered) {
			covered = end
		}
	}
	return all
}

// span returns the first and the last day; known is false where they are not dates, or contradict each other.
func (e *Event) span() (first, end time.Time, known bool) {
	first, err := time.Parse(time.DateOnly, e.Start)
	if err != nil {
		return first, end, false
	}
	end, err = time.Parse(time.DateOnly, e.End)
	return first, end, err == nil && !end.Before(first)
}

// sortKeys returns what days, and the events of a day, are sorted by. Events with only a part of the day come at its end.
func (e *Event) sortKeys() (day, hour string) {
	day = e.Last + "2" + e.Start
	switch _, _, known := e.span(); {
	case !known:
		day = last
	case e.Start == e.Last:
		day = e.Start + "1"
	case e.daily():
		day = e.Start + "0" + e.Last
	}
	part := map[string]string{vocab.Morning: "12:00-", vocab.Afternoon: "18:00-", vocab.Evening: "24:00-"}[e.get(vocab.PartOfDay)]
	return day, cmp.Or(e.get(vocab.StartTime), part, last)
}

// dayHeading names the day or days of an event. If there are several and the data does not say what they mean, it claims the
// least.
func (e *Event) dayHeading() string {
	switch _, _, known := e.span(); {
	case !known:
		return "Day not known"
	case e.Start == e.Last:
		return text.Weekday(e.Start)
	case e.daily():
		return text.Days(e.Start, e.Last) + ", throughout"
	}
	return text.Days(e.Start, e.Last) + ", on one of these days: the sources do not say which"
}

// EventDays returns the days (YYYY-MM-DD) of chapters on which an event was or may have been, in order. Events whose day is not
// known have none; see vocab.Days for long ones.
func EventDays(chapters []Chapter) []string {
	days := map[string]bool{}
	for _, e := range Events(chapters) {
		first, end, known := e.span()
		if !known {
			continue
		}
		for day := range vocab.Days(first, end) {
			days[day.Format(time.DateOnly)] = true
		}
	}
	return slices.Sorted(maps.Keys(days))
}

// On returns the parts of chapters that are of one day: what was on it and, under headings that say so, what may have been.
func On(chapters []Chapter, day time.Time) []Chapter {
	var all []Chapter
	for _, c := range chapters {
		var days []Day
		for _, d := range c.Days {
			d.Events = slices.DeleteFunc(slices.Clone(d.Events), func(e *Event) bool { return !e.mayBeOn(day) })
			if len(d.Events) > 0 {
				days = append(days, d)
			}
		}
		if c.Days = days; days != nil {
			all = append(all, c)
		}
	}
	return all
}

// mayBeOn reports whether an event was, or may have been, on a day. One whose day is not known may have been on any day of
// its conference.
func (e *Event) mayBeOn(day time.Time) bool {
	first, end, known := e.span()
	if !known {
		conference := Event{Start: e.conference.first, End: e.conference.last}
		if first, end, known = conference.span(); !known {
			return true
		}
	}
	return !day.Before(first) && !day.After(end)
}
