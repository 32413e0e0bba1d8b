package search

import (
	"slices"
	"strings"
	"unicode"

	"malaga/internal/text"
)

// abbreviations maps runs of words to others that say the same: PVE to preventing violent extremism, and back.
type abbreviations struct {
	same    map[string][][]string // the keys are stems joined by spaces
	longest int                   // words of a key
	bytes   int                   // that all of this takes; at most maxLearnt
}

// of returns what else says the same as some words.
func (a *abbreviations) of(words []string) [][]string { return a.same[strings.Join(stems(words), " ")] }

// add notes that two runs of words say the same.
func (a *abbreviations) add(short, long []string) {
	if len(short) == 0 || len(long) == 0 || slices.Equal(short, long) {
		return
	}
	if a.same == nil {
		a.same = map[string][][]string{}
	}
	a.longest = max(a.longest, len(short), len(long))
	for _, pair := range [2][2][]string{{short, long}, {long, short}} {
		key := strings.Join(stems(pair[0]), " ")
		same := a.same[key]
		isKnown := slices.ContainsFunc(same, func(known []string) bool { return slices.Equal(known, pair[1]) })
		size := learntSize(key, pair[1])
		if !isKnown && len(same) < maxPositions && a.bytes+size <= maxLearnt { // a matcher has no room for more
			a.same[key] = append(same, pair[1])
			a.bytes += size
		}
	}
}

// Bounds on what is learnt, and how much memory it takes. Longer names, and more of them, are none that people abbreviate; without
// bounds a record would take time by the square of its length.
const (
	maxNames   = 64 // of a record
	maxWords   = 64 // of a name
	maxLetters = 16 // of an abbreviation
	maxLearnt  = 16 << 20
)

// learntSize returns about how many bytes of memory a key and words take.
func learntSize(key string, words []string) int {
	const perKey, perWord = 100, 16
	size := perKey + len(key)
	for _, w := range words {
		size += perWord + len(w)
	}
	return size
}

// learn takes the names of one record. An acronym stands for the first name. A word of capitals in one name stands for those
// words of another that begin with its letters: PVE for Preventing violent extremism, CT in “CT legislation” for the first
// words of “Counter-terrorism legislation”.
func (a *abbreviations) learn(acronyms, names []string) {
	names = names[:min(len(names), maxNames)]
	words := make([][]string, len(names))
	for i, name := range names {
		if all := foldedWords(name); len(all) <= maxWords {
			words[i] = all
		}
	}
	for _, short := range acronyms {
		a.add(foldedWords(short), words[0])
	}
	for i, name := range names {
		if words[i] == nil {
			continue
		}
		for word := range strings.FieldsSeq(name) {
			a.learnWord(capitals(word), words)
		}
	}
}

// learnWord learns what an abbreviation stands for in some names.
func (a *abbreviations) learnWord(letters []string, names [][]string) {
	if len(letters) < 2 || len(letters) > maxLetters {
		return
	}
	for _, words := range names {
		if long := wordsWithInitials(words, letters); long != nil {
			a.add([]string{strings.Join(letters, "")}, long)
		}
	}
}

// capitals returns the letters of an abbreviation, folded; nil for other words. Capitals prevail in an abbreviation; a plural
// s does not count.
func capitals(word string) []string {
	var letters []string
	large := 0
	for _, r := range strings.ReplaceAll(strings.TrimSuffix(word, "s"), "/", "") {
		switch {
		case unicode.IsUpper(r):
			large++
		case !unicode.IsLower(r):
			return nil
		}
		letters = append(letters, text.Fold(string(r)))
	}
	if large*2 <= len(letters) || large < 2 {
		return nil
	}
	return letters
}

// wordsWithInitials returns the run of words that begin with some letters; stop words between them may have others. It
// returns nil if there is none.
func wordsWithInitials(words, letters []string) []string {
	for from := range words {
		n, to := 0, from
		for ; to < len(words) && n < len(letters); to++ {
			if strings.HasPrefix(words[to], letters[n]) {
				n++
			} else if n == 0 || !stopWords[words[to]] {
				break
			}
		}
		if n == len(letters) && to-from > 1 {
			return words[from:to]
		}
	}
	return nil
}

// compounds holds the parts of words that names write with a hyphen: counter and terrorism of counterterrorism.
type compounds struct {
	parts map[string][]string
	bytes int // that all of this takes; at most maxLearnt
}

// learn takes the names of one record.
func (c *compounds) learn(names []string) {
	for _, name := range names {
		for word := range strings.FieldsSeq(name) {
			if !strings.Contains(word, "-") || len(word) > maxCompound {
				continue
			}
			parts := foldedWords(word)
			whole := strings.Join(parts, "")
			size := learntSize(whole, parts)
			if len(parts) > 1 && c.parts[whole] == nil && c.bytes+size <= maxLearnt {
				c.parts[whole] = parts
				c.bytes += size
			}
		}
	}
}
