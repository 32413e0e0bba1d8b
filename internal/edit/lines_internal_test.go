package edit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
)

func TestLineEdits(t *testing.T) {
	t.Parallel()
	const runs = 500
	for i := range runs {
		rng := rand.New(rand.NewPCG(4, uint64(i)))
		lines := func() string {
			var b strings.Builder
			for range rng.IntN(30) {
				fmt.Fprintf(&b, "%d\n", rng.IntN(25))
			}
			return strings.TrimSuffix(b.String(), []string{"", "\n"}[rng.IntN(2)])
		}
		before, after := lines(), lines()
		got, err := udiff.Apply(before, lineEdits(before, after))
		if err != nil || got != after {
			t.Errorf("%q to %q: %q, %v", before, after, got, err)
		}
	}
}

// TestManyLineEdits has more differences than the library finds on its own.
func TestManyLineEdits(t *testing.T) {
	t.Parallel()
	var before, after strings.Builder
	const changes = 300
	for i := range changes {
		fmt.Fprintf(&before, "id %d\n{\nold\n}\n", i)
		fmt.Fprintf(&after, "id %d\n{\nnew\n}\n", i)
	}
	if edits := lineEdits(before.String(), after.String()); len(edits) != changes {
		t.Errorf("%d edits", len(edits))
	}
}
