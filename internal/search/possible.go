package search

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// lead is what every word that a position accepts begins with: of a stem all but its end, which the stemmer may have
// changed.
func (p position) lead() string {
	lead := p.text
	for i := 0; i+1 < len(lead); i++ { // an s that may be written with z: see withS
		if y := lead[i] == 'i' || lead[i] == 'y'; y && lead[i+1] == 's' && (p.prefix || i+2 == len(lead) || strings.IndexByte("aei", lead[i+2]) >= 0) {
			lead = lead[:i+1]
		}
	}
	if !p.prefix {
		lead = lead[:min(len(lead), max(1, len(p.text)-2))]
	}
	return lead
}

// manyFirsts is how many first letters make a look at each word quicker than a look for each letter.
const manyFirsts = 12

// possible says whether a text may hold what is asked for. It only looks for what that begins with, which costs a
// fraction of scan, and may only err towards yes.
func (m *machine) possible(text []byte) bool {
	if len(m.firsts) > manyFirsts || bytes.IndexByte(text, '\\') >= 0 { // an escape may stand for a letter
		return true
	}
	for _, first := range m.firsts {
		for at := 0; ; at++ {
			n := bytes.IndexByte(text[at:], first)
			if n < 0 {
				break
			}
			at += n
			if (at == 0 || classes[text[at-1]] != letter) && m.leads(text[at:]) {
				return true
			}
		}
	}
	return foreign(text)
}

// leads says whether a word may begin what is asked for.
func (m *machine) leads(word []byte) bool {
next:
	for _, lead := range m.lead {
		for i := range len(lead) {
			switch {
			case i == len(word):
				continue next
			case word[i] >= utf8.RuneSelf || joins[word[i]]: // an accent, or a compound
				return true
			case word[i]|0x20 != lead[i]: // letters are compared without regard to case
				continue next
			}
		}
		return true
	}
	return false
}

// foreign says whether a word of a text may begin with a letter beyond ASCII, which may be folded to any other.
func foreign(text []byte) bool {
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			beyond := binary.LittleEndian.Uint64(text[i:]) & 0x8080808080808080
			if beyond == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(beyond) / 8
		}
		switch {
		case text[i] < utf8.RuneSelf:
			i++
		case i+2 < len(text) && text[i] == 0xe2 && text[i+1] == 0x80: // dashes and quotation marks
			i += 3
		case i == 0 || classes[text[i-1]] != letter:
			return true
		default:
			_, size := utf8.DecodeRune(text[i:])
			i += size
		}
	}
	return false
}
