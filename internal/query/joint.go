package query

import (
	"malaga/schema"
)

// joint finds combinations of values of fields that share a list: they go together entry by entry, so that a role is that of
// one organiser and not of all.
type joint struct {
	paths  []pathFrom
	look   Lookup
	values [][]byte // the combination at hand
}

// pathFrom is the rest of a path behind its first steps, for one of the values.
type pathFrom struct {
	value int
	steps []*schema.Field
}

// newJoint returns nil if no two of the paths share a field.
func newJoint(paths []Path, look Lookup) *joint {
	j := &joint{look: look, values: make([][]byte, len(paths))}
	first := map[*schema.Field]bool{}
	for i, p := range paths {
		j.paths = append(j.paths, pathFrom{i, p.steps})
		first[p.steps[0]] = true
	}
	if len(first) == len(paths) {
		return nil
	}
	return j
}

// combinations calls fn with each different combination of values of a record. It stops, and returns false, if there are more than
// maxCombinations, or equal ones bring it to ten times as many.
func (j *joint) combinations(v []byte, fn func(...[]byte)) bool {
	seen := map[string]bool{}
	walked := 0
	return j.walk(Target{Raw: v}, j.paths, func() bool {
		if key := string(appendKey(nil, j.values)); !seen[key] {
			seen[key] = true
			fn(j.values...)
		}
		walked++
		return len(seen) <= maxCombinations && walked <= 10*maxCombinations
	})
}

// walk sets the values at the ends of some paths to each of their combinations, and calls fn each time, until it returns false.
func (j *joint) walk(in Target, paths []pathFrom, fn func() bool) bool {
	if len(paths) == 0 {
		return fn()
	}
	f := paths[0].steps[0]
	var through, others []pathFrom
	for _, p := range paths {
		if p.steps[0] == f {
			through = append(through, p)
		} else {
			others = append(others, p)
		}
	}
	entries := Entries(in.Get(f.Name))
	if len(entries) == 0 {
		entries = [][]byte{nil}
	}
	for _, e := range entries {
		var onward []pathFrom
		for _, p := range through {
			if len(p.steps) == 1 {
				j.values[p.value] = canonical(e)
			} else {
				onward = append(onward, pathFrom{p.value, p.steps[1:]})
			}
		}
		var next Target
		if onward != nil {
			next = behind(f, e, j.look)
		}
		if !j.walk(next, onward, func() bool { return j.walk(in, others, fn) }) {
			return false
		}
	}
	return true
}
