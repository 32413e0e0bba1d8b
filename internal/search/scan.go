package search

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// position is one word that an atom asks for.
type position struct {
	text   string // the stem, or what the word begins with
	prefix bool
}

// accepts says whether a word is what the position asks for.
func (p position) accepts(normal, stem string) bool {
	if p.prefix {
		return strings.HasPrefix(inS.Replace(normal), p.text)
	}
	return stem == p.text
}

// most is how many words a machine can look for at once: one bit each.
const most = 64

// machine looks for many words and phrases in one pass over a text. Each word that is asked for is a bit; the bits of
// a phrase follow one another, and state holds those that the last words have come to (the Shift-And algorithm of
// Baeza-Yates and Gonnet, 1992, over words in place of characters). Nearly all words of a text differ from all those
// asked for in their first two letters, and cost no more than that look.
type machine struct {
	positions []position
	first     uint64         // bits at which an atom begins
	last      uint64         // bits at which an atom ends
	lengths   [most]int      // of the atoms, at their last bits
	begins    [256][4]uint64 // by the first letter, the second ones
	known     map[string]uint64
	spans     *[]span // takes the words of a text, if they are wanted
	joined    []byte
}

// span is where a word stands in a text.
type span struct{ from, to int }

// add adds an atom and gives the bit at which it ends.
func (m *machine) add(words []position) (last uint64) {
	n := len(m.positions)
	m.first |= 1 << n
	m.positions = append(m.positions, words...)
	end := len(m.positions) - 1
	m.lengths[end] = len(words)
	m.last |= 1 << end
	for _, w := range words {
		m.beginning(w)
	}
	return 1 << end
}

// beginning notes with which letters an accepted word can begin. A stem begins as its words do, but for dying, lying and
// tying, and for words of one letter.
func (m *machine) beginning(p position) {
	b := p.text
	if b == "" {
		return
	}
	second := b[1:]
	switch {
	case p.prefix && len(b) == 1:
		for i := range m.begins[b[0]] {
			m.begins[b[0]][i] = ^uint64(0)
		}
		return
	case len(b) == 1:
		second = "\x00"
	case b == "die" || b == "lie" || b == "tie":
		second = "iy"
		m.allow(b[0], 'y')
	case (b[0] == 'i' || b[0] == 'y') && b[1] == 's': // Izmir, looked for by its beginning: see inS
		m.allow(b[0], 'z')
	}
	m.allow(b[0], second[0])
}

func (m *machine) allow(first, second byte) {
	for _, f := range []byte{first, upper(first)} {
		for _, s := range []byte{second, upper(second)} {
			m.begins[f][s>>6] |= 1 << (s & 63)
		}
	}
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// class is what a byte is to the words of a text.
type class uint8

const (
	gap    class = iota // between words
	letter              // an ASCII letter or digit
	beyond              // of a character beyond ASCII
)

var classes = func() (c [256]class) {
	for b := range c {
		switch {
		case b >= utf8.RuneSelf:
			c[b] = beyond
		case b >= '0' && b <= '9', b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z':
			c[b] = letter
		}
	}
	return c
}()

// scan calls hit with the bits of the atoms that end with a word, for each word at which any does. n is the number of
// the word in the text, from 0. It counts the words.
func (m *machine) scan(text []byte, hit func(bits uint64, n int)) (words int) {
	var state, before uint64 // after the last word, and before the compound that it belongs to
	compound := -1           // where that began
	n := -1
	for i := 0; i < len(text); {
		switch classes[text[i]] {
		case gap:
			i++
			continue
		case beyond:
			if size, ok := letterAt(text[i:]); !ok {
				i += size
				continue
			}
		}
		from := i
		i = wordEnd(text, i)
		n++
		if m.spans != nil {
			*m.spans = append(*m.spans, span{from, i})
		}
		old := state
		state = (state<<1 | m.first) & m.mask(text[from:i])
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
		if j := possessive(text, i); j > i {
			compound, i = -1, j
			continue
		}
		if j := hyphen(text, i); j > 0 {
			if compound < 0 {
				compound, before = from, old
			}
			i = j
			continue
		}
		compound = -1
	}
	return n + 1
}

// wordEnd is the index behind the word that begins at i.
func wordEnd(text []byte, i int) int {
	for {
		for i < len(text) && classes[text[i]] == letter {
			i++
		}
		if i == len(text) || classes[text[i]] == gap {
			return i
		}
		size, ok := letterAt(text[i:])
		if !ok {
			return i
		}
		i += size
	}
}

// letterAt says whether a character beyond ASCII belongs to a word.
func letterAt(text []byte) (size int, ok bool) {
	r, size := utf8.DecodeRune(text)
	return size, r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsNumber(r))
}

// What joins words: the hyphens U+002D, U+2010, U+2011 and the soft one, the slash of P/CVE, and the apostrophe of Da'esh.
var hyphens = []string{"-", "\u2010", "\u2011", "\u00ad", "/", "'", "’"}

// joins are the bytes with which a hyphen or an apostrophe can begin.
var joins = [256]bool{'-': true, '/': true, '\'': true, 0xc2: true, 0xe2: true}

// hyphen is the index behind one of hyphens at i that joins what precedes it to another word; 0 if there is none.
func hyphen(text []byte, i int) int {
	for _, h := range hyphens {
		if end := i + len(h); end < len(text) && string(text[i:end]) == h && classes[text[end]] != gap {
			return end
		}
	}
	return 0
}

// possessive passes over the 's of a word.
func possessive(text []byte, i int) int {
	for _, mark := range []string{"'", "’"} {
		end := i + len(mark)
		if end < len(text) && string(text[i:end]) == mark && (text[end] == 's' || text[end] == 'S') && (end+1 == len(text) || classes[text[end+1]] == gap) {
			return end + 1
		}
	}
	return i
}

// mask is the bits of those positions that accept a word.
func (m *machine) mask(word []byte) uint64 {
	first, second := word[0], byte(0)
	if len(word) > 1 {
		second = word[1]
	}
	if (first|second) < utf8.RuneSelf && m.begins[first][second>>6]&(1<<(second&63)) == 0 {
		return 0
	}
	if mask, ok := m.known[string(word)]; ok {
		return mask
	}
	return m.learn(word)
}

// learn works out the mask of a word, and keeps it.
func (m *machine) learn(word []byte) (mask uint64) {
	whole := normal(string(word))
	short := stem(whole)
	for i, p := range m.positions {
		if p.accepts(whole, short) {
			mask |= 1 << i
		}
	}
	const enough = 1 << 16 // words; what is forgotten is only worked out again
	if len(m.known) >= enough {
		clear(m.known)
	}
	if m.known == nil {
		m.known = map[string]uint64{}
	}
	m.known[string(word)] = mask
	return mask
}

// compound is the mask of words joined by hyphens, taken as one.
func (m *machine) compound(text []byte) uint64 {
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

// each calls fn with each of some bits.
func each(set uint64, fn func(bit int)) {
	for ; set != 0; set &= set - 1 {
		fn(bits.TrailingZeros64(set))
	}
}
