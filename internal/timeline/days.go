package timeline

import (
	"slices"
	"strings"
	"time"

	"malaga/internal/text"
)

// withGaps adds the days between the first and the last on which nothing is known to have been, nor may have been.
func withGaps(days []Day) []Day {
	type span struct{ first, end time.Time }
	var known []span
	for _, d := range days {
		if first, end, ok := d.Entries[0].span(); ok { // those of one heading have the same days
			known = append(known, span{first, end})
		}
	}
	slices.SortFunc(known, func(a, b span) int { return a.first.Compare(b.first) })
	var covered time.Time // the last day that is
	for i, one := range known {
		if next := covered.AddDate(0, 0, 1); i > 0 && one.first.After(next) {
			days = append(days, gap(next, one.first.AddDate(0, 0, -1)))
		}
		if one.end.After(covered) {
			covered = one.end
		}
	}
	slices.SortStableFunc(days, func(a, b Day) int { return strings.Compare(a.place, b.place) })
	return days
}

// gap is the days from one to another with nothing under them.
func gap(first, end time.Time) Day {
	e := Entry{Start: first.Format(time.DateOnly), End: end.Format(time.DateOnly)}
	if first.Equal(end) {
		return Day{Heading: e.heading(), place: e.order()}
	}
	return Day{Heading: text.Days(e.Start, e.End), place: e.order()}
}

// On are the parts of chapters that are of one day: what is known to have been on it and, under headings that say so, what
// may have been.
func On(chapters []Chapter, day time.Time) []Chapter {
	var all []Chapter
	for _, c := range chapters {
		c.Days = slices.DeleteFunc(slices.Clone(c.Days), func(d Day) bool { return len(d.Entries) == 0 || !d.Entries[0].mayBeOn(day) })
		if len(c.Days) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// mayBeOn says whether an event was, or may have been, on a day. One whose day is not known may have been on any day of its
// conference.
func (e Entry) mayBeOn(day time.Time) bool {
	first, end, known := e.span()
	if !known {
		whole := Entry{Start: e.Conference.Start, End: e.Conference.End}
		if first, end, known = whole.span(); !known {
			return true
		}
	}
	return !day.Before(first) && !day.After(end)
}
