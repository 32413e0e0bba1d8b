//go:build unix

package scaletest_test

import (
	"hash/crc32"
	"testing"

	"malaga/internal/scaletest"
)

// Time that is quadratic is not in proportion, and time that is linear is.
func TestRatio(t *testing.T) {
	block := make([]byte, 10_000)
	work := func(n int) func() {
		return func() {
			for range n {
				crc32.ChecksumIEEE(block)
			}
		}
	}
	if ratio := scaletest.Ratio(work(100), work(400)); ratio > scaletest.Most {
		t.Errorf("four times the work: %.1f", ratio)
	}
	if ratio := scaletest.Ratio(work(100), work(1600)); ratio <= scaletest.Most {
		t.Errorf("sixteen times the work: %.1f", ratio)
	}
}
