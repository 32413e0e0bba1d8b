package journal_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"malaga/internal/journal"
	"malaga/internal/rawjson"
	"malaga/schema"
)

func TestALargeDatasetIsRefused(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		records, bytes int
		limit          string
	}{{40, 1 << 20, "32 MiB"}, {100_001, 1, "100,000 records"}} {
		raw := []byte(`{"id":"thm-a","label":"A","definition":"` + strings.Repeat("d", one.bytes) + `"}`)
		_, err = journal.Read(set.Model, nil, func(yield func(rawjson.Record, error) bool) {
			for range one.records {
				if !yield(rawjson.Record{Table: "themes", Raw: raw}, nil) {
					return
				}
			}
		})
		if err == nil || !strings.Contains(err.Error(), one.limit) {
			t.Errorf("the error is %v, not about %s", err, one.limit)
		}
	}
}

// An event of very many days is under none of the filter, and a filter of very many values is left out.
func TestFiltersAreShort(t *testing.T) {
	t.Parallel()
	const sessions = `{"sessions":[{"id":"ses-a","start_date":"2022-05-10"},{"id":"ses-b","start_date":"2022-05-01","end_date":"%s"}]}`
	for last, want := range map[string]int{"2022-07-01": 62, "2022-07-02": 0} {
		page := written(t, readText(t, strings.ReplaceAll(sessions, "%s", last)))
		if got := bytes.Count(page, []byte(`<option value="2022-`)); got != want {
			t.Errorf("%s: %d days, not %d", last, got, want)
		}
	}
	for n, want := range map[int]string{5000: "thm-1", 5001: "All themes"} {
		var themes strings.Builder
		for i := range n {
			fmt.Fprintf(&themes, `,"thm-%d"`, i+1)
		}
		page := written(t, readText(t, `{"outcome_messages":[{"id":"msg-a","text":"T","themes":[`+themes.String()[1:]+`]}]}`))
		if got := bytes.Count(page, []byte("<h3>"+want)) + bytes.Count(page, []byte(">"+want+"</h3>")); got == 0 {
			t.Errorf("%d themes: no heading %q", n, want)
		}
	}
	for n, want := range map[int]bool{5000: true, 5001: false} {
		page := written(t, readText(t, `{"themes":[{"id":"thm-0"}`+strings.Repeat(`,{"id":"thm-a"}`, n-1)+"]}"))
		if got := bytes.Contains(page, []byte(`<select id="f.theme"`)); got != want {
			t.Errorf("%d themes: the filter is there: %v", n, got)
		}
	}
}
