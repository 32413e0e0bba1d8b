package finding

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// Place returns the finding for a problem of a record. display is the field that names the record.
func Place(r rawjson.Record, display string, p Problem) Finding {
	return NewPlacer(r, display).Place(p)
}

// Placer makes findings of the problems of one record. Positions are found only here: the first costs a walk through the bytes
// of the record, the others little more.
type Placer struct {
	record    rawjson.Record
	id, title string
	index     *rawjson.Index
	pos       rawjson.Pos // the position of an offset that was asked for before
	at        int
}

// NewPlacer returns a Placer for a record. display is the field that names the record.
func NewPlacer(r rawjson.Record, display string) *Placer {
	return &Placer{
		record: r, id: limited(stringOf(r.Raw, "id")), title: limited(stringOf(r.Raw, display)), index: rawjson.NewIndex(r.Raw), pos: r.Pos,
	}
}

// limited returns the beginning of a text that nobody reads to the end: one in data with a mistake may be as long as a file.
func limited(s string) string {
	const most = 1000 // code points
	if len(s) <= most {
		return s
	}
	return text.Shorten(s, most)
}

// Of reports whether the Placer is of a record, and of the same copy of its bytes.
func (l *Placer) Of(r rawjson.Record) bool {
	own := l.record.Raw
	return r.IsAt(l.record) && len(r.Raw) == len(own) && len(own) > 0 && &r.Raw[0] == &own[0]
}

// Place returns the finding for a problem.
func (l *Placer) Place(p Problem) Finding {
	r := l.record
	start, end, found := l.locate(p)
	f := Finding{
		Code: p.Code, Severity: p.Severity, File: r.File, Table: r.Table, ID: l.id, Title: l.title,
		Pointer: limited(r.At() + Pointer(found)), Message: limited(p.Message), Hint: limited(p.Hint), Missing: p.Missing,
	}
	if f.Severity == "" {
		f.Severity = Error
	}
	if !p.Key && p.Missing == "" {
		f.Value = shortValue(r.Raw[start:end])
	}
	if start < l.at {
		l.pos = r.Pos
		l.at = 0
	}
	l.pos = l.pos.Advance(r.Raw[l.at:start])
	l.at = start
	f.Line = l.pos.Line
	f.Column = l.pos.Column
	f.Start = r.Pos.Offset + int64(start)
	f.End = r.Pos.Offset + int64(end)
	f.Excerpt, f.Caret, f.Width = Excerpt(r.Raw, start, end)
	return f
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer returns a path in the form of RFC 6901.
func Pointer(path []string) string {
	var b strings.Builder
	for _, t := range path {
		b.WriteByte('/')
		b.WriteString(pointerEscapes.Replace(t))
	}
	return b.String()
}

// OfSyntax returns the finding for a syntax error.
func OfSyntax(e *rawjson.SyntaxError) Finding {
	f := Finding{
		Code: e.Code, Severity: Error, File: e.File, Line: e.Pos.Line, Column: e.Pos.Column,
		Message: e.Message, Hint: e.Hint, Start: e.Pos.Offset, End: e.Pos.Offset,
	}
	f.Excerpt, f.Caret, f.Width = Excerpt(e.Text, e.At, min(e.At+1, len(e.Text)))
	return f
}

// OfValue returns the problem of a record for one of its value.
func OfValue(p rawjson.Problem) Problem {
	return Problem{Code: p.Code, Path: p.Path, Key: p.Key, Nth: p.Nth, Message: p.Message, Hint: p.Hint}
}

// locate finds the bytes that a problem is about. If a part of the path is absent these are the last value that exists.
func (l *Placer) locate(p Problem) (start, end int, path []string) {
	at := 0
	length := len(l.record.Raw)
	for i, step := range p.Path {
		nth := 0
		if i == len(p.Path)-1 {
			nth = p.Nth
		}
		m, ok := l.index.Child(at, length, step, nth)
		if !ok {
			break
		}
		path = append(path, step)
		if p.Key && i == len(p.Path)-1 && m.Name != nil {
			return at + m.At, at + m.At + len(m.Name), path
		}
		at += m.ValueAt
		length = len(m.Value)
	}
	return at, at + length, path
}

func stringOf(obj []byte, name string) string {
	if v := rawjson.Get(obj, name); rawjson.Kind(v) == '"' {
		return rawjson.Text(v)
	}
	return ""
}

// Of a long line an excerpt shows so many bytes, and so many of them before the value. The ends of the line are looked for in
// so many bytes: a line may be as long as the record.
const (
	excerptBefore   = 48
	excerptLength   = 96
	excerptSearched = 4096
)

// Excerpt returns the line around b[start:end] without its indent, and the place of that value in it, in code points.
func Excerpt(b []byte, start, end int) (line string, caret, width int) {
	before := max(0, start-excerptSearched)
	from := before + bytes.LastIndexByte(b[before:start], '\n') + 1
	to := min(len(b), start+excerptSearched)
	if n := bytes.IndexByte(b[start:to], '\n'); n >= 0 {
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
