package text

import (
	"iter"
	"strings"
	"unicode"
)

// Misplaced returns the first character of a text that does not show and is not needed where it stands: it can hide text, change
// the order of writing or make two texts differ that look the same (Unicode Technical Reports 36 and 39). Right are tags in the
// flag of a region, selectors and joiners in emoji (UTS #51), joiners in scripts whose letters join (Unicode Standard, 23.2),
// marks of direction beside text that runs from right to left, isolates and embeddings about such text or in it (UAX #9), spaces
// without width in scripts without spaces, the vowel separator of Mongolian, and the fillers of old Korean syllables (Unicode
// Standard, 13.5 and 18.6). Control characters are not looked at.
func Misplaced(s string) (r rune, found bool) {
	runes := []rune(nil)
	if strings.ContainsFunc(s, func(r rune) bool { return isTag(r) || invisible(r) }) {
		runes = []rune(s)
	}
	for i := range misplaced(runes) {
		return runes[i], true
	}
	return 0, false
}

// WithoutMisplaced returns a text without the characters that Misplaced reports.
func WithoutMisplaced(s string) string {
	for _, found := Misplaced(s); found; _, found = Misplaced(s) { // without them others may not be needed
		runes := []rune(s)
		var kept []rune
		next := 0
		for i := range misplaced(runes) {
			kept = append(kept, runes[next:i]...)
			next = i + 1
		}
		s = string(append(kept, runes[next:]...))
	}
	return s
}

// misplaced yields the indexes of the characters that Misplaced reports. A filler behind another needs that one.
func misplaced(runes []rune) iter.Seq[int] {
	return func(yield func(int) bool) {
		d := directions{runes: runes}
		last, behind := -2, -1 // the last one, and the place behind fillers that follow another character
		for i := 0; i < len(runes); i++ {
			switch r := runes[i]; {
			case r == blackFlag:
				i += tagged(runes[i+1:])
			case isTag(r), invisible(r) && !d.fits(i), r == vowelFiller && i == behind:
				if r == vowelFiller && (i == behind || last < i-1) {
					behind = i + 1
				}
				last = i
				if !yield(i) {
					return
				}
			}
		}
	}
}

const (
	blackFlag   = 0x1f3f4
	nonJoiner   = 0x200c
	joiner      = 0x200d
	emojiStyle  = 0xfe0f
	endOfTags   = 0xe007f
	zeroWidth   = 0x200b
	leftToRight = 0x200e
	rightToLeft = 0x200f
	arabicMark  = 0x061c

	vowelSeparator = 0x180e
	leadingFiller  = 0x115f
	vowelFiller    = 0x1160
)

func isTag(r rune) bool { return r >= 0xe0000 && r <= endOfTags }

// tagged returns the number of tags that follow a black flag and name a region: at most six letters and digits, and an end.
func tagged(runes []rune) int {
	for i, r := range runes {
		switch {
		case r == endOfTags && i > 0:
			return i + 1
		case i == len("gbeng1"), (r < 0xe0030 || r > 0xe0039) && (r < 0xe0061 || r > 0xe007a):
			return 0
		}
	}
	return 0
}

// invisible reports whether a character does not show, but for controls and tags.
func invisible(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r == 0xad, r == 0x115f, r == 0x1160, r == 0x180e, r == 0x3164, r == 0xffa0, r == nonJoiner, r == joiner:
		return true
	case r >= 0x2060 && r <= 0x2064, r >= 0x206a && r <= 0x206f:
		return true
	}
	return isSelector(r) || Hidden(r) && !unicode.Is(unicode.Cc, r)
}

func isSelector(r rune) bool { return r >= 0xfe00 && r <= emojiStyle || r >= 0xe0100 && r <= 0xe01ef }

// fits reports whether an invisible character is needed where it stands.
func (d *directions) fits(i int) bool {
	runes := d.runes
	before, after := neighbour(runes, i, -1), neighbour(runes, i, 1)
	switch r := runes[i]; {
	case isSelector(r):
		return selectable(before)
	case r == joiner && unicode.IsSymbol(baseOfEmoji(runes[:i])) && unicode.IsSymbol(after):
		return true
	case r == joiner || r == nonJoiner:
		return unicode.IsOneOf(joining(), before) || unicode.IsOneOf(joining(), after)
	case r == zeroWidth:
		return IsUnspaced(before) && IsUnspaced(after)
	case r == leftToRight || r == rightToLeft || r == arabicMark:
		return d.besideRightToLeft(i)
	case turns(r):
		return d.paired(i)
	case r == vowelSeparator:
		return isMongolian(before) && isMongolian(after)
	case r == leadingFiller:
		return isJamo(after)
	case r == vowelFiller:
		return isJamo(before)
	}
	return false
}

// neighbour returns the character beside another; 0 if there is none.
func neighbour(runes []rune, i, step int) rune {
	if i += step; i >= 0 && i < len(runes) {
		return runes[i]
	}
	return 0
}

// selectable reports whether a selector can follow a character: signs have an emoji and a text style, and letters of Asian scripts
// have variants. A selector behind another letter or behind a selector hides something.
func selectable(r rune) bool {
	switch {
	case r < 0x80:
		return r >= '0' && r <= '9' || r == '#' || r == '*'
	case invisible(r) || unicode.IsSpace(r):
		return false
	}
	return unicode.In(r, unicode.Common, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Myanmar, unicode.Phags_Pa, unicode.Mongolian)
}

// baseOfEmoji returns the last character but for a selector.
func baseOfEmoji(runes []rune) rune {
	if n := len(runes); n > 1 && runes[n-1] == emojiStyle {
		return runes[n-2]
	}
	return neighbour(runes, len(runes), -1)
}

// joining are the scripts whose letters join or form clusters.
func joining() []*unicode.RangeTable {
	return []*unicode.RangeTable{
		unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Mongolian, unicode.Nko, unicode.Hanifi_Rohingya, unicode.Sogdian, unicode.Adlam,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
		unicode.Malayalam, unicode.Sinhala, unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Balinese, unicode.Javanese, unicode.Chakma,
		unicode.Grantha, unicode.Newa, unicode.Tirhuta, unicode.Phags_Pa,
	}
}

// IsUnspaced reports whether a character belongs to a script that puts no spaces between words.
func IsUnspaced(r rune) bool {
	const first = 0x0e00 // Thai
	return r >= first && unicode.In(r, unspaced...)
}

var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
	unicode.Javanese, unicode.Balinese, unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham, unicode.Tai_Viet,
}

// isMongolian reports whether a character is a Mongolian letter, or selects a form of one.
func isMongolian(r rune) bool {
	return unicode.Is(unicode.Mongolian, r) && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// isJamo reports whether a character is a part of a Korean syllable.
func isJamo(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff && r != leadingFiller || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7fb
}
