package text

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

const longDate = "2 January 2006"

// Days returns a range of dates (YYYY-MM-DD) as the United Nations writes it: 10-11 May 2022. It returns one day if to is
// empty or the same day, and "" if from is not a date.
func Days(from, to string) string {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil || a.Equal(b) {
		return a.Format(longDate)
	}
	switch {
	case a.Year() != b.Year():
		return a.Format(longDate) + " - " + b.Format(longDate)
	case a.Month() != b.Month():
		return a.Format("2 January") + " - " + b.Format(longDate)
	}
	return a.Format("2") + "-" + b.Format(longDate)
}

// Date returns a date as precisely as it is known: 10 May 2022, May 2022 (YYYY-MM) or 2022 (YYYY). It returns "" if day is not
// a date.
func Date(day string) string {
	if month, err := time.Parse("2006-01", day); err == nil {
		return month.Format("January 2006")
	}
	if _, err := time.Parse("2006", day); err == nil {
		return day
	}
	return Days(day, "")
}

// Quantity returns a number as its source states it: "more than 400 in person". comparator and mode may be empty.
func Quantity(comparator, digits, mode string) string {
	return strings.TrimSpace(strings.ToLower(comparator) + " " + groupDigits(digits) + " " + strings.ToLower(mode))
}

// Number returns a number in digits, with commas between the thousands.
func Number(n int) string { return groupDigits(strconv.Itoa(n)) }

// groupDigits puts commas into the whole part of a number. It returns other texts as they are, and so a number with an exponent.
func groupDigits(number string) string {
	digits := strings.TrimPrefix(number, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" {
		return number
	}
	var b strings.Builder
	b.WriteString(number[:len(number)-len(digits)])
	for i := range len(whole) {
		if left := len(whole) - i; i > 0 && left%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	b.WriteString(digits[len(whole):])
	return b.String()
}

// Spell returns a number as running prose writes it: in words up to twelve, in digits above.
func Spell(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return Number(n)
}

// Plural returns the form of a noun that goes with a number; its plural ends in s.
func Plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// Count returns a number of things in digits: "1 record", "2 records".
func Count(n int, noun string) string { return strconv.Itoa(n) + " " + Plural(n, noun) }

// SpellCount returns a number of things in running prose: "one person", "seven people".
func SpellCount(n int, one, many string) string {
	if n == 1 {
		return "one " + one
	}
	return Spell(n) + " " + many
}

// Join returns names as a sentence lists them: "a, b and c".
func Join(names []string) string { return list(names, " and ") }

// Or returns names as a sentence offers them: "a, b or c".
func Or(names []string) string { return list(names, " or ") }

func list(names []string, conjunction string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + conjunction + names[last]
}

// Lower returns a title as it is written within a sentence: in lower case, but acronyms keep their capitals.
func Lower(title string) string {
	words := strings.Split(title, " ")
	for i, w := range words {
		if len(w) < 2 || strings.ContainsFunc(w, unicode.IsLower) {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

// Weekday returns a day (YYYY-MM-DD) with its weekday: Tuesday 10 May 2022. It returns "" if day is not a date.
func Weekday(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.Format("Monday " + longDate)
}
