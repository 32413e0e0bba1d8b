package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/text"
)

func paths(t *testing.T, names ...string) []query.Path {
	t.Helper()
	m := model(t)
	var all []query.Path
	for _, n := range names {
		p, err := query.NewPath(m, m.Table("things"), n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// Each entry of the list has a row, with the fields of one entry together; a record without entries has one as well.
func TestEntriesOfAListHaveRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fields []string
		list   string
		want   []string
	}{
		{[]string{"id", "tags"}, "tags", []string{`"t-1" | "x"`, `"t-1" | "y"`, `"t-2" | -`, `"t-3" | -`}},
		{
			[]string{"parts.amount", "id", "parts.owner.name", "parts.words"},
			"parts",
			[]string{`1 | "t-1" | "United Nations" | -`, `- | "t-1" | - | ["w","v"]`, `- | "t-2" | - | -`, `5 | "t-3" | - | -`},
		},
		{
			[]string{"id", "helpers", "helpers.region", "helpers.places", "size"},
			"helpers",
			[]string{`"t-1" | "own-un" | "north" | ["New York","Geneva"] | 7`, `"t-1" | "own-gone" | - | - | 7`, `"t-2" | - | - | - | -`, `"t-3" | "own-self" | - | ["Ronda"] | -`},
		},
		{[]string{"id", "owner.places"}, "owner.places", []string{`"t-1" | "Ronda"`, `"t-2" | -`, `"t-3" | -`}},
		{[]string{"id", "owner.name"}, "", []string{`"t-1" | "Self"`, `"t-2" | -`, `"t-3" | "Alone"`}},
	} {
		q := query.Query{Fields: paths(t, c.fields...)}
		var err error
		if q.List, err = query.ListOf(q.Fields); err != nil || q.List.Name != c.list {
			t.Fatalf("%v: %q, %v", c.fields, q.List.Name, err)
		}
		rows := q.Rows(records(
			`{"id":"t-1","size":7,"owner":"own-self","tags":["x","y"],"helpers":["own-un","own-gone"],"parts":[{"owner":"own-un","amount":1},{"words":["w","v"]}]}`,
			`{"id":"t-2"}`, `{"id":"t-3","owner":"own-alone","helpers":["own-self"],"parts":[{"amount":5}]}`), look)
		if diff := cmp.Diff(c.want, cells(t, rows)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.fields, diff)
		}
	}
}

func TestEntriesAreShownAsValues(t *testing.T) {
	t.Parallel()
	q := query.Query{Fields: paths(t, "parts.amount", "parts.owner", "parts.words")}
	q.List, _ = query.ListOf(q.Fields)
	columns := q.Rows(records(), look).Columns
	if !columns[0].Numeric || !columns[1].Unbroken || columns[2].Unbroken {
		t.Errorf("%+v", columns)
	}
}

func TestTwoListsHaveNoRowsInCommon(t *testing.T) {
	t.Parallel()
	_, err := query.ListOf(paths(t, "tags", "id", "parts.amount"))
	want := text.UsageError{Message: "tags and parts are different lists", Hint: "with --lists rows, choose the fields of one list"}
	if got, ok := err.(*text.UsageError); !ok || *got != want { //nolint:errorlint // the error itself is compared
		t.Errorf("%v", err)
	}
}

func TestLimitCountsRecordsAndNotEntries(t *testing.T) {
	t.Parallel()
	q := query.Query{Fields: paths(t, "id", "tags"), Limit: 1, Sort: keys(t, "-id")}
	q.List, _ = query.ListOf(q.Fields)
	rows := q.Rows(records(`{"id":"t-1","tags":["a"]}`, `{"id":"t-2","tags":["b","c"]}`), look)
	if diff := cmp.Diff([]string{`"t-2" | "b"`, `"t-2" | "c"`}, cells(t, rows)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAReferenceIsExpandedToTheMainFieldsOfItsTarget(t *testing.T) {
	t.Parallel()
	m := model(t)
	for name, want := range map[string][]string{
		"owner":        {"owner", "owner.name"},
		"parts.OWNER":  {"parts.owner", "parts.owner.name"},
		"owner.parent": {"owner.parent", "owner.parent.name"},
	} {
		all, err := query.Expand(m, m.Table("things"), name)
		var got []string
		for _, p := range all {
			got = append(got, p.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
	}
	_, err := query.Expand(m, m.Table("things"), "parts")
	want := text.UsageError{Message: "things.parts is not a reference", Hint: "the references of things are owner, helpers, parts.owner"}
	if got, ok := err.(*text.UsageError); !ok || *got != want { //nolint:errorlint // the error itself is compared
		t.Errorf("%v", err)
	}
}
