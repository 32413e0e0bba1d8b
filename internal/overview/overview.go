// Package overview says what a dataset is about: the conference in a few sentences, the programme in
// numbers, attendance in the words of the sources.
//
// Numbers of people are printed as they are stated ("more than 400") and never added up: the
// counts have different scopes, and one person may be in several.
package overview

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/internal/table"
	"malaga/schema"
)

// The tables and fields whose meaning this package knows.
const (
	conferences = "conferences"
	sessions    = "sessions"
	sideEvents  = "side_events"
	messages    = "outcome_messages"

	kind       = "kind"
	standing   = "standing"
	themes     = "themes"
	session    = "session"
	sideEvent  = "side_event"
	title      = "title"
	shortTitle = "short_title"
	startDate  = "start_date"
	endDate    = "end_date"
	city       = "city"
	country    = "country"
	venue      = "venue"
	followUp   = "follow_up_to"
	organisers = "organisers"
	organ      = "organisation"
	attendance = "attendance"
	scope      = "scope"
	mode       = "mode"
	comparator = "comparator"
	number     = "count"
)

// Names lists the fields that the package knows by table, for the test that each stands in a schema.
func Names() map[string][]string {
	return map[string][]string{
		conferences: {
			title, shortTitle, startDate, endDate, city, country, venue, followUp, organisers + "." + organ,
			attendance + "." + scope, attendance + "." + mode, attendance + "." + comparator, attendance + "." + number,
		},
		sessions: {kind}, sideEvents: {kind}, messages: {standing, themes, session, sideEvent},
	}
}

// Line is one line of the overview: the part it belongs to, what it is about, what it says. What is counted and
// no estimate is said in digits alone.
type Line struct{ Section, Item, Text string }

// Overview gathers what it needs from the records, one at a time.
type Overview struct {
	model       *schema.Model
	conferences [][]byte
	counts      map[string]int            // records by table
	values      map[string]map[string]int // values by table and field
	names       map[string]string         // labels by id, of the records that others refer to
}

// New returns an empty overview.
func New(m *schema.Model) *Overview {
	return &Overview{model: m, counts: map[string]int{}, values: map[string]map[string]int{}, names: map[string]string{}}
}

// Add takes one record.
func (o *Overview) Add(r record.Record) {
	o.counts[r.Table]++
	t := o.model.Table(r.Table)
	if r.Table == conferences {
		o.conferences = append(o.conferences, bytes.Clone(r.Raw))
	}
	if r.Table != messages { // nothing refers to messages, and there may be many
		o.names[raw.Text(raw.Get(r.Raw, "id"))] = raw.Text(raw.Get(r.Raw, t.Display))
	}
	for _, field := range []string{kind, standing, themes, session, sideEvent} {
		if t.Field(field) == nil {
			continue
		}
		key := r.Table + "." + field
		if o.values[key] == nil {
			o.values[key] = map[string]int{}
		}
		for _, v := range query.Entries(raw.Get(r.Raw, field)) {
			o.values[key][raw.Text(v)]++
		}
	}
}

// Lines is the overview.
func (o *Overview) Lines() []Line {
	var lines []Line
	for _, c := range o.leading() {
		lines = append(lines, Line{Section: "Conference", Item: raw.Text(raw.Get(c, "id")), Text: o.sentence(c)})
	}
	lines = append(lines, o.programme()...)
	for _, c := range o.leading() {
		lines = append(lines, o.attendance(c)...)
	}
	lines = append(lines, o.messages()...)
	for _, t := range o.model.Tables {
		lines = append(lines, counted("Records", t.Title, o.counts[t.Name]))
	}
	return lines
}

// leading gives the conferences that no other one followed up: what the dataset is about, not what
// came before it.
func (o *Overview) leading() [][]byte {
	var followed []string
	for _, c := range o.conferences {
		followed = append(followed, raw.Text(raw.Get(c, followUp)))
	}
	var leading [][]byte
	for _, c := range o.conferences {
		if !slices.Contains(followed, raw.Text(raw.Get(c, "id"))) {
			leading = append(leading, c)
		}
	}
	return leading
}

// sentence says what a conference was: title, days, place, organisers, what it followed.
func (o *Overview) sentence(c []byte) string {
	get := func(name string) string { return raw.Text(raw.Get(c, name)) }
	var b strings.Builder
	b.WriteString(get(title))
	if s := get(shortTitle); s != "" {
		fmt.Fprintf(&b, " (“%s”)", s)
	}
	if days := Days(get(startDate), get(endDate)); days != "" {
		b.WriteString(", " + days)
	}
	if place := get(city); place != "" {
		b.WriteString(", " + place)
		if code := get(country); code != "" {
			b.WriteString(" (" + code + ")")
		}
	}
	var by []string
	for _, e := range query.Entries(raw.Get(c, organisers)) {
		if name := o.names[raw.Text(raw.Get(e, organ))]; name != "" && !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	b.WriteString(".")
	if len(by) > 0 {
		b.WriteString(" Organisers: " + and(by) + ".")
	}
	if before := o.names[get(followUp)]; before != "" {
		fmt.Fprintf(&b, " It followed up “%s”", before)
		for _, other := range o.conferences {
			if raw.Text(raw.Get(other, "id")) == get(followUp) {
				b.WriteString(" of " + Days(raw.Text(raw.Get(other, startDate)), raw.Text(raw.Get(other, endDate))))
			}
		}
		b.WriteString(".")
	}
	return b.String()
}

// programme counts the events by kind, in the order of the schema's codes.
func (o *Overview) programme() []Line {
	var lines []Line
	for _, name := range []string{sessions, sideEvents} {
		t := o.model.Table(name)
		if t == nil || o.counts[name] == 0 {
			continue
		}
		var parts []string
		for _, code := range t.Field(kind).Codes {
			if n := o.values[name+"."+kind][code.Code]; n > 0 {
				parts = append(parts, Spelt(n)+" "+plural(strings.ToLower(code.Title), n))
			}
		}
		lines = append(lines, Line{Section: "Programme", Item: t.Title, Text: strings.Join(parts, ", ")})
	}
	return lines
}

// attendance tells each count in words.
func (o *Overview) attendance(c []byte) []Line {
	var lines []Line
	f := o.model.Table(conferences).Field(attendance)
	word := func(e []byte, name string) string {
		code := raw.Text(raw.Get(e, name))
		for _, known := range f.Field(name).Codes {
			if known.Code == code {
				return known.Title
			}
		}
		return code
	}
	for _, e := range query.Entries(raw.Get(c, attendance)) {
		text := strings.ToLower(word(e, comparator)) + " " + Grouped(raw.Text(raw.Get(e, number)))
		if m := word(e, mode); m != "" {
			text += " " + strings.ToLower(m)
		}
		lines = append(lines, Line{Section: "Attendance", Item: word(e, scope), Text: text})
	}
	return lines
}

// messages counts the outcome messages by standing and by theme.
func (o *Overview) messages() []Line {
	t := o.model.Table(messages)
	if t == nil || o.counts[messages] == 0 {
		return nil
	}
	var lines []Line
	for _, code := range t.Field(standing).Codes {
		if n := o.values[messages+"."+standing][code.Code]; n > 0 {
			lines = append(lines, counted("Messages by standing", code.Title, n))
		}
	}
	return append(lines, o.named("Messages by theme", o.values[messages+"."+themes])...)
}

// ByEvent counts the outcome messages by the session or side event in which they were given.
func (o *Overview) ByEvent() []Line {
	events := maps.Clone(o.values[messages+"."+session])
	if events == nil {
		events = map[string]int{}
	}
	maps.Copy(events, o.values[messages+"."+sideEvent])
	return o.named("Messages by event", events)
}

// named are counts by id, the greatest first, under the names of the records.
func (o *Overview) named(section string, counts map[string]int) []Line {
	ids := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	var lines []Line
	for _, id := range ids {
		lines = append(lines, counted(section, cmp.Or(o.names[id], id), counts[id]))
	}
	return lines
}

func counted(section, item string, n int) Line { return Line{section, item, fmt.Sprint(n)} }

// Rows is the overview as rows.
func Rows(lines []Line) table.Rows {
	rows := make([]table.Row, len(lines))
	for i, l := range lines {
		rows[i] = table.Row{raw.Quote(l.Section), raw.Quote(l.Item), raw.Quote(l.Text)}
	}
	return table.Of([]table.Column{
		{Name: "section", Title: "Section"}, {Name: "item", Title: "Item"}, {Name: "text", Title: "Text"},
	}, rows)
}

// Days tells a range of dates as the United Nations writes it: 10-11 May 2022.
func Days(from, to string) string {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil || a.Equal(b) {
		return a.Format("2 January 2006")
	}
	switch {
	case a.Year() != b.Year():
		return a.Format("2 January 2006") + " - " + b.Format("2 January 2006")
	case a.Month() != b.Month():
		return a.Format("2 January") + " - " + b.Format("2 January 2006")
	}
	return a.Format("2") + "-" + b.Format("2 January 2006")
}

// Spelt is a number in words up to twelve.
func Spelt(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return Grouped(fmt.Sprint(n))
}

// Grouped sets commas between the thousands of a number.
func Grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
