package review

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"malaga/internal/change"
	"malaga/internal/text"
)

// words returns the changed words of a text, with some around them.
func (s style) words(old, new string) string {
	const around = 4
	var b strings.Builder
	pieces := change.Words(old, new)
	if len(pieces) == 1 && old != "" && new != "" { // nothing in common
		before, after := told(pieces[0])
		return s.plain(before) + " → " + s.plain(after)
	}
	for i, p := range pieces {
		if p.Same() {
			b.WriteString(s.plain(context(p.Old, around, i > 0, i < len(pieces)-1)))
			continue
		}
		before, after := told(p)
		var versions []string
		if before != "" {
			versions = append(versions, s.removed(s.plain(before)))
		}
		if after != "" {
			versions = append(versions, s.added(s.plain(after)))
		}
		b.WriteString(edge(p.Old+p.New, true) + strings.Join(versions, " ") + edge(p.Old+p.New, false))
	}
	return strings.TrimSpace(b.String())
}

// told returns the two versions of a piece as they are shown. What looks the same is spelled out.
func told(p change.Piece) (before, after string) {
	const most = 300 // code points
	looks := func(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
	show := strings.TrimSpace
	if looks(p.Old) == looks(p.New) {
		show = spelledOut
	}
	return text.Shorten(show(p.Old), most), text.Shorten(show(p.New), most)
}

// spelledOut shows white space and combining marks.
func spelledOut(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == ' ':
			b.WriteRune('␣')
		case r == '\n':
			b.WriteRune('⏎')
		case unicode.IsSpace(r), unicode.Is(unicode.M, r):
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// edge returns a space if a text begins, or ends, with white space.
func edge(s string, start bool) string {
	trimmed := strings.TrimSpace(s)
	if start && !strings.HasPrefix(s, trimmed) || !start && !strings.HasSuffix(s, trimmed) {
		return " "
	}
	return ""
}

// context returns the first words of an unchanged text if a change comes before it, the last if one follows, and … for the
// others.
func context(s string, most int, before, after bool) string {
	words := strings.Fields(s)
	keep := 0
	if before {
		keep += most
	}
	if after {
		keep += most
	}
	if len(words) <= keep+1 {
		return s
	}
	short := " … "
	if before {
		short = edge(s, true) + strings.Join(words[:most], " ") + short
	}
	if after {
		short += strings.Join(words[len(words)-most:], " ") + edge(s, false)
	}
	return short
}
