package rules

import (
	"hash/maphash"
)

// idSet holds the ids of a dataset by their hashes, 16 bytes each: with a million of them the texts
// would cost six times as much. Two ids of one hash are as likely as once in a hundred million
// datasets of that size; the places that a finding names would show it.
type idSet struct {
	seed  maphash.Seed
	slots []slot // a power of two; open addressing with linear probing
	used  int
}

// slot is one id: where it was first met, and whether anything refers to it.
type slot struct {
	hash     uint64 // 0 means free
	line     uint32
	file     uint16
	table    uint8
	referred bool
}

func newIDSet() *idSet { return &idSet{seed: maphash.MakeSeed(), slots: make([]slot, 1<<10)} }

// find returns the slot of an id, or the free one where it belongs.
func (s *idSet) find(id []byte) *slot {
	h := s.hash(id)
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		if p := &s.slots[i]; p.hash == h || p.hash == 0 {
			return p
		}
	}
}

func (s *idSet) hash(id []byte) uint64 {
	return maphash.Bytes(s.seed, id) | 1<<63 // never 0
}

// add notes an id. If it is known already, first is where, and added is false.
func (s *idSet) add(id []byte, at slot) (first slot, added bool) {
	p := s.find(id)
	if p.hash != 0 {
		return *p, false
	}
	at.hash = s.hash(id)
	*p = at
	if s.used++; s.used*4 > len(s.slots)*3 {
		s.grow()
	}
	return at, true
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]slot, 2*len(old))
	mask := uint64(len(s.slots) - 1)
	for _, p := range old {
		if p.hash == 0 {
			continue
		}
		i := p.hash & mask
		for s.slots[i].hash != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = p
	}
}
