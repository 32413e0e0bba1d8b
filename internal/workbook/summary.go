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
func (d Data) summary() (s Sheet, ok bool) {
	lines := d.Overview.Lines()
	records := slices.IndexFunc(lines, func(l overview.Line) bool { return l.Section == "Records" })
	lines = slices.Insert(lines, max(records, 0), d.Overview.ByEvent()...)
	s = Sheet{
		Name: summaryName, Title: "Summary",
		Text: []Line{{Text: "Beside the table are charts of its figures. A cell is blank where a number alone would say more than is known."}},
	}
	var rows []table.Row
	charts := map[string]*Chart{}
	var order []string
	for _, l := range lines {
		if l.Section == "Conference" {
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
		if charts[l.Section] == nil {
			charts[l.Section] = &Chart{Title: "Outcome messages by " + by, Labels: strings.ToUpper(by[:1]) + by[1:], Values: "Messages", First: len(rows), Label: 2, Value: 3}
			order = append(order, l.Section)
		}
		c := charts[l.Section]
		c.Last = len(rows)
		if c.Alt == "" {
			c.Alt = "Bar chart. " + c.Title + ": "
		} else {
			c.Alt += ", "
		}
		c.Alt += l.Item + " " + l.Text
	}
	for _, section := range order {
		charts[section].Alt += "."
		s.Charts = append(s.Charts, *charts[section])
	}
	s.Rows = table.Of([]table.Column{
		{Name: "section", Title: "Of what"}, {Name: "item", Title: "What"}, {Name: "count", Title: "Number", Numeric: true}, {Name: "words", Title: "In words"},
	}, rows)
	return s, len(rows) > 0
}
