package schema

import (
	"bytes"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"malaga/internal/rawjson"
)

// text validates a text. Escapes hide its length and content.
func (f *FastValidator) text(p *program, b []byte, i int) (int, verdict) {
	if p.refuses(typeString) {
		return i, invalid
	}
	end, plain := rawjson.SkipText(b, i)
	s := b[i+1 : end-1]
	escaped := !plain && bytes.IndexByte(s, '\\') >= 0
	f.parts.Plain = f.parts.Plain && plain
	switch {
	case len(s) == 0: // package rawjson reports empty values
		return end, unknown
	case escaped && (p.table != "" || p.codes != nil || p.pattern != nil || p.date || p.minLength > 1), len(s) > rawjson.MaxString:
		return end, unknown
	case p.codes != nil && !p.codes[string(s)]:
		return end, invalid
	case p.minLength > 0 && len(s) < 4*p.minLength && utf8.RuneCount(s) < p.minLength:
		return end, unknown
	case p.maxLength >= 0 && len(s) > p.maxLength && (escaped || utf8.RuneCount(s) > p.maxLength):
		return end, unknown
	case p.date && !isDate(s), p.pattern != nil && !p.matches(s):
		return end, unknown
	}
	if p.table != "" {
		f.parts.Refs = append(f.parts.Refs, Ref{p.table, s})
	}
	return end, valid
}

// slug is the pattern of ids. Its first group is the prefix.
var slug = regexp.MustCompile(`^\^([a-z]+-)\[a-z0-9\]\+\(-\[a-z0-9\]\+\)\*\$$`)

// matches reports whether a text matches the pattern. Most patterns are those of ids: 1.1× on validate.
func (p *program) matches(s []byte) bool {
	if p.prefix == "" {
		return p.pattern.Match(s)
	}
	words, ok := bytes.CutPrefix(s, []byte(p.prefix))
	inWord := false
	for _, c := range words {
		isHyphen := c == '-' && inWord
		inWord = c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		ok = ok && (inWord || isHyphen)
	}
	return ok && inWord
}

// isDate applies the library's own check of a date.
func isDate(s []byte) bool {
	_, err := time.Parse(time.DateOnly, string(s))
	return err == nil
}

// number validates whole numbers. A fraction, an exponent, and what int64 cannot hold need the library's exact arithmetic.
func (p *program) number(b []byte, i int) (int, verdict) {
	if p.refuses(typeInteger | typeNumber) {
		return i, invalid
	}
	end := i + 1
	for end < len(b) && bytes.IndexByte([]byte("0123456789.eE+-"), b[end]) >= 0 {
		end++
	}
	switch n, err := strconv.ParseInt(string(b[i:end]), 10, 64); {
	case err != nil:
		return i, unknown
	case n < p.minimum, n > p.maximum:
		return i, invalid
	}
	return end, valid
}
