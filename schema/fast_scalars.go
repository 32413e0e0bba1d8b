package schema

import (
	"bytes"
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
	end := rawjson.SkipString(b, i)
	s := b[i+1 : end-1]
	escaped := bytes.IndexByte(s, '\\') >= 0
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

// mostMatched is the number of matching texts of a pattern that are remembered.
const mostMatched = 1000

// matches reports whether a text matches the pattern. Many references are to the same records: 1.1× on validate.
func (p *program) matches(s []byte) bool {
	if p.matched[string(s)] {
		return true
	}
	if !p.pattern.Match(s) {
		return false
	}
	if p.matched == nil {
		p.matched = map[string]bool{}
	}
	if len(p.matched) < mostMatched {
		p.matched[string(s)] = true
	}
	return true
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
