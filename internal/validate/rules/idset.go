package rules

import "hash/maphash"

// idSet is a set of the ids of a dataset. It keeps only hashes, 16 bytes each: the texts of a million ids would take six
// times as much. That two ids of a million have the same hash is a chance of one in a hundred million datasets; the places
// in the finding would show it.
type idSet struct {
	seed  maphash.Seed
	slots []slot // a power of two; open addressing with linear probing
	used  int
}

// slot is one id: where it was read first, and whether anything refers to it.
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

// add adds an id that was read at a place. If the id is known already, first is its first place and added is false.
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
