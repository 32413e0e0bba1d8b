package edit

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// widest is the number of columns up to which an object or a list that holds only scalars stands on one line.
const widest = 100

// layout is a text in the canonical form.
type layout []byte

// newLine begins a line, indented by two spaces a level.
func (l *layout) newLine(depth int) {
	*l = append(*l, '\n')
	for range depth {
		*l = append(*l, ' ', ' ')
	}
}

// value appends a value: on the line where it belongs there and has room, else spread over lines. after is the number of columns
// behind it.
func (l *layout) value(v []byte, f *schema.Field, depth, after int) {
	all := parts(v, f)
	if !slices.ContainsFunc(all, func(p part) bool { return isCompound(p.value) }) {
		start := len(*l)
		l.line(v, all)
		line := (*l)[bytes.LastIndexByte(*l, '\n')+1:]
		if len(all) == 0 || utf8.RuneCount(line)+after <= widest {
			return
		}
		*l = (*l)[:start]
	}
	l.spread(v, all, depth)
}

// spread appends a value with its members or entries on lines of their own.
func (l *layout) spread(v []byte, all []part, depth int) {
	if len(all) == 0 {
		l.line(v, nil)
		return
	}
	*l = append(*l, v[0])
	for i, p := range all {
		l.newLine(depth + 1)
		l.name(p.name)
		if i == len(all)-1 {
			l.value(p.value, p.field, depth+1, 0)
			break
		}
		l.value(p.value, p.field, depth+1, len(","))
		*l = append(*l, ',')
	}
	l.newLine(depth)
	*l = append(*l, v[0]+closer)
}

// closer is how far the code of a closing bracket is from that of its opening one.
const closer = '}' - '{'

// line appends a value on one line.
func (l *layout) line(v []byte, all []part) {
	switch kind := rawjson.Kind(v); {
	case isCompound(v):
		*l = append(*l, kind)
		for i, p := range all {
			if i > 0 {
				*l = append(*l, ", "...)
			}
			l.name(p.name)
			l.line(p.value, parts(p.value, p.field))
		}
		*l = append(*l, kind+closer)
	case kind == '"':
		l.text(v)
	case rawjson.IsNumber(v):
		*l = append(*l, rawjson.Canonical(v)...)
	default:
		*l = append(*l, v...)
	}
}

// name appends the name of a member; nothing for an entry of a list. Its characters stay: only a text is data.
func (l *layout) name(quoted []byte) {
	if quoted == nil {
		return
	}
	if _, plain := rawjson.SkipText(quoted, 0); plain { // most are: 1.1× on fmt
		*l = append(*l, quoted...)
	} else {
		*l = appendQuoted(*l, rawjson.Text(quoted))
	}
	*l = append(*l, ": "...)
}

// text appends a text in normal form C.
func (l *layout) text(v []byte) {
	if _, plain := rawjson.SkipText(v, 0); plain { // most are
		*l = append(*l, v...)
		return
	}
	*l = appendQuoted(*l, compose(rawjson.Text(v)))
}

// compose returns a text in normal form C. The library joins long runs of marks by a character of its own (UAX #15, section 13): such
// a text stays as it is.
func compose(s string) string {
	const graphemeJoiner = "\u034f"
	composed := norm.NFC.String(s)
	if strings.Count(composed, graphemeJoiner) != strings.Count(s, graphemeJoiner) {
		return s
	}
	return composed
}

// appendQuoted appends a JSON string with the fewest escapes (RFC 8785, section 3.2.2.2), but for characters that nobody would see.
func appendQuoted(b []byte, s string) []byte {
	for _, r := range string(rawjson.Quote(s)) {
		if text.Invisible(r) {
			b = text.AppendEscape(b, r)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func isCompound(v []byte) bool {
	kind := rawjson.Kind(v)
	return kind == '{' || kind == '['
}
