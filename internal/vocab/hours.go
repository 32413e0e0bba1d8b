package vocab

import (
	"iter"
	"time"
)

// Hours are what says when an event is: its first and its last day (YYYY-MM-DD), what they mean, and its clock times (HH:MM), which
// are the hours of each day. Each may be empty.
type Hours struct{ First, Last, Meaning, Start, End string }

// Overnight reports whether each part of the event ends on the day after it starts: its end is not after its start, and there is a
// day for the last part to end on. An event within several days is on one of them that is not known, and has no hours.
func (h Hours) Overnight() bool {
	return h.Meaning != DateWithin && h.Start != "" && h.End != "" && h.End <= h.Start && h.First != "" && h.First < h.Last
}

// LastStart returns the day on which the event starts last: the day before its last one if it ends after midnight.
func (h Hours) LastStart() string {
	if !h.Overnight() {
		return h.Last
	}
	day, err := time.Parse(time.DateOnly, h.Last)
	if err != nil {
		return h.Last
	}
	return day.AddDate(0, 0, -1).Format(time.DateOnly)
}

// Days yields the days from the first to the last, with the hours of the first: more than a year of them at most, so that a slip in
// a year takes no time.
func Days(first, last time.Time) iter.Seq[time.Time] {
	const most = 400
	return func(yield func(time.Time) bool) {
		day := first
		for n := 0; n < most && !day.After(last) && yield(day); n++ {
			day = day.AddDate(0, 0, 1)
		}
	}
}
