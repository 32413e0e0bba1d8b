package query

import (
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// joint says whether two of some paths go through one field.
func joint(paths []Path) bool {
	for i, p := range paths {
		for _, other := range paths[:i] {
			if p.steps[0] == other.steps[0] {
				return true
			}
		}
	}
	return false
}

// tuples are the different combinations of values that a record has at the ends of some paths. Paths through one field go
// together, entry by entry: a role is that of one organiser, not of all. A value that is absent is nil.
func tuples(v []byte, paths [][]*schema.Field, look Lookup) [][][]byte {
	all := [][][]byte{make([][]byte, len(paths))}
	done := make([]bool, len(paths))
	for i, p := range paths {
		if done[i] {
			continue
		}
		var together []int
		for j, other := range paths {
			if other[0] == p[0] {
				together, done[j] = append(together, j), true
			}
		}
		all = times(all, parts(v, paths, together, look), together)
	}
	return all
}

// parts are the tuples of those paths that go through one field.
func parts(v []byte, paths [][]*schema.Field, together []int, look Lookup) [][][]byte {
	f := paths[together[0]][0]
	var all [][][]byte
	seen := map[string]bool{}
	for _, e := range Entries(rawjson.Get(v, f.Name)) {
		for _, t := range entry(e, f, paths, together, look) {
			if k := string(appendKey(nil, t...)); !seen[k] {
				seen[k] = true
				all = append(all, t)
			}
		}
	}
	if all == nil {
		all = [][][]byte{make([][]byte, len(together))}
	}
	return all
}

// entry are the tuples of one entry of a field.
func entry(e []byte, f *schema.Field, paths [][]*schema.Field, together []int, look Lookup) [][][]byte {
	var on [][]*schema.Field // the paths that go on from it
	var at []int
	one := make([][]byte, len(together))
	for n, i := range together {
		if len(paths[i]) == 1 {
			one[n] = canonical(e)
			continue
		}
		on, at = append(on, paths[i][1:]), append(at, n)
	}
	if f.Ref != "" && on != nil {
		e = look(f.Ref, rawjson.Text(e))
	}
	return times([][][]byte{one}, tuples(e, on, look), at)
}

// times is each of some tuples with each of the parts in it.
func times(all, parts [][][]byte, at []int) [][][]byte {
	var product [][][]byte
	for _, t := range all {
		for _, part := range parts {
			t := slices.Clone(t)
			for n, i := range at {
				t[i] = part[n]
			}
			product = append(product, t)
		}
	}
	return product
}
