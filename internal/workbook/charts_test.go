package workbook_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"malaga/internal/table"
	"malaga/internal/workbook"
)

// Charts stand in order where their blocks begin, also beside tables of more rows than are measured or than a sheet holds.
func TestChartsBesideLongTables(t *testing.T) {
	t.Parallel()
	place := regexp.MustCompile(`<xdr:from>.*?<xdr:row>(\d+)</xdr:row>`)
	for _, c := range []struct {
		rows   int
		charts [][2]int // the first row and the last
		want   string   // the rows, by drawing
	}{
		{30, [][2]int{{2, 3}, {6, 9}}, "[[1 11]]"},
		{25_000, [][2]int{{2, 3}, {6, 9}, {24_000, 24_099}}, "[[1 11 23999]]"},
		{1<<20 + 500, [][2]int{{2, 3}, {1<<20 + 100, 1<<20 + 199}}, "[[1] [100]]"},
	} {
		if c.rows > 1<<20 && testing.Short() {
			continue
		}
		s := workbook.Sheet{Name: "S", Rows: table.Rows{Columns: columns[:1], Seq: many(c.rows, func(int) table.Row { return table.Row{[]byte(`"a"`)} })}}
		for _, rows := range c.charts {
			s.Charts = append(s.Charts, workbook.Chart{Title: "C", Alt: "C", First: rows[0], Last: rows[1], Label: 1, Value: 1})
		}
		_, b := opened(t, s)
		var got [][]string // by drawing
		for _, part := range parts(t, b) {
			if !strings.Contains(part, "<xdr:wsDr") {
				continue
			}
			var rows []string
			for _, m := range place.FindAllStringSubmatch(part, -1) {
				rows = append(rows, m[1])
			}
			got = append(got, rows)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%d rows: %v instead of %v", c.rows, got, c.want)
		}
	}
}
