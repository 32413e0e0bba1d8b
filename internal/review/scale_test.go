//go:build unix

package review_test

import (
	"strings"
	"testing"

	"malaga/internal/change"
	"malaga/internal/review"
	"malaga/internal/scaletest"
)

// An id of many grave accents takes time in proportion to it.
func TestGraveAccentsTakeTimeInProportion(t *testing.T) {
	comment := func(n int) func() {
		r := &change.Result{From: strings.Repeat("`", n)}
		return func() { review.Markdown(r, review.Fields) }
	}
	const n = 20_000
	if ratio := scaletest.Ratio(comment(n), comment(4*n)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for 4 times as many", ratio)
	}
}

// largest is the length of the largest part that is written at once.
type largest int

func (l *largest) Write(b []byte) (int, error) {
	*l = max(*l, largest(len(b)))
	return len(b), nil
}

// JSON is not held in memory as a whole.
func TestJSONIsWrittenInParts(t *testing.T) {
	t.Parallel()
	var part largest
	if err := review.JSON(&part, many(t, 1000), review.Fields); err != nil || part > 64<<10 {
		t.Errorf("a part of %d bytes, %v", part, err)
	}
}
