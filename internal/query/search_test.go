package query_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/schema"
)

// found are the ids and scores of a search, in order.
func found(tb testing.TB, words string, limit int, texts ...string) []string {
	tb.Helper()
	m := model(tb)
	s := query.NewSearch([]*schema.Table{m.Table("things")}, words)
	rows, err := s.Find(records(texts...), limit)
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.Trim(string(row[0]), `"`)+" "+string(row[5]))
	}
	return all
}

func TestSearchFindsRecordsWithAllWords(t *testing.T) {
	t.Parallel()
	texts := []string{
		`{"id":"t-1","name":"Victims of terrorism","note":"in Málaga"}`,
		`{"id":"t-2","name":"Victims"}`,
		`{"id":"t-3","name":"x","note":"terrorism and MALAGA","kind":"big"}`,
		`{"id":"t-4","tags":["victims","terrorism"]}`,
	}
	for words, want := range map[string]string{
		"victims": "t-1 t-2 t-4", "VICTIMS terrorism": "t-1 t-4", "malaga": "t-1 t-3", "Málaga terrorism": "t-1 t-3",
		"victims malaga": "t-1", "big": "", "nothing": "", "victims nothing": "", "t-1": "", "": "", " - ": "", "terrorism terrorism": "t-1 t-4 t-3",
	} {
		var got []string
		for _, s := range found(t, words, 0, texts...) {
			got = append(got, strings.Fields(s)[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, not %s", words, got, want)
		}
	}
}

func TestSearchRanksByWeightThenWholeWords(t *testing.T) {
	t.Parallel()
	got := found(t, "peace", 0,
		`{"id":"t-note","note":"peace"}`,
		`{"id":"t-prefix","name":"peaceful"}`,
		`{"id":"t-tag","tags":["war","peace"]}`,
		`{"id":"t-name","name":"the peace"}`,
		`{"id":"t-both","name":"peace","note":"peace"}`,
		`{"id":"t-within","name":"unpeace"}`,
	)
	want := []string{"t-both 9.0", "t-name 8.8", "t-prefix 4.4", "t-tag 4.4", "t-note 2.2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSearchKeepsEqualHitsInTheOrderOfTablesAndRecords(t *testing.T) {
	t.Parallel()
	m := model(t)
	s := query.NewSearch([]*schema.Table{m.Table("owners"), m.Table("things")}, "same")
	all := func(yield func(r recordOf, err error) bool) {
		for _, r := range []recordOf{{"things", `{"id":"t-2","name":"same"}`}, {"things", `{"id":"t-1","name":"same"}`}, {"owners", `{"id":"own-9","name":"Same"}`}} {
			if !yield(r, nil) {
				return
			}
		}
	}
	rows, err := s.Find(toRecords(all), 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, line(row))
	}
	want := []string{
		`"own-9" | "owners" | "Same" | "name" | "Same" | 8.8`,
		`"t-2" | "things" | "same" | "name" | "same" | 8.8`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSearchShowsTheFieldThatHoldsMost(t *testing.T) {
	t.Parallel()
	m := model(t)
	s := query.NewSearch([]*schema.Table{m.Table("things")}, "a b")
	rows, err := s.Find(records(`{"id":"t-1","note":"a","tags":["x","a b"]}`), 0)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if diff := cmp.Diff(`"t-1" | "things" | "" | "tags" | "a b" | 9.0`, line(rows[0])); diff != "" || len(rows[0]) != len(s.Columns()) {
		t.Error(diff)
	}
}

func TestSnippetShowsTheWordAndFits(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("before and more ", 20) + "the Málaga Conference " + strings.Repeat("after and more ", 20)
	for _, c := range []struct{ text, word string }{{text, "malaga"}, {text, "nothing"}, {strings.Repeat("x", 200), "x"}, {"short", "short"}, {strings.Repeat("日", 100) + " y", "y"}} {
		got := query.Snippet(c.text, []string{c.word})
		body := strings.TrimSuffix(strings.TrimPrefix(got, "… "), " …")
		if utf8.RuneCountInString(body) > max(80, longest(c.text)) || !strings.Contains(c.text, body) {
			t.Errorf("%q is shown as %q", c.text, got)
		}
		if c.word == "malaga" && !strings.Contains(got, "Málaga") {
			t.Errorf("the word is not in %q", got)
		}
		if strings.HasPrefix(got, "… ") == strings.HasPrefix(c.text, body) || strings.HasSuffix(got, " …") == strings.HasSuffix(strings.TrimSpace(c.text), body) {
			t.Errorf("%q does not say rightly where it is cut", got)
		}
	}
}

// longest is the length of a text's longest word, which is never cut.
func longest(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		n = max(n, utf8.RuneCountInString(w))
	}
	return n
}
