package query_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// model is a small model with a field of every kind.
func model(tb testing.TB) *schema.Model {
	tb.Helper()
	set, err := schema.Load(os.DirFS("testdata/schema"))
	if err != nil {
		tb.Fatal(err)
	}
	return set.Model
}

// owners are the records that things refer to. One lies on a place of its own: it is its own parent.
var owners = []string{
	`{"id":"own-un","name":"United Nations","acronym":"UN","region":"north","places":["New York","Geneva"]}`,
	`{"id":"own-malaga","name":"City of Málaga","other_names":["Malaca","Málaqa"],"region":"south","parent":"own-un"}`,
	`{"id":"own-alone","name":"Alone","parent":"own-gone"}`,
	`{"id":"own-self","name":"Self","parent":"own-self","places":["Ronda"]}`,
}

// look finds owners, as a lookup over the records would.
func look(tableName, id string) query.Target {
	for _, o := range owners {
		if tableName == "owners" && rawjson.GetText([]byte(o), "id") == id {
			return query.Target{Raw: []byte(o)}
		}
	}
	return query.Target{}
}

// records makes a sequence of things of JSON texts. As in a file, the bytes of a record are gone when the next
// one is asked for.
func records(texts ...string) query.Records {
	return func(yield func(rawjson.Record, error) bool) {
		for _, s := range texts {
			b := []byte(s)
			if !yield(rawjson.Record{Table: "things", Raw: b}, nil) {
				return
			}
			for i := range b {
				b[i] = '#'
			}
		}
	}
}

// random makes n things with ids in no order.
func random(r *rand.Rand, n int) []string {
	names := []string{"alpha", "Beta", "béta", "BÉTA", "gamma", "", "10", "9", "Ω", "ünder"}
	var all []string
	for i, id := range r.Perm(n) {
		parts := []string{fmt.Sprintf(`"id":"t-%03d"`, id)}
		add := func(format string, args ...any) {
			if r.IntN(3) > 0 {
				parts = append(parts, fmt.Sprintf(format, args...))
			}
		}
		add(`"name":%s`, rawjson.Quote(names[r.IntN(len(names))]))
		add(`"kind":%q`, []string{"big", "small", "odd"}[r.IntN(3)])
		add(`"day":"2022-05-%02d"`, r.IntN(12)+1)
		add(`"size":%d`, r.IntN(30)-10)
		add(`"weight":%s`, []string{"1", "1.0", "-0.5", "1e2", "100.5", "0.1E1", "99"}[r.IntN(7)])
		add(`"fine":%v`, r.IntN(2) == 0)
		add(`"tags":["x%d","y"]`, r.IntN(3))
		add(`"counts":[%d,%d]`, r.IntN(5), r.IntN(5))
		add(`"owner":%q`, []string{"own-un", "own-malaga", "own-alone", "own-gone"}[r.IntN(4)])
		add(`"helpers":["own-malaga","own-%s"]`, []string{"un", "self"}[r.IntN(2)])
		add(`"parts":[{"owner":"own-malaga","amount":%d},{"amount":%d,"words":["w%d"]}]`, r.IntN(9), i, r.IntN(3))
		all = append(all, "{"+strings.Join(parts, ",")+"}")
	}
	return all
}

func condition(tb testing.TB, text string) *query.Condition {
	tb.Helper()
	m := model(tb)
	c, err := query.NewCondition(m, m.Table("things"), text)
	if err != nil {
		tb.Fatal(err)
	}
	return &c
}

func keys(tb testing.TB, texts ...string) []query.Key {
	tb.Helper()
	m := model(tb)
	k, err := query.NewKeys(m, m.Table("things"), texts)
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

// chosen is what a query leaves of some records.
func chosen(tb testing.TB, q query.Query, texts []string) []string {
	tb.Helper()
	var got []string
	for rec, err := range q.Select(records(texts...), look) {
		if err != nil {
			tb.Fatal(err)
		}
		got = append(got, string(rec.Raw))
	}
	return got
}

// cells reads rows as text, each row joined by bars.
func cells(tb testing.TB, rows table.Rows) []string {
	tb.Helper()
	var all []string
	for row, err := range rows.Seq {
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, line(row))
	}
	return all
}

func line(row table.Row) string {
	parts := make([]string, len(row))
	for i, cell := range row {
		parts[i] = "-"
		if cell != nil {
			parts[i] = string(cell)
		}
	}
	return strings.Join(parts, " | ")
}
