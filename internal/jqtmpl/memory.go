package jqtmpl

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"malaga/internal/text"
)

// An expression may use so many bytes of memory for values, and for the stack of a recursion. The runtime ends the whole process at
// 1 GB of stack, and the system where it has no memory left.
const (
	mostValues = 512 << 20
	mostStack  = 200 << 20
)

// watchInterval is the time between two looks at the memory. A recursion takes longer to fill 1 GB.
const watchInterval = 5 * time.Millisecond

// errMemory is the cause of the end of an expression that uses too much memory.
var errMemory = errors.New("too much memory")

// watched calls run in another goroutine, and returns without it when it uses too much memory: a recursion of a library cannot be
// interrupted. The process is then to end.
func watched(ctx context.Context, run func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	type result struct {
		err   error
		fault any
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			r.fault = recover() // for the goroutine that waits
			done <- r
		}()
		r.err = run(ctx)
	}()
	look := time.NewTicker(watchInterval)
	defer look.Stop()
	for {
		select {
		case r := <-done:
			if r.fault != nil {
				panic(r.fault)
			}
			return r.err
		case <-look.C:
			if !tooMuchMemory() {
				continue
			}
			stop(errMemory)
			return &text.Failure{
				Err:  fmt.Errorf("--jq: the expression uses more than %d MiB of memory, or %d MiB for a recursion", mostValues>>20, mostStack>>20),
				Hint: "look for a recursion or a range without end",
			}
		}
	}
}

// tooMuchMemory reports whether the process uses more memory than an expression may.
func tooMuchMemory() bool {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() > mostValues || samples[1].Value.Uint64() > mostStack
}
