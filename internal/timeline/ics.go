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

// Calendar is a programme as iCalendar (RFC 5545) has it. The same programme gives the same bytes: the stamp
// is the day on which the data were changed, not that of the export.
type Calendar struct {
	name, stamp string
	stamped     bool
	entries     []Entry             // those with a day
	left        []string            // the ids of those without one
	zones       map[string]*extents // by name; nil if it is not known
	zoneless    []string            // the ids of those with a clock time in no known zone
	escape      bool
}

// The forms of dates in iCalendar.
const (
	dayForm   = "20060102"
	localForm = "20060102T150405"
)

// NewCalendar makes a calendar. meta is the description of the dataset, nil if it has none. escape is for a terminal:
// nothing in the text may control it.
func NewCalendar(meta []byte, chapters []Chapter, escape bool) *Calendar {
	c := &Calendar{name: rawjson.GetText(meta, vocab.Title), zones: map[string]*extents{}, escape: escape}
	day, err := time.Parse(time.DateOnly, rawjson.GetText(meta, vocab.Modified))
	if c.stamped = err == nil; !c.stamped {
		day = time.Unix(0, 0).UTC() // DTSTAMP is required, and the clock would change the bytes
	}
	c.stamp = day.Format(localForm) + "Z"
	for _, e := range Entries(chapters) {
		first, end, ok := e.span()
		if !ok {
			c.left = append(c.left, e.ID)
			continue
		}
		c.entries = append(c.entries, e)
		if !e.timed() {
			continue
		}
		x, met := c.zones[e.Conference.Zone]
		if !met {
			if zone, known := zoneOf(e.Conference.Zone); known {
				x = &extents{zone, first.Year(), end.Year()}
			}
			c.zones[e.Conference.Zone] = x
		}
		if x == nil {
			c.zoneless = append(c.zoneless, e.ID)
			continue
		}
		x.from, x.to = min(x.from, first.Year()), max(x.to, end.Year())
	}
	return c
}

// Lacks says what the dataset does not tell that a calendar wants.
func (c *Calendar) Lacks() []string {
	var lacks []string
	if !c.stamped && c.entries != nil {
		lacks = append(lacks, "the dataset has no date in "+vocab.Modified+", so DTSTAMP is 1 January 1970")
	}
	if c.left != nil {
		lacks = append(lacks, "left out, as their day is not known: "+strings.Join(c.left, ", "))
	}
	if c.zoneless != nil {
		lacks = append(lacks, "no known "+vocab.TimeZone+" of the conference, so the times are local ones without a zone: "+strings.Join(c.zoneless, ", "))
	}
	return lacks
}

// Bytes is the calendar as a file.
func (c *Calendar) Bytes() []byte {
	var b []byte
	add := func(lines ...string) {
		for _, l := range lines {
			if c.escape {
				l = text.Escape(l)
			}
			b = fold(b, l)
		}
	}
	add("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//malaga//malaga//EN", "CALSCALE:GREGORIAN")
	if c.name != "" {
		add("NAME:"+escapeText(c.name), "X-WR-CALNAME:"+escapeText(c.name))
	}
	for _, name := range slices.Sorted(maps.Keys(c.zones)) {
		if x := c.zones[name]; x != nil {
			add(x.lines(name)...)
		}
	}
	for _, e := range c.entries {
		add("BEGIN:VEVENT", "UID:"+escapeText(e.uid()), "DTSTAMP:"+c.stamp)
		add(c.times(e)...)
		for _, p := range [][2]string{
			{"SUMMARY", e.name()}, {"DESCRIPTION", c.description(e)}, {"LOCATION", e.location()}, {"CATEGORIES", e.Sort},
		} {
			if p[1] != "" {
				add(p[0] + ":" + escapeText(p[1]))
			}
		}
		if !e.timed() { // nobody is taken to be busy all day
			add("TRANSP:TRANSPARENT")
		}
		add("END:VEVENT")
	}
	add("END:VCALENDAR")
	return b
}

// uid is made of the record's id, which is never reused, and of the conference's, so that the events of two datasets
// differ. The ending is reserved: it is nobody's.
func (e Entry) uid() string {
	_, name, ok := strings.Cut(e.Conference.ID, "-")
	if !ok {
		name = e.Conference.ID
	}
	return e.ID + "@" + strings.TrimPrefix(name+".example", ".")
}

// timed says whether the clock times place the entry: on one day its beginning does, on several that are
// filled only both ends do.
func (e Entry) timed() bool {
	return clock(e.From) && (e.Start == e.End || (e.Meaning == vocab.DateThroughout && clock(e.To)))
}

// clock says whether a text is a time of day.
func clock(text string) bool {
	_, err := time.Parse("15:04", text)
	return err == nil && len(text) == len("15:04")
}

// times are the lines of when an entry begins and ends.
func (c *Calendar) times(e Entry) []string {
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
	if c.zones[e.Conference.Zone] != nil {
		zone = ";TZID=" + e.Conference.Zone + ":"
	}
	at := func(day time.Time, hour string) string {
		return day.Format(dayForm) + "T" + strings.Replace(hour, ":", "", 1) + "00"
	}
	lines := []string{"DTSTART" + zone + at(first, e.From)}
	if e.ends() {
		lines = append(lines, "DTEND"+zone+at(end, e.To))
	}
	return lines
}

// ends says whether an entry with times has an end, which must be later than its start.
func (e Entry) ends() bool { return clock(e.To) && (e.Start < e.End || e.From < e.To) }

// description is what the entry was about, with what is not known of its day and time first.
func (c *Calendar) description(e Entry) string {
	var parts []string
	if unknown := c.unknown(e); unknown != "" {
		parts = append(parts, unknown)
	}
	if e.Text != "" {
		parts = append(parts, e.Text)
	}
	of := cmp.Or(e.Sort, "Event")
	if e.Label != "" {
		of += " (" + e.Label + ")"
	}
	if e.Conference.Title != "" {
		link := " of “"
		if e.Beside {
			link = " held beside “"
		}
		of += link + e.Conference.Title + "”"
	}
	return strings.Join(append(parts, of+"."), "\n\n")
}

// unknown says in sentences what the sources leave open.
func (c *Calendar) unknown(e Entry) string {
	var told []string
	unplaced := e.Start != e.End && e.Meaning != vocab.DateThroughout
	if unplaced {
		told = append(told, fmt.Sprintf("On one of these days, %s; the sources do not state which.", text.Days(e.Start, e.End)))
	}
	switch {
	case e.timed() && e.To == "":
		told = append(told, "The sources do not state when it ends.")
	case e.timed() && e.ends():
	case e.From != "" || e.To != "":
		told = append(told, "Time: "+e.when()+".")
	case e.Part != "":
		told = append(told, fmt.Sprintf("In the %s; the sources do not state the hour.", e.Part))
	case unplaced:
		told = append(told, "Nor do they state the time.")
	default:
		told = append(told, "The sources do not state the time.")
	}
	if e.timed() && c.zones[e.Conference.Zone] == nil {
		told = append(told, "The times are local; the time zone is not stated.")
	}
	return strings.Join(told, " ")
}

// location is where the entry was held. A side event is not said to have been at the venue of the conference.
func (e Entry) location() string {
	if e.Online || e.Conference.City == "" && (e.Conference.Venue == "" || e.Beside) {
		return ""
	}
	var parts []string
	if !e.Beside {
		parts = append(parts, e.Conference.Venue)
	}
	parts = append(parts, e.Conference.City, e.Conference.Country)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// escapeText writes a text as a value. Characters that no value may hold become U+FFFD.
func escapeText(s string) string {
	s = strings.NewReplacer("\r\n", `\n`, "\r", `\n`, "\n", `\n`, `\`, `\\`, ";", `\;`, ",", `\,`).Replace(s)
	return strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\t') || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, s)
}

// fold adds a line to b in pieces of at most 75 octets, none of which ends inside a character.
func fold(b []byte, line string) []byte {
	const most = 75
	for room := most; len(line) > room; room = most - 1 { // the space of a further piece counts
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b = append(append(b, line[:cut]...), "\r\n "...)
		line = line[cut:]
	}
	return append(append(b, line...), "\r\n"...)
}
