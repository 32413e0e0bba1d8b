package search

import (
	"slices"
	"strings"
	"unicode"

	"malaga/internal/text"
)

// abbreviations are short forms that the data know, each with what it stands for, and the reverse.
type abbreviations map[string][][]string

// key is a run of words as one text.
func key(words []string) string { return strings.Join(words, " ") }

// add notes that two runs of words say the same.
func (a abbreviations) add(short, long []string) {
	if len(short) == 0 || len(long) == 0 || slices.Equal(short, long) {
		return
	}
	for _, pair := range [2][2][]string{{short, long}, {long, short}} {
		k := key(stems(pair[0]))
		if !slices.ContainsFunc(a[k], func(known []string) bool { return slices.Equal(known, pair[1]) }) {
			a[k] = append(a[k], pair[1])
		}
	}
}

// compounds are words that the names of records write with a hyphen, by what they are without it.
type compounds map[string][]string

// learn takes the names of one record.
func (c compounds) learn(names []string) {
	for _, name := range names {
		for word := range strings.FieldsSeq(name) {
			if parts := text.Words(word); len(parts) > 1 && strings.Contains(word, "-") {
				c[strings.Join(parts, "")] = parts
			}
		}
	}
}

// learn takes the names of one record. An acronym stands for the first name. A word of capitals in one name stands for
// those words of another that begin with its letters: PVE for Preventing violent extremism, CT in “CT legislation” for
// the first words of “Counter-terrorism legislation”.
func (a abbreviations) learn(acronyms, names []string) {
	for _, short := range acronyms {
		if len(names) > 0 {
			a.add(text.Words(short), text.Words(names[0]))
		}
	}
	for _, name := range names {
		for word := range strings.FieldsSeq(name) {
			letters := capitals(word)
			if len(letters) < 2 {
				continue
			}
			for _, other := range names {
				if long := spelt(letters, text.Words(other)); long != nil {
					a.add([]string{text.Fold(strings.Join(letters, ""))}, long)
				}
			}
		}
	}
}

// capitals are the letters of an abbreviation, folded: of a word in which capitals prevail. A plural s does not count.
func capitals(word string) []string {
	var letters []string
	large := 0
	bare := strings.TrimSuffix(word, "s")
	for _, r := range bare {
		switch {
		case unicode.IsUpper(r):
			large++
		case !unicode.IsLower(r) && r != '/':
			return nil
		}
		if r != '/' {
			letters = append(letters, text.Fold(string(r)))
		}
	}
	if large*2 <= len(letters) || large < 2 {
		return nil
	}
	return letters
}

// spelt is the run of words whose first letters are those of an abbreviation; small words may be passed over. It is nil
// if there is none.
func spelt(letters, words []string) []string {
	for from := range words {
		at, to := 0, from
		for ; to < len(words) && at < len(letters); to++ {
			if strings.HasPrefix(words[to], letters[at]) {
				at++
			} else if !small[words[to]] || at == 0 {
				break
			}
		}
		if at == len(letters) && to-from > 1 {
			return words[from:to]
		}
	}
	return nil
}

func stems(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = stem(withS(w))
	}
	return out
}
