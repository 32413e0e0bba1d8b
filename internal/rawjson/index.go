package rawjson

import "strconv"

// Index finds what is in one value by its path. It walks a large object or list once, so that the paths of many problems
// in it cost little more than one.
type Index struct {
	value []byte
	large map[int]*children // by offset
}

// children are the members of an object by their names, or the entries of a list.
type children struct {
	members map[string][]Member
	entries []Member
}

// largeValue is the number of bytes from which an object or list is indexed: to walk less again is cheaper.
const largeValue = 4096

// NewIndex returns an index of a value.
func NewIndex(v []byte) *Index { return &Index{value: v} }

// Child is like the function Child, for a value at an offset in the indexed one.
func (x *Index) Child(at, length int, token string, nth int) (m Member, ok bool) {
	v := x.value[at : at+length]
	if length < largeValue {
		return Child(v, token, nth)
	}
	c := x.large[at]
	if c == nil {
		c = listChildren(v)
		if x.large == nil {
			x.large = map[int]*children{}
		}
		x.large[at] = c
	}
	same := c.members[token]
	if i, err := strconv.Atoi(token); Kind(v) == '[' && err == nil && i >= 0 {
		same = c.entries
		nth = i
	}
	if nth >= len(same) {
		return Member{}, false
	}
	return same[nth], true
}

func listChildren(v []byte) *children {
	c := &children{members: map[string][]Member{}}
	for at, e := range Elements(v) {
		c.entries = append(c.entries, Member{Value: e, At: at, ValueAt: at})
	}
	for m := range Members(v) {
		name := Text(m.Name)
		c.members[name] = append(c.members[name], m)
	}
	return c
}

// Get follows a path; it returns nil if it leads nowhere.
func (x *Index) Get(path []string) []byte {
	at := 0
	v := x.value
	for _, step := range path {
		m, ok := x.Child(at, len(v), step, 0)
		if !ok {
			return nil
		}
		at += m.ValueAt
		v = m.Value
	}
	return v
}
