package timeline

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Time returns the clock times of an event, or its part of the day.
func (e *Event) Time() string {
	start, end := e.get(vocab.StartTime), e.get(vocab.EndTime)
	hours := ""
	switch {
	case start != "" && end != "":
		hours = start + "-" + end
	case start != "":
		hours = "from " + start
	case end != "":
		hours = "until " + end
	default:
		return cmp.Or(e.get(vocab.PartOfDay), "time not stated")
	}
	if e.overnight() {
		hours += " (next day)"
	}
	if e.daily() {
		hours += ", daily"
	}
	return hours
}

// Name returns the title of an event, or its id.
func (e *Event) Name() string { return cmp.Or(e.get(vocab.Title), e.ID()) }

// kind returns the kind and the label of an event.
func (e *Event) kind() string {
	if label := e.get(vocab.Label); label != "" {
		return strings.TrimSpace(e.kindTitle + " (" + label + ")")
	}
	return e.kindTitle
}

// ShownKind returns the kind of an event, "" where its title says as much.
func (e *Event) ShownKind() string {
	if kind := e.kind(); !strings.EqualFold(kind, e.get(vocab.Title)) {
		return kind
	}
	return ""
}

// After names the event directly before.
func (e *Event) After() string {
	if e.followsTitle == "" {
		return ""
	}
	return fmt.Sprintf(", directly after “%s”", e.followsTitle)
}

// Doubts returns, in brackets, what is not certain of the place of an event in the programme; "" if nothing.
func (e *Event) Doubts() string {
	var all []string
	if e.timeAnnounced() {
		all = append(all, "announced in advance")
	}
	for _, before := range e.maybeBefore {
		all = append(all, fmt.Sprintf("one source puts “%s” after it", before.title))
		if before.follows != "" {
			all = append(all, fmt.Sprintf("possibly the same as the start of “%s”", before.follows))
		}
	}
	if all == nil {
		return ""
	}
	return "(" + strings.Join(all, "; ") + ")"
}

// timeAnnounced reports whether the times are only those that were announced in advance.
func (e *Event) timeAnnounced() bool { return e.get(vocab.TimeMeaning) == vocab.TimeAnnounced }

// Heading returns the title of a conference, its days and its place.
func (c Chapter) Heading() string {
	get := func(field string) string { return rawjson.GetText(c.Conference, field) }
	s := cmp.Or(get(vocab.Title), c.ID, "Conference not known")
	if short := get(vocab.ShortTitle); short != "" {
		s += " (“" + short + "”)"
	}
	for _, part := range []string{text.Days(record.Days(c.Conference)), get(vocab.City)} {
		if part != "" {
			s += ", " + part
		}
	}
	return s
}

// Remark returns what a reader of a chapter has to know; "" if nothing.
func (c Chapter) Remark() string {
	if len(c.Days) == 0 {
		return "The dataset has no sessions or side events of this conference."
	}
	for _, e := range Events([]Chapter{c}) {
		switch {
		case e.get(vocab.StartTime) == "":
		case e.timeZone() == "":
			return "Times are local; the time zone is not stated."
		default:
			return "Times are local (" + e.timeZone() + ")."
		}
	}
	return ""
}

// Nothing is the text of days without events.
const Nothing = "Nothing is known."

// Page returns the programme as text, wrapped to a width.
func Page(chapters []Chapter, width int) []byte {
	p := &render.Page{Width: width}
	for _, c := range chapters {
		p.Heading(c.Heading())
		if remark := c.Remark(); remark != "" {
			p.Text(remark)
		}
		for _, d := range c.Days {
			p.Heading(d.Heading)
			if len(d.Events) == 0 {
				p.Text(Nothing)
			}
			var items [][2]string
			for _, e := range d.Events {
				name := strings.TrimSpace(e.Name() + e.After() + " " + e.Doubts())
				if kind := e.ShownKind(); kind != "" {
					name = kind + ": " + name
				}
				items = append(items, [2]string{e.Time(), name})
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
			escaped = append(escaped, text.EscapeMarkdownBlock(s))
		}
		fmt.Fprintf(&b, form, escaped...)
	}
	write("# Programme\n")
	for _, c := range chapters {
		write("\n## %s\n", c.Heading())
		if remark := c.Remark(); remark != "" {
			write("\n%s\n", remark)
		}
		for _, d := range c.Days {
			write("\n### %s\n\n", d.Heading)
			if len(d.Events) == 0 {
				write("%s\n", Nothing)
			}
			for _, e := range d.Events {
				write("- %s: ", e.Time())
				if kind := e.ShownKind(); kind != "" {
					write("%s: ", kind)
				}
				write("**%s**%s", e.Name(), e.After())
				if doubts := e.Doubts(); doubts != "" {
					write(" %s", doubts)
				}
				write("\n")
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
		{Name: vocab.TimeMeaning, Title: "Time meaning", Unbroken: true},
	}
	var rows []table.Row
	for _, e := range Events(chapters) {
		row := table.Row{
			rawjson.Get(e.Record, vocab.ID), rawjson.Get(e.Record, vocab.Kind), rawjson.Get(e.Record, vocab.Title),
			table.Optional(e.Start), table.Optional(e.End), table.Optional(e.DateMeaning),
		}
		for _, name := range []string{vocab.PartOfDay, vocab.StartTime, vocab.EndTime, vocab.Label, vocab.Conference} {
			row = append(row, rawjson.Get(e.Record, name))
		}
		row = append(row, table.Optional(e.timeZone()), rawjson.Get(e.Record, vocab.TimeMeaning))
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}
