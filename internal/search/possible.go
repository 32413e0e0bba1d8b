package search

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
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

// cue is the first two letters of a lead, each in all of eight bytes; single is all ones if it has one letter.
type cue struct{ first, second, single uint64 }

// frequent letters are looked for together with the next one, eight bytes at a time; others alone, which is quicker where
// few words have them.
const frequent = "aeinost"

// manyCues make a look at each word quicker than a look for each cue.
const manyCues = 6

// cued notes how words that a lead begins are looked for.
func (m *machine) cued(lead string) {
	m.lead = append(m.lead, lead)
	first := lead[0]
	if strings.IndexByte(frequent, first) < 0 {
		if !slices.Contains(m.firsts, first) {
			m.firsts = append(m.firsts, first)
		}
		return
	}
	c := cue{first: each8 * uint64(first), single: ^uint64(0)}
	if len(lead) > 1 {
		c.second, c.single = each8*uint64(lead[1]), 0
	}
	if !slices.Contains(m.cues, c) {
		m.cues = append(m.cues, c)
	}
}

// possible says whether a text may hold what is asked for. It only looks for what that begins with, which costs a
// fraction of scan, and may only err towards yes.
func (m *machine) possible(text []byte) bool {
	if len(m.firsts)+len(m.cues) > manyCues || bytes.IndexByte(text, '\\') >= 0 || m.leads(text) { // an escape may stand for a letter
		return true
	}
	for _, first := range m.firsts {
		if m.follows(text, first) || upper(first) != first && m.follows(text, upper(first)) {
			return true
		}
	}
	for _, c := range m.cues {
		if m.followsCue(text, c) {
			return true
		}
	}
	return foreign(text)
}

// follows says whether a word after the first begins with a letter and with a lead.
func (m *machine) follows(text []byte, first byte) bool {
	for at := 1; at < len(text); at++ {
		n := bytes.IndexByte(text[at:], first)
		if n < 0 {
			return false
		}
		if at += n; classes[text[at-1]] != letter && m.leads(text[at:]) {
			return true
		}
	}
	return false
}

// Eight bytes of a text are looked at together. In what is said of them the highest bit of each counts.
const (
	each8   = 0x0101010101010101
	highest = 0x80 * each8
)

// followsCue says whether a word after the first begins with a cue and with a lead.
func (m *machine) followsCue(text []byte, c cue) bool {
	i := 1
	for ; i+9 <= len(text); i += 8 {
		around := text[i-1 : i+9]
		before, here, behind := binary.LittleEndian.Uint64(around), binary.LittleEndian.Uint64(around[1:]), binary.LittleEndian.Uint64(around[2:])
		for hits := same(here, c.first) &^ letters(before) & (same(behind, c.second) | ^letters(behind) | c.single) & highest; hits != 0; hits &= hits - 1 {
			if m.leads(text[i+bits.TrailingZeros64(hits)/8:]) {
				return true
			}
		}
	}
	for ; i < len(text); i++ {
		if classes[text[i-1]] != letter && text[i]|0x20 == byte(c.first) && m.leads(text[i:]) {
			return true
		}
	}
	return false
}

// same says which bytes are those of a cue, without regard to case.
func same(x, cue uint64) uint64 {
	x = (x | 0x20*each8) ^ cue
	return ^(x&^highest + 0x7f*each8 | x)
}

// letters says which bytes are ASCII letters.
func letters(x uint64) uint64 {
	lower := x&^highest | 0x20*each8
	return (lower + (0x80-'a')*each8) &^ (lower + (0x80-'z'-1)*each8) &^ x
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
			beyond := binary.LittleEndian.Uint64(text[i:]) & highest
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
