package edit

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldWord returns a word in the form in which words are the same that differ only in case, hyphens, underscores and spaces.
func foldWord(s string) string { return hyphens.Replace(strings.ToLower(s)) }

var hyphens = strings.NewReplacer("_", "-", " ", "-")

// foldName is foldWord for names, where a hyphen may also be missing.
func foldName(s string) string { return strings.ReplaceAll(foldWord(s), "-", "") }

// only returns the one candidate that a word may stand for.
func only(candidates []string, means func(candidate string) bool) (string, bool) {
	found := ""
	for _, c := range candidates {
		switch {
		case c == found || !means(c):
		case found != "":
			return "", false
		default:
			found = c
		}
	}
	return found, found != ""
}

// shortest is the number of letters that a word must have to be misspelt: in "ses-a" the last one is a number, not a word.
const shortest = 3

// nearCodeOf returns the one code from which a word differs only in case, hyphens and underscores, or else by one letter.
func nearCodeOf(codes []string, word string) (string, bool) {
	word = foldWord(word)
	same := func(c string) bool { return foldWord(c) == word }
	if slices.ContainsFunc(codes, same) {
		return only(codes, same)
	}
	found, ok := only(codes, func(c string) bool { return isNear(foldWord(c), word) })
	if ok && oneLetter(foldWord(found), word) {
		return found, true
	}
	return "", false
}

// oneLetter reports whether two ids differ by one letter that is another one, is missing or has changed places with the next, in one of
// the words between hyphens. A digit is no letter: the next number is another thing.
func oneLetter(a, b string) bool {
	if !isNear(a, b) {
		return false
	}
	x, y := strings.Split(a, "-"), strings.Split(b, "-")
	if len(x) != len(y) {
		return false
	}
	for len(x) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 1 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) == 1 && min(letters(x[0]), letters(y[0])) >= shortest && digits(x[0]) == digits(y[0])
}

// isNear reports whether at most one character differs between two words, is missing or has changed places with the next: what is left
// of them without their common beginning and end shows it. This is faster than text.Near, because most words differ in more.
func isNear(a, b string) bool {
	if d := len(a) - len(b); d > utf8.UTFMax || -d > utf8.UTFMax {
		return false
	}
	n := min(len(a), len(b))
	start := 0
	for start < n && a[start] == b[start] {
		start++
	}
	for start < n && start > 0 && !utf8.RuneStart(a[start]) { // in a character
		start--
	}
	a, b = a[start:], b[start:]
	n -= start
	end := 0
	for end < n && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for end > 0 && !utf8.RuneStart(a[len(a)-end]) {
		end--
	}
	if max(len(a), len(b))-end > 2*utf8.UTFMax {
		return false
	}
	x, y := []rune(a[:len(a)-end]), []rune(b[:len(b)-end])
	return max(len(x), len(y)) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}

// compareFolded compares two words without regard to case. It returns 0 where strings.EqualFold returns true.
func compareFolded(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(firstCase(x), firstCase(y)); c != 0 {
			return c
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

// firstCase returns the first in order of the characters that differ from one only in case.
func firstCase(r rune) rune {
	for {
		next := unicode.SimpleFold(r)
		if next <= r {
			return next
		}
		r = next
	}
}

// letters returns the number of letters of a word.
func letters(s string) int { return utf8.RuneCountInString(s) - len(digits(s)) }

// digits returns the digits of a word.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
