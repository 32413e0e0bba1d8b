//go:build unix

package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"malaga/internal/rawjson"
	"malaga/internal/scaletest"
	"malaga/schema"
)

func TestTimeIsInProportion(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ unit, question string }{
		"a list with hyphens": {"a-", "zzzzz"}, "the same word": {"victims ", "victims"}, "a long word": {"é", "zzzzz"}, "characters": {"人权", "人权"},
		"signs": {"ก้้", "ก้้"}, "possessives": {"x's", "zzzzz"}, "marks": {"\u0301", "zzzzz"}, "soft hyphens": {"a\u00adb ", "ab"}, "capitals": {"AB ", "ab"},
	} {
		run := func(n int) {
			x, records := indexOf(set, theme("T", strings.Repeat(c.unit, n/len(c.unit))))
			r, err := x.Search(context.Background(), c.question, records, everything, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range r.Rows().Seq { // the snippets
				if err != nil {
					t.Error(err)
				}
			}
		}
		const n = 10_000 // bytes; more does not stay in the caches of the processor
		if ratio := scaletest.Ratio(func() { run(n) }, func() { run(4 * n) }); ratio > scaletest.Most {
			t.Errorf("%s: %.1f times as long for 4 times as much", name, ratio)
		}
	}
}

// What names teach takes time in proportion, too.
func TestNamesTeachInProportion(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	run := func(n int) {
		labels := strings.Repeat(`"AB Against Bombs AB",`, n) + `"` + strings.Repeat("AB ", n) + `"`
		indexOf(set, rawjson.Record{Table: "themes", Raw: fmt.Appendf(nil, `{"id":"thm-x","label":"AB","alt_labels":[%s]}`, labels)})
	}
	const n = 10_000
	if ratio := scaletest.Ratio(func() { run(n) }, func() { run(4 * n) }); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for 4 times as much", ratio)
	}
}
