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
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(unicode.ToLower(r))
		case isOptional(r):
		default:
			r = unicode.ToLower(r)
			if plain := plainLetters(r); plain != "" {
				b.WriteString(plain)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
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

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
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
