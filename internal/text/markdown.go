package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineFeeds makes all line breaks alike.
var lineFeeds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// EscapeMarkdown returns a text as GitHub Flavored Markdown shows it, in a cell of a table or anywhere behind the start of a
// line: what would be markup, a mention of a person or a link to an issue is escaped. A line break becomes <br>, the only one
// that a cell can hold. A web address is a link, and nothing in it is escaped but what a link cannot hold, which is
// percent-encoded (RFC 3986).
func EscapeMarkdown(s string) string {
	s = lineFeeds.Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = escapeMarkdownLine(line)
	}
	return strings.Join(lines, "<br>")
}

// EscapeMarkdownBlock returns EscapeMarkdown(s), at the start of a line: it begins no heading, list or quotation.
func EscapeMarkdownBlock(s string) string {
	s = EscapeMarkdown(strings.TrimLeft(s, " "))
	if strings.HasSuffix(s, "#") { // it would end a heading
		s = s[:len(s)-1] + `\#`
	}
	mark := strings.TrimLeft(s, "0123456789")
	numbered := len(mark) < len(s)
	switch {
	case mark == "":
	case strings.HasPrefix(s, "::"), // a CI log would obey it
		!numbered && strings.IndexByte("#>+-=", mark[0]) >= 0,
		numbered && strings.IndexByte(".)", mark[0]) >= 0:
		return s[:len(s)-len(mark)] + `\` + mark
	}
	return s
}

// escapeMarkdownLine escapes a text without line breaks.
func escapeMarkdownLine(s string) string {
	var b strings.Builder
	for {
		start, end := findAddress(s)
		b.WriteString(escapeMarkup(s[:start]))
		if start == end {
			return b.String()
		}
		b.WriteString(link(s, start, end))
		s = s[end:]
	}
}

// comment stands between characters that would be markup together; it does not show.
const comment = "<!-- -->"

var markup = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "~", `\~`, "&", "&amp;", "<", "&lt;", "[", `\[`, "]", `\]`, "$", "&#36;",
)

// escapeMarkup escapes what would be markup in a text without addresses. An entity stands for a dollar sign, which begins a
// formula with a backslash as well. A comment takes a name from an @ and a number from a #, which GitHub looks for in the text
// that Markdown shows.
func escapeMarkup(s string) string {
	s = markup.Replace(Escape(s))
	if !strings.ContainsAny(s, "@#") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		mention := s[i] == '@' && i+1 < len(s) && isAlphanumeric(s[i+1]) && (i == 0 || !isAlphanumeric(s[i-1])) // no mail address
		issue := s[i] == '#' && i+1 < len(s) && isDigit(s[i+1]) && (i == 0 || s[i-1] != '&')                    // no entity
		if mention || issue {
			b.WriteString(comment)
		}
	}
	return b.String()
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isAlphanumeric(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

// findAddress returns the place of the first web address in a text; start and end are len(s) if there is none. A text that is
// an address and nothing else is taken whole. Within a text, quotation marks end an address, and punctuation at its end is
// the text's.
func findAddress(s string) (start, end int) {
	const part = 1000 // bytes: there may be many addresses, and none of some schemes
	start = len(s)
	for from := 0; from < start; from += part {
		for _, scheme := range []string{"http://", "https://", "ftp://", "mailto:", "www."} {
			start = findScheme(s, scheme, from, min(from+part+len(scheme), start), start)
		}
	}
	if start == 0 && !strings.ContainsFunc(s, unicode.IsSpace) {
		return 0, len(s)
	}
	end = len(s)
	if i := strings.IndexFunc(s[start:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”«»`", r) }); i >= 0 {
		end = start + i
	}
	return start, start + len(trimPunctuation(s[start:end]))
}

// findScheme returns where the first address of a scheme begins in s[from:to], or otherwise.
func findScheme(s, scheme string, from, to, otherwise int) int {
	for from < to {
		i := strings.Index(s[from:to], scheme)
		if i < 0 {
			break
		}
		i += from
		from = i + len(scheme)
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		behind, _ := utf8.DecodeRuneInString(s[from:])
		if !unicode.IsLetter(before) && (isLetterOrDigit(behind) || behind == '[') {
			return i
		}
	}
	return otherwise
}

// trimPunctuation removes the punctuation at the end of an address, and a closing bracket that has no opening one.
func trimPunctuation(s string) string {
	lone := map[string]int{")": strings.Count(s, ")") - strings.Count(s, "("), "]": strings.Count(s, "]") - strings.Count(s, "[")}
	for {
		trimmed := strings.TrimRight(s, `?!.,:;*_~'\`)
		for _, bracket := range []string{")", "]"} {
			if strings.HasSuffix(trimmed, bracket) && lone[bracket] > 0 {
				trimmed = trimmed[:len(trimmed)-1]
				lone[bracket]--
			}
		}
		if trimmed == s {
			return s
		}
		s = trimmed
	}
}

// link returns the address s[start:end] as a link: as it is if GitHub makes that a link and ends it there, else between < and >.
func link(s string, start, end int) string {
	encoded := encodeAddress(s[start:end])
	behind := strings.TrimLeft(s[end:], ".,!?:)")
	apart := (start == 0 || s[start-1] == ' ' || s[start-1] == '(') && (behind == "" || behind[0] == ' ')
	named := strings.HasPrefix(encoded, "www.")
	switch {
	case apart && isPlain(encoded) && (named || strings.HasPrefix(encoded, "http")):
		return encoded
	case named && strings.HasSuffix(s[:start], "!"): // it would begin an image
		return comment + link(s[start:], 0, end-start)
	case named: // < and > need a scheme
		return "[" + escapeMarkup(s[start:end]) + "](<http://" + encoded + ">)"
	}
	return "<" + encoded + ">"
}

// isPlain reports whether an address has only characters that are no markup, and no punctuation at its end.
func isPlain(address string) bool {
	for i := range len(address) {
		if !isAlphanumeric(address[i]) && strings.IndexByte(":/.?=%#,+-", address[i]) < 0 {
			return false
		}
	}
	last := address[len(address)-1]
	return isAlphanumeric(last) || last == '/'
}

// encodeAddress percent-encodes what a link cannot hold, in a table or before other readers: control and invisible characters,
// what would end it, a bar, a backslash, and a second "#". The ";" of what looks like an entity is encoded too.
func encodeAddress(s string) string {
	var b strings.Builder
	fragment, ampersand := false, false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		encode := r == utf8.RuneError && n == 1 || Hidden(r) || strings.ContainsRune("<>\"\\`|^{}", r) ||
			r == '#' && fragment || r == ';' && ampersand
		fragment = fragment || r == '#'
		ampersand = r == '&' || ampersand && r != '=' && r != '/'
		for _, c := range []byte(s[i : i+n]) {
			if encode {
				fmt.Fprintf(&b, "%%%02X", c)
			} else {
				b.WriteByte(c)
			}
		}
		i += n
	}
	return b.String()
}
