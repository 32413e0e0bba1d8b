package timeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

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

// chain moves an event that followed another directly, and has no time of its own, behind that event.
func chain(events []*Event) []*Event {
	here := map[string]bool{}
	for _, e := range events {
		here[e.ID()] = true
	}
	moves := func(e *Event) bool {
		return e.get(vocab.StartTime) == "" && e.get(vocab.PartOfDay) == "" && e.get(vocab.Follows) != e.ID() && here[e.get(vocab.Follows)]
	}
	followers := map[string][]*Event{}
	for _, e := range events {
		if moves(e) {
			before := e.get(vocab.Follows)
			followers[before] = append(followers[before], e)
		}
	}
	var chained []*Event
	done := map[*Event]bool{}
	var add func(e *Event)
	add = func(e *Event) {
		if done[e] {
			return
		}
		done[e] = true
		chained = append(chained, e)
		for _, next := range followers[e.ID()] {
			add(next)
		}
	}
	for _, e := range events {
		if !moves(e) {
			add(e)
		}
	}
	for _, e := range events { // those that follow each other in a circle
		add(e)
	}
	return chained
}

// gaps returns the days between the first and the last on which no event was or may have been.
func gaps(days []Day) []Day {
	var dated []*Event // one of each heading: they have the same days
	for _, d := range days {
		if _, _, known := d.Events[0].span(); known {
			dated = append(dated, d.Events[0])
		}
	}
	slices.SortFunc(dated, func(a, b *Event) int { return strings.Compare(a.Start, b.Start) })
	var all []Day
	var covered time.Time
	for i, e := range dated {
		first, end, _ := e.span()
		if next := covered.AddDate(0, 0, 1); i > 0 && first.After(next) {
			gap := Event{Start: next.Format(time.DateOnly), End: first.AddDate(0, 0, -1).Format(time.DateOnly)}
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
	day = e.End + "2" + e.Start
	switch _, _, known := e.span(); {
	case !known:
		day = last
	case e.Start == e.End:
		day = e.Start + "1"
	case e.DateMeaning == vocab.DateThroughout:
		day = e.Start + "0" + e.End
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
	case e.Start == e.End:
		return text.Weekday(e.Start)
	case e.DateMeaning == vocab.DateThroughout:
		return text.Days(e.Start, e.End) + ", throughout"
	}
	return text.Days(e.Start, e.End) + ", on one of these days: the sources do not say which"
}

// On returns the parts of chapters that are of one day: what was on it and, under headings that say so, what may have been.
func On(chapters []Chapter, day time.Time) []Chapter {
	var all []Chapter
	for _, c := range chapters {
		c.Days = slices.DeleteFunc(slices.Clone(c.Days), func(d Day) bool { return len(d.Events) == 0 || !d.Events[0].mayBeOn(day) })
		if len(c.Days) > 0 {
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
		var conference Event
		conference.Start, conference.End = record.Days(e.Conference)
		if first, end, known = conference.span(); !known {
			return true
		}
	}
	return !day.Before(first) && !day.After(end)
}
