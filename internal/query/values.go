package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// closing returns the mark that closes a quotation that a mark opens; 0 if it opens none.
func closing(open rune) rune {
	switch open {
	case '"', '\'':
		return open
	case '“':
		return '”'
	case '‘':
		return '’'
	case '„':
		return '“'
	case '«':
		return '»'
	}
	return 0
}

// unquoteAll returns the values of a condition: those between commas if there may be several, else the one. Each is without
// the white space around it and without quotation marks. A comma within these belongs to the value. quoted reports whether there
// were any. message is not empty if a quotation is not closed: to search for the mark itself as text would find nothing, in silence.
func unquoteAll(s string, several bool) (values []string, quoted bool, message, hint string) {
	open := map[rune]bool{} // marks of quotations that nothing closes: to look again would take time by the square of the values
	for {
		s = strings.TrimSpace(s)
		mark, _ := utf8.DecodeRuneInString(s)
		value, rest, ok := "", "", false
		if !open[mark] {
			value, rest, ok = cutQuoted(s, several)
			open[mark] = !ok
		}
		switch {
		case ok:
			quoted = true
		case closing(mark) != 0 && !strings.ContainsRune(s[utf8.RuneLen(mark):], closing(mark)):
			other := '"'
			if mark == '"' {
				other = '\''
			}
			return nil, false, fmt.Sprintf("%c is not closed", mark),
				fmt.Sprintf("write %c at the end, or %c%s%c for the mark itself", closing(mark), other, s, other)
		case several:
			value, _, _ = strings.Cut(s, ",")
			rest = s[len(value):]
			value = strings.TrimSpace(value)
		default:
			value = s
		}
		values = append(values, value)
		if rest == "" {
			return values, quoted, "", ""
		}
		s = rest[1:]
	}
}

// cutQuoted cuts a quotation from the front of s: one that ends where s does or, if there are several values, at a comma.
func cutQuoted(s string, several bool) (value, rest string, ok bool) {
	open, size := utf8.DecodeRuneInString(s)
	mark := closing(open)
	for i := size; mark != 0; {
		n := strings.IndexRune(s[i:], mark)
		if n < 0 {
			break
		}
		end := i + n
		i = end + utf8.RuneLen(mark)
		rest = strings.TrimSpace(s[i:])
		if rest == "" || several && rest[0] == ',' {
			return s[size:end], rest, true
		}
	}
	return "", "", false
}
