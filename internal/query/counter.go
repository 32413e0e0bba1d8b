package query

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"malaga/internal/spill"
)

// counter counts combinations of values. Those that have no room in memory go to a temporary file with their counts, sorted, and
// are added up in the end.
type counter struct {
	fields  int // values in a combination
	groups  map[string]*group
	key     []byte // memory for a key
	bytes   int    // of groups, about
	most    int    // bytes in memory
	spilled spill.Sorter[keyCount]
	failed  error
}

// group is a combination of values, nil for an absent one, with the number of records that have it. The values and their keys are
// set when all are counted.
type group struct {
	values [][]byte
	keys   []sortKey
	count  int
}

// keyCount is a part of the count of a combination.
type keyCount struct {
	key   []byte // see appendKey
	count int
}

// groupBytes is about what a combination takes in memory beside its values.
const groupBytes = 200

func newCounter(fields int) *counter {
	return &counter{
		fields: fields, groups: map[string]*group{}, most: spill.RunBytes,
		spilled: spill.Sorter[keyCount]{
			File:    spill.File{Task: "count"},
			Compare: func(a, b keyCount) int { return bytes.Compare(a.key, b.key) },
			Append:  func(b []byte, k keyCount) []byte { return append(binary.AppendUvarint(b, uint64(k.count)), k.key...) },
			Read: func(b []byte) keyCount {
				n, used := binary.Uvarint(b)
				return keyCount{b[used:], int(n)}
			},
			Bytes: func(k keyCount) int { return len(k.key) },
			Most:  1 << 62, // what a run holds is decided here
		},
	}
}

func (c *counter) add(values ...[]byte) {
	c.key = appendKey(c.key[:0], values)
	g := c.groups[string(c.key)]
	if g == nil {
		if c.bytes > c.most {
			c.spill()
		}
		g = &group{}
		c.groups[string(c.key)] = g
		c.bytes += len(c.key) + groupBytes
	}
	g.count++
}

// product adds each combination of one value of each field, with those in chosen first.
func (c *counter) product(fields [][][]byte, chosen [][]byte) {
	n := len(chosen)
	if n == len(fields) {
		c.add(chosen...)
		return
	}
	for _, v := range fields[n] {
		c.product(fields, append(chosen, v))
	}
}

// spill writes the counts so far as a run. A failure is for sorted to report.
func (c *counter) spill() {
	for key, g := range c.groups {
		c.failed = cmp.Or(c.failed, c.spilled.Add(keyCount{[]byte(key), g.count}))
	}
	c.failed = cmp.Or(c.failed, c.spilled.EndRun())
	clear(c.groups)
	c.bytes = 0
}

// sorted returns the most frequent combinations first, and equally frequent ones in the order of their values.
func (c *counter) sorted() (*spill.Sorter[*group], error) {
	to := &spill.Sorter[*group]{
		File:    spill.File{Task: "count"},
		Compare: func(a, b *group) int { return cmp.Or(cmp.Compare(b.count, a.count), a.compare(b)) },
		Append: func(b []byte, g *group) []byte {
			return appendKey(binary.AppendUvarint(b, uint64(g.count)), g.values)
		},
		Read: func(b []byte) *group {
			n, used := binary.Uvarint(b)
			g := &group{count: int(n)}
			g.setKey(b[used:], c.fields)
			return g
		},
		Bytes: func(g *group) int { return 3*g.length() + groupBytes }, // a value, its text and its folded text
		Most:  c.most,
	}
	if !c.spilled.Spilled() {
		for key, g := range c.groups {
			g.setKey([]byte(key), c.fields)
			c.failed = cmp.Or(c.failed, to.Add(g))
		}
		return to, c.failed
	}
	c.spill()
	if c.failed == nil {
		c.failed = c.addUp(to)
	}
	return to, c.failed
}

// addUp adds the parts of each count that was spilled.
func (c *counter) addUp(to *spill.Sorter[*group]) error {
	var key []byte
	count := 0
	add := func() error {
		g := &group{count: count}
		g.setKey(key, c.fields)
		return to.Add(g)
	}
	for part, err := range c.spilled.All() {
		if err != nil {
			return err
		}
		if count > 0 && !bytes.Equal(part.key, key) {
			if err := add(); err != nil {
				return err
			}
			count = 0
		}
		key = part.key
		count += part.count
	}
	return add()
}

// setKey sets the values of a group from their key, which it keeps.
func (g *group) setKey(key []byte, fields int) {
	for range fields {
		var v []byte
		v, key, _ = bytes.Cut(key, []byte{0})
		if len(v) == 0 {
			v = nil
		}
		g.values = append(g.values, v)
		g.keys = append(g.keys, newSortKey(v))
	}
}

// length returns the length of the values in bytes.
func (g *group) length() int {
	n := 0
	for _, v := range g.values {
		n += len(v)
	}
	return n
}

func (g *group) compare(other *group) int {
	return cmp.Or(slices.CompareFunc(g.keys, other.keys, compareKeys), slices.CompareFunc(g.values, other.values, bytes.Compare))
}

// appendKey appends a key for a combination of values; JSON holds no zero bytes.
func appendKey(b []byte, values [][]byte) []byte {
	for _, v := range values {
		b = append(b, v...)
		b = append(b, 0)
	}
	return b
}
