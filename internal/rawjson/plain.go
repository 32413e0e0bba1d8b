package rawjson

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// SkipText is SkipString, and reports whether the text is plain, so that those who look for odd texts can pass over it. A plain
// text has visible, composed characters without escapes: ASCII, the letters of Latin-1, dashes and quotation marks. It
// has single spaces between words, and does not begin like a formula.
func SkipText(b []byte, i int) (end int, plain bool) {
	first := i + 1
	for at := first; ; {
		var single bool
		if at, single = skipWords(b, at); !single {
			break
		}
		if b[at] == '"' {
			return at + 1, at > first && b[at-1] != ' ' && !startsOddly(b[first])
		}
		r, size := utf8.DecodeRune(b[at:])
		if (r < 0xc0 || r > 0xff) && (r < 0x2010 || r > 0x2027) {
			break
		}
		at += size
	}
	return SkipString(b, i), false
}

// startsOddly reports whether a text that starts with c starts with white space or like a formula.
func startsOddly(c byte) bool { return c == ' ' || c == '=' || c == '+' || c == '-' || c == '@' }

// skipWords is skipASCII, and reports whether no two spaces stand together before that byte. Where they do, the index means
// nothing. It looks at eight bytes at once: 1.1× on validate.
func skipWords(b []byte, i int) (at int, single bool) {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	before := uint64(0) // the highest bit of the first byte is set if the byte before it is a space
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		other := x ^ ' '*ones
		spaces := ^((other&^tops + ^uint64(tops)) | other) & tops
		twice := spaces & (spaces<<8 | before)
		if special := specialBytes(x) | (x+ones)&tops; special != 0 { // DEL as well
			n := bits.TrailingZeros64(special)
			return i + n/8, twice&(1<<n-1) == 0
		}
		if twice != 0 {
			return i, false
		}
		before = spaces >> 56
	}
	for c := b[i]; c >= ' ' && c != '"' && c != '\\' && c < 0x7f; c = b[i] {
		if c == ' ' && b[i-1] == ' ' {
			return i, false
		}
		i++
	}
	return i, true
}
