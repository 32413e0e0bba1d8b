//go:build unix

package search_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// inProportion reports whether something takes at most five times as long for four times as much. It compares the best of up to
// twenty runs, and must not run beside other tests.
func inProportion(n int, run func(n int)) bool {
	once, four := time.Hour, time.Hour
	for range 20 {
		start := cpu()
		run(n)
		between := cpu()
		run(4 * n)
		once = min(once, between-start)
		four = min(four, cpu()-between)
		if four <= 5*once {
			return true
		}
	}
	return false
}

// cpu returns the time that this process has had of the processors: it does not count what others have while they are busy.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestTimeIsInProportion(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ unit, question string }{
		"a list with hyphens": {"a-", "zzzzz"}, "the same word": {"victims ", "victims"}, "a long word": {"é", "zzzzz"}, "characters": {"人权", "人权"},
		"signs": {"ก้้", "ก้้"}, "possessives": {"x's", "zzzzz"}, "marks": {"\u0301", "zzzzz"}, "soft hyphens": {"a\u00adb ", "ab"}, "capitals": {"AB ", "ab"},
	} {
		const n = 10_000 // bytes; more does not stay in the caches of the processor
		ok := inProportion(n, func(n int) {
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
		})
		if !ok {
			t.Errorf("%s: more than 5 times as long for 4 times as much", name)
		}
	}
}

// What names teach takes time in proportion, too.
func TestNamesTeachInProportion(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	ok := inProportion(10_000, func(n int) {
		labels := strings.Repeat(`"AB Against Bombs AB",`, n) + `"` + strings.Repeat("AB ", n) + `"`
		indexOf(set, rawjson.Record{Table: "themes", Raw: fmt.Appendf(nil, `{"id":"thm-x","label":"AB","alt_labels":[%s]}`, labels)})
	})
	if !ok {
		t.Error("more than 5 times as long for 4 times as much")
	}
}
