package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// guard is written before a value that a spreadsheet program would run or read as another one.
const guard = '\''

// Guarded counts the values of a column that got a guard.
type Guarded struct {
	Column string
	Cells  int
}

// needsGuard reports whether a spreadsheet program could run a value of a cell (CWE-1236), or read it as another value: a text
// as a number or a date, a number with fewer digits. A text that begins with a guard gets another, so that the guards can be
// removed: the first character of each text that begins with one.
func needsGuard(c table.Column, cell, value []byte) bool {
	switch kind := rawjson.Kind(cell); {
	case len(value) == 0 || kind == 't' || kind == 'f':
		return false
	case rawjson.IsNumber(cell):
		return !table.SpreadsheetNumber(value)
	case c.Date:
		if _, ok := table.SpreadsheetDay(value); ok {
			return false
		}
	}
	return value[0] == guard || isFormula(value) || isTyped(value)
}

// isFormula reports whether a spreadsheet program could run a text as a formula.
func isFormula(value []byte) bool {
	switch value[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	case "＝"[0]: // the full-width forms
		r, _ := utf8.DecodeRune(value)
		return r == '＝' || r == '＋' || r == '－' || r == '＠'
	}
	return false
}

// longestTyped is more than the length in bytes of any text that is read as a value of another type.
const longestTyped = 64

// isTyped reports whether spreadsheet programs, in one of their languages, may read a text as a number, an amount, a fraction,
// a date, a time, a truth value or an error: it has digits, and between them only what such values consist of.
func isTyped(value []byte) bool {
	if len(value) > longestTyped || !mayBeTyped(value) {
		return false
	}
	s := strings.ToLower(text.Narrow(strings.TrimSpace(string(value))))
	if !strings.Contains(s, " ") && strings.Contains(constants, " "+s+" ") {
		return true
	}
	digits := false
	for i := 0; i < len(s); {
		if word := letters(s[i:]); word != "" {
			if !isPart(s, i, i+len(word)) {
				return false
			}
			i += len(word)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			digits = true
		case !strings.ContainsRune(".,:/-+'’%()", r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Sc, r):
			return false
		}
		i += n
	}
	return digits
}

// mayBeTyped reports false for most texts that isTyped does: those in ASCII that have no digits or begin with another word.
// With it the export takes half the time.
func mayBeTyped(value []byte) bool {
	digit, n := false, 0
	for i, c := range value {
		switch {
		case c >= utf8.RuneSelf:
			return true
		case c >= '0' && c <= '9':
			digit = true
		case n == i && (c|0x20 >= 'a' && c|0x20 <= 'z'):
			n++
		}
	}
	if !digit {
		return len(value) <= longestConstant && strings.IndexByte(" #tTfFwWvV", value[0]) >= 0
	}
	return n == 0 || isUnit(strings.ToLower(string(value[:n])))
}

// letters returns the letters at the start of a text.
func letters(s string) string {
	return s[:len(s)-len(strings.TrimLeftFunc(s, unicode.IsLetter))]
}

// isPart reports whether the letters s[from:to] are a part of a number, a date or a time.
func isPart(s string, from, to int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	switch word := s[from:to]; word {
	case "e": // 1e5
		return (digit(from-1) || from > 0 && s[from-1] == '.') && to < len(s) && strings.IndexByte("0123456789+-", s[to]) >= 0
	case "t": // 2022-05-10T10:30
		return digit(from-1) && digit(to)
	case "z":
		return digit(from-1) && to == len(s)
	case "a", "p": // 10 a
		return from > 0 && s[from-1] == ' '
	default:
		return isUnit(word)
	}
}

// isUnit reports whether a word is a unit, or a name of a month or a weekday, which may be cut short. The first letters decide
// for most words: 1.3 times as fast on the export.
func isUnit(word string) bool {
	if len(word) < 3 {
		return word == "am" || word == "pm" || word == "de"
	}
	switch word[:3] {
	case "eur", "usd", "gbp", "chf", "jpy", "cny", "年", "月", "日", "时", "時", "分", "秒", "년", "월", "일":
		return len(word) == 3
	case "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
		"ene", "abr", "ago", "dic", "fé", "avr", "mai", "jui", "ao\xc3", "dé", "mä", "okt", "dez",
		"gen", "mag", "giu", "lug", "set", "ott", "fev", "out":
		return strings.Contains(names, " "+word)
	}
	return false
}

// Words that spreadsheet programs read in numbers, dates and times, in some of their languages.
const (
	longestConstant = len(" verdadeiro ") // each begins with one of #, t, f, w and v

	constants = " true false wahr falsch vrai faux verdadero falso vero verdadeiro " +
		"#n/a #div/0! #name? #null! #num! #ref! #value! "
	names = " january february march april may june july august september october november december" +
		" monday tuesday wednesday thursday friday saturday sunday" +
		" enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre" +
		" janvier février mars avril mai juin juillet août septembre octobre novembre décembre" +
		" januar februar märz juni juli oktober dezember" +
		" gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre" +
		" janeiro fevereiro março maio junho julho setembro outubro novembro dezembro"
)
