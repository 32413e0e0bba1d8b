package rawjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Reader reads the values of one file in order, with their positions.
//
// Its errors are a *SyntaxError for what is wrong with the file, else those of the file's io.Reader.
type Reader struct {
	file    string
	window  *window
	lexer   lexer
	levels  []level
	at      int  // the index in the window of the next token, if it was peeked at
	peeked  bool // since the last token was read
	notJSON bool // by its first bytes
}

// level is an object or array that has been opened and not closed.
type level struct {
	closer byte
	count  int // names and values read so far
}

// NewReader returns a Reader of r; file is its name in errors.
func NewReader(file string, r io.Reader) *Reader {
	return &Reader{file: file, window: newWindow(r)}
}

// kind returns the first byte of a token, '0' for a number, and 0 for what begins none.
func kind(c byte) byte {
	switch c {
	case '{', '}', '[', ']', '"', 't', 'f', 'n':
		return c
	}
	if c == '-' || isDigit(c) {
		return '0'
	}
	return 0
}

// Peek returns the kind of what comes next: the first byte of a value, '0' for a number, a closing bracket, or 0 at the end
// of the file.
func (r *Reader) Peek() (byte, error) {
	w := r.window
	if w.buf == nil {
		if err := r.opening(); err != nil {
			return 0, err
		}
	}
	if !r.peeked {
		at, first := w.skipSpace(0)
		if first == 0 && len(r.levels) == 0 && at == len(w.rest())-1 && errors.Is(w.err, io.EOF) {
			if w.offset() == 0 {
				return 0, r.stop(fault{code: EmptyFile, message: "the file is empty"})
			}
			r.at = at
			return 0, nil
		}
		var err error
		if r.at, err = r.next(at, first); err != nil {
			return 0, err
		}
		r.peeked = true
	}
	return kind(w.rest()[r.at]), nil
}

// next returns the index of the next value, name or closing bracket in the window, if the token at an index, which begins
// with first, can stand there.
func (r *Reader) next(at int, first byte) (int, error) {
	w := r.window
	var l level
	if n := len(r.levels); n > 0 {
		l = r.levels[n-1]
	}
	hasName := l.closer == '}' && l.count%2 == 1
	switch {
	case hasName:
		if first != ':' {
			return 0, r.unexpected(at, aColon)
		}
		at, first = w.skipSpace(at + 1)
	case first == l.closer && len(r.levels) > 0:
		return at, nil
	case l.count > 0:
		if first != ',' {
			return 0, r.unexpected(at, afterValue(l.closer))
		}
		comma := at
		if at, first = w.skipSpace(at + 1); isCloser(first) {
			return 0, r.fail(trailingComma(comma, first))
		}
	}
	switch {
	case l.closer == '}' && !hasName && first != '"':
		return 0, r.unexpected(at, aName)
	case kind(first) == 0 || isCloser(first):
		return 0, r.unexpected(at, aValue)
	}
	return at, nil
}

// opening rejects files that are not JSON by their first bytes.
func (r *Reader) opening() error {
	const longest = 24 // of openings
	r.window.reach(longest)
	for _, o := range openings {
		if bytes.HasPrefix(r.window.buf, []byte(o.bytes)) {
			r.notJSON = true
			return r.stop(fault{0, o.code, o.message, o.hint})
		}
	}
	return nil
}

// Open reads the opening bracket that Peek has found, and returns its position.
func (r *Reader) Open() Pos {
	bracket, pos := r.take(1)
	r.levels = append(r.levels, level{closer: bracket[0] + closerOffset})
	return pos
}

// Close reads the closing bracket that Peek has found, and returns its position.
func (r *Reader) Close() Pos {
	r.levels = r.levels[:len(r.levels)-1]
	_, pos := r.window.take(r.at, 1)
	r.peeked = false
	return pos
}

// take reads n bytes from the next token on, and counts them as one item of the innermost level.
func (r *Reader) take(n int) ([]byte, Pos) {
	if n := len(r.levels); n > 0 {
		r.levels[n-1].count++
	}
	r.peeked = false
	return r.window.take(r.at, n)
}

// Value reads a whole value, or the name of a member with its quotation marks. The bytes are valid until the next call.
func (r *Reader) Value() ([]byte, Pos, error) {
	kind, err := r.Peek()
	if err == nil && (kind == 0 || isCloser(kind)) {
		err = r.unexpected(r.at, aValue)
	}
	if err != nil {
		return nil, Pos{}, err
	}
	end := r.scan()
	switch {
	case end > MaxRecord, end == tooShort && errors.Is(r.window.err, errTooLong):
		return nil, Pos{}, r.tooLong()
	case end == tooShort:
		return nil, Pos{}, r.Err()
	case end == invalid:
		f := r.lexer.fault
		f.at += r.at
		return nil, Pos{}, r.fail(f)
	}
	if end > 2*MaxValues && kind != '"' { // only then can it have more of them
		r.lexer.clean = false
	}
	v, pos := r.take(end)
	return v, pos, nil
}

// scan finds the end of the next value, reading on as far as it needs.
func (r *Reader) scan() (end int) {
	w := r.window
	r.lexer.outer = len(r.levels)
	for {
		r.lexer.final = errors.Is(w.err, io.EOF)
		end = r.lexer.value(w.rest()[r.at:])
		if end != tooShort || !w.more() && !errors.Is(w.err, io.EOF) {
			return end
		}
	}
}

// Clean reports whether the value read last is certain to pass Check. It may be false for a value that does.
func (r *Reader) Clean() bool {
	return r.lexer.clean && len(r.levels)+r.lexer.deepest <= MaxDepth
}

// Skip reads a value and drops it: a list entry by entry, however long it is.
func (r *Reader) Skip() error {
	if kind, _ := r.Peek(); kind != '[' {
		_, _, err := r.Value()
		return err
	}
	r.Open()
	return r.SkipRest()
}

// SkipRest reads the rest of a list that has been opened, and drops it.
func (r *Reader) SkipRest() error {
	for {
		if kind, _ := r.Peek(); kind == ']' {
			r.Close()
			return nil
		}
		if _, _, err := r.Value(); err != nil { // that of Peek too
			return err
		}
	}
}

// End checks that nothing follows.
func (r *Reader) End() error {
	w := r.window
	r.peeked = false
	for w.buf == nil || len(w.buf) > w.start || w.more() {
		if w.start += SkipSpace(w.rest(), 0); len(w.buf) > w.start {
			return r.stop(fault{
				code: Trailing, message: "more data after the end of the JSON value",
				hint: "keep one value in the file; name a file with one record a line TABLE.jsonl",
			})
		}
	}
	return r.Err()
}

// NextLine skips the rest of a line, in a file of one value a line, after an error in it. It fails where the next line cannot
// be found: in a file that is not JSON, and where the value began on an earlier line.
func (r *Reader) NextLine(e *SyntaxError) bool {
	w := r.window
	r.peeked = false
	at, _ := w.skipSpace(0)
	if r.notJSON || len(r.levels) > 0 || w.position(at).Line != e.Pos.Line {
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

// Err returns the error of the io.Reader that ended the file early, nil if there was none.
func (r *Reader) Err() error {
	if err := r.window.err; err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errTooLong) {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	return nil
}

// unexpected returns the error for the byte at an index of the window.
func (r *Reader) unexpected(at int, expected string) error {
	r.window.reach(at + context)
	return r.fail(unexpected(r.window.rest(), at, expected))
}

// fail returns the error for a fault in the window, or what kept the window from showing enough of the file.
func (r *Reader) fail(f fault) error {
	r.window.reach(f.at + context)
	if err := r.Err(); err != nil {
		return err
	}
	if errors.Is(r.window.err, errTooLong) {
		return r.tooLong()
	}
	return r.stop(f)
}

// tooLong returns the error for a value over the limit, or for the white space where one is expected.
func (r *Reader) tooLong() error {
	rest := r.window.rest()
	at := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
	f := fault{at: at, code: Length, message: "a value of more than 64 MiB"}
	const separators = mostKnown - MaxRecord
	switch {
	case at >= MaxRecord:
		f = fault{code: Length, message: "more than 64 MiB of white space", hint: "remove the white space"}
	case at > separators:
		f.message += ", with the white space before it"
	}
	return r.stop(f)
}

// stop returns the error for a fault in the window.
func (r *Reader) stop(f fault) error {
	w := r.window
	w.reach(f.at + context)
	text, at := w.around(f.at)
	return &SyntaxError{
		Code: f.code, File: r.file, Pos: w.position(f.at), Message: f.message, Hint: f.hint,
		Text: text, At: at,
	}
}

// ReadAll reads a file that is one value. name is the file's, for errors.
func ReadAll(name string, in io.Reader) ([]byte, error) {
	r := NewReader(name, in)
	v, _, err := r.Value()
	if err != nil {
		return nil, err
	}
	v = bytes.Clone(v)
	return v, r.End()
}
