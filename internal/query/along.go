package query

import (
	"slices"

	"malaga/schema"
)

// reached is a long record that a reference leads to, with the number of steps of the path behind it. Very many may lead to one, so that
// a condition asks it once.
type reached struct {
	record *byte
	steps  int
}

// verdict is whether a condition finds a value, and one that it looks for.
type verdict struct{ present, found bool }

// along follows the steps of a path to the values that they lead to, until one is found.
func (c *Condition) along(in Target, steps []*schema.Field, look Lookup, test func([]byte, *schema.Field) bool) verdict {
	got, met := c.recall(in, len(steps))
	if met {
		return got
	}
	// n steps lead to the first reference that the path goes behind, or to its end.
	n := slices.IndexFunc(steps[:len(steps)-1], func(f *schema.Field) bool { return f.Ref != "" }) + 1
	if n == 0 {
		n = len(steps)
	}
	last, onward := steps[n-1], steps[n:]
	each(in, steps[:n], look, func(v []byte) bool {
		if len(onward) == 0 {
			got = verdict{true, test(v, last)}
			return !got.found
		}
		next := c.along(behind(last, v, look), onward, look, test)
		got.present = got.present || next.present
		got.found = next.found
		return !got.found
	})
	return c.keep(in, len(steps), got)
}

// recall returns the verdict that is kept of a long record.
func (c *Condition) recall(in Target, steps int) (got verdict, met bool) {
	if in.fields != nil {
		got, met = c.known[reached{&in.Raw[0], steps}]
	}
	return got, met
}

// keep keeps the verdict on a long record, and returns it.
func (c *Condition) keep(in Target, steps int, got verdict) verdict {
	if in.fields != nil {
		if c.known == nil {
			c.known = map[reached]verdict{}
		}
		c.known[reached{&in.Raw[0], steps}] = got
	}
	return got
}
