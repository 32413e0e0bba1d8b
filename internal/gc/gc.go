// Package gc tunes the garbage collector. The variables GOGC and GOMEMLIMIT of the environment are obeyed.
//
// The libraries build 3.7 MiB of tables before main runs, close to the 4 MiB at which the runtime collects for the first time.
// Packages are initialised in the order of their paths as soon as all that they import is (Go specification, "Package
// initialization"). This one imports little, so it comes before the two libraries with the largest tables, which need
// net/http, and a short command ends without a collection: 1.27× in the processor time of `malaga list sessions`. A
// command that collects runs longer, and has no more memory than by default.
//
// It also chooses how the runtime ends the process after a fault that no code can handle, such as no memory.
package gc

import (
	"math"
	"runtime"
	"runtime/debug"
)

const (
	// first is how much the heap may grow before the first collection, in percent of 4 MiB, and usual after later ones.
	first, usual = 200, 100
	// goal is from how many bytes on the collector runs as often as it takes, at up to half of the processor time, so that
	// commands that keep something of each of a million records stay within 256 MiB.
	goal = 192 << 20
)

var _, _, _ = tunePercent(), tuneGoal(), endBySignal()

// endBySignal makes such a fault end the process with SIGABRT. The runtime's own exit code is 2, that of usage errors.
func endBySignal() bool {
	debug.SetTraceback("crash")
	return true
}

func tunePercent() int {
	set := debug.SetGCPercent(first)
	if set != usual {
		debug.SetGCPercent(set)
		return set
	}
	type sentinel struct{ _ *byte }
	runtime.AddCleanup(new(sentinel), func(percent int) { debug.SetGCPercent(percent) }, usual)
	return set
}

func tuneGoal() int64 {
	set := debug.SetMemoryLimit(-1)
	if set == math.MaxInt64 {
		debug.SetMemoryLimit(goal)
	}
	return set
}
