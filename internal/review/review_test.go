package review_test

import (
	"fmt"
	"strings"
	"testing"

	"malaga/internal/change"
	"malaga/internal/rawjson"
	"malaga/internal/review"
	"malaga/schema"
)

// many returns a result in which n records differ in a long text each.
func many(t *testing.T, n int) *change.Result {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	table := change.Table{Table: set.Model.Table("themes"), Counts: change.Counts{Changed: n}}
	field := table.Field("definition")
	for i := range n {
		old := strings.Repeat(fmt.Sprintf("old %d words | of <b>a</b> @text ", i), 20)
		table.Changed = append(table.Changed, change.Edited{
			Record:  change.Record{ID: fmt.Sprintf("thm-%d", i), Title: "A `theme`"},
			Changes: []change.Change{{Field: field, Name: "definition", Old: rawjson.Quote(old), New: rawjson.Quote(strings.ToUpper(old))}},
		})
	}
	return &change.Result{From: "a", To: "b", Tables: []change.Table{table}}
}

func TestACommentFitsGitHub(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 300, 5000} {
		comment := string(review.Markdown(many(t, n), review.Fields))
		if len(comment) > 65_536 {
			t.Errorf("%d records: %d bytes", n, len(comment))
		}
		if !strings.HasPrefix(comment, review.Marker+"\n") {
			t.Errorf("%d records: the marker is missing", n)
		}
		if opened, closed := strings.Count(comment, "<details"), strings.Count(comment, "</details>"); opened != closed || opened == 0 {
			t.Errorf("%d records: %d details are opened and %d closed", n, opened, closed)
		}
		if cut := strings.Contains(comment, "left out"); cut != (n > 1) {
			t.Errorf("%d records: something is left out: %v", n, cut)
		}
		if strings.Contains(comment, "<b>") || strings.Contains(comment, " @text") {
			t.Error("a text of the data is markup")
		}
	}
}

func TestRecordsAloneTakeLittleRoom(t *testing.T) {
	t.Parallel()
	comment := string(review.Markdown(many(t, 300), review.Records))
	if strings.Contains(comment, "left out") || !strings.Contains(comment, "thm-299") {
		t.Errorf("%d bytes do not name all records", len(comment))
	}
}

func TestChangedWordsHaveSomeAroundThem(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen")
	changed := append([]string{}, words...)
	changed[7] = "EIGHT"
	table := change.Table{Table: set.Model.Table("themes"), Counts: change.Counts{Changed: 1}}
	table.Changed = []change.Edited{{Record: change.Record{ID: "thm-a"}, Changes: []change.Change{{
		Field: table.Field("definition"), Name: "definition",
		Old: rawjson.Quote(strings.Join(words, " ")), New: rawjson.Quote(strings.Join(changed, " ")),
	}}}}
	page := string(review.Page(&change.Result{Tables: []change.Table{table}}, review.Fields, 200))
	const want = "definition: … four five six seven [-eight-] {+EIGHT+} nine ten eleven twelve …\n"
	if !strings.Contains(page, want) {
		t.Errorf("the page is\n%s", page)
	}
}
