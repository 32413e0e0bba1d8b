package edit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"malaga/internal/text"
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
	return nearest(codes, same, func(c string) bool { return text.Near(foldWord(c), word, 1) },
		func(c string) bool { return oneLetter(foldWord(c), word) })
}

// nearID returns the one id from which a word differs only in case, or else by one letter.
func nearID(ids []string, word string) (string, bool) {
	same := func(id string) bool { return strings.EqualFold(id, word) }
	return nearest(ids, same, func(id string) bool { return mayBeNear(id, word) && text.Near(id, word, 1) },
		func(id string) bool { return oneLetter(id, word) })
}

// nearest returns the one candidate that is the same as a word, or the one that is near to it, if that is safe.
func nearest(candidates []string, same, near, safe func(candidate string) bool) (string, bool) {
	if slices.ContainsFunc(candidates, same) {
		return only(candidates, same)
	}
	if found, ok := only(candidates, near); ok && safe(found) {
		return found, true
	}
	return "", false
}

// oneLetter reports whether two ids differ by one letter that is another one, is missing or has changed places with the next, in one of
// the words between hyphens. A digit is no letter: the next number is another thing.
func oneLetter(a, b string) bool {
	if !mayBeNear(a, b) {
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
	return len(x) == 1 && min(letters(x[0]), letters(y[0])) >= shortest && digits(x[0]) == digits(y[0]) && text.Near(x[0], y[0], 1)
}

// mayBeNear reports whether what differs between two words is no longer than two letters. Most words of a list are told apart by it:
// 200× on 8,000 references that are near to none of 8,000 ids.
func mayBeNear(a, b string) bool {
	n := min(len(a), len(b))
	start := 0
	for start < n && a[start] == b[start] {
		start++
	}
	end := 0
	for end < n-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return max(len(a), len(b))-start-end <= 2*utf8.UTFMax
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
