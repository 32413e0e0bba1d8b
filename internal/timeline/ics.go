package timeline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// calendar is an iCalendar stream (RFC 5545) in the making.
type calendar struct {
	zones  map[string]*zoneYears // by name; nil if it is not known
	stamp  string
	escape bool
	b      []byte
}

// The forms of dates in iCalendar.
const (
	dayForm   = "20060102"
	localForm = "20060102T150405"
)

// Calendar returns the programme as iCalendar (RFC 5545), and notes on what the data lack for it. The same programme gives
// the same bytes: events are stamped with the day on which the data was modified. meta is the description of the dataset,
// nil if it has none. With escape, what would control a terminal is escaped.
func Calendar(meta []byte, chapters []Chapter, escape bool) (ics []byte, notes []string) {
	var events []*Event
	var undated, zoneless []string
	c := &calendar{zones: map[string]*zoneYears{}, escape: escape}
	for _, e := range Events(chapters) {
		if _, _, known := e.span(); !known {
			undated = append(undated, e.ID())
			continue
		}
		events = append(events, e)
		if e.timed() && !c.addZone(e) {
			zoneless = append(zoneless, e.ID())
		}
	}
	modified, err := time.Parse(time.DateOnly, rawjson.GetText(meta, vocab.Modified))
	if err != nil {
		modified = time.Unix(0, 0).UTC() // DTSTAMP is required, and the present time would change the bytes
		if events != nil {
			notes = append(notes, "the dataset has no modified date, so DTSTAMP is 1 January 1970")
		}
	}
	c.stamp = modified.Format(localForm) + "Z"
	if undated != nil {
		notes = append(notes, "events left out because their day is not known: "+strings.Join(undated, ", "))
	}
	if zoneless != nil {
		notes = append(notes, "events in local time because their conference has no known "+vocab.TimeZone+": "+strings.Join(zoneless, ", "))
	}
	c.write(rawjson.GetText(meta, vocab.Title), events)
	return c.b, notes
}

// addZone adds the time zone of an event's conference; it reports whether the zone is known.
func (c *calendar) addZone(e *Event) bool {
	name := e.timeZone()
	first, end, _ := e.span()
	z, met := c.zones[name]
	if !met {
		if zone, known := loadZone(name); known {
			z = &zoneYears{zone, first.Year(), end.Year()}
		}
		c.zones[name] = z
	}
	if z == nil {
		return false
	}
	z.from = min(z.from, first.Year())
	z.to = max(z.to, end.Year())
	return true
}

// lines adds lines as they are.
func (c *calendar) lines(lines ...string) {
	for _, l := range lines {
		if c.escape {
			l = text.Escape(l)
		}
		c.b = fold(c.b, l)
	}
}

// property adds a property whose value is text; none if it is empty.
func (c *calendar) property(name, value string) {
	if value != "" {
		c.lines(name + ":" + escapeText(value))
	}
}

func (c *calendar) write(name string, events []*Event) {
	c.lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//malaga//malaga//EN", "CALSCALE:GREGORIAN")
	c.property("NAME", name)
	c.property("X-WR-CALNAME", name)
	for _, name := range slices.Sorted(maps.Keys(c.zones)) {
		if z := c.zones[name]; z != nil {
			c.lines(z.lines(name)...)
		}
	}
	ids := text.Names{}
	for _, e := range events {
		c.lines("BEGIN:VEVENT")
		c.property("UID", e.uid(ids.Next(e.ID())))
		c.lines("DTSTAMP:" + c.stamp)
		c.lines(c.times(e)...)
		summary := e.Name()
		if e.timeAnnounced() {
			summary += " (announced in advance)"
		}
		c.property("SUMMARY", summary)
		c.property("DESCRIPTION", c.description(e))
		c.property("LOCATION", e.location())
		c.property("CATEGORIES", e.kindTitle)
		if !e.timed() { // it does not make anybody busy all day
			c.lines("TRANSP:TRANSPARENT")
		}
		c.lines("END:VEVENT")
	}
	c.lines("END:VCALENDAR")
}

// uid returns the record's id, which is never reused, with the conference's, so that the events of two datasets differ. Of
// two events with one UID a calendar would keep one. The top-level domain is reserved (RFC 2606).
func (e *Event) uid(id string) string {
	conference := e.get(vocab.Conference)
	_, name, _ := strings.Cut(conference, "-")
	return id + "@" + strings.TrimPrefix(cmp.Or(name, conference)+".example", ".")
}

// timed reports whether the clock times place the event: on one day the start does, on several, whose hours they are, both do.
func (e *Event) timed() bool {
	start, end := e.get(vocab.StartTime), e.get(vocab.EndTime)
	return isClockTime(start) && (e.Start == e.Last || (e.daily() && isClockTime(end)))
}

func isClockTime(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

// hasEnd reports whether a timed event has an end that is later than its start.
func (e *Event) hasEnd() bool {
	start, end := e.get(vocab.StartTime), e.get(vocab.EndTime)
	return isClockTime(end) && (e.overnight() || start < end)
}

// times returns the lines of when an event starts and ends. One on several days is repeated daily (RFC 5545, 3.3.10).
func (c *calendar) times(e *Event) []string {
	first, end, _ := e.span()
	if !e.timed() {
		lines := []string{"DTSTART;VALUE=DATE:" + first.Format(dayForm)}
		// The end is exclusive. The year 10000 cannot be written; then the last day is.
		if next := end.AddDate(0, 0, 1); next.Year() < 10000 {
			lines = append(lines, "DTEND;VALUE=DATE:"+next.Format(dayForm))
		}
		return lines
	}
	zone := ":"
	if c.zones[e.timeZone()] != nil {
		zone = ";TZID=" + e.timeZone() + ":"
	}
	at := func(day time.Time, hour string) string {
		return zone + day.Format(dayForm) + "T" + strings.Replace(hour, ":", "", 1) + "00"
	}
	lines := []string{"DTSTART" + at(first, e.get(vocab.StartTime))}
	day := first
	if e.overnight() {
		day = first.AddDate(0, 0, 1)
	}
	if e.hasEnd() {
		lines = append(lines, "DTEND"+at(day, e.get(vocab.EndTime)))
	}
	if e.daily() {
		count := int(end.Sub(first)/(24*time.Hour)) + 1 - int(day.Sub(first)/(24*time.Hour))
		lines = append(lines, fmt.Sprintf("RRULE:FREQ=DAILY;COUNT=%d", count))
	}
	return lines
}

// description returns what is not known of the day and time of an event, what it was about, and what it was part of.
func (c *calendar) description(e *Event) string {
	of := cmp.Or(e.kind(), "Event")
	if title := e.conference.title; title != "" {
		link := " of"
		if e.Table == vocab.SideEvents {
			link = " held alongside"
		}
		of += link + " “" + title + "”"
	}
	parts := []string{c.unknown(e), cmp.Or(e.get(vocab.Summary), e.get(vocab.Focus)), of + "."}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n")
}

// unknown returns, in sentences, what the sources do not state of the day and time of an event.
func (c *calendar) unknown(e *Event) string {
	var sentences []string
	add := func(form string, args ...any) { sentences = append(sentences, fmt.Sprintf(form, args...)) }
	unplaced := e.Start != e.Last && !e.daily()
	if unplaced {
		add("On one of these days, %s; the sources do not state which.", text.Days(e.Start, e.End))
	}
	switch {
	case e.timed() && e.get(vocab.EndTime) == "":
		add("The sources do not state when it ends.")
	case e.timed() && e.hasEnd():
	case e.get(vocab.StartTime) != "" || e.get(vocab.EndTime) != "":
		add("Time: %s.", e.Time())
	case e.get(vocab.PartOfDay) != "":
		add("In the %s; the sources do not state the hour.", e.get(vocab.PartOfDay))
	case unplaced:
		add("They do not state the time either.")
	default:
		add("The sources do not state the time.")
	}
	if e.timeAnnounced() {
		add("The time was announced in advance; no source states when it took place.")
	}
	for _, before := range e.maybeBefore {
		add("One source puts “%s” after it.", before.title)
		if before.follows != "" {
			add("It is possibly the same as the start of “%s”.", before.follows)
		}
	}
	if e.timed() && c.zones[e.timeZone()] == nil {
		add("The times are local; the time zone is not stated.")
	}
	return strings.Join(sentences, " ")
}

// location returns where an event was held. A side event need not have been at the venue of the
// conference: it has a venue of its own, or none is stated.
func (e *Event) location() string {
	parts := []string{e.conference.venue, e.conference.city, e.conference.country}
	if e.Table == vocab.SideEvents {
		parts[0] = e.get(vocab.Venue)
		if e.get(vocab.Mode) == vocab.ModeOnline { // nobody was in a room
			return ""
		}
	}
	if parts[0] == "" && parts[1] == "" { // a country alone is no place
		return ""
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

var textEscapes = strings.NewReplacer("\r\n", `\n`, "\r", `\n`, "\n", `\n`, `\`, `\\`, ";", `\;`, ",", `\,`)

// escapeText returns a text as a value. Controls, most of which no value may hold, become U+FFFD.
func escapeText(s string) string {
	return text.ReplaceControls(textEscapes.Replace(s))
}

// fold adds a line to b in pieces of at most 75 octets, none of which ends inside a character.
func fold(b []byte, line string) []byte {
	const most = 75
	for room := most; len(line) > room; room = most - 1 { // the space before a further piece counts
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b = append(b, line[:cut]...)
		b = append(b, "\r\n "...)
		line = line[cut:]
	}
	b = append(b, line...)
	return append(b, "\r\n"...)
}
