package query

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/schema"
)

// Counting in little memory, with runs of any size in temporary files, gives what counting in memory does, and leaves nothing behind.
func TestCountsThatAreSpilledAreAddedUp(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	r := rand.New(rand.NewPCG(5, 6))
	spilled := 0
	for range 60 {
		fields := 1 + r.IntN(2)
		whole, parts := newCounter(fields), newCounter(fields)
		parts.most = 1 + r.IntN(20_000)
		kinds := 1 + r.IntN(150)
		for range r.IntN(600) {
			var values [][]byte
			for range fields {
				if n := r.IntN(kinds); n > 0 {
					values = append(values, [][]byte{fmt.Appendf(nil, "%d.5", n), fmt.Appendf(nil, `"É %d"`, n)}[n%2])
				} else {
					values = append(values, nil)
				}
			}
			whole.add(values...)
			parts.add(values...)
		}
		if parts.spilled.Spilled() {
			spilled++
		}
		want, got := groupsOf(t, whole), groupsOf(t, parts)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("with %d bytes in memory (-want +got)\n%s", parts.most, diff)
		}
	}
	if spilled < 10 {
		t.Errorf("only %d counts were spilled", spilled)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "none"))
	c := newCounter(1)
	c.most = 1
	c.add([]byte("1"))
	c.add([]byte("2"))
	c.add([]byte("3"))
	if _, err := c.sorted(); err == nil || !strings.Contains(err.Error(), "cannot count in the folder") {
		t.Errorf("%v", err)
	}
}

func groupsOf(t *testing.T, c *counter) []string {
	t.Helper()
	sorted, err := c.sorted()
	if err != nil {
		t.Fatal(err)
	}
	defer sorted.Close()
	defer c.spilled.Close()
	var all []string
	for range 2 { // the counts can be read again
		all = nil
		for g, err := range sorted.All() {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%d %q", g.count, g.values))
		}
	}
	return all
}

// A cross table is made in memory; counts that have no room there are for a row each.
func TestSpilledCountsMakeNoCrossTable(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	tally := &Tally{Records: 3, model: set.Model}
	counters := []*counter{newCounter(1), newCounter(1), newCounter(2)}
	for i, name := range []string{"kind", "title"} {
		p, err := NewPath(set.Model, set.Model.Table("documents"), name)
		if err != nil {
			t.Fatal(err)
		}
		tally.By = append(tally.By, p)
		counters[i].add([]byte(`"a"`))
	}
	for _, most := range []int{1 << 20, 1} {
		counters[2].most = most
		for _, title := range []string{`"a"`, `"b"`, `"c"`} {
			counters[2].add([]byte(`"report"`), []byte(title))
		}
		tally.values = nil
		for _, c := range counters {
			sorted, err := c.sorted()
			if err != nil {
				t.Fatal(err)
			}
			tally.values = append(tally.values, sorted)
		}
		tally.groups, tally.values = tally.values[2], tally.values[:2]
		if _, ok := tally.Cross(); ok != (most > 1) || tally.Spilled() == ok {
			t.Errorf("with %d bytes: %v, %v", most, ok, tally.Spilled())
		}
		n := 0
		for _, err := range tally.Table(true).Seq {
			if n++; err != nil {
				t.Fatal(err)
			}
		}
		if n != 4 { // with the total
			t.Errorf("%d rows", n)
		}
		tally.Close()
		counters[2] = newCounter(2)
	}
}
