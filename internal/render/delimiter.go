package render

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"malaga/internal/text"
)

// Comma is the usual delimiter of CSV.
const Comma = ","

// Delimiters returns the names of delimiters, each with the character.
func Delimiters() [][2]string {
	return [][2]string{{"comma", Comma}, {"semicolon", ";"}, {"tab", "\t"}, {"pipe", "|"}, {"space", " "}}
}

// ParseDelimiter returns the delimiter that a name or a character stands for. The error of another word is a text.UsageError.
func ParseDelimiter(word string) (string, error) {
	for _, d := range Delimiters() {
		if word == d[0] {
			return d[1], nil
		}
	}
	r, n := utf8.DecodeRuneInString(word)
	switch {
	case word == `\t`:
		return "\t", nil
	case n == 0 || n < len(word) || r == utf8.RuneError:
		return "", badDelimiter(word, "use one character, or comma, semicolon, tab, pipe or space")
	case r == '"':
		return "", badDelimiter(word, "a quotation mark encloses fields; use another character")
	case r != '\t' && (text.Hidden(r) || unicode.Is(unicode.M, r)):
		return "", badDelimiter(word, "use a character that can be seen, or tab")
	}
	return word, nil
}

func badDelimiter(word, hint string) error {
	return text.Usage(fmt.Sprintf("invalid value %q for --delimiter", word), hint)
}
