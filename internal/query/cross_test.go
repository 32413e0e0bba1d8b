package query_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// crossed is a cross table as text, its headings first.
func crossed(tb testing.TB, rows table.Rows) []string {
	tb.Helper()
	titles := make([]string, len(rows.Columns))
	for i, c := range rows.Columns {
		titles[i] = c.Title
	}
	return append([]string{strings.Join(titles, " | ")}, cells(tb, rows)...)
}

func TestTotalsOfACrossTableCountEachRecordOnce(t *testing.T) {
	t.Parallel()
	rows, ok := tally(t, group(t, "kind", "tags"), some...).Cross()
	if !ok {
		t.Fatal("no cross table")
	}
	want := []string{
		"Kind / Tags | a | b | c | not stated | Total",
		`"big" | 1 | 1 | 0 | 1 | 2`, // t-1 has both a and b
		`"small" | 1 | 0 | 0 | 0 | 1`,
		`"not stated" | 0 | 0 | 1 | 0 | 1`,
		`"Total" | 2 | 1 | 1 | 1 | 4`,
	}
	if diff := cmp.Diff(want, crossed(t, rows)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestACrossTableNamesWhatIsReferredTo(t *testing.T) {
	t.Parallel()
	rows, _ := tally(t, group(t, "size", "owner"), some...).Cross()
	want := []string{
		"Size / Owner | United Nations | own-gone | not stated | Total",
		`"2" | 2 | 0 | 0 | 2`, `"10" | 0 | 1 | 0 | 1`, `"not stated" | 0 | 0 | 1 | 1`, `"Total" | 2 | 1 | 1 | 4`,
	}
	if diff := cmp.Diff(want, crossed(t, rows)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Every figure of a cross table is what one gets by going through the records.
func TestACrossTableIsARecount(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 3))
	for _, fields := range [][2]string{{"tags", "counts"}, {"kind", "day"}, {"owner.region", "parts.amount"}, {"fine", "tags"}} {
		texts := random(r, 40)
		g := group(t, fields[0], fields[1])
		rows, ok := tally(t, g, texts...).Cross()
		if !ok {
			t.Fatal("no cross table")
		}
		values := func(p query.Path, text string) map[string]bool {
			found := map[string]bool{"Total": true}
			p.Each([]byte(text), look, func(v []byte) bool { found[rawjson.Text(v)] = true; return true })
			if len(found) == 1 {
				found["not stated"] = true
			}
			return found
		}
		for row, err := range rows.Seq {
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range rows.Columns[1:] {
				n := 0
				for _, text := range texts {
					if values(g.By[0], text)[rawjson.Text(row[0])] && values(g.By[1], text)[c.Title] {
						n++
					}
				}
				if got := string(row[i+1]); got != fmt.Sprint(n) {
					t.Errorf("%v, %s and %s: %s, not %d", fields, rawjson.Text(row[0]), c.Title, got, n)
				}
			}
		}
	}
}

func TestACrossTableHasNoMoreColumnsThanOneReads(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{50: true, 51: false} {
		var texts []string
		for i := range n {
			texts = append(texts, fmt.Sprintf(`{"id":"t-%d","kind":"big","size":%d}`, i, i))
		}
		if _, ok := tally(t, group(t, "kind", "size"), texts...).Cross(); ok != want {
			t.Errorf("%d columns: %v", n, ok)
		}
	}
	if _, ok := tally(t, group(t, "kind")).Cross(); ok {
		t.Error("one field makes a cross table")
	}
}

func TestATableForPeopleNamesWhatIsAbsentAndTheTotal(t *testing.T) {
	t.Parallel()
	for field, want := range map[string][]string{
		"tags":  {`"a" | 2`, `"b" | 1`, `"c" | 1`, `"not stated" | 1`, `"Total" | 4`},
		"owner": {`"United Nations (own-un)" | 2`, `"own-gone" | 1`, `"not stated" | 1`, `"Total" | 4`},
	} {
		if diff := cmp.Diff(want, cells(t, tally(t, group(t, field), some...).Table(false))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", field, diff)
		}
	}
	want := []string{`"big" | 2 | 2`, `"small" | 1 | 1`, `"not stated" | 1 | 1`, `"Total" | 4 | -`}
	if diff := cmp.Diff(want, cells(t, tally(t, group(t, "kind"), some...).Table(true))); diff != "" {
		t.Errorf("bars (-want +got)\n%s", diff)
	}
}
