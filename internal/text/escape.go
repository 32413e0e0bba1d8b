// Package text prepares text for people: it escapes, folds, shortens and formats it.
package text

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// EscapeLine returns s escaped and without commands of CI systems: GitHub runs what follows "::" at the start of a line, where
// wrapping may put it, and GitHub and Azure Pipelines run "##[" and "##vso[" anywhere.
func EscapeLine(s string) string { return strings.ReplaceAll(EscapeMessage(s), "::", `\x3a\x3a`) }

// EscapeMessage is EscapeLine for what stands behind other words on a line: "::" is no command there.
func EscapeMessage(s string) string { return EscapeCommands(Escape(s)) }

// EscapeCommands returns s without the commands that run anywhere in a line, and else as it is.
func EscapeCommands(s string) string {
	if !strings.Contains(s, "##") {
		return s
	}
	return commands.Replace(s)
}

var commands = strings.NewReplacer("##[", `\x23#[`, "##vso[", `\x23#vso[`)

// EscapeJSON returns JSON text with the characters that Escape would show, and the commands that run anywhere in a line (see
// EscapeLine), written as JSON escapes: the same value, safe on a terminal and in a log.
func EscapeJSON(b []byte) []byte {
	var out []byte
	kept := 0 // what precedes it is in out
	mayRun := bytes.Contains(b, []byte("##"))
	for i := 0; i < len(b); {
		if !mayRun && len(b)-i >= 8 && isPrintable(b[i:]) { // 2.2 times as fast on list --format json
			i += 8
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		// Raw control characters are white space between tokens.
		if Hidden(r) && r >= 0x20 || r == '#' && (bytes.HasPrefix(b[i:], []byte("##[")) || bytes.HasPrefix(b[i:], []byte("##vso["))) {
			out = AppendEscape(append(out, b[kept:i]...), r)
			kept = i + n
		}
		i += n
	}
	if kept == 0 {
		return b
	}
	return append(out, b[kept:]...)
}

// AppendEscape appends a character as JSON escapes.
func AppendEscape(b []byte, r rune) []byte {
	if r < 0x10000 {
		return fmt.Appendf(b, `\u%04x`, r)
	}
	hi, lo := utf16.EncodeRune(r)
	return fmt.Appendf(b, `\u%04x\u%04x`, hi, lo)
}

// Escape returns s with control characters, bidirectional controls, invisible marks and bytes that are not UTF-8 written
// as in a Go string: \n, \x1b, \u202e. A title from data could otherwise repaint the terminal or hide what is written.
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
		case Hidden(r):
			b.WriteString(escapeRune(r))
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// escapeRune returns a character as it is written in a Go string.
func escapeRune(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r == '\r':
		return `\r`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// clean reports whether there is nothing to escape.
func clean(s string) bool { return utf8.ValidString(s) && !strings.ContainsFunc(s, Hidden) }

// Hidden reports whether Escape would escape a character: whether it moves the cursor, turns the direction of writing,
// breaks the line or does not show at all. Joiners stay: scripts and emoji need them.
func Hidden(r rune) bool {
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

// Invisible reports whether a character does not show wherever it stands: one that is Hidden, and soft hyphens, word joiners, invisible
// operators, fillers of no script and non-characters. Joiners, selectors and fillers that scripts or emoji need are none.
func Invisible(r rune) bool {
	switch {
	case r < 0x80:
		return Hidden(r)
	case r == 0xad, r >= 0x2060 && r <= 0x2064, r >= 0x206a && r <= 0x206f, r == 0x3164, r == 0xffa0:
		return true
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef: // non-characters
		return true
	}
	return Hidden(r)
}
