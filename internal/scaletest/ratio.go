//go:build unix

package scaletest

import (
	"math"
	"syscall"
	"time"
)

const (
	tries = 20
	// enough is how much processor time a try takes at least: very short times differ from run to run by more than the input does.
	enough = 20 * time.Millisecond
	// Most is the largest ratio that is in proportion. Time that is quadratic has a ratio of 16.
	Most = 5
)

// Ratio returns how many times the processor time of one run of once a run of four takes, which does the same for four times
// as much. It is the least ratio of some tries, which end with the first of at most Most. It must not run beside other tests.
//
// A try compares four runs of once with one of four, so that both sides use and leave behind about as much memory, and repeats them
// until the time is enough to be compared.
func Ratio(once, four func()) float64 {
	least := math.Inf(1)
	for range tries {
		var small, large time.Duration
		for small+large < enough {
			start := processorTime()
			for range 4 {
				once()
			}
			between := processorTime()
			four()
			small += between - start
			large += processorTime() - between
		}
		least = min(least, 4*float64(large)/float64(small))
		if least <= Most {
			break
		}
	}
	return least
}

// processorTime returns the time that this process has had of the processors: it does not count what others have while they are
// busy.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
