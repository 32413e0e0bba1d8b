package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

func coverage(tb testing.TB, texts ...string) *query.Coverage {
	tb.Helper()
	c := query.NewCoverage([]*schema.Table{model(tb).Table("things")})
	for r, err := range records(texts...) {
		if err != nil {
			tb.Fatal(err)
		}
		c.Add(r)
	}
	return c
}

// covered returns the rows of a coverage as text, without the table, and the fields in their order.
func covered(tb testing.TB, c *query.Coverage) (rows map[string]string, fields []string) {
	tb.Helper()
	rows = map[string]string{}
	for _, line := range cells(tb, c.Rows(false)) {
		parts := strings.SplitN(line, " | ", 3)
		name := strings.Trim(parts[1], `"`)
		rows[name] = parts[2]
		fields = append(fields, name)
	}
	return rows, fields
}

func TestCoverageCountsRecordsAndTheEntriesOfLists(t *testing.T) {
	t.Parallel()
	c := coverage(t, append([]string{`{"id":"t-5","kind":"","tags":[],"owner":null,"parts":[{}],"size":2.0}`}, some...)...)
	got, _ := covered(t, c)
	for name, want := range map[string]string{
		"id":           `5 | 5 | "records" | 100.0 | 5 | ["t-1","t-2","t-3"]`,
		"kind":         `3 | 5 | "records" | 60.0 | 2 | ["big","small"]`,
		"size":         `4 | 5 | "records" | 80.0 | 2 | ["2","10"]`,
		"tags":         `3 | 5 | "records" | 60.0 | 3 | ["a","b","c"]`,
		"owner":        `3 | 5 | "records" | 60.0 | 2 | ["own-un","own-gone"]`,
		"parts":        `2 | 5 | "records" | 40.0 | - | -`,
		"parts.amount": `3 | 4 | "entries" | 75.0 | 2 | ["10","9"]`,
		"parts.words":  `0 | 4 | "entries" | 0.0 | 0 | -`,
	} {
		if got[name] != want {
			t.Errorf("%s: %s, not %s", name, got[name], want)
		}
	}
}

func TestTheLeastFilledComeFirst(t *testing.T) {
	t.Parallel()
	rows, fields := covered(t, coverage(t, `{"id":"t-1","kind":"big","tags":["a"]}`, `{"id":"t-2","kind":"big"}`))
	var got []string
	for _, name := range fields {
		if !strings.HasPrefix(rows[name], "0 | 2 |") {
			got = append(got, name)
		}
	}
	// id and kind in the order of the schema; what is inside parts, which nothing has, last
	if got[0] != "tags" || got[1] != "id" || got[2] != "kind" || !strings.HasPrefix(got[3], "parts.") {
		t.Error(got)
	}
}

func TestOnlyWhatIsFilledEverywhereIsHundredPerCent(t *testing.T) {
	t.Parallel()
	texts := []string{`{"id":"t-x"}`}
	for i := range 2999 {
		texts = append(texts, fmt.Sprintf(`{"id":"t-%d","kind":"big"}`, i))
	}
	rows, fields := covered(t, coverage(t, texts...))
	for _, name := range fields {
		percent := strings.Split(rows[name], " | ")[3]
		want := map[string]string{"id": "100.0", "kind": "99.9"}[name]
		switch {
		case strings.HasPrefix(rows[name], "0 | 0 |"):
			want = "-"
		case want == "":
			want = "0.0"
		}
		if percent != want {
			t.Errorf("%s: %s, not %s", name, percent, want)
		}
	}
}

func TestDistinctValuesAreCountedUpToABound(t *testing.T) {
	t.Parallel()
	c := query.NewCoverage([]*schema.Table{model(t).Table("things")})
	for i := range 100_001 {
		c.Add(rawjson.Record{Table: "things", Raw: fmt.Appendf(nil, `{"id":"t-%06d","name":"%s%d"}`, i, strings.Repeat("long ", 20), i%3)})
	}
	rows, _ := covered(t, c)
	if want := `100001 | 100001 | "records" | 100.0 | "more than 100,000" | ["t-000000","t-000001","t-000002"]`; rows["id"] != want {
		t.Errorf("ids: %s", rows["id"])
	}
	// distinct though their beginnings are the same
	beginning := `"` + strings.Repeat("long ", 12) + `…"`
	if want := `100001 | 100001 | "records" | 100.0 | 3 | [` + beginning + "," + beginning + "," + beginning + "]"; rows["name"] != want {
		t.Errorf("names: %s", rows["name"])
	}
}

func TestCoverageForPeople(t *testing.T) {
	t.Parallel()
	c := coverage(t, `{"id":"t-1","name":"`+strings.Repeat("long ", 20)+`","parts":[{}]}`)
	lines := cells(t, c.Rows(true))
	for _, want := range []string{`"id" | 1 | "1 record" | 100.0 | 1 | ["t-1"]`, `"name" | 1 | "1 record" | 100.0 | 1 | ["long long long long long …"]`, `"parts.amount" | 0 | "1 entry" | 0.0 | 0 | -`} {
		if !slices.Contains(lines, want) {
			t.Errorf("no row %s in %q", want, lines)
		}
	}
}

func TestMinimumsAreCheckedExactly(t *testing.T) {
	t.Parallel()
	m := model(t)
	things := m.Table("things")
	c := coverage(t, `{"id":"t-1","kind":"big"}`, `{"id":"t-2","kind":"big"}`, `{"id":"t-3"}`)
	for expr, want := range map[string]string{
		"kind=66.6": "", "kind=66.666%": "", " Kind = .5": "", "parts.amount=0": "", "size=0": "", "id=100.000": "",
		"kind=66.667":    "things.kind is filled in 2 of 3 records, less than 66.667 %",
		"kind=67%":       "things.kind is filled in 2 of 3 records, less than 67 %",
		"parts.amount=1": "things.parts.amount is filled in 0 of 0 entries, less than 1 %",
	} {
		least, err := query.NewMinimums(m, things, []string{expr})
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		} else if got := strings.Join(c.Below(least), ""); got != want {
			t.Errorf("%s: %q", expr, got)
		}
	}
	for _, expr := range []string{"kind", "kind=", "kind=.", "kind=100.001", "kind=-1", "kind=+1", "kind=1e1", "kind=1.2.3", "kind=1.2345", "kind=99999999999999999999", "kid=1", "=1"} {
		if _, err := query.NewMinimums(m, things, []string{expr}); err == nil {
			t.Errorf("%s is accepted", expr)
		}
	}
	if least, err := query.NewMinimums(m, nil, []string{"things.kind=70"}); err != nil || len(c.Below(least)) != 1 {
		t.Errorf("%v", err)
	}
	for _, expr := range []string{"kind=70", "thongs.kind=70"} {
		if _, err := query.NewMinimums(m, nil, []string{expr}); err == nil {
			t.Errorf("%s is accepted without a table", expr)
		}
	}
}
