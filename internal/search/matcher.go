package search

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// position is one word of an atom.
type position struct {
	text   string // the stem, or the beginning of the word
	prefix bool
}

// accepts reports whether a word matches the position.
func (p position) accepts(normalised, stem string) bool {
	if p.prefix {
		return strings.HasPrefix(sForZ.Replace(normalised), p.text)
	}
	return stem == p.text
}

// maxCompound is the length of the longest words that hyphens join, in bytes. More of them are a list (a-b-c-…), which would
// take time by the square of its length.
const maxCompound = 64

// maxPositions is the number of words that a matcher can look for: one bit each.
const maxPositions = 64

// matcher looks for many words and phrases (atoms) in one pass over a text. Each word of the query is a bit; the bits of a
// phrase follow one another, and the state holds those that the last words have reached (the Shift-And algorithm of
// Baeza-Yates and Gonnet, 1992, over words instead of characters).
type matcher struct {
	positions []position
	first     uint64            // bits at which an atom begins
	last      uint64            // bits at which an atom ends
	lengths   [maxPositions]int // of the atoms, at their last bits
	begins    [128][128]bool    // first two bytes of words that may be accepted: other words cost one look-up (1.4× on search)
	masks     map[string]uint64 // bits of known words
	joined    []byte            // memory for a compound

	keepSpans bool
	spans     []span // the words of the last text
}

// span is the place of a word in a text.
type span struct{ from, to int }

// add adds an atom and returns the bit at which it ends.
func (m *matcher) add(words []position) uint64 {
	m.first |= 1 << len(m.positions)
	m.positions = append(m.positions, words...)
	end := len(m.positions) - 1
	m.lengths[end] = len(words)
	m.last |= 1 << end
	for _, w := range words {
		if w.text != "" {
			m.allow(w)
		}
	}
	return 1 << end
}

// allow notes how the words that a position accepts can begin. A stem begins as its words do, except for dying, lying and
// tying, and for words of one letter.
func (m *matcher) allow(p position) {
	first, second := p.text[0], byte(0)
	if len(p.text) > 1 {
		second = p.text[1]
	}
	if first >= utf8.RuneSelf {
		return
	}
	dying := p.text == "die" || p.text == "lie" || p.text == "tie"
	izmir := (first == 'i' || first == 'y') && second == 's' // see sForZ
	for i := range rune(utf8.RuneSelf) {
		c := byte(unicode.ToLower(i))
		if c == second || second == 0 && p.prefix || dying && c == 'y' || izmir && c == 'z' {
			m.begins[first][i] = true
			m.begins[unicode.ToUpper(rune(first))][i] = true
		}
	}
}

// scan calls hit for each word at which an atom ends, with the bits of those atoms and the number of the word, from 0. It
// returns the number of words.
func (m *matcher) scan(text []byte, hit func(bits uint64, n int)) (words int) {
	var state, before uint64 // after the last word, and before the compound at hand
	compound := -1           // index of its first word; -1 if there is none
	n := -1
	m.spans = m.spans[:0]
	for i := 0; i < len(text); {
		if c := text[i]; !isASCIIWord[c] && (c < utf8.RuneSelf || !beginsWord(text, i)) {
			i++
			continue
		}
		from := i
		i = wordEnd(text, i)
		n++
		if m.keepSpans {
			m.spans = append(m.spans, span{from, i})
		}
		old := state
		state = (state<<1 | m.first) & m.mask(text[from:i])
		if i-compound > maxCompound {
			compound = -1
		}
		if compound >= 0 {
			state |= (before<<1 | m.first) & m.compound(text[compound:i])
		}
		if ends := state & m.last; ends != 0 {
			hit(ends, n)
		}
		if i == len(text) || !joins[text[i]] {
			compound = -1
			continue
		}
		if j := afterPossessive(text, i); j > i {
			compound = -1
			i = j
			continue
		}
		j := afterHyphen(text, from, i)
		if j == 0 {
			compound = -1
			continue
		}
		if compound < 0 {
			compound = from
			before = old
		}
		i = j
	}
	return n + 1
}

// hyphens join words: U+002D, U+2010, U+2011 and the soft hyphen, the slash of P/CVE, and the apostrophe of Da'esh.
var hyphens = []string{"-", "\u2010", "\u2011", "\u00ad", "/", "'", "’"}

// joins are the first bytes of hyphens, and the full stop of O.E.C.D.
var joins = [256]bool{'-': true, '/': true, '\'': true, '.': true, 0xc2: true, 0xe2: true}

// afterHyphen returns the index behind a hyphen at i that joins two words; 0 if there is none. The first begins at from.
func afterHyphen(text []byte, from, i int) int {
	if text[i] == '.' {
		return afterInitial(text, from, i)
	}
	for _, h := range hyphens {
		if end := i + len(h); end < len(text) && string(text[i:end]) == h && beginsWord(text, end) {
			return end
		}
	}
	return 0
}

// afterInitial returns the index behind a full stop at i that joins two letters alone: O.E.C.D. It returns 0 for others.
func afterInitial(text []byte, from, i int) int {
	if i-from > utf8.UTFMax {
		return 0
	}
	before, size := utf8.DecodeRune(text[from:])
	after, _ := utf8.DecodeRune(text[i+1:])
	if from+size != i || !unicode.IsLetter(before) || !unicode.IsLetter(after) || utf8.RuneCount(text[i+1:wordEnd(text, i+1)]) > 1 {
		return 0
	}
	return i + 1
}

// afterPossessive returns the index behind the 's of a word, or i if there is none.
func afterPossessive(text []byte, i int) int {
	for _, mark := range []string{"'", "’"} {
		end := i + len(mark)
		if end < len(text) && string(text[i:end]) == mark && text[end]|0x20 == 's' && wordEnd(text, end) == end+1 {
			return end + 1
		}
	}
	return i
}

// mask returns the bits of the positions that accept a word.
func (m *matcher) mask(word []byte) uint64 {
	first, second := word[0], byte(0)
	if len(word) > 1 {
		second = word[1]
	}
	if (first|second) < utf8.RuneSelf && !m.begins[first][second] {
		return 0
	}
	mask, ok := m.masks[string(word)]
	if ok {
		return mask
	}
	whole := normalise(string(word))
	short := stem(whole)
	for i, p := range m.positions {
		if p.accepts(whole, short) {
			mask |= 1 << i
		}
	}
	const maxKnown = 1 << 16 // words
	if m.masks == nil || len(m.masks) >= maxKnown {
		m.masks = map[string]uint64{}
	}
	m.masks[string(word)] = mask
	return mask
}

// compound returns the mask of words joined by hyphens, taken as one.
func (m *matcher) compound(text []byte) uint64 {
	m.joined = m.joined[:0]
	for i := 0; i < len(text); {
		end := wordEnd(text, i)
		m.joined = append(m.joined, text[i:end]...)
		if i = end; i < len(text) {
			_, size := utf8.DecodeRune(text[i:])
			i += size
		}
	}
	return m.mask(m.joined)
}

// eachBit calls fn with each bit of a set.
func eachBit(set uint64, fn func(bit int)) {
	for ; set != 0; set &= set - 1 {
		fn(bits.TrailingZeros64(set))
	}
}
