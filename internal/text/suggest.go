package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate most like word. It reports false if none is near enough to be meant: at most one third of
// the letters of word may differ.
func Nearest(word string, candidates []string) (string, bool) {
	letters := utf8.RuneCountInString(word)
	best, found := max(letters/3, 1)+1, ""
	lower := strings.ToLower(word)
	for _, c := range candidates {
		if d := distance(lower, strings.ToLower(c), best); d < best && d < letters {
			best, found = d, c
		}
	}
	return found, found != ""
}

// Near reports whether at most so many letters differ between two words, are missing or are swapped.
func Near(a, b string, most int) bool { return distance(a, b, most) <= most }

// DidYouMean returns the hint for a misspelt word, or "" if no candidate is near.
func DidYouMean(word string, candidates []string) string {
	if c, ok := Nearest(word, candidates); ok && c != word {
		return "did you mean " + strconv.Quote(c) + "?"
	}
	return ""
}

// DidYouMeanOr returns the hint for a misspelt word, or another hint if no candidate is near.
func DidYouMeanOr(word string, candidates []string, other string) string {
	return cmp.Or(DidYouMean(word, candidates), other)
}

// distance returns the Damerau-Levenshtein distance (optimal string alignment), or more than limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	prev2, prev := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		if slices.Min(row) > limit {
			return limit + 1
		}
		prev2, prev = prev, row
	}
	return prev[len(y)]
}
