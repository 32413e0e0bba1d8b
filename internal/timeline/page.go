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

// when tells the time of an entry as far as it is known.
func (e Entry) when() string {
	switch {
	case e.From != "" && e.To != "":
		return e.From + "-" + e.To
	case e.From != "":
		return "from " + e.From
	case e.To != "":
		return "until " + e.To
	}
	return cmp.Or(e.Part, "time not stated")
}

// name is what an entry is called: its title, else its id.
func (e Entry) name() string { return cmp.Or(e.Title, e.ID) }

// what tells the sort and the label of an entry, "" where its title says as much.
func (e Entry) what() string {
	if e.Label != "" {
		return strings.TrimSpace(e.Sort + " (" + e.Label + ")")
	}
	if strings.EqualFold(e.Sort, e.Title) {
		return ""
	}
	return e.Sort
}

// after tells what an entry followed at once.
func (e Entry) after() string {
	if e.Follows == "" {
		return ""
	}
	return fmt.Sprintf(", directly after “%s”", e.After)
}

// heading tells a conference, its days and its place.
func (c Conference) heading() string {
	parts := []string{cmp.Or(c.Title, c.ID, "Conference not known")}
	if c.Short != "" {
		parts[0] += " (“" + c.Short + "”)"
	}
	if days := text.Days(c.Start, c.End); days != "" {
		parts = append(parts, days)
	}
	if c.City != "" {
		parts = append(parts, c.City)
	}
	return strings.Join(parts, ", ")
}

// remark says what a reader of a chapter has to know; "" if nothing.
func (c Chapter) remark() string {
	if len(c.Days) == 0 {
		return "The data hold no sessions or side events of it."
	}
	for _, d := range c.Days {
		for _, e := range d.Entries {
			if e.From == "" {
				continue
			}
			if c.Conference.Zone == "" {
				return "Times are local; the time zone is not stated."
			}
			return "Times are local (" + c.Conference.Zone + ")."
		}
	}
	return ""
}

// nothing stands under days that lie between others.
const nothing = "Nothing is known of it."

// Page is the programme as text, wrapped to a width.
func Page(chapters []Chapter, width int) []byte {
	p := &render.Page{Width: width}
	for _, c := range chapters {
		p.Heading(c.Conference.heading())
		if remark := c.remark(); remark != "" {
			p.Text(remark)
		}
		for _, d := range c.Days {
			p.Heading(d.Heading)
			if len(d.Entries) == 0 {
				p.Text(nothing)
			}
			var items [][2]string
			for _, e := range d.Entries {
				text := e.name()
				if what := e.what(); what != "" {
					text = what + ": " + text
				}
				items = append(items, [2]string{e.when(), text + e.after()})
			}
			p.List(items)
		}
	}
	return p.Bytes()
}

// Markdown is the programme as a Markdown document.
func Markdown(chapters []Chapter) []byte {
	var b bytes.Buffer
	b.WriteString("# Programme\n")
	for _, c := range chapters {
		fmt.Fprintf(&b, "\n## %s\n", render.EscapeMarkdown(c.Conference.heading()))
		if remark := c.remark(); remark != "" {
			fmt.Fprintf(&b, "\n%s\n", render.EscapeMarkdown(remark))
		}
		for _, d := range c.Days {
			fmt.Fprintf(&b, "\n### %s\n\n", render.EscapeMarkdown(d.Heading))
			if len(d.Entries) == 0 {
				b.WriteString(nothing + "\n")
			}
			for _, e := range d.Entries {
				b.WriteString("- " + render.EscapeMarkdown(e.when()) + ": ")
				if what := e.what(); what != "" {
					b.WriteString(render.EscapeMarkdown(what) + ": ")
				}
				fmt.Fprintf(&b, "**%s**%s\n", render.EscapeMarkdown(e.name()), render.EscapeMarkdown(e.after()))
			}
		}
	}
	return b.Bytes()
}

// Rows is the programme as rows, one an event.
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
	for _, e := range Entries(chapters) {
		var row table.Row
		for _, text := range []string{
			e.ID, e.Kind, e.Title, e.Start, e.End, e.Meaning, e.Part, e.From, e.To, e.Label, e.Conference.ID, e.Conference.Zone,
		} {
			if text == "" { // absent is absent
				row = append(row, nil)
				continue
			}
			row = append(row, rawjson.Quote(text))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}
