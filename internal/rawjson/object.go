package rawjson

import "github.com/go-json-experiment/json/jsontext"

// Pair is a member of an object that is written: its name, and its value as JSON. It is an alias so that a list of them needs no
// names of fields.
type Pair = struct {
	Name  string
	Value []byte
}

// Object returns a JSON object with members in the given order. Those whose value is nil are left out; without members it
// returns nil.
func Object(members []Pair) []byte {
	size := 1 // at most, as some objects are kept for long
	for _, m := range members {
		size += len(m.Name) + len(m.Value) + len(`,"":`)
	}
	b := make([]byte, 0, size)
	for _, m := range members {
		if m.Value != nil {
			b, _ = jsontext.AppendQuote(append(b, ','), m.Name)
			b = append(b, ':')
			b = append(b, m.Value...)
		}
	}
	if len(b) == 0 {
		return nil
	}
	b[0] = '{'
	return append(b, '}')
}

// Only returns an object with some members alone, in the order of their names; nil if it has none of them.
func Only(obj []byte, names []string) []byte {
	values := make([][]byte, len(names))
	Pick(obj, names, values)
	members := make([]Pair, len(names))
	for i, name := range names {
		members[i] = Pair{name, values[i]}
	}
	return Object(members)
}

// Array returns a JSON array, nil without elements.
func Array(elements [][]byte) []byte { return enclose('[', elements, ']') }

// List returns a JSON array, [] without elements.
func List(elements [][]byte) []byte {
	if elements == nil {
		return []byte("[]")
	}
	return Array(elements)
}

func enclose(open byte, elements [][]byte, end byte) []byte {
	if elements == nil {
		return nil
	}
	b := []byte{open}
	for i, e := range elements {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, e...)
	}
	return append(b, end)
}
