package rawjson

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// lexer finds the end of a value and checks it on the way: its syntax (RFC 8259, with the UTF-8 of RFC 3629), and whether
// it is clean, which means that Check would find nothing. It may call a clean value unclean, never the other way round.
type lexer struct {
	stack   []frame
	deepest int // the most brackets that were open at once
	outer   int // brackets around the value
	names   [maxNames]span
	named   int // how many of names are in use
	clean   bool
	escaped bool  // the last string has an escape
	final   bool  // the bytes end where the file ends
	fault   fault // why there is no value, if value returns invalid
}

// maxNames is the number of member names that are compared before a value counts as unclean.
const maxNames = 64

// maxNesting ends the reading of brackets in brackets. It is far above MaxDepth, so that a value that is only somewhat too
// deep is one finding of its record and the rest of the file is read.
const maxNesting = 10_000

// frame is an object or array that has begun and not ended.
type frame struct {
	closer    byte
	firstName int    // index in lexer.names
	seen      uint64 // one bit for the hash of each name so far
}

// span is a part of the bytes being read.
type span struct{ from, to int }

// The results of value in place of an index.
const (
	tooShort = -1 // the value may go on behind the bytes that are known
	invalid  = -2 // lexer.fault says why
)

// longestToken is the length of the longest token that is looked at as a whole: a pair of surrogates.
const longestToken = len(`\ud83d\ude00`)

// value returns the index behind the value that v begins with. The last byte of v stands for what is not known yet, or for
// the end of the file: it is a NUL, which cannot be in a value.
func (l *lexer) value(v []byte) (end int) {
	l.stack = l.stack[:0]
	l.deepest = 0
	l.named = 0
	l.clean = true
	for i := 0; ; {
		if v[i] == '{' || v[i] == '[' {
			var empty bool
			if i, empty = l.open(v, i); i < 0 {
				return i
			}
			if !empty {
				continue
			}
		} else if i = l.scalar(v, i); i < 0 {
			return i
		}
		i = l.next(v, i)
		if i < 0 || len(l.stack) == 0 {
			return i
		}
	}
}

// closerOffset is the distance from an opening bracket to its closing one in ASCII.
const closerOffset = '}' - '{'

// open reads a bracket, and the name of the first member. It returns the index of the first value; of the closing bracket,
// if there is none.
func (l *lexer) open(v []byte, i int) (at int, empty bool) {
	if l.outer+len(l.stack) == maxNesting {
		l.fault = fault{at: i, code: Depth, message: tooDeep()}
		return invalid, false
	}
	closer := v[i] + closerOffset
	l.stack = append(l.stack, frame{closer: closer, firstName: l.named})
	l.deepest = max(l.deepest, len(l.stack))
	i = SkipSpace(v, i+1)
	switch {
	case v[i] == closer:
		l.clean = false
		return i, true
	case closer == '}':
		return l.name(v, i), false
	}
	return i, false
}

// next reads what follows a value: closing brackets, a comma and the name of the next member. It returns the index of
// the next value, or behind the outermost bracket.
func (l *lexer) next(v []byte, i int) int {
	for len(l.stack) > 0 {
		top := l.stack[len(l.stack)-1]
		i = SkipSpace(v, i)
		if v[i] == top.closer {
			l.named = top.firstName
			l.stack = l.stack[:len(l.stack)-1]
			i++
			continue
		}
		if v[i] != ',' {
			return l.fail(v, i, afterValue(top.closer))
		}
		comma := i
		i = SkipSpace(v, i+1)
		if isCloser(v[i]) {
			l.fault = trailingComma(comma, v[i])
			return invalid
		}
		if top.closer == '}' {
			return l.name(v, i)
		}
		return i
	}
	return i
}

// fail notes that v cannot be read on at i, unless the bytes that are missing may change that.
func (l *lexer) fail(v []byte, i int, expected string) int {
	if !l.final && len(v)-i <= longestToken {
		return tooShort
	}
	l.fault = unexpected(v, i, expected)
	return invalid
}

// name reads the name of a member and the colon, and returns the index of the value.
func (l *lexer) name(v []byte, i int) int {
	if v[i] != '"' {
		return l.fail(v, i, aName)
	}
	end := l.text(v, i)
	if end < 0 {
		return end
	}
	l.note(v, span{i + 1, end - 1})
	if i = SkipSpace(v, end); v[i] != ':' {
		return l.fail(v, i, aColon)
	}
	return SkipSpace(v, i+1)
}

// note compares a name with those before it in its object. An empty name, an escape in it, and a name behind maxNames others
// are left to Check.
func (l *lexer) note(v []byte, name span) {
	text := v[name.from:name.to]
	n := len(text)
	if n == 0 || l.named == maxNames || l.escaped {
		l.clean = false
		return
	}
	top := &l.stack[len(l.stack)-1]
	bit := uint64(1) << ((uint(text[0]) + 5*uint(text[n/2]) + 11*uint(text[n-1]) + 3*uint(n)) % 64)
	if top.seen&bit != 0 {
		for _, other := range l.names[top.firstName:l.named] {
			l.clean = l.clean && !bytes.Equal(v[other.from:other.to], text)
		}
	}
	top.seen |= bit
	l.names[l.named] = name
	l.named++
}

// text reads a string.
func (l *lexer) text(v []byte, i int) int {
	start := i
	l.escaped = false
	for i++; ; {
		i = skipASCII(v, i)
		switch c := v[i]; {
		case c == '"':
			l.clean = l.clean && i-start <= MaxString && i > start+1
			return i + 1
		case c == '\\':
			size := escapeLength(v[i:])
			if size == 0 {
				return l.failEscape(v, i)
			}
			l.escaped = true
			i += size
		case c < ' ':
			return l.fail(v, i, aCharacter)
		default:
			r, size := utf8.DecodeRune(v[i:])
			if r == utf8.RuneError && size == 1 {
				return l.fail(v, i, aCharacter)
			}
			i += size
		}
	}
}

// skipASCII returns the index of the first byte from i on that needs a closer look: a quotation mark, a backslash, a control
// character or one beyond ASCII. It looks at eight bytes at once: 1.2× on `list --format csv`.
func skipASCII(v []byte, i int) int {
	for ; i+8 <= len(v); i += 8 {
		if special := specialBytes(binary.LittleEndian.Uint64(v[i:])); special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for c := v[i]; c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf; c = v[i] {
		i++
	}
	return i
}

// specialBytes marks the bytes of x that need a closer look: the highest bit of the first one is set. The bits behind it
// mean nothing, as a borrow reaches only those.
func specialBytes(x uint64) uint64 {
	const ones = 0x0101010101010101
	return (x | (x - ' '*ones) | ((x ^ '"'*ones) - ones) | ((x ^ '\\'*ones) - ones)) & (0x80 * ones)
}

// failEscape is fail for an escape.
func (l *lexer) failEscape(v []byte, i int) int {
	if !l.final && len(v)-i <= longestToken {
		return tooShort
	}
	l.fault = badEscape(v, i)
	return invalid
}

// escapeLength returns the length of the escape that b begins with; 0 if it is none, or half of a surrogate pair.
func escapeLength(b []byte) int {
	const one = len(`\u0000`)
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
	default:
		return 0
	}
	first := hex(b[2:])
	switch {
	case first < 0 || first&0xfc00 == 0xdc00:
		return 0
	case first&0xfc00 != 0xd800:
		return one
	case len(b) >= 2*one && b[one] == '\\' && b[one+1] == 'u' && hex(b[one+2:])&^0x3ff == 0xdc00:
		return 2 * one
	}
	return 0
}

// hex returns the number that the four digits in front of b are; -1 if they are none.
func hex(b []byte) int {
	if len(b) < 4 {
		return -1
	}
	n := 0
	for _, c := range b[:4] {
		switch {
		case isDigit(c):
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		n = n<<4 | int(c)
	}
	return n
}

// scalar reads a string, a number or a literal.
func (l *lexer) scalar(v []byte, i int) int {
	switch c := v[i]; {
	case c == '"':
		return l.text(v, i)
	case c == '-' || isDigit(c):
		return l.number(v, i)
	case c == 't':
		return l.literal(v, i, "true")
	case c == 'f':
		return l.literal(v, i, "false")
	case c == 'n':
		l.clean = false
		return l.literal(v, i, "null")
	}
	return l.fail(v, i, aValue)
}

func (l *lexer) literal(v []byte, i int, word string) int {
	for n := range len(word) {
		if v[i+n] != word[n] {
			return l.fail(v, i+n, word)
		}
	}
	return i + len(word)
}

func (l *lexer) number(v []byte, i int) int {
	start := i
	if v[i] == '-' {
		i++
	}
	if v[i] == '0' {
		i++
	} else if i = l.digits(v, i); i < 0 {
		return i
	}
	if v[i] == '.' {
		if i = l.digits(v, i+1); i < 0 {
			return i
		}
	}
	if v[i]|0x20 == 'e' {
		l.clean = false // the exponent may be over the limit
		if i++; v[i] == '+' || v[i] == '-' {
			i++
		}
		if i = l.digits(v, i); i < 0 {
			return i
		}
	}
	if i == len(v)-1 && !l.final { // more digits may follow
		return tooShort
	}
	l.clean = l.clean && i-start <= MaxNumber
	return i
}

// digits returns the index behind the digits that begin at i, of which there must be one.
func (l *lexer) digits(v []byte, i int) int {
	if !isDigit(v[i]) {
		return l.fail(v, i, aDigit)
	}
	for isDigit(v[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isCloser(c byte) bool { return c == '}' || c == ']' }
