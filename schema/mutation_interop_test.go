//go:build interop

package schema_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Where ajv decides otherwise, it is for how it is fed: JSON.parse keeps the last of repeated members
// where we refuse them, and makes a double of every number. Such records are left out here, and only they.
func TestAjvJudgesTheMutantsAsWeDo(t *testing.T) {
	t.Parallel()
	c, set := harvest(t), load(t)
	g := set.FastValidator()
	var sample []mutant
	var lines []string
	left := map[string]int{}
	for i := uint64(0); len(sample) < 2000; i++ {
		m := c.mutant(rand.New(rand.NewPCG(i, 2022)))
		switch {
		case repeats(m.v):
			left["repeated members"]++
		case holdsNumber(m.v, finer):
			left["numbers finer than a double"]++
		default:
			sample = append(sample, m)
			lines = append(lines, fmt.Sprintf("%s.schema.json\t{%q: [%s]}", m.table, m.table, oneLine(m.v)))
		}
	}
	good := 0
	for i, answer := range ajv(t, lines) {
		ours, fast := verdict(set, g, sample[i])
		if ours {
			good++
		}
		if ours != (answer == "ok") {
			t.Errorf("valid is %v here, fast is %v\n%s\najv: %s", ours, fast, sample[i], answer)
		}
	}
	if good < 200 || good > 1800 {
		t.Errorf("%d of %d records are valid: the comparison says little", good, len(sample))
	}
	t.Logf("%d of %d valid; left out: %v", good, len(sample), left)
}

func holdsNumber(v []byte, number string) bool {
	all, _ := planted(v).nodes("")
	return slices.ContainsFunc(all, func(n *tree) bool { return n.text == number })
}
