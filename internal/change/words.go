package change

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
)

// Piece is a part of a text in two versions: the words that were there and those that are there now.
type Piece struct{ Old, New string }

// Same reports whether a piece is in both versions.
func (p Piece) Same() bool { return p.Old == p.New }

// maxWords is the number of words of a text that is compared word by word.
const maxWords = 20_000

// Words compares two texts word by word. Their pieces, joined, are the texts.
func Words(old, new string) []Piece {
	before, after := words(old), words(new)
	if len(before) > maxWords || len(after) > maxWords {
		return []Piece{{old, new}}
	}
	letters := map[string]rune{}
	a, b := spelled(before, letters), spelled(after, letters)
	var pieces []Piece
	at, next := 0, 0 // in before and after
	copied := func(end int) {
		if same := strings.Join(before[at:end], ""); same != "" {
			pieces = append(pieces, Piece{same, same})
		}
		at, next = end, next+end-at
	}
	const size = len(string(firstLetter)) // of each letter, in bytes
	for _, e := range udiff.Strings(a, b) {
		copied(e.Start / size)
		end, nextEnd := e.End/size, next+len(e.New)/size
		pieces = append(pieces, Piece{strings.Join(before[at:end], ""), strings.Join(after[next:nextEnd], "")})
		at, next = end, nextEnd
	}
	copied(len(before))
	return joined(pieces)
}

// joined joins changed pieces that only white space parts.
func joined(pieces []Piece) []Piece {
	var all []Piece
	for i, p := range pieces {
		last := len(all) - 1
		inner := p.Same() && strings.TrimSpace(p.Old) == "" && i+1 < len(pieces)
		if last >= 0 && !all[last].Same() && (inner || !p.Same()) {
			all[last].Old += p.Old
			all[last].New += p.New
			continue
		}
		all = append(all, p)
	}
	return all
}

// words splits a text into words and the white space between them.
func words(s string) (all []string) {
	for s != "" {
		first, _ := utf8.DecodeRuneInString(s)
		end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) != unicode.IsSpace(first) })
		if end < 0 {
			end = len(s)
		}
		all = append(all, s[:end])
		s = s[end:]
	}
	return all
}

// firstLetter is the first of the letters that stand for words. All of them take four bytes in UTF-8.
const firstLetter = '\U00010000'

// spelled writes each word as one letter, so that a comparison of letters compares words.
func spelled(words []string, letters map[string]rune) string {
	var b strings.Builder
	for _, w := range words {
		if _, known := letters[w]; !known {
			letters[w] = firstLetter + rune(len(letters))
		}
		b.WriteRune(letters[w])
	}
	return b.String()
}
