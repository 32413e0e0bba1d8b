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
	return c.once(in, len(steps), func() (got verdict) {
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
		return got
	})
}

// once returns the verdict on a record, which is kept for a long one.
func (c *Condition) once(in Target, steps int, ask func() verdict) verdict {
	if in.fields == nil {
		return ask()
	}
	key := reached{&in.Raw[0], steps}
	got, met := c.known[key]
	if !met {
		if c.known == nil {
			c.known = map[reached]verdict{}
		}
		got = ask()
		c.known[key] = got
	}
	return got
}
