package query_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"malaga/internal/query"
)

// Counts tell how often each text was added, and the most frequent ones in order, however few are wanted.
func TestCounts(t *testing.T) {
	t.Parallel()
	var c query.Counts
	for i := range 100 {
		for range 1 + i/10 {
			c.Add(fmt.Sprint("text ", i))
		}
	}
	if c.Sum() != 550 || c.Of("text 7") != 1 || c.Of("text 99") != 10 || c.Of("none") != 0 {
		t.Errorf("%d in all, %d, %d, %d", c.Sum(), c.Of("text 7"), c.Of("text 99"), c.Of("none"))
	}
	want := []query.Counted{{Text: "text 90", N: 10}, {Text: "text 91", N: 10}, {Text: "text 92", N: 10}}
	if got := c.Most(3); !reflect.DeepEqual(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
	all := c.Most(math.MaxInt)
	if last := (query.Counted{Text: "text 9", N: 1}); len(all) != 100 || all[99] != last || !reflect.DeepEqual(all[:3], want) {
		t.Errorf("%d texts, %v", len(all), all)
	}
	if got := c.Most(0); len(got) != 0 {
		t.Errorf("%v", got)
	}
	var none *query.Counts
	if none.Sum() != 0 || none.Of("a") != 0 {
		t.Error("nil counts")
	}
}
