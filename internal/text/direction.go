package text

import (
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// directions says which characters that turn the direction of writing are needed in a text. It is asked from the front to the end,
// and reads the text once.
type directions struct {
	runes  []rune
	last   rune         // the last letter of those that were passed
	passed int          // how many characters were
	next   int          // the place of the first letter behind them, or behind all
	pairs  map[int]bool // see paired; nil until it is needed
}

// besideRightToLeft reports whether the nearest letter before or behind a mark runs from right to left.
func (d *directions) besideRightToLeft(i int) bool {
	for ; d.passed < i; d.passed++ {
		if r := d.runes[d.passed]; unicode.IsLetter(r) {
			d.last = r
		}
	}
	for d.next = max(d.next, i+1); d.next < len(d.runes) && !unicode.IsLetter(d.runes[d.next]); {
		d.next++
	}
	return RunsRightToLeft(d.last) || d.next < len(d.runes) && RunsRightToLeft(d.runes[d.next])
}

// RunsRightToLeft reports whether a character is a letter of a script that is written from right to left, or acts as one (UAX #9).
func RunsRightToLeft(r rune) bool {
	if r < 0x590 { // the first such script is Hebrew
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// The characters that open and close a run of text with a direction of its own (UAX #9, 2.1 to 2.5).
const (
	leftToRightEmbedding = 0x202a
	popFormatting        = 0x202c
	leftToRightOverride  = 0x202d
	rightToLeftOverride  = 0x202e
	leftToRightIsolate   = 0x2066
	popIsolate           = 0x2069
)

// turns reports whether a character opens or closes an isolate, an embedding or an override.
func turns(r rune) bool {
	return r >= leftToRightEmbedding && r <= rightToLeftOverride || isolates(r) || r == popIsolate
}

func isolates(r rune) bool { return r >= leftToRightIsolate && r < popIsolate }

// paired reports whether a character opens or closes an isolate or an embedding that is whole and not empty, in a paragraph with a
// letter that runs from right to left. Overrides are never right: they show letters in another order than the stored one.
func (d *directions) paired(i int) bool {
	if d.pairs == nil {
		d.pairs = map[int]bool{}
		from := 0
		for to, r := range d.runes {
			if endsParagraph(r) {
				d.pair(from, to)
				from = to
			}
		}
		d.pair(from, len(d.runes))
	}
	return d.pairs[i]
}

// endsParagraph reports whether a character ends a paragraph, and so all that is open in it (UAX #9, P1 and X8).
func endsParagraph(r rune) bool { return r == '\n' || r == '\r' || r == 0x85 || r == 0x2029 }

// pair notes the pairs of a paragraph. The end of an isolate ends the embeddings in it (UAX #9, X6a), which then have no end of
// their own.
func (d *directions) pair(from, to int) {
	var open []int
	isolated := 0 // isolates among these
	turned := false
	found := map[int]bool{}
	for i := from; i < to; i++ {
		switch r := d.runes[i]; {
		case !turns(r):
			turned = turned || RunsRightToLeft(r)
		case r != popFormatting && r != popIsolate:
			open = append(open, i)
			if isolates(r) {
				isolated++
			}
		case r == popIsolate && isolated == 0:
		default:
			n := d.ended(open, r)
			if n < 0 {
				continue
			}
			first := open[n]
			open = open[:n]
			if r == popIsolate {
				isolated--
			}
			isOverride := d.runes[first] == leftToRightOverride || d.runes[first] == rightToLeftOverride
			found[first] = i > first+1 && !isOverride
			found[i] = found[first]
		}
	}
	for i := range found {
		d.pairs[i] = turned && found[i]
	}
}

// ended returns which of the characters that are open one of the end closes; -1 if it closes none.
func (d *directions) ended(open []int, end rune) int {
	for n := len(open) - 1; n >= 0; n-- {
		switch isolate := isolates(d.runes[open[n]]); {
		case isolate == (end == popIsolate):
			return n
		case isolate: // an embedding does not end outside of the isolate in which it begins
			return -1
		}
	}
	return -1
}
