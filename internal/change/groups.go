package change

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"malaga/schema"
)

// Group is a change that is the same in several records.
type Group struct {
	Change
	Records []Record
}

// Groups returns the changes that several records have in common, in the order of fields, and the records with those of their own.
// Changes are compared by a hash, like records: there may be hundreds of thousands.
func (t *Table) Groups() (groups []Group, own []Edited) {
	sums := t.sums()
	group := repeated(sums) // the index of the group of a change that is repeated, by its hash
	for _, e := range t.Changed {
		of := sums[:len(e.Changes)]
		sums = sums[len(of):]
		var changes []Change
		for i, c := range e.Changes {
			g, ok := group[of[i]]
			switch {
			case !ok:
				changes = append(changes, c)
			case g == none:
				group[of[i]] = len(groups)
				groups = append(groups, Group{c, []Record{e.Record}})
			default:
				groups[g].Records = append(groups[g].Records, e.Record)
			}
		}
		if changes != nil {
			own = append(own, Edited{e.Record, changes})
		}
	}
	t.sort(groups)
	return groups, own
}

// sort sorts groups by their fields.
func (t *Table) sort(groups []Group) {
	var fields []string
	for name := range schema.Walk(t.Fields()) {
		fields = append(fields, name)
	}
	place := func(g Group) uint { return uint(slices.Index(fields, g.Name)) } // unknown ones, at -1, come last
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(place(a), place(b)) })
}

// sums returns a hash of each change of each record.
func (t *Table) sums() (sums []uint64) {
	seed := maphash.MakeSeed()
	n := 0
	for _, e := range t.Changed {
		n += len(e.Changes)
	}
	sums = make([]uint64, 0, n)
	var parts []byte
	for _, e := range t.Changed {
		entry, entrySum := "", maphash.String(seed, "") // many changes may be in one entry, and its name may be long
		for _, c := range e.Changes {
			if c.Entry != entry {
				entry, entrySum = c.Entry, maphash.String(seed, c.Entry)
			}
			parts = append(parts[:0], byte(c.Kind))
			for _, sum := range []uint64{maphash.String(seed, c.Name), entrySum, maphash.Bytes(seed, c.Old), maphash.Bytes(seed, c.New)} {
				parts = binary.LittleEndian.AppendUint64(parts, sum)
			}
			sums = append(sums, maphash.Bytes(seed, parts))
		}
	}
	return sums
}

// repeated returns the numbers that are there more than once, with none.
func repeated(numbers []uint64) map[uint64]int {
	sorted := slices.Sorted(slices.Values(numbers))
	all := map[uint64]int{}
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			all[sorted[i]] = none
		}
	}
	return all
}
