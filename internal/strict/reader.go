// Package strict is the guard in front of everything that reads JSON: data files and schemas.
//
// It accepts what RFC 8259 and RFC 7493 (I-JSON) accept, and says of anything else what is wrong
// and where: byte order marks, broken UTF-8 and surrogates, data after the end, repeated members,
// and what is over a limit. Nothing else in the program decodes data, so what passes here is
// safe for libraries that are kinder or weaker than the standards.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// Limits on what is read. Exponents over 1,000,000 make jsonschema v5 panic, long numbers and deep
// nesting make it slow; none of them has a place in a dataset.
const (
	MaxDepth    = 64
	MaxNumber   = 400 // characters
	MaxExponent = 308
	MaxString   = 1 << 20  // bytes
	MaxRecord   = 64 << 20 // bytes
)

// Reader reads the values of one file in order and knows where each of them stands.
//
// It reads at a glance; where that leaves a doubt, a decoder has the word.
type Reader struct {
	file    string
	window  *window
	scanner scanner
	levels  []level
	sound   bool
	strange bool // what the file begins with is no JSON text
}

// level is an object or array that has been opened and not closed.
type level struct {
	closer byte
	count  int // of what has been read in it, names and values alike
}

// separator is what must stand before the next name or value; 0 for nothing.
func (l level) separator() byte {
	switch {
	case l.count == 0:
		return 0
	case l.closer == '}' && l.count%2 == 1:
		return ':'
	}
	return ','
}

// NewReader returns a reader of r; file is its name in findings.
func NewReader(file string, r io.Reader) *Reader {
	return &Reader{file: file, window: newWindow(r)}
}

// next is where the next token stands, counted from the end of the last one, and its first byte; 0 if there is none, or
// if it is in doubt that it may stand there.
func (r *Reader) next() (at int, first byte) {
	at, first = r.window.blank(0)
	var l level
	if n := len(r.levels); n > 0 {
		l = r.levels[n-1]
	}
	if separator := l.separator(); separator != 0 && first == separator {
		if at, first = r.window.blank(at + 1); isCloser(first) {
			return at, 0
		}
	} else if separator != 0 && (separator == ':' || first != l.closer) {
		return at, 0
	}
	named := l.closer != '}' || l.count%2 == 1
	if kind(first) == 0 || first != l.closer && (isCloser(first) || !named && first != '"') {
		return at, 0
	}
	return at, first
}

// kind is the first byte of a token, '0' for a number, and 0 for what begins none.
func kind(c byte) byte {
	switch c {
	case '{', '}', '[', ']', '"', 't', 'f', 'n':
		return c
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return '0'
	}
	return 0
}

func isCloser(c byte) bool { return c == '}' || c == ']' }

// Peek is the kind of what comes next: the first byte of a value, '0' for a number, a closing bracket, or 0 at
// the end of the file. It refuses files that are no JSON text at all.
func (r *Reader) Peek() (byte, error) {
	if r.window.buf == nil {
		if err := r.opening(); err != nil {
			return 0, err
		}
	}
	at, first := r.next()
	switch {
	case first != 0:
		return kind(first), nil
	case len(r.levels) > 0 || at < len(r.window.rest())-1 || !errors.Is(r.window.err, io.EOF):
		return 0, r.fault()
	case r.window.offset() == 0:
		return 0, r.stop(0, finding.Empty, "the file is empty", "")
	}
	return 0, nil
}

// Open reads the bracket that begins an object or array.
func (r *Reader) Open() (rawjson.Pos, error) {
	at, first := r.next()
	if first != '{' && first != '[' {
		return rawjson.Pos{}, r.fault()
	}
	r.count()
	r.levels = append(r.levels, level{closer: first + ('}' - '{')})
	_, pos := r.window.take(at, 1)
	return pos, nil
}

// Close reads the bracket that ends an object or array.
func (r *Reader) Close() error {
	at, first := r.next()
	if !isCloser(first) {
		return r.fault()
	}
	r.levels = r.levels[:len(r.levels)-1]
	r.window.take(at, 1)
	return nil
}

// count counts what is read in the innermost level.
func (r *Reader) count() {
	if n := len(r.levels); n > 0 {
		r.levels[n-1].count++
	}
}

// Value reads a whole value, or the name of a member with its quotation marks. The bytes are
// valid until the next call.
func (r *Reader) Value() ([]byte, rawjson.Pos, error) {
	at, first := r.next()
	if first == 0 || isCloser(first) {
		return nil, rawjson.Pos{}, r.fault()
	}
	end := r.scanner.value(r.window.rest()[at:])
	for end == tooShort && r.window.more() {
		end = r.scanner.value(r.window.rest()[at:])
	}
	if end > MaxRecord || end == tooShort && errors.Is(r.window.err, errTooLong) {
		return nil, rawjson.Pos{}, r.tooLong()
	}
	r.sound = end > 0 && r.scanner.sound && len(r.levels)+scanDepth <= MaxDepth
	if end <= 0 {
		v, err := decoder(&replay{r.window, at}).ReadValue()
		if err != nil {
			return nil, rawjson.Pos{}, r.fault()
		}
		end = len(v)
	}
	r.count()
	v, pos := r.window.take(at, end)
	return v, pos, nil
}

// Sound says whether the value read last is known to pass Check, in so many brackets as have been opened.
func (r *Reader) Sound() bool { return r.sound }

// decoder has the last word on the syntax. It takes repeated members, which are found by Check: it would stop at the first.
func decoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(r, jsontext.AllowDuplicateNames(true))
}

// Skip reads a value and drops it: a list entry by entry, however long it is.
func (r *Reader) Skip() error {
	if kind, err := r.Peek(); err != nil || kind != '[' {
		_, _, err := r.Value()
		return err
	}
	if _, err := r.Open(); err != nil {
		return err
	}
	for {
		kind, err := r.Peek()
		if err != nil {
			return err
		}
		if kind == ']' {
			return r.Close()
		}
		if _, _, err := r.Value(); err != nil {
			return err
		}
	}
}

// End checks that nothing follows.
func (r *Reader) End() error {
	w := r.window
	for w.buf == nil || len(w.buf) > w.start || w.more() {
		at := blank(w.rest(), 0)
		if w.start += at; len(w.buf) > w.start {
			return r.stop(0, finding.Trailing, "more data after the end of the file's value",
				"a file holds one value; a file with one record a line is called TABLE.jsonl")
		}
	}
	return r.Unreadable()
}

// NextLine passes over the rest of a line, in a file of one value a line, of which that line's has a fault. It fails where
// no next line can be told: in what is no JSON text, and where the value began on a line before.
func (r *Reader) NextLine(f *Fault) bool {
	w := r.window
	at, _ := w.blank(0)
	if r.strange || len(r.levels) > 0 || w.position(at).Line != f.Line {
		return false
	}
	for {
		if n := bytes.IndexByte(w.buf[w.start+at:], '\n'); n >= 0 {
			w.start += at + n
			return true
		}
		at = len(w.buf) - w.start
		if !w.more() {
			w.start = len(w.buf)
			return errors.Is(w.err, io.EOF)
		}
	}
}

// Unreadable is the error of reading that ended the file, if it was not simply its end.
func (r *Reader) Unreadable() error {
	if err := r.window.err; err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errTooLong) {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	return nil
}
