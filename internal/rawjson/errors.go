package rawjson

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// The codes of what can be wrong with a text as JSON.
const (
	Syntax       = "SYN001"
	DuplicateKey = "SYN002"
	Encoding     = "SYN003"
	ByteOrder    = "SYN004"
	Trailing     = "SYN005"
	Depth        = "SYN006"
	Number       = "SYN007"
	Length       = "SYN008"
	EmptyFile    = "SYN009"
	EmptyValue   = "SCH006"
)

// SyntaxError is the place at which a file stops being JSON. What follows it cannot be read.
type SyntaxError struct {
	Code    string
	File    string
	Pos     Pos
	Message string
	Hint    string // may be empty

	Text []byte // what is known of the file around the place
	At   int    // the place in Text
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Pos.Line, e.Pos.Column, e.Message)
}

// fault is a SyntaxError at an index of the bytes being read.
type fault struct {
	at                  int
	code, message, hint string
}

// What can be expected at a place, in the words of a message.
const (
	aValue     = "a value"
	aName      = `a name in double quotation marks`
	aColon     = "':' after the name"
	aDigit     = "a digit"
	aCharacter = "a character or the closing quotation mark"
)

// afterValue names what can follow a value in the brackets that closer ends.
func afterValue(closer byte) string { return fmt.Sprintf("',' or '%c' after the value", closer) }

func tooDeep() string { return fmt.Sprintf("nested more than %d levels deep", MaxDepth) }

// unexpected is the fault of a character that cannot stand at v[i]. The last byte of v is the end of the file.
func unexpected(v []byte, i int, expected string) fault {
	if i == len(v)-1 || !utf8.FullRune(v[i:len(v)-1]) {
		return endOfFile(i)
	}
	c, size := utf8.DecodeRune(v[i:])
	if c == utf8.RuneError && size == 1 {
		return fault{i, Encoding, "not valid UTF-8", "save the file as UTF-8"}
	}
	character := "'" + string(c) + "'"
	if c < ' ' || c == 0x7f {
		character = fmt.Sprintf("character U+%04X", c)
	}
	message := "invalid JSON: unexpected " + character + ", expected " + expected
	if expected == aCharacter {
		message = "invalid JSON: unescaped " + character + " in a text"
	}
	return fault{i, Syntax, message, mistake(v[i:], expected)}
}

// endOfFile is the fault of a value that goes on at the end of the file, or of a character or escape at v[at] that does.
func endOfFile(at int) fault {
	return fault{at, Syntax, "the file ends in the middle of a value", "close the open bracket or quotation mark"}
}

func trailingComma(at int, closer byte) fault {
	return fault{at, Syntax, fmt.Sprintf("invalid JSON: unexpected ',' before '%c'", closer), "remove the comma"}
}

// badEscape is the fault of the backslash at v[i], which begins no escape.
func badEscape(v []byte, i int) fault {
	rest := v[i : len(v)-1]
	switch {
	case len(rest) == 1, rest[1] == 'u' && len(rest) < longestToken && bytes.IndexByte(rest, '"') < 0:
		return endOfFile(i)
	case rest[1] == 'u' && hex(rest[2:]) >= 0:
		return fault{i, Encoding, "half of a surrogate pair", `write the character itself, or both halves (\ud83d\ude00)`}
	}
	hint := `write a backslash as \\`
	if rest[1] == 'u' {
		hint = `write four hexadecimal digits behind \u (\u00e9), or a backslash as \\`
	}
	_, size := utf8.DecodeRune(rest[1:])
	return fault{i, Syntax, fmt.Sprintf("invalid JSON: invalid escape %s in a text", rest[:1+size]), hint}
}

// mistake is a hint about the usual mistake that the rest of the text, or what was expected in its place, suggests.
func mistake(rest []byte, expected string) string {
	switch c := rest[0]; {
	case c == '\'', expected == aName && (c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'):
		return "use double quotation marks"
	case c == '/' || c == '#':
		return "JSON has no comments"
	case bytes.HasPrefix(rest, []byte("<<<<<<<")), bytes.HasPrefix(rest, []byte("=======")), bytes.HasPrefix(rest, []byte(">>>>>>>")):
		return "resolve the merge conflict"
	case bytes.HasPrefix(rest, []byte("None")):
		return "leave the field out: JSON has no None"
	case c == 'N' || c == 'I':
		return "JSON has no NaN or Infinity"
	case c == 'T' || c == 'F':
		return "write true and false in lower case"
	case c == '"' || c == '{' || c == '[':
		return "is a comma missing before it?"
	case c == '\n' || c == '\t' || c == '\r':
		return `write a line break in a text as \n, a tab as \t`
	}
	return ""
}

// openings are the first bytes of files that are no JSON, and what is wrong with them.
var openings = []struct{ bytes, code, message, hint string }{
	{"\xef\xbb\xbf", ByteOrder, "the file begins with a byte order mark", "save it as UTF-8 without BOM"},
	{"\xff\xfe\x00\x00", Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"},
	{"\x00\x00\xfe\xff", Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"},
	{"\xff\xfe", Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\xfe\xff", Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"{\x00\x00\x00", Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"}, // without a byte order mark: RFC 4627, section 3
	{"\x00\x00\x00{", Encoding, "the file is UTF-32, not UTF-8", "save it as UTF-8"},
	{"{\x00", Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\x00{", Encoding, "the file is UTF-16, not UTF-8", "save it as UTF-8"},
	{"\x1f\x8b", Syntax, "the file is compressed with gzip, not JSON", "decompress it first"},
	{"PK\x03\x04", Syntax, "the file is a ZIP archive or a workbook, not JSON", ""},
	{"version https://git-lfs", Syntax, "the file is a Git LFS pointer, not JSON", "fetch it with git lfs pull"},
	{"<<<<<<<", Syntax, "the file has a merge conflict", "resolve the conflict"},
	{"<", Syntax, "the file is HTML or XML, not JSON", ""},
}
