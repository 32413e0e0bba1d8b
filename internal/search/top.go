package search

import "slices"

// top keeps the best of what it is given: between limit and twice as many of them, so that they are sorted seldom. A limit
// of 0 keeps all.
type top[T any] struct {
	limit  int
	better func(a, b T) int // the order, the better one first
	all    []T
	cut    bool // what was worse than all[limit-1] has been dropped
}

// wants says whether something may belong to the best.
func (t *top[T]) wants(x T) bool { return !t.cut || t.better(x, t.all[t.limit-1]) < 0 }

func (t *top[T]) add(x T) {
	if t.limit > 0 && len(t.all) == 2*t.limit {
		slices.SortFunc(t.all, t.better)
		t.all, t.cut = t.all[:t.limit], true
	}
	t.all = append(t.all, x)
}

// sorted are the best, in their order.
func (t *top[T]) sorted() []T {
	slices.SortFunc(t.all, t.better)
	if t.limit > 0 {
		return t.all[:min(len(t.all), t.limit)]
	}
	return t.all
}
