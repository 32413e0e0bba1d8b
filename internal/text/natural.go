package text

import "strings"

// NaturalKey returns a form of s whose bytes are in the natural order: digits are in the order of the numbers that they write,
// so that ses-2 is before ses-10. Texts with the same key differ in zeros before a number only.
func NaturalKey(s string) string {
	const digits = "0123456789"
	at := strings.IndexAny(s, digits)
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.IndexAny(s, digits) {
		b.WriteString(s[:at])
		rest := strings.TrimLeft(s[at:], digits)
		number := strings.TrimLeft(s[at:len(s)-len(rest)], "0")
		// The number of digits comes first, in digits: 9 for each nine of them, and what is left.
		b.WriteString(strings.Repeat("9", len(number)/9))
		b.WriteByte('0' + byte(len(number)%9))
		b.WriteString(number)
		s = rest
	}
	b.WriteString(s)
	return b.String()
}

// NaturalCompare compares two texts in the natural order, and by their bytes where that does not tell them apart.
func NaturalCompare(a, b string) int {
	if n := strings.Compare(NaturalKey(a), NaturalKey(b)); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}
