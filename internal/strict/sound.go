package strict

import "bytes"

// soundDepth is how deep a value may be nested to be called sound at a glance.
const soundDepth = 16

// frame is an object or array around the place that a glance has come to.
type frame struct {
	object bool
	seen   uint64 // a bit for each name so far, by its hash
	first  int    // index of its names
}

// sound says whether a value, whose syntax is right, plainly passes the guard: no repeated member, no empty value,
// nothing over a limit. It looks at each byte once and may only err towards no, where Check has the word.
func sound(v []byte) bool {
	if len(v) > MaxString { // else no text in it is over its limit either
		return false
	}
	var stack [soundDepth]frame
	var names [64][]byte
	top, count := -1, 0
	naming, opened := false, false // a name comes next; a bracket has just been opened
	for i := 0; i < len(v); {
		switch c := v[i]; c {
		case ' ', '\n', '\t', '\r', ':':
			i++
			continue
		case ',':
			naming = stack[top].object
			i++
			continue
		case '{', '[':
			if top++; top == soundDepth {
				return false
			}
			stack[top] = frame{object: c == '{', first: count}
			naming, opened = c == '{', true
			i++
			continue
		case '}', ']':
			if opened {
				return false
			}
			count = stack[top].first
			top--
			i++
		case '"':
			if naming {
				end, bit := name(v, i)
				if end < 0 || count == len(names) || !stack[top].fresh(names[:count], v[i+1:end-1], bit) {
					return false
				}
				names[count] = v[i+1 : end-1]
				count++
				naming = false
				i = end
				break
			}
			end := textEnd(v, i)
			if end == i+2 {
				return false
			}
			i = end
		case 't':
			i += len("true")
		case 'f':
			i += len("false")
		default:
			end := plainNumber(v, i)
			if end < 0 {
				return false
			}
			i = end
		}
		opened = false
	}
	return true
}

// name is the index behind the name that begins at i, and a bit for what it says; -1 if it is empty or not written plainly.
func name(v []byte, i int) (end int, bit uint64) {
	hash := uint32(0)
	for end = i + 1; v[end] != '"'; end++ {
		if v[end] == '\\' {
			return -1, 0
		}
		hash = hash*31 + uint32(v[end])
	}
	if end == i+1 {
		return -1, 0
	}
	return end + 1, 1 << (hash % 64)
}

// fresh says whether a name differs from the others of its object.
func (f *frame) fresh(names [][]byte, name []byte, bit uint64) bool {
	if f.seen&bit == 0 {
		f.seen |= bit
		return true
	}
	for _, other := range names[f.first:] {
		if bytes.Equal(other, name) {
			return false
		}
	}
	return true
}

// textEnd is the index behind the text that begins at i.
func textEnd(v []byte, i int) int {
	for j := i + 1; ; {
		j += bytes.IndexByte(v[j:], '"') + 1
		slashes := 0
		for v[j-2-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return j
		}
	}
}

// plainNumber is the index behind the number without an exponent that begins at i; -1 if there is none.
func plainNumber(v []byte, i int) int {
	start := i
	for ; i < len(v) && (v[i] == '-' || v[i] == '.' || (v[i] >= '0' && v[i] <= '9')); i++ {
	}
	if i == start || i-start > MaxNumber || (i < len(v) && (v[i] == 'e' || v[i] == 'E')) {
		return -1
	}
	return i
}
