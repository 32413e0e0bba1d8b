package query

import (
	"encoding/binary"
	"hash/maphash"
	"iter"
)

// Packed is a map from texts to bytes for very many of them. Keys and values lie one behind the other in blocks, in which the garbage
// collector has nothing to look for: an entry takes its own bytes and 13 to 24 more. The zero value is an empty map, and nil can be read.
type Packed struct {
	seed   maphash.Seed
	blocks [][]byte
	open   int      // the block that is being filled
	slots  []uint64 // a hash table with linear probing, of places: the block, then the offset in 32 bits, and 1; 0 is free
	n      int      // entries
}

// Sizes of blocks in bytes, the first one small: most datasets are. An entry of more than maxShared has a block of its own.
const (
	firstBlock = 4 << 10
	doublings  = 4
	maxShared  = 8 << 10
	firstSlots = 64
	maxLoad    = 7 // tenths of the slots that are taken
)

// Get returns the value of a key; nil if there is none.
func (p *Packed) Get(key string) []byte {
	if p.Len() == 0 {
		return nil
	}
	_, value := p.find(key)
	return value
}

// Len returns the number of entries.
func (p *Packed) Len() int {
	if p == nil {
		return 0
	}
	return p.n
}

// Set sets the value of a key, and returns it as it is kept. A value of another length that it replaces stays in memory.
func (p *Packed) Set(key string, value []byte) []byte {
	if p.n*10 >= len(p.slots)*maxLoad {
		p.grow()
	}
	slot, old := p.find(key)
	switch {
	case old == nil:
		p.n++
	case len(old) == len(value):
		copy(old, value)
		return old
	}
	p.slots[slot] = p.add(key, value)
	_, kept := p.entry(p.slots[slot])
	return kept
}

// All yields the keys and their values, in no order.
func (p *Packed) All() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if p == nil {
			return
		}
		for _, place := range p.slots {
			if place == 0 {
				continue
			}
			if key, value := p.entry(place); !yield(string(key), value) {
				return
			}
		}
	}
}

// find returns the slot of a key and its value, or the slot where it belongs and nil.
func (p *Packed) find(key string) (slot uint64, value []byte) {
	mask := uint64(len(p.slots) - 1)
	for slot = maphash.String(p.seed, key) & mask; p.slots[slot] != 0; slot = (slot + 1) & mask {
		if k, v := p.entry(p.slots[slot]); string(k) == key {
			return slot, v
		}
	}
	return slot, nil
}

// entry returns the key and the value at a place.
func (p *Packed) entry(place uint64) (key, value []byte) {
	b := p.blocks[(place-1)>>32][uint32(place-1):]
	k, n := binary.Uvarint(b)
	v, m := binary.Uvarint(b[n:])
	b = b[n+m:]
	end := k + v
	return b[:k], b[k:end:end]
}

// add writes an entry, and returns its place.
func (p *Packed) add(key string, value []byte) (place uint64) {
	need := len(key) + len(value) + 2*binary.MaxVarintLen64
	at := p.open
	switch {
	case need > maxShared:
		at = len(p.blocks)
		p.blocks = append(p.blocks, make([]byte, 0, need))
	case len(p.blocks) == 0 || cap(p.blocks[at])-len(p.blocks[at]) < need:
		at = len(p.blocks)
		p.blocks = append(p.blocks, make([]byte, 0, max(need, firstBlock<<min(at, doublings))))
		p.open = at
	}
	b := p.blocks[at]
	place = uint64(at)<<32 + uint64(len(b)) + 1
	b = binary.AppendUvarint(b, uint64(len(key)))
	b = binary.AppendUvarint(b, uint64(len(value)))
	b = append(append(b, key...), value...)
	p.blocks[at] = b
	return place
}

// grow doubles the slots.
func (p *Packed) grow() {
	old := p.slots
	if old == nil {
		p.seed = maphash.MakeSeed()
	}
	p.slots = make([]uint64, max(firstSlots, 2*len(old)))
	for _, place := range old {
		if place != 0 {
			key, _ := p.entry(place)
			slot, _ := p.find(string(key))
			p.slots[slot] = place
		}
	}
}
