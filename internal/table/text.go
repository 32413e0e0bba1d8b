package table

import (
	"bytes"
	"strings"

	"malaga/internal/rawjson"
)

// Separator is written between the entries of a list.
const Separator = "; "

// Text returns a cell as text. Entries of a list are joined by Separator, the members of an object by ", ".
func Text(cell []byte) string { return string(AppendText(nil, cell, Separator)) }

// AppendText appends a cell as text to b, with a separator for the entries of a list: Separator or a line break. A list in a
// list has InnerSeparator. What looks like a separator in a text of a list has a backslash before its ";", "|" or line break,
// and so has a backslash that stands before one of these, before a backslash or at the end: the cell can be split again.
func AppendText(b, cell []byte, separator string) []byte {
	if k := rawjson.Kind(cell); k != '[' && k != '{' {
		return rawjson.AppendText(b, cell)
	}
	return joiner{separator, isSpecial(cell)}.append(b, cell, 0)
}

// InnerSeparator returns what is written between the entries of a list that is in so many others.
func InnerSeparator(depth int) string { return " " + strings.Repeat("|", depth) + " " }

// joiner writes cells as text, with a separator between the entries of a list.
type joiner struct {
	separator string
	special   bool // a text may have to be escaped; known once for all entries
}

// append appends a value that is in so many lists.
func (j joiner) append(b, v []byte, depth int) []byte {
	n := 0
	switch rawjson.Kind(v) {
	case 0:
	case '[':
		between := j.separator
		if depth > 0 {
			between = InnerSeparator(depth)
		}
		for _, e := range rawjson.Elements(v) {
			if n++; n > 1 {
				b = append(b, between...)
			}
			b = j.append(b, e, depth+1)
		}
	case '{':
		for m := range rawjson.Members(v) {
			if n++; n > 1 {
				b = append(b, ", "...)
			}
			b = j.append(b, m.Value, depth)
		}
	case 'n':
		if depth == 0 { // in a list it is the place of an entry without a value
			b = append(b, v...)
		}
	default:
		text := rawjson.Unquote(v)
		if depth > 0 && j.special && isSpecial(text) {
			return j.appendEscaped(b, text, depth)
		}
		b = append(b, text...)
	}
	return b
}

// specials are the characters that tell a separator or an escape.
const specials = ";|\n\\"

// isSpecial reports whether a text may have one of these characters, or a JSON value: there a line break has a backslash. It
// takes half the time of bytes.ContainsAny.
func isSpecial(v []byte) bool {
	return bytes.IndexByte(v, ';') >= 0 || bytes.IndexByte(v, '|') >= 0 || bytes.IndexByte(v, '\\') >= 0 || bytes.IndexByte(v, '\n') >= 0
}

// appendEscaped appends a text that is in so many lists. In an inner list, what stands at an end of the text touches a
// separator.
func (j joiner) appendEscaped(b, s []byte, depth int) []byte {
	space := func(i int) bool {
		if i < 0 || i == len(s) {
			return depth > 1
		}
		return s[i] == ' '
	}
	for i, c := range s {
		escaped := false
		switch c {
		case '\\':
			escaped = i+1 == len(s) || strings.IndexByte(specials, s[i+1]) >= 0
		case '\n':
			escaped = j.separator == "\n"
		case ';':
			escaped = j.separator == Separator && space(i+1)
		case '|':
			bars := len(s[i:]) - len(bytes.TrimLeft(s[i:], "|"))
			escaped = space(i-1) && space(i+bars)
		}
		if escaped {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return b
}

// Replace returns a cell in which fn has replaced each value that is no list, at any depth. Places of entries without a value
// stay.
func Replace(cell []byte, fn func(value []byte) []byte) []byte {
	switch rawjson.Kind(cell) {
	case '[':
		list := [][]byte{}
		for _, e := range rawjson.Elements(cell) {
			list = append(list, Replace(e, fn))
		}
		return rawjson.Array(list)
	case 'n':
		return cell
	}
	return fn(cell)
}
