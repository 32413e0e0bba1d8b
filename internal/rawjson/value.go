// Package rawjson reads JSON as bytes: values from a file with their positions, and what is in a value, without decoding it.
//
// A Reader checks what it reads (RFC 8259, and by Check RFC 7493). The functions on values expect bytes that a Reader has
// passed: a walk then needs only brackets and quotation marks. Every slice that they return is part of the slice they got.
package rawjson

import (
	"bytes"
	"iter"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Member is one member of an object.
type Member struct {
	Name    []byte // with quotation marks
	Value   []byte
	At      int // the offset of Name in the object
	ValueAt int // the offset of Value
}

// Kind returns the first byte of a value: one of { [ " t f n - or a digit; 0 if there is none.
func Kind(v []byte) byte {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// KindName names a kind of value in a sentence.
func KindName(kind byte) string {
	switch kind {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// IsNumber reports whether v is a JSON number.
func IsNumber(v []byte) bool {
	k := Kind(v)
	return k == '-' || isDigit(k)
}

// Members yields the members of an object, in order; of anything else, none.
func Members(obj []byte) iter.Seq[Member] {
	return func(yield func(Member) bool) {
		if Kind(obj) != '{' {
			return
		}
		for i := SkipSpace(obj, 1); i < len(obj) && obj[i] == '"'; {
			m := Member{At: i}
			end := skipValue(obj, i)
			m.Name = obj[i:end]
			m.ValueAt = SkipSpace(obj, SkipSpace(obj, end)+1) // the colon
			end = skipValue(obj, m.ValueAt)
			m.Value = obj[m.ValueAt:end]
			if !yield(m) {
				return
			}
			i = SkipSpace(obj, end)
			if i < len(obj) && obj[i] == ',' {
				i = SkipSpace(obj, i+1)
			}
		}
	}
}

// Elements yields the elements of an array with their offsets; of anything else, none.
func Elements(arr []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		if Kind(arr) != '[' {
			return
		}
		for i := SkipSpace(arr, 1); i < len(arr) && arr[i] != ']'; {
			end := skipValue(arr, i)
			if !yield(i, arr[i:end]) {
				return
			}
			i = SkipSpace(arr, end)
			if i < len(arr) && arr[i] == ',' {
				i = SkipSpace(arr, i+1)
			}
		}
	}
}

// Get returns the value of the first member of that name, nil if there is none.
func Get(obj []byte, name string) []byte {
	for m := range Members(obj) {
		if NameIs(m.Name, name) {
			return m.Value
		}
	}
	return nil
}

// Pick sets values to the first members of some names, in one walk; nil for those that are absent. A name may be
// in names twice.
func Pick(obj []byte, names []string, values [][]byte) {
	clear(values)
	next := 0 // most objects keep to the order of names
	absent := len(names)
	for m := range Members(obj) {
		for n := range names {
			i := (next + n) % len(names)
			if !NameIs(m.Name, names[i]) {
				continue
			}
			for ; i < len(names) && NameIs(m.Name, names[i]); i++ {
				if values[i] == nil {
					values[i] = m.Value
					absent--
				}
			}
			next = i % len(names)
			break
		}
		if absent == 0 {
			return
		}
	}
}

// GetText returns the Text of the first member of that name, "" if there is none.
func GetText(obj []byte, name string) string { return Text(Get(obj, name)) }

// Child returns a member of an object by name, or an entry of a list by index, with its place in v; ok is false if there is
// none. nth, from 0, selects one of several members of the same name.
func Child(v []byte, token string, nth int) (m Member, ok bool) {
	if Kind(v) == '[' {
		want, err := strconv.Atoi(token)
		i := 0
		for at, e := range Elements(v) {
			if i == want && err == nil {
				return Member{Value: e, At: at, ValueAt: at}, true
			}
			i++
		}
		return Member{}, false
	}
	for m := range Members(v) {
		if NameIs(m.Name, token) {
			if nth == 0 {
				return m, true
			}
			nth--
		}
	}
	return Member{}, false
}

// NameIs reports whether a member's name, which is still in quotation marks, is name.
func NameIs(quoted []byte, name string) bool {
	if len(quoted) <= len(name)+2 { // an escape is longer than what it stands for
		return string(quoted[1:len(quoted)-1]) == name
	}
	return bytes.IndexByte(quoted, '\\') >= 0 && Text(quoted) == name
}

// Text returns the text of a string, the Canonical form of a number, or the literal of any other value.
func Text(v []byte) string { return string(Unquote(v)) }

// AppendText appends the Text of v to b.
func AppendText(b, v []byte) []byte { return append(b, Unquote(v)...) }

// Unquote returns the bytes of Text. It may share the memory of v.
func Unquote(v []byte) []byte {
	switch {
	case Kind(v) != '"':
		if IsNumber(v) {
			return Canonical(v)
		}
		return v
	case bytes.IndexByte(v, '\\') < 0:
		return v[1 : len(v)-1]
	}
	b, _ := jsontext.AppendUnquote(nil, v) // an error can only concern bytes that a Reader refuses
	return b
}

// Quote returns the JSON string of a text.
func Quote(s string) []byte {
	b, _ := jsontext.AppendQuote(nil, s)
	return b
}

// QuoteAny returns Quote(s), nil if s is empty.
func QuoteAny(s string) []byte {
	if s == "" {
		return nil
	}
	return Quote(s)
}

// Compact returns a value without white space between its parts; nil for nil.
func Compact(v []byte) []byte {
	c := jsontext.Value(bytes.Clone(v))
	_ = c.Compact(jsontext.AllowDuplicateNames(true)) // an error can only concern bytes that a Reader refuses
	return c
}

// SkipSpace returns the index of the first byte from i on that is not white space.
func SkipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// skipValue returns the index behind the value that begins at i.
func skipValue(b []byte, i int) int {
	if i >= len(b) {
		return i
	}
	switch b[i] {
	case '"':
		return SkipString(b, i)
	case '{', '[':
		depth := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				i = SkipString(b, i)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
				if depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return i
	}
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] > ' ' {
		i++
	}
	return i
}

// SkipString returns the index behind the string that begins at i. Its closing quotation mark is the first with an even
// number of backslashes before it.
func SkipString(b []byte, i int) int {
	for i++; ; {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return len(b)
		}
		j := i + n
		slashes := 0
		for j-1-slashes >= i && b[j-1-slashes] == '\\' {
			slashes++
		}
		i = j + 1
		if slashes%2 == 0 {
			return i
		}
	}
}
