//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// measure is what is measured of a command.
type measure string

const (
	wall      measure = "wall time"
	processor measure = "processor time"
	memory    measure = "peak memory"
)

// sample is one run of a command.
type sample struct {
	wall, processor float64 // in seconds
	memory          float64 // the peak, in MiB
}

func (s sample) of(m measure) float64 {
	switch m {
	case wall:
		return s.wall
	case processor:
		return s.processor
	}
	return s.memory
}

// errMissing says that a program of a command is not there.
var errMissing = errors.New("not installed")

// once runs a command in a shell, which gives way to it. The exit code 3 is that of data with findings.
func (b *bench) once(command string) (sample, error) {
	cmd := exec.Command("sh", "-c", "exec "+command)
	cmd.Dir = b.module
	cmd.Env = b.env
	var words strings.Builder
	cmd.Stderr = &words
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && (exit.ExitCode() == 127 || exit.ExitCode() == 126) || strings.Contains(words.String(), "Cannot find module"):
		return sample{}, errMissing
	case errors.As(err, &exit) && (exit.ExitCode() == 3 || exit.ExitCode() == 1 && strings.HasPrefix(command, "rg ")):
	case err != nil:
		return sample{}, fmt.Errorf("%s: %w: %s", command, err, words.String())
	}
	s := sample{wall: took.Seconds(), processor: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.memory = float64(usage.Maxrss) / 1024 // Linux counts in KiB
	}
	return s, nil
}

// compared are the figures of a row.
type compared struct {
	row
	ours, peer          []sample
	ourBytes, peerBytes int64 // of the files that both wrote
}

// compare runs the pairs of a row.
func (b *bench) compare(r row) (compared, error) {
	c := compared{row: r}
	for i := range b.pairs + 1 {
		for _, side := range []struct {
			command string
			samples *[]sample
		}{{r.ours, &c.ours}, {r.peer, &c.peer}} {
			if side.command == "" {
				continue
			}
			s, err := b.once(side.command)
			if err != nil {
				return c, err
			}
			if i > 0 { // the first run only warms the caches up
				*side.samples = append(*side.samples, s)
			}
		}
	}
	if r.out != "" {
		c.ourBytes = size(b.dir + "/ours" + r.out)
		c.peerBytes = size(b.dir + "/peer" + r.out)
	}
	return c, nil
}

func size(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// median returns the middle of some values, or of the two in the middle, and the least and the greatest.
func median(values []float64) (middle, least, most float64) {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2, values[0], values[n-1]
}

// figures returns a measure of samples.
func figures(samples []sample, m measure) []float64 {
	var all []float64
	for _, s := range samples {
		all = append(all, s.of(m))
	}
	return all
}

// ratios returns the ratio of each pair.
func (c compared) ratios() []float64 {
	var all []float64
	for i := range c.peer {
		all = append(all, c.ours[i].of(c.by)/c.peer[i].of(c.by))
	}
	return all
}
