package timeline

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// time returns the clock times of an event, or its part of the day.
func (e *Event) time() string {
	switch {
	case e.StartTime != "" && e.EndTime != "":
		return e.StartTime + "-" + e.EndTime
	case e.StartTime != "":
		return "from " + e.StartTime
	case e.EndTime != "":
		return "until " + e.EndTime
	}
	return cmp.Or(e.PartOfDay, "time not stated")
}

// name returns the title of an event, or its id.
func (e *Event) name() string { return cmp.Or(e.Title, e.ID) }

// kind returns the kind and the label of an event, "" where its title says as much.
func (e *Event) kind() string {
	if e.Label != "" {
		return strings.TrimSpace(e.KindTitle + " (" + e.Label + ")")
	}
	if strings.EqualFold(e.KindTitle, e.Title) {
		return ""
	}
	return e.KindTitle
}

// after names the event directly before.
func (e *Event) after() string {
	if e.Follows == "" {
		return ""
	}
	return fmt.Sprintf(", directly after “%s”", e.FollowsTitle)
}

// heading returns the title of a conference, its days and its place.
func (c Conference) heading() string {
	s := cmp.Or(c.Title, c.ID, "Conference not known")
	if c.ShortTitle != "" {
		s += " (“" + c.ShortTitle + "”)"
	}
	for _, part := range []string{text.Days(c.Start, c.End), c.City} {
		if part != "" {
			s += ", " + part
		}
	}
	return s
}

// remark returns what a reader of a chapter has to know; "" if nothing.
func (c Chapter) remark() string {
	if len(c.Days) == 0 {
		return "The data hold no sessions or side events of this conference."
	}
	for _, e := range Events([]Chapter{c}) {
		switch {
		case e.StartTime == "":
		case c.Conference.TimeZone == "":
			return "Times are local; the time zone is not stated."
		default:
			return "Times are local (" + c.Conference.TimeZone + ")."
		}
	}
	return ""
}

// nothing stands under days without events.
const nothing = "Nothing is known."

// Page returns the programme as text, wrapped to a width.
func Page(chapters []Chapter, width int) []byte {
	p := &render.Page{Width: width}
	for _, c := range chapters {
		p.Heading(c.Conference.heading())
		if remark := c.remark(); remark != "" {
			p.Text(remark)
		}
		for _, d := range c.Days {
			p.Heading(d.Heading)
			if len(d.Events) == 0 {
				p.Text(nothing)
			}
			var items [][2]string
			for _, e := range d.Events {
				name := e.name() + e.after()
				if kind := e.kind(); kind != "" {
					name = kind + ": " + name
				}
				items = append(items, [2]string{e.time(), name})
			}
			p.List(items)
		}
	}
	return p.Bytes()
}

// Markdown returns the programme as a Markdown document.
func Markdown(chapters []Chapter) []byte {
	var b bytes.Buffer
	write := func(form string, texts ...string) {
		var escaped []any
		for _, s := range texts {
			escaped = append(escaped, render.EscapeMarkdown(s))
		}
		fmt.Fprintf(&b, form, escaped...)
	}
	write("# Programme\n")
	for _, c := range chapters {
		write("\n## %s\n", c.Conference.heading())
		if remark := c.remark(); remark != "" {
			write("\n%s\n", remark)
		}
		for _, d := range c.Days {
			write("\n### %s\n\n", d.Heading)
			if len(d.Events) == 0 {
				write("%s\n", nothing)
			}
			for _, e := range d.Events {
				write("- %s: ", e.time())
				if kind := e.kind(); kind != "" {
					write("%s: ", kind)
				}
				write("**%s**%s\n", e.name(), e.after())
			}
		}
	}
	return b.Bytes()
}

// Rows returns the programme as rows, one an event.
func Rows(chapters []Chapter) table.Rows {
	columns := []table.Column{
		{Name: vocab.ID, Title: "Id", Unbroken: true},
		{Name: vocab.Kind, Title: "Kind", Unbroken: true},
		{Name: vocab.Title, Title: "Title"},
		{Name: "start", Title: "Start", Unbroken: true, Date: true},
		{Name: "end", Title: "End", Unbroken: true, Date: true},
		{Name: vocab.DateMeaning, Title: "Date meaning", Unbroken: true},
		{Name: vocab.PartOfDay, Title: "Part of day", Unbroken: true},
		{Name: vocab.StartTime, Title: "Start time", Unbroken: true},
		{Name: vocab.EndTime, Title: "End time", Unbroken: true},
		{Name: vocab.Label, Title: "Label"},
		{Name: vocab.Conference, Title: "Conference", Unbroken: true},
		{Name: vocab.TimeZone, Title: "Time zone"},
	}
	var rows []table.Row
	for _, e := range Events(chapters) {
		var row table.Row
		for _, value := range []string{
			e.ID, e.Kind, e.Title, e.Start, e.End, e.DateMeaning, e.PartOfDay, e.StartTime, e.EndTime, e.Label, e.Conference.ID, e.Conference.TimeZone,
		} {
			row = append(row, rawjson.QuoteAny(value))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}
