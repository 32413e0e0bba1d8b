package edit

import (
	"slices"
	"strings"
	"unicode"

	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// mendText returns a text without the mistakes that findings with some codes are about. The schema may not know the field.
func mendText(s string, f *schema.Field, codes func(code string) bool) string {
	for _, step := range textSteps {
		if codes(step.code) {
			s = step.mend(s, f)
		}
	}
	return s
}

type textStep struct {
	code string
	mend func(s string, f *schema.Field) string
}

// textSteps are the remedies for texts, in the order in which one may leave work for the next.
var textSteps = []textStep{
	{"TXT002", func(s string, _ *schema.Field) string {
		return mapInside(strings.ReplaceAll(s, "\r\n", "\n"), dropControl)
	}},
	{"TXT009", func(s string, f *schema.Field) string {
		if f != nil && f.Multiline {
			return s
		}
		return mapInside(s, spaceFor('\n'))
	}},
	{"TXT005", func(s string, f *schema.Field) string {
		if f != nil && f.Name == vocab.Quote { // word for word
			return s
		}
		return mapInside(s, spaceFor(0xa0, 0x202f))
	}},
	{"TXT006", func(s string, _ *schema.Field) string {
		return text.WithoutMisplaced(mapInside(s, spaceFor(0x2028, 0x2029))) // separators of lines and paragraphs
	}},
	{"TXT003", func(s string, _ *schema.Field) string { return compose(s) }},
	{"TXT001", func(s string, _ *schema.Field) string { return singleSpaces(s) }},
}

// mapInside maps the characters of a text, but not the white space at its ends, which has a code of its own.
func mapInside(s string, mapping func(rune) rune) string {
	inside := strings.TrimFunc(s, unicode.IsSpace)
	before, after, _ := strings.Cut(s, inside)
	return before + strings.Map(mapping, inside) + after
}

// dropControl drops control characters and non-characters. Those that separate words become spaces.
func dropControl(r rune) rune {
	switch {
	case r == '\n':
		return r
	case unicode.IsControl(r) && unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// spaceFor returns a function that makes spaces of some characters.
func spaceFor(characters ...rune) func(rune) rune {
	return func(r rune) rune {
		if slices.Contains(characters, r) {
			return ' '
		}
		return r
	}
}

// singleSpaces removes white space at the ends of a text, and spaces behind a space.
func singleSpaces(s string) string {
	s = strings.TrimFunc(s, unicode.IsSpace)
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}
