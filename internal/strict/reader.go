// Package strict is the guard in front of everything that reads JSON: data files and schemas.
//
// It accepts what RFC 8259 and RFC 7493 (I-JSON) accept, and says of anything else what is wrong
// and where: byte order marks, broken UTF-8 and surrogates, data after the end, repeated members,
// and what is over a limit. Nothing else in the program decodes data, so what passes here is
// safe for libraries that are kinder or weaker than the standards.
package strict

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/diag"
	"malaga/internal/record"
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

// Fault is a finding after which the rest of a file cannot be read.
type Fault struct{ diag.Finding }

func (f *Fault) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Reader reads the values of one file in order and knows where each of them stands.
type Reader struct {
	file   string
	dec    *jsontext.Decoder
	window *window
}

// NewReader returns a reader of r; file is its name in findings.
func NewReader(file string, r io.Reader) *Reader {
	w := &window{r: bufio.NewReaderSize(r, 64<<10), at: record.Pos{Line: 1, Column: 1}}
	return &Reader{
		file:   file,
		window: w,
		// Repeated members are found by Check: a decoder stops at the first.
		dec: jsontext.NewDecoder(w, jsontext.AllowDuplicateNames(true)),
	}
}

// Peek is the kind of what comes next: the first byte of a value, a closing bracket, or 0 at
// the end of the file. It refuses files that are no JSON text at all.
func (r *Reader) Peek() (byte, error) {
	if r.dec.InputOffset() == 0 && len(r.window.buf) == 0 {
		if err := r.opening(); err != nil {
			return 0, err
		}
	}
	k := r.dec.PeekKind()
	if k == 0 {
		// PeekKind keeps its error for the next read.
		_, err := r.dec.ReadToken()
		if errors.Is(err, io.EOF) && r.dec.InputOffset() == 0 {
			return 0, r.stop(0, diag.Empty, "the file is empty", "")
		}
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		return 0, r.fault(err)
	}
	return byte(k), nil
}

// Open reads the bracket that begins an object or array, Close the one that ends it.
func (r *Reader) Open() (record.Pos, error) { return r.bracket() }

// Close reads the bracket that ends an object or array.
func (r *Reader) Close() error {
	_, err := r.bracket()
	return err
}

func (r *Reader) bracket() (record.Pos, error) {
	if _, err := r.dec.ReadToken(); err != nil {
		return record.Pos{}, r.fault(err)
	}
	return r.window.advance(r.dec.InputOffset() - 1), nil
}

// Value reads a whole value, or the name of a member with its quotation marks. The bytes are
// valid until the next call.
func (r *Reader) Value() ([]byte, record.Pos, error) {
	v, err := r.dec.ReadValue()
	if err != nil {
		return nil, record.Pos{}, r.fault(err)
	}
	return v, r.window.advance(r.dec.InputOffset() - int64(len(v))), nil
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
	end := r.dec.InputOffset()
	if _, err := r.dec.ReadToken(); errors.Is(err, io.EOF) {
		return nil
	}
	if err := r.Unreadable(); err != nil {
		return err
	}
	return r.stop(r.window.nextText(end), diag.Trailing, "more data after the end of the file's value",
		"a file holds one value; a file with one record a line is called TABLE.jsonl")
}

// opening looks at the first bytes of the file.
func (r *Reader) opening() error {
	const longest = 24 // of openings
	b, _ := r.window.r.Peek(longest)
	for _, o := range openings {
		if bytes.HasPrefix(b, []byte(o.bytes)) {
			r.window.ahead() // to be shown
			return r.stop(0, o.code, o.message, o.hint)
		}
	}
	return nil
}

// Unreadable is the error of reading that ended the file, if it was not simply its end.
func (r *Reader) Unreadable() error {
	if err := r.window.err; err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errTooLong) {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	return nil
}

var openings = []struct{ bytes, code, message, hint string }{
	{"\xef\xbb\xbf", diag.ByteOrder, "the file begins with a byte order mark", "save it as UTF-8 without BOM"},
	{"\xff\xfe", diag.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\xfe\xff", diag.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\x1f\x8b", diag.Syntax, "the file is compressed with gzip, not JSON", "decompress it first"},
	{"PK\x03\x04", diag.Syntax, "the file is a ZIP archive or a workbook, not JSON", ""},
	{"version https://git-lfs", diag.Syntax, "the file is a Git LFS pointer, not JSON", "fetch it with git lfs pull"},
	{"<<<<<<<", diag.Syntax, "the file has a merge conflict", "resolve the conflict"},
	{"<", diag.Syntax, "the file is HTML or XML, not JSON", ""},
}

// stop is the fault at an offset.
func (r *Reader) stop(offset int64, code, message, hint string) error {
	f := diag.Finding{Code: code, Severity: diag.Error, File: r.file, Message: message, Hint: hint}
	r.window.ahead()
	text, at := r.window.around(offset)
	f.Excerpt, f.Caret, f.Width = diag.Excerpt(text, at, min(at+1, len(text)))
	p := r.window.advance(offset)
	f.Line, f.Column = p.Line, p.Column
	return &Fault{f}
}

// fault tells a syntax error in plain words; an error of reading stays what it is.
func (r *Reader) fault(err error) error {
	if err := r.Unreadable(); err != nil {
		return err
	}
	if errors.Is(r.window.err, errTooLong) {
		return r.stop(r.window.nextValue(r.dec.InputOffset()), diag.Length, "a value of more than 64 MiB", "")
	}
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	text := syntax.Err.Error()
	at := syntax.ByteOffset
	switch {
	case errors.Is(syntax.Err, io.ErrUnexpectedEOF):
		return r.stop(at, diag.Syntax, "the file ends in the middle of a value", "a bracket or a quotation mark is not closed")
	case strings.Contains(text, "UTF-8"):
		return r.stop(at, diag.Encoding, "not valid UTF-8", "save the file as UTF-8")
	case strings.Contains(text, "surrogate"):
		return r.stop(at, diag.Encoding, "half of a surrogate pair", `write the character itself, or both halves (\ud83d\ude00)`)
	case strings.Contains(text, "max depth"):
		return r.stop(at, diag.Depth, fmt.Sprintf("nested more than %d levels deep", MaxDepth), "")
	}
	b, i := r.window.from(at)
	if c, n := utf8.DecodeRune(b[i:]); c == utf8.RuneError && n == 1 {
		return r.stop(at, diag.Encoding, "not valid UTF-8", "save the file as UTF-8")
	}
	return r.stop(at, diag.Syntax, "not valid JSON: "+inWords(text), r.syntaxHint(at))
}

// invalid is how the decoder tells of a character that cannot stand where it does.
var invalid = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^invalid character '(.+)' (at start of|after|in|within) ([a-z ]+?)(?: \(expecting (.+)\))?$`)
})

// inWords is a message of the decoder without the syntax of Go: characters as they are, or by number.
func inWords(text string) string {
	m := invalid().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	character := "'" + m[1] + "'"
	if c, _, tail, err := strconv.UnquoteChar(m[1], '\''); err == nil && tail == "" {
		character = "'" + string(c) + "'"
		if c < ' ' || c == 0x7f {
			character = fmt.Sprintf("the character U+%04X", c)
		}
	}
	said := character + " cannot stand " + m[2] + " " + m[3]
	if m[2] == "at start of" {
		said = character + " cannot begin a " + m[3]
	}
	if m[4] != "" {
		said += "; " + m[4] + " is expected"
	}
	return said
}

// syntaxHint recognises the usual slips by the characters around the place.
func (r *Reader) syntaxHint(at int64) string {
	r.window.ahead()
	text, i := r.window.from(at)
	if i >= len(text) {
		return ""
	}
	before := bytes.TrimRight(text[:i], " \t\r\n")
	switch c := text[i]; {
	case (c == '}' || c == ']') && bytes.HasSuffix(before, []byte(",")):
		return "remove the comma before the closing bracket"
	case c == '\'':
		return "JSON takes double quotation marks"
	case c == '/' || c == '#':
		return "JSON has no comments"
	case bytes.HasPrefix(text[i:], []byte("<<<<<<<")), bytes.HasPrefix(text[i:], []byte("=======")), bytes.HasPrefix(text[i:], []byte(">>>>>>>")):
		return "resolve the merge conflict"
	case bytes.HasPrefix(text[i:], []byte("None")):
		return "JSON writes null for nothing"
	case c == 'N' || c == 'I':
		return "JSON has no NaN or Infinity"
	case c == 'T' || c == 'F':
		return "JSON writes true, false and null in lower case"
	case c == '"' || c == '{' || c == '[':
		return "is there a comma missing before it?"
	case c == '\n' || c == '\t' || c == '\r':
		return `write a line break in a text as \n, a tab as \t`
	}
	return ""
}
