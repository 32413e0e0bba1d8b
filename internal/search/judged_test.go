package search_test

import (
	"cmp"
	"context"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/search"
	"malaga/schema"
)

// carried is the dataset that the program carries.
func carried(tb testing.TB, set *schema.Set, tables ...string) query.Records {
	tb.Helper()
	d, err := dataset.Open("", dataset.Layout{Tables: set.Model.Names(), Members: set.MemberNames}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	var all []rawjson.Record
	for e, err := range d.Read(context.Background(), tables...) {
		if err != nil {
			tb.Fatal(err)
		}
		if e.Kind == dataset.Record && e.Table != dataset.Meta {
			e.Record.Raw = slices.Clone(e.Record.Raw)
			all = append(all, e.Record)
		}
	}
	return func(yield func(rawjson.Record, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func everything(rawjson.Record) bool { return true }

// ranked are the ids of the best records of the real dataset.
func ranked(tb testing.TB, x *search.Index, records query.Records, text string, n int) []string {
	tb.Helper()
	q, err := x.Compile(text)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := q.Find(context.Background(), records, everything, n)
	if err != nil {
		tb.Fatal(err)
	}
	var ids []string
	for row, err := range r.Rows().Seq {
		if err != nil {
			tb.Fatal(err)
		}
		ids = append(ids, rawjson.Text(row[1]))
	}
	return ids
}

// gain is the discounted gain of grades in an order (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR
// techniques, 2002, in the form with 2^grade - 1) at rank ten.
func gain(grades []int) float64 {
	sum := 0.0
	for i, g := range grades[:min(10, len(grades))] {
		sum += (math.Pow(2, float64(g)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}

// TestRanksAsALibrarianWould compares the first ten hits of twenty questions with judgements that were made by reading
// the records, without seeing how they are ranked: 3 is what the words ask for, 2 is clearly about it, 1 touches
// it. Records that were not in the first hits were judged as well, so the best possible order is that of all records. The
// weights of fields were chosen with these judgements at hand: they say that the ranking holds, not how it would fare
// with other questions.
func TestRanksAsALibrarianWould(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/judgements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]map[string]int{}
	var queries []string
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		grade, err := strconv.Atoi(f[2])
		if err != nil {
			continue // the heading
		}
		if judged[f[0]] == nil {
			judged[f[0]] = map[string]int{}
			queries = append(queries, f[0])
		}
		judged[f[0]][f[1]] = grade
	}
	if len(queries) != 20 {
		t.Fatalf("%d queries are judged", len(queries))
	}
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	records := carried(t, set)
	x := search.New(set.Model, set.Model.Tables)
	for r, err := range carried(t, set, x.Tables()...) {
		if err != nil {
			t.Fatal(err)
		}
		x.Add(r)
	}
	sum := 0.0
	for _, text := range queries {
		var got, best []int
		for _, id := range ranked(t, x, records, text, 10) {
			got = append(got, judged[text][id])
		}
		for _, g := range judged[text] {
			best = append(best, g)
		}
		slices.SortFunc(best, func(a, b int) int { return cmp.Compare(b, a) })
		n := gain(got) / gain(best)
		t.Logf("%.3f %q %v", n, text, got)
		sum += n
	}
	const want = 0.9
	if mean := sum / float64(len(queries)); mean < want {
		t.Errorf("nDCG@10 is %.3f, not %.1f", mean, want)
	} else {
		t.Logf("nDCG@10 is %.3f", mean)
	}
}
