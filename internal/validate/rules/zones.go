package rules

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known wherever the program runs

	"malaga/internal/vocab"
)

// zone returns a time zone by its IANA name; nil if there is none.
func (c *Checker) zone(name string) *time.Location {
	zone, met := c.zones[name]
	if !met {
		// LoadLocation also accepts names that depend on the machine.
		local := name == "" || name == "Local" || strings.HasPrefix(name, "pos") || strings.HasPrefix(name, "right/")
		if loaded, err := time.LoadLocation(name); err == nil && !local {
			zone = loaded
		}
		c.zones[name] = zone
	}
	return zone
}

func timeZone(r *record) {
	zone := r.text(vocab.TimeZone)
	if zone == "" || r.backwards() {
		return
	}
	if r.checker.zone(zone) == nil {
		r.report(fmt.Sprintf("unknown time zone %q", zone), "use the name of an IANA time zone, such as Europe/Madrid", vocab.TimeZone)
	}
}

// timeWithoutZone reports each conference once in a table.
func timeWithoutZone(r *record) {
	if r.get(vocab.StartTime) == nil {
		return
	}
	id := r.text(vocab.Conference)
	c := r.target(vocab.Conference)
	if !c.exists || c.text(vocab.TimeZone) != "" {
		return
	}
	if _, taken := r.first(r.Table+" "+vocab.TimeZone, []byte(id)); !taken {
		r.report("start_time needs a time zone, but the conference has none", "add the time_zone of "+id, vocab.StartTime)
	}
}

// skippedTime reports the first clock time that is in the gap of a change of the clocks. A time that occurs twice is no problem:
// it is the first of the two (RFC 5545, 3.3.5).
func skippedTime(r *record) {
	hours := r.hours()
	first, err := time.Parse(time.DateOnly, hours.First)
	last, err2 := time.Parse(time.DateOnly, hours.LastStart())
	name := r.target(vocab.Conference).text(vocab.TimeZone)
	if r.get(vocab.StartTime) == nil || err != nil || err2 != nil || name == "" || hours.Meaning == vocab.DateWithin {
		return
	}
	zone := r.checker.zone(name)
	if zone == nil {
		return
	}
	for day := range vocab.Days(first, last) {
		for _, field := range []string{vocab.StartTime, vocab.EndTime} {
			on := day
			if field == vocab.EndTime && hours.Overnight() {
				on = day.AddDate(0, 0, 1)
			}
			if at := r.text(field); skips(zone, on, at) {
				message := fmt.Sprintf("%s %s does not exist on %s in %s, where the clocks go forward", field, at, on.Format(time.DateOnly), name)
				r.report(message, "", field)
				return
			}
		}
	}
}

// skips reports whether the clocks of a zone skip a time of a day.
func skips(zone *time.Location, day time.Time, at string) bool {
	clock, err := time.Parse("15:04", at)
	if err != nil {
		return false
	}
	local := time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, zone)
	return local.Hour() != clock.Hour() || local.Minute() != clock.Minute()
}
