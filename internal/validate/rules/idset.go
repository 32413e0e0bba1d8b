package rules

import "hash/maphash"

// idSet is a set of the ids of a dataset. It keeps only hashes, 16 bytes each: the texts of a million ids would take six
// times as much. Two of a million ids have the same hash in one of about twenty million datasets; the places in the finding
// would show it.
type idSet struct {
	seed maphash.Seed
	ids  map[uint64]idPlace
}

// idPlace is the place of the first record with an id.
type idPlace struct {
	line     uint32
	file     uint16
	table    uint8
	referred bool // whether a reference to it was read
}

func newIDSet() *idSet { return &idSet{seed: maphash.MakeSeed(), ids: map[uint64]idPlace{}} }

// find returns the place of an id.
func (s *idSet) find(id []byte) (at idPlace, ok bool) {
	at, ok = s.ids[maphash.Bytes(s.seed, id)]
	return at, ok
}

// set sets the place of an id.
func (s *idSet) set(id []byte, at idPlace) { s.ids[maphash.Bytes(s.seed, id)] = at }
