package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/finding"
)

// Fault is a finding after which the rest of a file cannot be read.
type Fault struct{ finding.Finding }

func (f *Fault) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// opening looks at the first bytes of the file.
func (r *Reader) opening() error {
	const longest = 24 // of openings
	r.window.reach(longest)
	for _, o := range openings {
		if bytes.HasPrefix(r.window.buf, []byte(o.bytes)) {
			r.strange = true
			return r.stop(0, o.code, o.message, o.hint)
		}
	}
	return nil
}

var openings = []struct{ bytes, code, message, hint string }{
	{"\xef\xbb\xbf", finding.ByteOrder, "the file begins with a byte order mark", "save it as UTF-8 without BOM"},
	{"\xff\xfe", finding.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\xfe\xff", finding.Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\x1f\x8b", finding.Syntax, "the file is compressed with gzip, not JSON", "decompress it first"},
	{"PK\x03\x04", finding.Syntax, "the file is a ZIP archive or a workbook, not JSON", ""},
	{"version https://git-lfs", finding.Syntax, "the file is a Git LFS pointer, not JSON", "fetch it with git lfs pull"},
	{"<<<<<<<", finding.Syntax, "the file has a merge conflict", "resolve the conflict"},
	{"<", finding.Syntax, "the file is HTML or XML, not JSON", ""},
}

// stop is the fault at an index of what is known from the place on.
func (r *Reader) stop(i int, code, message, hint string) error {
	f := finding.Finding{Code: code, Severity: finding.Error, File: r.file, Message: message, Hint: hint}
	w := r.window
	w.reach(i + context)
	text, at := w.around(i)
	f.Excerpt, f.Caret, f.Width = finding.Excerpt(text, at, min(at+1, len(text)))
	p := w.position(i)
	f.Line, f.Column = p.Line, p.Column
	return &Fault{f}
}

// before is what stands for all that precedes the last token's end: it allows the same to follow.
func (r *Reader) before() string {
	var b strings.Builder
	for i, l := range r.levels {
		object, last := l.closer == '}', i == len(r.levels)-1
		switch {
		case object && !last:
			b.WriteString(`{"":`)
		case object && l.count > 0 && l.count%2 == 0:
			b.WriteString(`{"":""`)
		case object && l.count > 0:
			b.WriteString(`{""`)
		case object:
			b.WriteString(`{`)
		case last && l.count > 0:
			b.WriteString(`[""`)
		default:
			b.WriteString(`[`)
		}
	}
	return b.String()
}

// tooLong is the fault of a value over the limit.
func (r *Reader) tooLong() error {
	rest := r.window.rest()
	at := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
	return r.stop(at, finding.Length, "a value of more than 64 MiB", "")
}

// fault tells in plain words what the decoder finds behind the last token; an error of reading stays what it is.
func (r *Reader) fault() error {
	w, before := r.window, r.before()
	var err error
	if !errors.Is(w.err, errTooLong) {
		_, err = decoder(io.MultiReader(strings.NewReader(before), &replay{w, 0})).ReadValue()
	}
	if err := r.Unreadable(); err != nil {
		return err
	}
	if errors.Is(w.err, errTooLong) {
		return r.tooLong()
	}
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("%s: no value where one is asked for: %w", r.file, io.ErrUnexpectedEOF)
	}
	i := int(syntax.ByteOffset) - len(before)
	w.reach(i + context)
	f := inWords(syntax, w.rest(), i)
	return r.stop(f.at, f.code, f.message, f.hint)
}

// slip is what is wrong in a file, at an index of its bytes.
type slip struct {
	at                  int
	code, message, hint string
}

// inWords says in plain words what the decoder found at an index of the bytes from the last token on.
func inWords(syntax *jsontext.SyntacticError, rest []byte, i int) slip {
	text := syntax.Err.Error()
	c, size := utf8.DecodeRune(rest[i:])
	switch {
	case errors.Is(syntax.Err, io.ErrUnexpectedEOF):
		return slip{i, finding.Syntax, "the file ends in the middle of a value", "a bracket or a quotation mark is not closed"}
	case strings.Contains(text, "surrogate"):
		return slip{i, finding.Encoding, "half of a surrogate pair", `write the character itself, or both halves (\ud83d\ude00)`}
	case strings.Contains(text, "max depth"):
		return slip{i, finding.Depth, fmt.Sprintf("nested more than %d levels deep", MaxDepth), ""}
	case strings.Contains(text, "UTF-8") || c == utf8.RuneError && size == 1:
		return slip{i, finding.Encoding, "not valid UTF-8", "save the file as UTF-8"}
	}
	if ahead := bytes.TrimRight(rest[:i], " \t\r\n"); isCloser(rest[i]) && bytes.HasSuffix(ahead, []byte(",")) {
		return slip{len(ahead) - 1, finding.Syntax, fmt.Sprintf("not valid JSON: ',' cannot stand before '%c'", c), "remove the comma"}
	}
	return slip{i, finding.Syntax, "not valid JSON: " + misplaced(text, c), hint(text, rest[i:])}
}

// invalid is how the decoder tells of a character that cannot stand where it does.
var invalid = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^invalid character '.+' (at start of|after|in|within) ([a-z ]+?)(?: \(expecting (.+)\))?$`)
})

// misplaced is a message of the decoder without the syntax of Go: the character as it is, or by its number.
func misplaced(text string, c rune) string {
	m := invalid().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	character := "'" + string(c) + "'"
	if c < ' ' || c == 0x7f {
		character = fmt.Sprintf("the character U+%04X", c)
	}
	said := character + " cannot stand " + m[1] + " " + m[2]
	if m[1] == "at start of" {
		said = character + " cannot begin a " + m[2]
	}
	if m[3] != "" {
		said += "; " + m[3] + " is expected"
	}
	return said
}

// hint recognises the usual slips by what the decoder says and by what stands there.
func hint(said string, text []byte) string {
	switch c := text[0]; {
	case c == '\'', strings.Contains(said, "start of string") && (c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'):
		return "JSON takes double quotation marks"
	case c == '/' || c == '#':
		return "JSON has no comments"
	case bytes.HasPrefix(text, []byte("<<<<<<<")), bytes.HasPrefix(text, []byte("=======")), bytes.HasPrefix(text, []byte(">>>>>>>")):
		return "resolve the merge conflict"
	case bytes.HasPrefix(text, []byte("None")):
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
