package text

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// IsControl reports whether a character acts on what shows a text, and is never a part of it: C0 but line breaks and tabs, DEL,
// C1, separators of lines and paragraphs, what embeds, overrides or isolates a direction of writing, and U+FFFE and U+FFFF. The
// marks U+061C, U+200E and U+200F are none: texts that run from right to left need them.
func IsControl(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\r':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// EscapeControls returns a text with its controls (see IsControl) written as Escape does, for formats that hold line breaks and
// whatever else is a part of a text.
func EscapeControls(s []byte) []byte {
	if !hasControl(s) {
		return s
	}
	var b []byte
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		if IsControl(r) {
			b = append(b, escapeRune(r)...)
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}

// ReplaceControls returns a text with U+FFFD in the place of its controls, for documents to read.
func ReplaceControls(s string) string {
	return strings.Map(func(r rune) rune {
		if IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// hasControl reports whether a text has a control. It reads eight bytes at a time: every line of CSV is read.
func hasControl(s []byte) bool {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		if !isPrintable(s[i:]) && hasControlBetween(s, i, i+8) {
			return true
		}
	}
	return hasControlBetween(s, i, len(s))
}

// isPrintable reports whether the first eight bytes of a text are all printable ASCII.
func isPrintable(s []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	w := binary.LittleEndian.Uint64(s)
	// A byte of the sum or the difference has its top bit where w has one below 0x20, 0x7f, or one above.
	return (w|(w+ones)|(w-ones*0x20))&tops == 0
}

// hasControlBetween reports whether a control begins in s[from:to].
func hasControlBetween(s []byte, from, to int) bool {
	for ; from < to; from++ {
		if c := s[from]; c >= 0x20 && c < 0x7f || c >= 0x80 && c < 0xc0 { // the latter are within a character
			continue
		}
		if r, _ := utf8.DecodeRune(s[from:]); IsControl(r) {
			return true
		}
	}
	return false
}
