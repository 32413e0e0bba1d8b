package search

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"malaga/internal/text"
)

// Words are segmented as Unicode says (UAX #29): letters and digits, with the marks and invisible characters among and behind
// them. Hyphens, apostrophes and full stops part words here; matcher.scan joins what some of them part. Scripts without spaces
// have no such words: there, each grapheme cluster is one, and what people call a word is a phrase.

// isUnspaced reports whether a letter belongs to a script in which each grapheme cluster is a word. Digits of such scripts make
// numbers. Korean is written with spaces, but joins particles and other nouns to a word: 인권 in 인권을, 인권법, 국제인권.
func isUnspaced(letter rune) bool {
	return (text.IsUnspaced(letter) || unicode.Is(unicode.Hangul, letter)) && !unicode.IsDigit(letter)
}

// isASCIIWord holds the ASCII letters and digits.
var isASCIIWord = func() (is [256]bool) {
	for _, c := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" {
		is[c] = true
	}
	return is
}()

// beginsWord reports whether a letter or digit is at i.
func beginsWord(text []byte, i int) bool {
	if text[i] < utf8.RuneSelf {
		return isASCIIWord[text[i]]
	}
	r, _ := utf8.DecodeRune(text[i:])
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// continuesWord reports whether a character belongs to a word that has begun. A soft hyphen and a space without width do not:
// they say where it may be parted.
func continuesWord(r rune) bool {
	if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) {
		return r != utf8.RuneError
	}
	const softHyphen, zeroWidthSpace = '\u00ad', '\u200b'
	return unicode.Is(unicode.Cf, r) && r != softHyphen && r != zeroWidthSpace
}

// wordEnd returns the index behind the word that begins at i.
func wordEnd(text []byte, i int) int {
	for from := i; ; {
		for i < len(text) && isASCIIWord[text[i]] {
			i++
		}
		if i == len(text) || text[i] < utf8.RuneSelf {
			return i
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case !continuesWord(r):
			return i
		case isUnspaced(r) && !unicode.IsMark(r):
			if i > from {
				return i
			}
			return i + clusterLen(text[i:])
		}
		i += size
	}
}

// clusterLen returns the length of the grapheme cluster that a text begins with.
func clusterLen(text []byte) int {
	clusters := graphemes.FromBytes(text)
	clusters.Next()
	return clusters.End()
}

// segment calls fn with the place of each word in a text.
func segment(text []byte, fn func(from, to int)) {
	for i := 0; i < len(text); {
		if c := text[i]; !isASCIIWord[c] && (c < utf8.RuneSelf || !beginsWord(text, i)) {
			i++
			continue
		}
		from := i
		i = wordEnd(text, i)
		fn(from, i)
		if i < len(text) && joins[text[i]] {
			i = afterPossessive(text, i)
		}
	}
}

// foldedWords returns the words of a text, folded.
func foldedWords(s string) []string {
	var all []string
	segment([]byte(s), func(from, to int) {
		if folded := text.Fold(s[from:to]); folded != "" {
			all = append(all, folded)
		}
	})
	return all
}
