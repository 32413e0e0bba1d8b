//go:build unix

package edit

import (
	"fmt"
	"testing"

	"malaga/internal/scaletest"
)

// Wrong ids that differ from others in case are not compared with each of them.
func TestOtherCasesTakeTimeInProportion(t *testing.T) {
	references := func(n int) func() {
		return func() {
			left := int64(0)
			s := newIDSet(&left)
			for i := range n {
				s.add("people", fmt.Sprintf("per-%06d", i))
			}
			s.sort()
			for i := range n {
				if _, ok := s.near("people", fmt.Sprintf("PER-%06d", i)); !ok {
					t.Fatal(i)
				}
			}
		}
	}
	if ratio := scaletest.Ratio(references(1000), references(4000)); ratio > scaletest.Most {
		t.Errorf("%.1f times as long for four times as many", ratio)
	}
}
