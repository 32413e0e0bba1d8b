// Package plain makes text from data fit for a terminal or a log.
//
// A title may hold an escape sequence that repaints the screen, a bidirectional control that
// hides what is written, or a line that a CI system takes for a command. None of it is lost:
// it is shown as an escape.
package plain

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Line is s on one line: Escape, and nothing at its start that a CI system obeys (`::` is
// GitHub's form of a workflow command, `##[` that of Azure Pipelines).
func Line(s string) string {
	s = Escape(s)
	if t := strings.TrimLeft(s, " "); strings.HasPrefix(t, "::") || strings.HasPrefix(t, "##[") {
		return s[:len(s)-len(t)] + fmt.Sprintf(`\x%02x`, t[0]) + t[1:]
	}
	return s
}

// Escape writes control characters, bidirectional controls, invisible marks and bytes that are no
// UTF-8 as Go would in a string: \n, \x1b, \u202e.
func Escape(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case !hidden(r):
			b.WriteString(s[i : i+n])
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		i += n
	}
	return b.String()
}

func clean(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			if c < utf8.RuneSelf {
				return false
			}
			return cleanRunes(s[i:])
		}
	}
	return true
}

func cleanRunes(s string) bool {
	for i, r := range s {
		if hidden(r) || (r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")) {
			return false
		}
	}
	return true
}

// hidden says whether a character moves the cursor, turns the direction of writing, breaks the
// line or does not show at all. Joiners stay: scripts and emoji need them.
func hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0: // C0, DEL, C1
		return true
	case r == 0x061c, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff:
		return true
	case r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r >= 0xe0000 && r <= 0xe007f: // tags
		return true
	}
	return false
}
