package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a form of s that is equal for texts that a reader takes for the same: capitals, accents, the optional vowel
// signs of Arabic and Hebrew, invisible characters and the width of letters do not count (Málaga, MALAGA). It is the same in
// every locale.
func Fold(s string) string {
	if asciiLen(s) == len(s) {
		return strings.ToLower(s)
	}
	b := make([]byte, 0, len(s))
	for s != "" { // ASCII characters decompose to themselves, and no mark is moved across one
		n := asciiLen(s)
		for _, c := range []byte(s[:n]) {
			b = append(b, lower(c))
		}
		rest := strings.TrimLeftFunc(s[n:], func(r rune) bool { return r >= utf8.RuneSelf })
		b = appendFolded(b, s[n:len(s)-len(rest)])
		s = rest
	}
	return string(b)
}

// appendFolded appends the folded form of characters beyond ASCII.
func appendFolded(b []byte, s string) []byte {
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		r = unicode.ToLower(r)
		switch plain := plainLetters(r); {
		case isOptional(r):
		case plain != "":
			b = append(b, plain...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// plainLetters returns what a reader types for a small letter that Unicode does not decompose (CLDR, Latin-ASCII), and the
// sigma for that at the end of a word; "" for all others.
func plainLetters(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ð', 'đ':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'ŧ':
		return "t"
	case 'ς':
		return "σ"
	}
	return ""
}

// isOptional reports whether a character may be left out: an accent, a sign for a short vowel in Arabic, Hebrew or Syriac, the
// stroke that lengthens an Arabic word, and what only shapes its neighbours (variation selectors, joiners, directional
// marks). In other scripts marks are vowels or make another letter: हिन्दी, ที่, が.
func isOptional(r rune) bool {
	const (
		tatweel    = 'ـ'
		voiced     = '\u3099' // the marks of kana belong to no one script
		semiVoiced = '\u309a'
	)
	if unicode.IsMark(r) {
		return r != voiced && r != semiVoiced &&
			unicode.In(r, unicode.Inherited, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Syriac)
	}
	return r == tatweel || unicode.Is(unicode.Cf, r)
}

// asciiLen returns the number of ASCII characters that s begins with.
func asciiLen(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}

// Narrow returns a text with ASCII characters in the place of those of full width, which East Asian keyboards write and readers
// take for the same (the block Halfwidth and Fullwidth Forms).
func Narrow(s string) string {
	const first, last = '！', '～' // in the order of ASCII
	return strings.Map(func(r rune) rune {
		if r >= first && r <= last {
			return r - first + '!'
		}
		return r
	}, s)
}
