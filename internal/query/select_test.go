package query_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/rawjson"
)

// conditions are of every operator and of every kind of field.
var conditions = []string{
	"kind=big", "kind=big,odd", "kind!=small", "name~ta", "name!~ta", "name=beta", "name=", "name!=", "size<0", "size<=0", "size>5", "size>=5",
	"weight>1", "weight=1.0", "day<2022-05-06", "day>=2022-05-06", "fine=true", "tags=x1", "tags~y", "tags!=x1", "counts>3", "owner=UN", "owner=own-un",
	"owner=malaga", "owner!=", "owner.region=south", "owner.parent=UN", "owner.parent.region=north", "helpers=Malaca", "helpers.places~ronda",
	"parts.amount>4", "parts.owner.name~city", "parts~w1", "parts.words=w2", "id>=t-010",
}

var orders = [][]string{
	{"name"},
	{"-name"},
	{"size"},
	{"-size"},
	{"weight"},
	{"day", "-size"},
	{"-kind", "name"},
	{"fine"},
	{"owner.name"},
	{"-owner.region", "day"},
	{"tags"},
	{"counts"},
	{"parts.amount"},
	{"id"},
	{"-id"},
	{"owner", "kind", "-weight"},
}

func TestFilterIsASubsetInOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	for _, text := range conditions {
		all := random(r, 60)
		got := chosen(t, query.Query{Where: []query.Condition{*condition(t, text)}}, all)
		rest := all
		for _, g := range got {
			i := slices.Index(rest, g)
			if i < 0 {
				t.Fatalf("%s: %s is not from the records, or not in their order", text, g)
			}
			rest = rest[i+1:]
		}
		if len(got) == 0 || len(got) == len(all) {
			t.Errorf("%s chooses %d of %d: it says nothing", text, len(got), len(all))
		}
	}
}

func TestAConditionAndItsOppositeShareOutTheRecords(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, pair := range [][2]string{{"name=beta", "name!=beta"}, {"tags~x", "tags!~x"}, {"owner.region=south", "owner.region!=south"}, {"name=", "name!="}, {"parts=own-malaga", "parts!=own-malaga"}} {
		all := random(r, 60)
		yes := chosen(t, query.Query{Where: []query.Condition{*condition(t, pair[0])}}, all)
		no := chosen(t, query.Query{Where: []query.Condition{*condition(t, pair[1])}}, all)
		for _, rec := range all {
			if slices.Contains(yes, rec) == slices.Contains(no, rec) {
				t.Errorf("%s and %s both say the same of %s", pair[0], pair[1], rec)
			}
		}
	}
}

func TestAllConditionsMustHold(t *testing.T) {
	t.Parallel()
	all := random(rand.New(rand.NewPCG(1, 3)), 80)
	a, b := *condition(t, "kind=big"), *condition(t, "size>0")
	both := chosen(t, query.Query{Where: []query.Condition{a, b}}, all)
	inTurn := chosen(t, query.Query{Where: []query.Condition{b}}, chosen(t, query.Query{Where: []query.Condition{a}}, all))
	if diff := cmp.Diff(inTurn, both); diff != "" || len(both) == 0 {
		t.Errorf("%d records (-in turn +both)\n%s", len(both), diff)
	}
}

func TestSortIsAPermutation(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 1))
	for _, order := range orders {
		all := random(r, 70)
		got := chosen(t, query.Query{Sort: keys(t, order...)}, all)
		slices.Sort(got)
		slices.Sort(all)
		if diff := cmp.Diff(all, got); diff != "" {
			t.Errorf("%v (-before +after)\n%s", order, diff)
		}
	}
}

func TestSortPutsTheAbsentLastAndTiesInOrderOfIDs(t *testing.T) {
	t.Parallel()
	all := []string{
		`{"id":"t-9","size":10}`, `{"id":"t-8"}`, `{"id":"t-7","size":9}`, `{"id":"t-6","size":10}`, `{"id":"t-5","size":-1}`, `{"id":"t-4"}`,
	}
	for order, want := range map[string]string{"size": "t-5 t-7 t-6 t-9 t-4 t-8", "-size": "t-6 t-9 t-7 t-5 t-4 t-8"} {
		if got := strings.Join(ids(chosen(t, query.Query{Sort: keys(t, order)}, all)), " "); got != want {
			t.Errorf("%s: %s, not %s", order, got, want)
		}
	}
}

func ids(texts []string) []string {
	var all []string
	for _, s := range texts {
		all = append(all, rawjson.GetText([]byte(s), "id"))
	}
	return all
}

func TestSortOrdersByEachKeyInTurn(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	for range 20 {
		got := chosen(t, query.Query{Sort: keys(t, "-kind", "day")}, random(r, 60))
		rank := func(s string) string { // a text in the order that is wanted
			kind, day, id := rawjson.GetText([]byte(s), "kind"), rawjson.GetText([]byte(s), "day"), rawjson.GetText([]byte(s), "id")
			if day == "" {
				day = "9"
			}
			return map[string]string{"small": "1", "odd": "2", "big": "3", "": "4"}[kind] + day + id
		}
		if !slices.IsSortedFunc(got, func(a, b string) int { return strings.Compare(rank(a), rank(b)) }) {
			t.Fatalf("not in order: %v", got)
		}
	}
}

func TestSortDoesNotDependOnTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 3))
	for _, order := range orders {
		all := random(r, 40)
		want := chosen(t, query.Query{Sort: keys(t, order...)}, all)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(want, chosen(t, query.Query{Sort: keys(t, order...)}, all)); diff != "" {
			t.Errorf("%v\n%s", order, diff)
		}
	}
}

func TestLimitIsAPrefix(t *testing.T) {
	t.Parallel()
	all := random(rand.New(rand.NewPCG(3, 1)), 30)
	for _, sort := range [][]query.Key{nil, keys(t, "name")} {
		whole := chosen(t, query.Query{Sort: sort}, all)
		for _, n := range []int{1, 2, 29, 30, 31, 1000} {
			if diff := cmp.Diff(whole[:min(n, 30)], chosen(t, query.Query{Sort: sort, Limit: n}, all)); diff != "" {
				t.Errorf("limit %d\n%s", n, diff)
			}
		}
		if diff := cmp.Diff(whole, chosen(t, query.Query{Sort: sort, Limit: 0}, all)); diff != "" {
			t.Errorf("no limit\n%s", diff)
		}
	}
}

func TestAskingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 2))
	for i, text := range conditions {
		q := query.Query{Where: []query.Condition{*condition(t, text)}, Sort: keys(t, orders[i%len(orders)]...), Limit: 1 + r.IntN(40)}
		once := chosen(t, q, random(r, 60))
		if diff := cmp.Diff(once, chosen(t, q, once)); diff != "" {
			t.Errorf("%s %v (-once +twice)\n%s", text, orders[i%len(orders)], diff)
		}
	}
}

func TestAnErrorEndsTheAnswer(t *testing.T) {
	t.Parallel()
	boom := errors.New("the file is gone")
	broken := func(yield func(rawjson.Record, error) bool) {
		if yield(rawjson.Record{Table: "things", Raw: []byte(`{"id":"t-1"}`)}, nil) {
			yield(rawjson.Record{}, boom)
		}
	}
	for name, q := range map[string]query.Query{"plain": {}, "sorted": {Sort: keys(t, "id")}} {
		var last error
		n := 0
		for _, err := range q.Rows(broken, look).Seq {
			last = err
			n++
		}
		if !errors.Is(last, boom) || n > 2 {
			t.Errorf("%s: %v after %d rows", name, last, n)
		}
	}
}

func TestRowsHoldTheFieldsAskedFor(t *testing.T) {
	t.Parallel()
	m := model(t)
	var q query.Query
	for _, name := range []string{"id", "size", "owner.name", "helpers.region", "parts.amount", "parts"} {
		p, err := query.NewPath(m, m.Table("things"), name)
		if err != nil {
			t.Fatal(err)
		}
		q.Fields = append(q.Fields, p)
	}
	rows := q.Rows(records(
		`{"id":"t-1","size": 1.50e1,"owner":"own-un","helpers":["own-malaga","own-un"],"parts":[{"amount":1},{"words":["w"]},{"amount":2}]}`,
		`{"id":"t-2","owner":"own-gone","helpers":["own-alone"]}`), look)
	want := []string{
		`"t-1" | 1.50e1 | "United Nations" | ["south","north"] | [1,null,2] | [{"amount":1},{"words":["w"]},{"amount":2}]`,
		`"t-2" | - | - | - | - | -`,
	}
	if diff := cmp.Diff(want, cells(t, rows)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTablesAreThoseBehindReferences(t *testing.T) {
	t.Parallel()
	q := query.Query{Where: []query.Condition{*condition(t, "owner.parent.region=north")}, Sort: keys(t, "name")}
	if diff := cmp.Diff([]string{"owners"}, q.Tables()); diff != "" {
		t.Error(diff)
	}
	q = query.Query{Where: []query.Condition{*condition(t, "size>1")}, Sort: keys(t, "name")}
	if len(q.Tables()) != 0 {
		t.Error(q.Tables())
	}
	q = query.Query{Where: []query.Condition{*condition(t, "parts~un")}} // an object with a reference in it
	if diff := cmp.Diff([]string{"owners"}, q.Tables()); diff != "" {
		t.Error(diff)
	}
}
