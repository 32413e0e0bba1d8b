package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/overview"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// firstSections are the sections of the summary that come first, in order. A section with a chart is followed by one without where it
// is shorter than its chart.
func firstSections() []string {
	return []string{
		"Programme", "Attendance", "Messages by standing", "Messages by kind", "Messages by theme",
		"Organisations named in the data, by kind", "Messages by event",
	}
}

// summary shows the figures in blocks, each under a heading, and as charts those that can be compared.
func (d Data) summary() Sheet {
	lines := append(d.Overview.Figures(), d.Overview.ByEvent()...) // the conferences are on the cover
	lines = slices.DeleteFunc(lines, func(l overview.Line) bool { return l.Section == overview.Records })
	order := firstSections()
	place := func(l overview.Line) int {
		if i := slices.Index(order, l.Section); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(lines, func(a, b overview.Line) int { return place(a) - place(b) })
	s := Sheet{
		Name: summaryName, Title: "Summary",
		Text: []Line{{Text: "Charts of the figures are beside the table. A number is left out if it would be misleading without its words."}},
	}
	var rows []table.Row
	for i, l := range lines {
		if i == 0 || l.Section != lines[i-1].Section {
			rows = append(rows, table.Row{rawjson.Quote(l.Section), nil, nil})
			s.Headings = append(s.Headings, len(rows))
			if by, isMessages := strings.CutPrefix(l.Section, "Messages by "); isMessages && by != "kind" {
				title := "Outcome messages by " + by
				s.Charts = append(s.Charts, Chart{Title: title, Alt: "Bar chart. " + title, First: len(rows) + 1, Label: 1, Value: 2})
			}
		}
		row := table.Row{rawjson.Quote(l.Item), nil, nil}
		if _, err := strconv.Atoi(l.Text); err == nil {
			row[1] = []byte(l.Text)
		} else {
			row[2] = rawjson.Quote(l.Text)
		}
		rows = append(rows, row)
		s.chart(l, len(rows))
	}
	for i := range s.Charts {
		s.Charts[i].Alt += "."
	}
	s.Rows = table.Of([]table.Column{
		{Name: "item", Title: "What"},
		{Name: "count", Title: "Number", Numeric: true},
		{Name: "words", Title: "In words"},
	}, rows)
	return s
}

// mostBars is the number of rows that a chart shows, the first ones: nobody reads more.
const mostBars = 100

// labelRoom is the number of characters of a label that stand on one line beside the bars.
const labelRoom = 40

// chart adds a row to the last chart, if it is one of its block.
func (s *Sheet) chart(l overview.Line, row int) {
	if len(s.Charts) == 0 || s.Charts[len(s.Charts)-1].First <= s.Headings[len(s.Headings)-1] {
		return
	}
	c := &s.Charts[len(s.Charts)-1]
	if row-c.First >= mostBars {
		if row-c.First == mostBars {
			c.Title += fmt.Sprintf(" (the first %d)", mostBars)
			c.Alt += ", and more in the table"
		}
		return
	}
	separator := ", "
	if c.First == row {
		separator = ": "
	}
	c.Last = row
	c.Lines = max(c.Lines, 1+len(l.Item)/labelRoom)
	c.Alt += separator + l.Item + " " + l.Text
}
