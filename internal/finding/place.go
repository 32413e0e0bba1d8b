package finding

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"malaga/internal/rawjson"
)

// Place returns the finding for a problem of a record. display is the field that names the record. Positions are found
// only here, by a walk through the bytes of the record that costs as much as a check.
func Place(r rawjson.Record, display string, p Problem) Finding {
	start, end, found := locate(r.Raw, p)
	f := Finding{
		Code: p.Code, Severity: p.Severity, File: r.File, Table: r.Table,
		Pointer: r.At() + Pointer(found), Message: p.Message, Hint: p.Hint, Missing: p.Missing,
	}
	if f.Severity == "" {
		f.Severity = Error
	}
	f.ID = stringOf(r.Raw, "id")
	f.Title = stringOf(r.Raw, display)
	at := r.Pos.Advance(r.Raw[:start])
	f.Line, f.Column = at.Line, at.Column
	f.Excerpt, f.Caret, f.Width = Excerpt(r.Raw, start, end)
	return f
}

// Pointer returns a path in the form of RFC 6901.
func Pointer(path []string) string {
	var b strings.Builder
	for _, t := range path {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(t))
	}
	return b.String()
}

// OfSyntax returns the finding for a syntax error.
func OfSyntax(e *rawjson.SyntaxError) Finding {
	f := Finding{
		Code: e.Code, Severity: Error, File: e.File, Line: e.Pos.Line, Column: e.Pos.Column,
		Message: e.Message, Hint: e.Hint,
	}
	f.Excerpt, f.Caret, f.Width = Excerpt(e.Text, e.At, min(e.At+1, len(e.Text)))
	return f
}

// OfValue returns the problem of a record for one of its value.
func OfValue(p rawjson.Problem) Problem {
	return Problem{Code: p.Code, Path: p.Path, Key: p.Key, Nth: p.Nth, Message: p.Message, Hint: p.Hint}
}

// locate finds the bytes that a problem is about. If a part of the path is absent these are the last value that exists.
func locate(v []byte, p Problem) (start, end int, path []string) {
	at := 0
	for i, step := range p.Path {
		nth := 0
		if i == len(p.Path)-1 {
			nth = p.Nth
		}
		m, ok := rawjson.Child(v, step, nth)
		if !ok {
			break
		}
		path = append(path, step)
		if p.Key && i == len(p.Path)-1 && m.Name != nil {
			return at + m.At, at + m.At + len(m.Name), path
		}
		at += m.ValueAt
		v = m.Value
	}
	return at, at + len(v), path
}

func stringOf(obj []byte, name string) string {
	if v := rawjson.Get(obj, name); rawjson.Kind(v) == '"' {
		return rawjson.Text(v)
	}
	return ""
}

// Of a long line an excerpt shows so many bytes, and so many of them before the value.
const (
	excerptBefore = 48
	excerptLength = 96
)

// Excerpt returns the line around b[start:end] without its indent, and the place of that value in it, in code points.
func Excerpt(b []byte, start, end int) (line string, caret, width int) {
	from := bytes.LastIndexByte(b[:start], '\n') + 1
	to := len(b)
	if n := bytes.IndexByte(b[start:], '\n'); n >= 0 {
		to = start + n
	}
	for from < start && (b[from] == ' ' || b[from] == '\t') {
		from++
	}
	prefix, suffix := "", ""
	if start-from > excerptBefore {
		from = start - excerptBefore
		for from < start && !utf8.RuneStart(b[from]) {
			from++
		}
		prefix = "…"
	}
	if to-from > excerptLength {
		to = from + excerptLength
		for most := min(len(b), to+utf8.UTFMax-1); to < most && !utf8.RuneStart(b[to]); { // more in a row are no text
			to++
		}
		suffix = "…"
	}
	text := bytes.TrimRight(b[from:to], "\r")
	end = min(end, from+len(text))
	caret = utf8.RuneCountInString(prefix) + utf8.RuneCount(b[from:start])
	width = max(1, utf8.RuneCount(b[start:max(start, end)]))
	return prefix + string(text) + suffix, caret, width
}
