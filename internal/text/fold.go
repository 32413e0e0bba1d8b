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
		case r == 'ß' || r == 'ẞ':
			b.WriteString("ss")
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
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
