package strict

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// scanner reads values at a glance: it looks once at each byte, and knows behind a value whether its syntax is right (RFC
// 8259, with RFC 3629 for its texts) and whether it plainly passes the guard. It gives no reasons and may only err towards
// doubt, where the decoder has the word on the syntax and Checker on the rest.
type scanner struct {
	stack [scanDepth]frame
	names [64]span
	named int  // of names, those in use
	sound bool // no repeated member, no empty value, nothing over a limit
}

// scanDepth is how deep a value may be nested to be read at a glance.
const scanDepth = 32

// frame is an object or array around the place that the scanner has come to.
type frame struct {
	closer byte
	first  int    // index of its names
	seen   uint64 // a bit for each name so far, by its hash
}

// span is a part of the value.
type span struct{ from, to int }

// What is said of a value in place of its end.
const (
	inDoubt  = 0
	tooShort = -1 // what has been read does not reach to it
)

// value is the index behind the value at the beginning of v, or what there is to say instead. Behind v's last byte, which
// counts for nothing, everything is unknown: it must be a NUL, which nothing in a value can be.
func (s *scanner) value(v []byte) (end int) {
	s.sound, s.named = true, 0
	top := -1
	for i := 0; ; {
		switch c := v[i]; c {
		case '"':
			end = text(v, i+1)
			s.sound = s.sound && end != i+len(`""`)
			i = end
		case '{', '[':
			if top++; top == scanDepth {
				return inDoubt
			}
			s.stack[top] = frame{closer: c + ('}' - '{'), first: s.named} // the closing bracket is as far behind in both
			if i = blank(v, i+1); v[i] == s.stack[top].closer {
				s.sound = false
				break
			}
			if c == '{' {
				i = s.name(v, i, &s.stack[top])
			}
			if i >= 0 {
				continue
			}
		default:
			i = s.plain(v, i)
		}
		if i < 0 {
			return unknown(v, ^i)
		}
		for ; top >= 0; top-- {
			if i = blank(v, i); v[i] != s.stack[top].closer {
				break
			}
			s.named = s.stack[top].first
			i++
		}
		if top < 0 {
			s.sound = s.sound && i-2 <= MaxString // else no text in it is over its limit either
			return i
		}
		if v[i] != ',' {
			return unknown(v, i)
		}
		if i = blank(v, i+1); s.stack[top].closer == '}' {
			if i = s.name(v, i, &s.stack[top]); i < 0 {
				return unknown(v, ^i)
			}
		}
	}
}

// unknown says why a value cannot be read on at i: the longest of what is looked at together may be cut off.
func unknown(v []byte, i int) int {
	if len(v)-i <= len(`\ud83d\ude00`) {
		return tooShort
	}
	return inDoubt
}

// blank is the index of the first byte from i on that is not white space.
func blank(v []byte, i int) int {
	for v[i] == ' ' || v[i] == '\n' || v[i] == '\r' || v[i] == '\t' {
		i++
	}
	return i
}

// name is the index of the value whose name begins at i, or the complement of where it cannot be read on.
func (s *scanner) name(v []byte, i int, f *frame) int {
	if v[i] != '"' {
		return ^i
	}
	end := run(v, i+1)
	if end == i+1 || v[end] != '"' || s.named == len(s.names) || s.repeated(v, v[i+1:end], f) {
		if s.sound, end = false, text(v, end)-1; end < 0 {
			return end + 1
		}
	} else {
		s.names[s.named] = span{i + 1, end}
		s.named++
	}
	if i = blank(v, end+1); v[i] != ':' {
		return ^i
	}
	return blank(v, i+1)
}

// repeated says whether a name is one of those before it in its object.
func (s *scanner) repeated(v, name []byte, f *frame) bool {
	n := len(name)
	bit := uint64(1) << ((uint(name[0]) + 5*uint(name[n/2]) + 11*uint(name[n-1]) + 3*uint(n)) % 64)
	if f.seen&bit == 0 {
		f.seen |= bit
		return false
	}
	for _, other := range s.names[f.first:s.named] {
		if bytes.Equal(v[other.from:other.to], name) {
			return true
		}
	}
	return false
}

// text is the index behind the text whose first character stands at i, or the complement of where it cannot be read on.
func text(v []byte, i int) int {
	for {
		i = run(v, i)
		size := 0
		switch c := v[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			size = escape(v[i:])
		case c >= utf8.RuneSelf:
			size = wide(v[i:])
		}
		if size == 0 {
			return ^i
		}
		i += size
	}
}

// run is the index of the byte that ends a run of plain characters from i on: a quotation mark, a backslash, a control
// character, or one beyond ASCII.
func run(v []byte, i int) int {
	for ; i+8 <= len(v); i += 8 {
		if found := special(binary.LittleEndian.Uint64(v[i:])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for special(uint64(v[i])*each) == 0 {
		i++
	}
	return i
}

const each = 0x0101010101010101 // 1 in each of eight bytes

// special has the highest bit set of the first byte that ends a run. The bits behind that mean nothing, as a borrow reaches
// only bytes behind one that is special itself.
func special(x uint64) uint64 {
	return (x | (x - ' '*each) | ((x ^ '"'*each) - each) | ((x ^ '\\'*each) - each)) & (0x80 * each)
}

// wide is the length of the character beyond ASCII that b begins with; 0 if it is none.
func wide(b []byte) int {
	if len(b) > 2 && b[0] > 0xe0 && b[0] < 0xed && b[1]&0xc0 == 0x80 && b[2]&0xc0 == 0x80 { // most of them
		return 3
	}
	if c, size := utf8.DecodeRune(b); c != utf8.RuneError || size > 1 {
		return size
	}
	return 0
}

// escape is the length of the escape that b begins with; 0 if it is none, or if half of a surrogate pair.
func escape(b []byte) int {
	const one = len(`\u0000`)
	if len(b) < 2 {
		return 0
	}
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

// hex is the number that the four digits in front of b are; -1 if they are none.
func hex(b []byte) int {
	if len(b) < 4 {
		return -1
	}
	n := 0
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
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

// plain is the index behind the number or the literal that begins at i, or the complement of where it cannot be read on.
func (s *scanner) plain(v []byte, i int) int {
	word := ""
	switch v[i] {
	case 't':
		word = "true"
	case 'f':
		word = "false"
	case 'n':
		word, s.sound = "null", false
	default:
		return s.number(v, i)
	}
	if len(v)-i < len(word) || string(v[i:i+len(word)]) != word {
		return ^i
	}
	return i + len(word)
}

// number is plain for a number.
func (s *scanner) number(v []byte, i int) int {
	start := i
	if v[i] == '-' {
		i++
	}
	if v[i] == '0' {
		i++
	} else if i = digits(v, i); i < 0 {
		return i
	}
	if v[i] == '.' {
		if i = digits(v, i+1); i < 0 {
			return i
		}
	}
	if v[i]|0x20 == 'e' {
		s.sound = false // its exponent may be over the limit
		if i++; v[i] == '+' || v[i] == '-' {
			i++
		}
		if i = digits(v, i); i < 0 {
			return i
		}
	}
	if i == len(v)-1 { // more digits may follow
		return ^i
	}
	s.sound = s.sound && i-start <= MaxNumber
	return i
}

// digits is the index behind the digits that begin at i, or the complement of i if there are none.
func digits(v []byte, i int) int {
	start := i
	for v[i] >= '0' && v[i] <= '9' {
		i++
	}
	if i == start {
		return ^i
	}
	return i
}
