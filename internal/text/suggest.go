package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mostSuggested is the number of words that a hint offers.
const mostSuggested = 3

// Suggestions returns the candidates that a misspelt or unfinished word may stand for, the best first: those that it is the
// beginning of, the shortest first, and all that are equally near to it (see Nearest). If some are both, the longer ones are left
// out. Of the others only near ones count.
func Suggestions(word string, candidates []string, others ...string) []string {
	var begun []string
	lower := strings.ToLower(word)
	for _, c := range candidates {
		if len(lower) > 1 && strings.HasPrefix(strings.ToLower(c), lower) {
			begun = append(begun, c)
		}
	}
	slices.SortStableFunc(begun, func(a, b string) int { return cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) })
	near := nearest(word, slices.Concat(candidates, others))
	isNear := map[string]bool{}
	for _, c := range near {
		isNear[c] = true
	}
	if slices.ContainsFunc(begun, func(c string) bool { return isNear[c] }) {
		begun = slices.DeleteFunc(begun, func(c string) bool { return !isNear[c] })
	}
	var all []string
	for _, c := range slices.Concat(begun, near) {
		if c != word && !slices.Contains(all, c) && len(all) < mostSuggested {
			all = append(all, c)
		}
	}
	return all
}

// Nearest returns the candidate most like word, the first of several. It reports false if none is near enough to be meant: at
// most one third of the letters of word may differ.
func Nearest(word string, candidates []string) (string, bool) {
	if all := nearest(word, candidates); all != nil {
		return all[0], true
	}
	return "", false
}

// nearest returns the candidates most like word, all of them equally.
func nearest(word string, candidates []string) []string {
	const longest = 500 // bytes: a longer one is no name that somebody misspelt
	if len(word) > longest {
		return nil
	}
	letters := utf8.RuneCountInString(word)
	limit := min(max(letters/3, 1), letters-1)
	lower := strings.ToLower(word)
	var found []string
	for _, c := range candidates {
		switch d := distance(lower, strings.ToLower(c), limit); {
		case d < limit:
			limit, found = d, []string{c}
		case d == limit:
			found = append(found, c)
		}
	}
	return found
}

// Near reports whether at most so many letters differ between two words, are missing or are swapped.
func Near(a, b string, most int) bool { return distance(a, b, most) <= most }

// Offer returns the hint that offers some words, or "" without words.
func Offer(words []string) string {
	if len(words) == 0 {
		return ""
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return "did you mean " + Or(quoted) + "?"
}

// Offers reports whether a hint is an Offer of a word among others.
func Offers(hint, word string) bool {
	return strings.HasPrefix(hint, "did you mean ") && strings.Contains(hint, strconv.Quote(word))
}

// DidYouMean returns the hint for a misspelt or unfinished word, or "" if no candidate is near.
func DidYouMean(word string, candidates []string) string { return Offer(Suggestions(word, candidates)) }

// DidYouMeanOr returns the hint for such a word, or another hint if no candidate is near.
func DidYouMeanOr(word string, candidates []string, other string) string {
	return cmp.Or(DidYouMean(word, candidates), other)
}

// distance returns the Damerau-Levenshtein distance (optimal string alignment), or more than limit. Only those beginnings of both
// words are compared whose lengths differ by at most limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	width := len(y) + 2
	rows := make([]int, 3*width)
	prev2, prev, row := rows[:width], rows[width:2*width], rows[2*width:]
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		from, to := max(1, i-limit), min(len(y), i+limit)
		row[from-1], row[to+1] = i-from+1, limit+1
		least := row[from-1]
		for j := from; j <= to; j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(y)]
}
