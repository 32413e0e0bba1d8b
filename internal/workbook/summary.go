package workbook

import (
	"slices"
	"strconv"
	"strings"

	"malaga/internal/overview"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// summary shows the figures, and as charts those that can be compared.
func (d Data) summary() Sheet {
	lines := d.Overview.Lines()
	records := slices.IndexFunc(lines, func(l overview.Line) bool { return l.Section == "Records" })
	lines = slices.Insert(lines, max(records, 0), d.Overview.ByEvent()...)
	s := Sheet{
		Name: summaryName, Title: "Summary",
		Text: []Line{{Text: "Charts of the figures are beside the table. A number is left out if it would be misleading without its words."}},
	}
	var rows []table.Row
	for i, l := range lines {
		if l.Section == "Conference" { // is on the cover
			continue
		}
		row := table.Row{rawjson.Quote(l.Section), rawjson.Quote(l.Item), nil, nil}
		if _, err := strconv.Atoi(l.Text); err == nil {
			row[2] = []byte(l.Text)
		} else {
			row[3] = rawjson.Quote(l.Text)
		}
		rows = append(rows, row)
		by, isMessages := strings.CutPrefix(l.Section, "Messages by ")
		if !isMessages {
			continue
		}
		separator := ","
		if i == 0 || l.Section != lines[i-1].Section {
			separator = ""
			title := "Outcome messages by " + by
			s.Charts = append(s.Charts, Chart{
				Title: title, Labels: strings.ToUpper(by[:1]) + by[1:], Values: "Messages", Alt: "Bar chart. " + title + ":",
				First: len(rows), Label: 2, Value: 3,
			})
		}
		chart := &s.Charts[len(s.Charts)-1]
		chart.Last = len(rows)
		chart.Alt += separator + " " + l.Item + " " + l.Text
	}
	for i := range s.Charts {
		s.Charts[i].Alt += "."
	}
	s.Rows = table.Of([]table.Column{
		{Name: "section", Title: "Of what"},
		{Name: "item", Title: "What"},
		{Name: "count", Title: "Number", Numeric: true},
		{Name: "words", Title: "In words"},
	}, rows)
	return s
}
