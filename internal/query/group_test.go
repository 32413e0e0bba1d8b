package query_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

func group(tb testing.TB, fields ...string) query.Group {
	tb.Helper()
	m := model(tb)
	var g query.Group
	for _, f := range fields {
		p, err := query.NewPath(m, m.Table("things"), f)
		if err != nil {
			tb.Fatal(err)
		}
		g.By = append(g.By, p)
	}
	return g
}

func counted(tb testing.TB, g query.Group, texts ...string) []string {
	tb.Helper()
	return cells(tb, tally(tb, g, texts...).Rows())
}

func tally(tb testing.TB, g query.Group, texts ...string) *query.Tally {
	tb.Helper()
	t, err := g.Count(model(tb), records(texts...), look)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

var some = []string{
	`{"id":"t-1","kind":"big","tags":["b","a","b"],"owner":"own-un","size":2}`,
	`{"id":"t-2","kind":"small","tags":["a"],"owner":"own-gone","size":10}`,
	`{"id":"t-3","kind":"big","owner":"own-un","size":2}`,
	`{"id":"t-4","tags":["c"],"parts":[{"amount":10},{"amount":9},{"amount":10}]}`,
}

func TestGroupCountsEachValue(t *testing.T) {
	t.Parallel()
	for field, want := range map[string][]string{
		"kind":         {`"big" | 2`, `"small" | 1`, "- | 1"},
		"size":         {"2 | 2", "10 | 1", "- | 1"},
		"tags":         {`"a" | 2`, `"b" | 1`, `"c" | 1`, "- | 1"},
		"owner":        {`"own-un" | "United Nations" | 2`, `"own-gone" | - | 1`, "- | - | 1"},
		"owner.region": {`"north" | 2`, "- | 2"},
		"parts.amount": {"- | 3", "9 | 1", "10 | 1"},
	} {
		if diff := cmp.Diff(want, counted(t, group(t, field), some...)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", field, diff)
		}
	}
}

func TestGroupByTwoFieldsCountsCombinations(t *testing.T) {
	t.Parallel()
	want := []string{
		`"big" | "a" | 1`, `"big" | "b" | 1`, `"big" | - | 1`, `"small" | "a" | 1`, `- | "c" | 1`,
	}
	if diff := cmp.Diff(want, counted(t, group(t, "kind", "tags"), some...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What stands in one entry of a list belongs together: nothing may be said of an entry that is true of another.
func TestGroupPairsWhatStandsInOneEntry(t *testing.T) {
	t.Parallel()
	texts := []string{
		`{"id":"t-1","tags":["x","y"],"parts":[{"owner":"own-un","amount":1},{"owner":"own-malaga","amount":2},{"amount":1}],"helpers":["own-un","own-malaga"]}`,
		`{"id":"t-2","parts":[{"owner":"own-un","amount":1},{"owner":"own-un","amount":1.0}],"helpers":["own-gone"]}`,
		`{"id":"t-3"}`,
	}
	for _, c := range []struct{ fields, want []string }{
		{[]string{"parts.amount", "parts.owner.region"}, []string{`1 | "north" | 2`, "1 | - | 1", `2 | "south" | 1`, "- | - | 1"}},
		{[]string{"helpers.acronym", "helpers.region"}, []string{"- | - | 2", `"UN" | "north" | 1`, `- | "south" | 1`}},
		{[]string{"helpers.region", "helpers"}, []string{
			`"north" | "own-un" | "United Nations" | 1`, `"south" | "own-malaga" | "City of Málaga" | 1`, `- | "own-gone" | - | 1`, "- | - | - | 1",
		}},
		{[]string{"parts.amount", "tags", "parts.owner"}, []string{
			`1 | "x" | "own-un" | "United Nations" | 1`, `1 | "x" | - | - | 1`, `1 | "y" | "own-un" | "United Nations" | 1`, `1 | "y" | - | - | 1`,
			`1 | - | "own-un" | "United Nations" | 1`, `2 | "x" | "own-malaga" | "City of Málaga" | 1`, `2 | "y" | "own-malaga" | "City of Málaga" | 1`, "- | - | - | - | 1",
		}},
	} {
		if diff := cmp.Diff(c.want, counted(t, group(t, c.fields...), texts...)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.fields, diff)
		}
	}
}

func TestGroupByNothingCountsAll(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"4"}, counted(t, group(t), some...)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0"}, counted(t, group(t))); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsOfAGroupNameWhatItRefersTo(t *testing.T) {
	t.Parallel()
	want := []table.Column{
		{Name: "owner", Title: "Owner", Unbroken: true, Ref: "owners"},
		{Name: "owner_name", Title: "Owner: name"},
		{Name: "name", Title: "Name"},
		{Name: "count", Title: "Count", Numeric: true},
	}
	g := group(t, "owner", "name")
	if diff := cmp.Diff(want, g.Columns()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"owners"}, g.Tables()); diff != "" {
		t.Error(diff)
	}
}

// The counts of a field without lists add up to the records; those of a list are what one gets by
// counting each record under each of its values.
func TestCountsAddUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 1))
	for range 20 {
		texts := random(r, 50)
		for _, field := range []string{"kind", "day", "fine", "tags", "counts", "owner.region"} {
			g := group(t, field)
			want := map[string]int{}
			for _, s := range texts {
				values := map[string]bool{}
				g.By[0].Each([]byte(s), look, func(v []byte) bool { values[string(v)] = true; return true })
				if len(values) == 0 {
					values["-"] = true
				}
				for v := range values {
					want[v]++
				}
			}
			got := map[string]int{}
			for row, err := range tally(t, g, texts...).Rows().Seq {
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				if _, err := fmt.Sscan(rawjson.Text(row[len(row)-1]), &n); err != nil {
					t.Fatal(err)
				}
				got[line(row[:1])] += n
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s (-want +got)\n%s", field, diff)
			}
		}
	}
}

func TestGroupOrderDoesNotDependOnTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 2))
	texts := random(r, 60)
	for _, fields := range [][]string{{"tags"}, {"kind", "day"}, {"owner", "size"}} {
		want := counted(t, group(t, fields...), texts...)
		for range 5 {
			r.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
			if diff := cmp.Diff(want, counted(t, group(t, fields...), texts...)); diff != "" {
				t.Fatalf("%v\n%s", fields, diff)
			}
		}
	}
}
