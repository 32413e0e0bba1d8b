package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"malaga/internal/flatten"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/workbook"
	"malaga/schema"
)

// Nobody reads a chart of a thousand bars, or a cover with as many conferences: the first hundred are shown.
func TestTheSummaryOfManyRecordsIsShort(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		records, bars, described int
		title                    string
	}{
		{100, 100, 100, "Outcome messages by theme"},
		{1000, 100, 101, "Outcome messages by theme (the first 100)"},
	} {
		o := overview.New(set.Model)
		for i := range one.records {
			o.Add(rawjson.Record{Table: "conferences", Raw: fmt.Appendf(nil, `{"id":"conf-%d","title":"Meeting %d"}`, i, i)})
			o.Add(rawjson.Record{Table: "outcome_messages", Raw: fmt.Appendf(nil, `{"id":"msg-%d","themes":["thm-%d"]}`, i, i)})
		}
		none := func(string) query.Records { return func(func(rawjson.Record, error) bool) {} }
		data := workbook.Data{Overview: o, Source: flatten.Source{Model: set.Model, Tables: set.Model.Tables, Records: none}}
		for _, s := range data.Sheets(false) {
			switch s.Name {
			case "Cover":
				n := 0
				for _, l := range s.Text {
					if strings.HasPrefix(l.Text, "Meeting ") || strings.HasPrefix(l.Text, "The dataset has 900 more conferences.") {
						n++
					}
				}
				if n != one.described {
					t.Errorf("%d of %d conferences are described", n, one.records)
				}
			case "Summary":
				for _, c := range s.Charts {
					if bars := c.Last - c.First + 1; strings.Contains(c.Title, "theme") && (bars != one.bars || c.Title != one.title) {
						t.Errorf("%q has %d bars for %d themes", c.Title, bars, one.records)
					}
				}
			}
		}
	}
}
