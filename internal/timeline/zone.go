package timeline

import (
	"fmt"
	"sort"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known wherever the program runs
)

// extents is a time zone with the years for which its offsets are wanted.
type extents struct {
	zone     *time.Location
	from, to int
}

// zoneOf finds a zone by the name that the IANA gave it. What else LoadLocation takes depends on the machine.
func zoneOf(name string) (*time.Location, bool) {
	if name == "" || name == "Local" || strings.HasPrefix(name, "pos") || strings.HasPrefix(name, "right/") {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// lines are the VTIMEZONE of a zone: the offset with which its years begin, and each change in them. The changes are
// written one by one, since a rule that holds for a year need not hold for the next. They are looked for day by day:
// ZoneBounds names bounds that are no changes once a year is beyond the zone's table, and never passes a leap year there.
func (x *extents) lines(name string) []string {
	at := time.Date(x.from, time.January, 1, 0, 0, 0, 0, x.zone)
	end := time.Date(x.to+1, time.January, 1, 0, 0, 0, 0, x.zone)
	lines := append([]string{"BEGIN:VTIMEZONE", "TZID:" + name}, observance(at, at)...)
	const day = 24 * 60 * 60
	for ; at.Before(end); at = later(at, day) {
		if !alike(at, later(at, day)) {
			n := sort.Search(day, func(n int) bool { return !alike(at, later(at, n)) })
			lines = append(lines, observance(at, later(at, n))...)
		}
	}
	return append(lines, "END:VTIMEZONE")
}

func later(t time.Time, seconds int) time.Time { return t.Add(time.Duration(seconds) * time.Second) }

// alike says whether the clocks go the same at two times.
func alike(a, b time.Time) bool {
	nameA, offsetA := a.Zone()
	nameB, offsetB := b.Zone()
	return offsetA == offsetB && nameA == nameB && a.IsDST() == b.IsDST()
}

// observance tells how the clocks go from a time on, which is told on the clock that was in force before.
func observance(before, onset time.Time) []string {
	_, from := before.Zone()
	name, to := onset.Zone()
	part := "STANDARD"
	if onset.IsDST() {
		part = "DAYLIGHT"
	}
	return []string{
		"BEGIN:" + part, "DTSTART:" + later(onset.UTC(), from).Format(localForm), "TZOFFSETFROM:" + offsetText(from),
		"TZOFFSETTO:" + offsetText(to), "TZNAME:" + escapeText(name), "END:" + part,
	}
}

// offsetText writes an offset in seconds east of Greenwich as iCalendar does.
func offsetText(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	text := fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 { // of the mean solar times of old
		text += fmt.Sprintf("%02d", rest)
	}
	return text
}
