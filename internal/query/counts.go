package query

import (
	"cmp"
	"encoding/binary"
	"slices"

	"malaga/internal/text"
)

// Counts counts texts, of which there may be very many. The zero value has none, and nil can be read.
type Counts struct {
	of  Packed // in eight bytes, raised in place
	sum int
}

// Counted is a text and how often it was added.
type Counted struct {
	Text string
	N    int
}

// Add counts a text once.
func (c *Counts) Add(key string) {
	n := c.of.Get(key)
	if n == nil {
		n = c.of.Set(key, make([]byte, 8))
	}
	binary.NativeEndian.PutUint64(n, binary.NativeEndian.Uint64(n)+1)
	c.sum++
}

// Of returns how often a text was added.
func (c *Counts) Of(key string) int {
	if c == nil || c.of.Get(key) == nil {
		return 0
	}
	return int(binary.NativeEndian.Uint64(c.of.Get(key)))
}

// Sum returns how many texts were added in all.
func (c *Counts) Sum() int {
	if c == nil {
		return 0
	}
	return c.sum
}

// Len returns the number of different texts.
func (c *Counts) Len() int { return c.of.Len() }

// Most returns so many of the different texts at most: the most frequent ones first, then in natural order.
func (c *Counts) Most(most int) []Counted {
	var all []Counted
	cut := func() {
		slices.SortFunc(all, func(a, b Counted) int { return cmp.Or(cmp.Compare(b.N, a.N), text.NaturalCompare(a.Text, b.Text)) })
		all = all[:min(len(all), most)]
	}
	for key, n := range c.of.All() {
		all = append(all, Counted{key, int(binary.NativeEndian.Uint64(n))})
		if len(all)/2 > most { // the rest need not stay in memory
			cut()
		}
	}
	cut()
	return all
}
