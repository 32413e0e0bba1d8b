package text

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Shorten returns a text of at most length code points. A longer one is cut between words, and " …" is added.
func Shorten(s string, length int) string {
	if part := Prefix(s, length); len(part) < len(s) {
		return strings.TrimRight(part, " ,;:–-") + " …"
	}
	return s
}

// The lengths in code points beyond which ShortenName and ShortenText cut. No title of the schema is longer than maxName, and no text
// than MaxText.
const (
	maxName = 300
	MaxText = 4000
)

// ShortenName cuts a name of very great length, for it may stand wherever others refer to its record.
func ShortenName(name string) string { return Shorten(name, maxName) }

// ShortenText cuts a text of very great length that stands for its record in many rows.
func ShortenText(s string) string { return Shorten(s, MaxText) }

// Prefix returns the beginning of a text, of at most length code points. It is cut between words, unless the last word
// takes more than half of it; then between grapheme clusters (UAX #29), so that no letter loses its signs.
func Prefix(s string, length int) string {
	n := 0
	for i := range s {
		if n == length {
			if space := strings.LastIndexByte(s[:i+1], ' '); space > i/2 {
				return s[:space]
			}
			return s[:clusterBefore(s, i)]
		}
		n++
	}
	return s
}

// clusterBefore returns the last index up to i at which a grapheme cluster begins; i if that is 0.
func clusterBefore(s string, i int) int {
	if s[i] < utf8.RuneSelf {
		return i
	}
	last := 0
	for clusters := graphemes.FromString(s); clusters.Next() && clusters.End() <= i; {
		last = clusters.End()
	}
	return cmp.Or(last, i)
}

// Truncate returns a text that takes at most width columns on a terminal. A longer one ends in "…".
func Truncate(s string, width int) string {
	if displaywidth.String(s) <= width {
		return s
	}
	return strings.TrimRight(displaywidth.TruncateString(s, width-1, ""), " ") + "…"
}
