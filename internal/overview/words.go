package overview

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// InWords tells a count of people as its source states it, and of what it is; ok is false where the field holds
// other objects.
func InWords(f *schema.Field, v []byte) (of, words string, ok bool) {
	if f.Field(comparator) == nil || f.Field(number) == nil {
		return "", "", false
	}
	word := func(name string) string {
		if sub := f.Field(name); sub != nil {
			return sub.CodeTitle(rawjson.GetText(v, name))
		}
		return ""
	}
	parts := []string{strings.ToLower(word(comparator)), Grouped(rawjson.GetText(v, number)), strings.ToLower(word(mode))}
	return word(scope), strings.TrimSpace(strings.Join(parts, " ")), true
}

// Lower is a title within a sentence: acronyms keep their capitals.
func Lower(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if len(w) < 2 || strings.ContainsFunc(w, unicode.IsLower) {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

// Days tells a range of dates as the United Nations writes it: 10-11 May 2022.
func Days(from, to string) string {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil || a.Equal(b) {
		return a.Format("2 January 2006")
	}
	switch {
	case a.Year() != b.Year():
		return a.Format("2 January 2006") + " - " + b.Format("2 January 2006")
	case a.Month() != b.Month():
		return a.Format("2 January") + " - " + b.Format("2 January 2006")
	}
	return a.Format("2") + "-" + b.Format("2 January 2006")
}

// Spelt is a number in words up to twelve.
func Spelt(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return Grouped(fmt.Sprint(n))
}

// Grouped sets commas between the thousands of a number.
func Grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// plural2 is a number of things whose plural has its own form.
func plural2(n int, one, many string) string {
	if n == 1 {
		return "one " + one
	}
	return Spelt(n) + " " + many
}

func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
