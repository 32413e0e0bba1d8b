package text

import (
	"cmp"
	"strings"
)

// NaturalCompare compares two texts in the natural order: digits in them by the numbers that they write, so that ses-2 is before
// ses-10. Texts that differ only in zeros before a number are in the order of their bytes.
func NaturalCompare(a, b string) int {
	if n := compareNaturally(a, b); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

func compareNaturally(a, b string) int {
	at, n := 0, min(len(a), len(b)) // of the first difference, or of the number that it is in
	for at < n && a[at] == b[at] {
		at++
	}
	if at < n && !isDigit(a[at]) && !isDigit(b[at]) { // the numbers before are equal
		return cmp.Compare(a[at], b[at])
	}
	for at > 0 && isDigit(a[at-1]) {
		at--
	}
	x, restX := cutNumber(a[at:])
	y, restY := cutNumber(b[at:])
	if len(restX) == len(a)-at || len(restY) == len(b)-at {
		return strings.Compare(a[at:], b[at:])
	}
	if n := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); n != 0 || restX == "" && restY == "" {
		return n
	}
	return compareNaturally(restX, restY)
}

// cutNumber cuts digits from the front of s, and returns them without zeros at their front.
func cutNumber(s string) (number, rest string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return strings.TrimLeft(s[:n], "0"), s[n:]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
