package query

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// Sorting by runs, of any size and with any limit, gives the order of sorting at once, and leaves nothing behind.
func TestRunsAreMergedInOrder(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := NewKeys(set.Model, set.Model.Table("documents"), []string{"kind,-title"})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		var records []rawjson.Record
		for i := range r.IntN(400) {
			records = append(records, rawjson.Record{
				Table: "documents", File: "f.json", Pointer: "/documents", Entry: i + 1, Pos: rawjson.Pos{Offset: int64(i), Line: i, Column: 2},
				Raw: fmt.Appendf(nil, `{"id":"doc-%d","kind":"k%d","title":"%s"}`, r.IntN(50), r.IntN(4), strings.Repeat("é", r.IntN(9))),
			})
		}
		q := &sorting{Query: Query{Sort: keys, Limit: r.IntN(2) * r.IntN(300)}}
		var all []*keyed
		for _, rec := range records {
			all = append(all, q.key(rec))
		}
		slices.SortStableFunc(all, q.compare)
		var want []rawjson.Record
		for _, k := range all {
			want = append(want, k.record)
		}
		if q.Limit > 0 {
			want = want[:min(q.Limit, len(want))]
		}
		s := q.sorter()
		s.Most = 1 + r.IntN(5000)
		for _, rec := range records {
			if err := s.Add(q.key(rec)); err != nil {
				t.Fatal(err)
			}
		}
		var got []rawjson.Record
		for k, err := range s.All() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, k.record)
		}
		s.Close()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%d records, limit %d, runs of %d bytes (-want +got)\n%s", len(records), q.Limit, s.Most, diff)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "none"))
	q := &sorting{Query: Query{Sort: keys}}
	s := q.sorter()
	s.Most = 1
	for range 2 { // the first is written in the background
		err = s.Add(q.key(rawjson.Record{Table: "documents", Raw: []byte(`{"id":"doc-a"}`)}))
	}
	if err == nil || !strings.Contains(err.Error(), "cannot sort in the folder") || strings.Contains(err.Error(), "malaga-") {
		t.Errorf("%v", err)
	}
}

// The key of a long text is its beginning, whether the text stands alone or in a list.
func TestKeysOfLongTextsAreShort(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 1<<20)
	for _, v := range []string{`"` + long + `"`, `["` + long + `","b"]`} {
		if got := shortKeyOf([]byte(v)).text; len(got) != sortedBytes || !strings.HasPrefix(long, got) {
			t.Errorf("%.10s: %d bytes", v, len(got))
		}
	}
	for _, v := range []string{`"` + strings.Repeat("a", 3999) + `é"`, `"` + strings.Repeat(`\ud83d\ude00`, 4000) + `"`} {
		if got := shortKeyOf([]byte(v)).text; got != rawjson.Text([]byte(v)) {
			t.Errorf("%.10s: a text of the schema is cut to %d bytes", v, len(got))
		}
	}
}
