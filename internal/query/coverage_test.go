package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
)

func coverage(tb testing.TB, texts ...string) *query.Coverage {
	tb.Helper()
	c := query.NewCoverage(model(tb).Table("things"))
	for r, err := range records(texts...) {
		if err != nil {
			tb.Fatal(err)
		}
		c.Add(r.Raw)
	}
	return c
}

// told is a field as text: filled of how many, entries or records, distinct, examples.
func told(f *query.Filled) string {
	distinct := "-"
	if n, ok := f.Distinct(); ok {
		distinct = fmt.Sprint(n)
	}
	return fmt.Sprintf("%d of %d %s, %s: %s", f.Count, f.Of, f.Unit(), distinct, strings.Join(f.Examples(3), " "))
}

func TestCoverageCountsRecordsAndTheEntriesOfLists(t *testing.T) {
	t.Parallel()
	c := coverage(t, append([]string{`{"id":"t-5","kind":"","tags":[],"owner":null,"parts":[{}],"size":2.0}`}, some...)...)
	got := map[string]string{}
	for _, f := range c.Fields() {
		got[f.Name] = told(f)
	}
	for name, want := range map[string]string{
		"id":           "5 of 5 records, 5: t-1 t-2 t-3",
		"kind":         "3 of 5 records, 2: big small",
		"size":         "4 of 5 records, 2: 2 10",
		"tags":         "3 of 5 records, 3: a b c",
		"owner":        "3 of 5 records, 2: own-un own-gone",
		"parts":        "2 of 5 records, -: ",
		"parts.amount": "3 of 4 entries, 2: 10 9",
		"parts.words":  "0 of 4 entries, 0: ",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, not %q", name, got[name], want)
		}
	}
}

func TestTheLeastFilledComeFirst(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range coverage(t, `{"id":"t-1","kind":"big","tags":["a"]}`, `{"id":"t-2","kind":"big"}`).Fields() {
		if f.Count > 0 || f.Of == 0 {
			got = append(got, f.Name)
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
	want := map[string]int{"id": 1000, "kind": 999, "size": 0}
	got := map[string]int{}
	for _, f := range coverage(t, texts...).Fields() {
		n, ok := f.Tenths()
		if _, asked := want[f.Name]; asked && ok {
			got[f.Name] = n
		}
		if ok == (f.Of == 0) {
			t.Errorf("%s: %d of %d: %v", f.Name, f.Count, f.Of, ok)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDistinctValuesAreCountedUpToABound(t *testing.T) {
	t.Parallel()
	c := query.NewCoverage(model(t).Table("things"))
	for i := range 100_001 {
		c.Add(fmt.Appendf(nil, `{"id":"t-%06d","name":"%s%d"}`, i, strings.Repeat("long ", 20), i%3))
	}
	for _, f := range c.Fields() {
		n, _ := f.Distinct()
		switch f.Name {
		case "id":
			if n != 100_000 || !f.More {
				t.Errorf("%d ids, more: %v", n, f.More)
			}
		case "name": // told apart though their beginnings are the same
			if n != 3 || f.More || f.Examples(1)[0] != strings.Repeat("long ", 12)+"…" {
				t.Errorf("%d names, more: %v, %q", n, f.More, f.Examples(1))
			}
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
		least, err := query.NewMinimum(m, things, expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
		} else if got := least.Check(c); got != want {
			t.Errorf("%s: %q", expr, got)
		}
	}
	for _, expr := range []string{"kind", "kind=", "kind=.", "kind=100.001", "kind=-1", "kind=+1", "kind=1e1", "kind=1.2.3", "kind=1.2345", "kind=99999999999999999999", "kid=1", "=1"} {
		if _, err := query.NewMinimum(m, things, expr); err == nil {
			t.Errorf("%s is accepted", expr)
		}
	}
	if least, err := query.NewMinimum(m, nil, "things.kind=70"); err != nil || least.Check(c) == "" {
		t.Errorf("%v", err)
	}
	for _, expr := range []string{"kind=70", "thongs.kind=70"} {
		if _, err := query.NewMinimum(m, nil, expr); err == nil {
			t.Errorf("%s is accepted without a table", expr)
		}
	}
}
