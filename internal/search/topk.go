package search

import "slices"

// topK keeps the best of the items added to it: between limit and twice as many, so that they are sorted seldom. A limit of
// 0 keeps all.
type topK[T any] struct {
	limit   int
	compare func(a, b T) int // negative if a is better
	items   []T
	pruned  bool // items worse than items[limit-1] have been dropped
}

// wants reports whether an item may belong to the best.
func (t *topK[T]) wants(x T) bool { return !t.pruned || t.compare(x, t.items[t.limit-1]) < 0 }

func (t *topK[T]) add(x T) {
	if t.limit > 0 && len(t.items) == 2*t.limit {
		t.items = t.sorted()
		t.pruned = true
	}
	t.items = append(t.items, x)
}

// sorted returns the best, in their order.
func (t *topK[T]) sorted() []T {
	slices.SortFunc(t.items, t.compare)
	if t.limit > 0 {
		return t.items[:min(len(t.items), t.limit)]
	}
	return t.items
}
