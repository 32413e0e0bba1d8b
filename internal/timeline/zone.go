package timeline

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known wherever the program runs
)

// zoneYears is a time zone with the years for which its offsets are needed.
type zoneYears struct {
	zone     *time.Location
	from, to int
}

// lastYear is the last of which changes are written: there would be two for each year, and nobody knows the rules that will hold.
const lastYear = 2200

// loadZone finds a zone by its IANA name. What else LoadLocation accepts depends on the machine.
func loadZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" || strings.HasPrefix(name, "pos") || strings.HasPrefix(name, "right/") {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// lines returns the VTIMEZONE of a zone: the offset with which its years begin, and each change in them. Changes are written
// one by one, since a rule that holds for a year need not hold for the next. Of the bounds that ZoneBounds returns some are no
// changes once a year is beyond the zone's table.
func (z *zoneYears) lines(name string) []string {
	at := time.Date(z.from, time.January, 1, 0, 0, 0, 0, z.zone)
	end := time.Date(min(z.to, lastYear)+1, time.January, 1, 0, 0, 0, 0, z.zone)
	lines := []string{"BEGIN:VTIMEZONE", "TZID:" + name}
	lines = append(lines, observance(at, at)...)
	const day = 24 * 60 * 60
	for at.Before(end) {
		_, next := at.ZoneBounds()
		switch {
		case next.IsZero(): // the last
			next = end
		case !next.After(at): // it is a day early in leap years
			next = addSeconds(at, day)
		}
		if before := addSeconds(next, -1); next.Before(end) && !sameOffset(before, next) {
			lines = append(lines, observance(before, next)...)
		}
		at = next
	}
	return append(lines, "END:VTIMEZONE")
}

func addSeconds(t time.Time, seconds int) time.Time {
	return t.Add(time.Duration(seconds) * time.Second)
}

// sameOffset reports whether the clocks go the same at two times.
func sameOffset(a, b time.Time) bool {
	nameA, offsetA := a.Zone()
	nameB, offsetB := b.Zone()
	return offsetA == offsetB && nameA == nameB && a.IsDST() == b.IsDST()
}

// observance returns how the clocks go from a time on. That time is written as the clock before it had it.
func observance(before, onset time.Time) []string {
	_, from := before.Zone()
	name, to := onset.Zone()
	part := "STANDARD"
	if onset.IsDST() {
		part = "DAYLIGHT"
	}
	return []string{
		"BEGIN:" + part,
		"DTSTART:" + addSeconds(onset.UTC(), from).Format(localForm),
		"TZOFFSETFROM:" + offset(from),
		"TZOFFSETTO:" + offset(to),
		"TZNAME:" + escapeText(name),
		"END:" + part,
	}
}

// offset returns seconds east of Greenwich as iCalendar writes them.
func offset(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign = "-"
		seconds = -seconds
	}
	text := fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 { // local mean times of the past
		text += fmt.Sprintf("%02d", rest)
	}
	return text
}
