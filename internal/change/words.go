package change

import (
	"strings"
	"unicode"

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
	at := 0 // in before
	join := func(from []string) string { return strings.Join(from, "") }
	const size = len(string(firstLetter)) // of each letter, in bytes
	next := 0                             // in after
	for _, e := range udiff.Strings(a, b) {
		start, end, added := e.Start/size, e.End/size, len(e.New)/size
		if start > at {
			pieces = append(pieces, Piece{join(before[at:start]), join(before[at:start])})
			next += start - at
		}
		pieces = append(pieces, Piece{join(before[start:end]), join(after[next : next+added])})
		at, next = end, next+added
	}
	if at < len(before) {
		pieces = append(pieces, Piece{join(before[at:]), join(before[at:])})
	}
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
func words(s string) []string {
	var all []string
	start, wasSpace := 0, false
	for i, r := range s {
		if isSpace := unicode.IsSpace(r); i > 0 && (isSpace != wasSpace) {
			all = append(all, s[start:i])
			start, wasSpace = i, isSpace
		} else if i == 0 {
			wasSpace = isSpace
		}
	}
	if start < len(s) {
		all = append(all, s[start:])
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
