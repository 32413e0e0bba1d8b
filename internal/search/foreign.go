package search

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"malaga/internal/text"
)

// foreign returns a usage error for an item that web search, Lucene or SQL obey and search does not: to look for its letters
// would answer another question. The item belongs to a field, or to "", and rest follows it. Within quotation marks only an
// asterisk is foreign.
func foreign(item token, field, rest string) error {
	const quote = "; in quotation marks it is text"
	s := item.text
	weight := strings.TrimRight(s, "0123456789.")
	name, behind := s[:nameLen(s)], s[nameLen(s):]
	switch {
	case isUnclosed(s):
		return text.Usage("a quotation mark without its partner", `write "WORDS WORDS", or leave the mark out`)
	case strings.Contains(strings.TrimSuffix(strings.Trim(s, quotation), "*"), "*"):
		return text.Usage("an asterisk stands only at the end of a word", "victim* finds words that begin with victim")
	case strings.HasSuffix(weight, "~"), strings.HasSuffix(weight, "^"):
		return refuse(s[len(weight)-1:], "leave it out; similar words are searched if a word is in no record")
	case name != "" && startsComparison(behind):
		return refuse(s, "malaga help where explains how to compare values"+quote)
	case item.quoted, strings.Contains(s, "://"):
		return nil
	case isDashes(s):
		return refuse(s, "-WORD leaves out what has a word"+quote)
	case isSingleQuotation(s, rest):
		return refuse("‘…’", `"WORDS WORDS" finds words in this order; without marks they are words`)
	case isBetween(s, "?"):
		return refuse("?", "victim* finds words that begin with victim"+quote)
	case startsComparison(s), field != "" && strings.ContainsAny(s[:1], "[{"):
		return refuse(s, "malaga help where explains how to compare values"+quote)
	case strings.ContainsAny(s[:1], "[{") && strings.HasPrefix(strings.TrimSpace(rest), "TO "), isBetween(s, ".."):
		return refuse(s, "--where 'start_date>=2022-05-10' keeps records by value"+quote)
	case opensBrackets(s):
		return refuse(s[:1], "round brackets say what belongs together: (WORD WORD) OR WORD"+quote)
	case s == "ANDNOT" || s == "NOR":
		return refuse(s, "write NOT, or -WORD; in lower case it is a word")
	case (name == "NEAR" || name == "LIKE" || name == "XOR") && (behind == "" || behind[0] == '/'), strings.HasPrefix(s, "AROUND("):
		return refuse(s, `'"WORDS WORDS"' finds words side by side; in lower case it is a word`)
	}
	return nil
}

func refuse(operator, hint string) error {
	return text.Usage(fmt.Sprintf("search has no operator %q", operator), hint)
}

// startsComparison reports whether a text begins with an operator of conditions.
func startsComparison(s string) bool {
	return s != "" && strings.ContainsAny(s[:1], "=<>") || strings.HasPrefix(s, "!=") || strings.HasPrefix(s, "!~")
}

// isBetween reports whether some signs stand between letters or digits.
func isBetween(s, signs string) bool {
	before, after, ok := strings.Cut(s, signs)
	last, _ := utf8.DecodeLastRuneInString(before)
	return ok && before != "" && continuesWord(last) && after != "" && beginsWord([]byte(after), 0)
}

// quotation is the mark about a phrase.
const quotation = `"`

// typed writes the signs of a question as a keyboard has them: those of full width, the signs of logic, and the quotation marks of
// other languages.
func typed(question string) string { return otherSigns.Replace(text.Narrow(question)) }

var otherSigns = strings.NewReplacer(
	"¬", "!", "￢", "!", "∧", " && ", "∨", "|", "¦", "|", "￤", "|", "‖", "|", "∣", "|", "│", "|", "﹙", "(", "﹚", ")",
	"【", "[", "】", "]", "〔", "[", "〕", "]",
	"“", quotation, "”", quotation, "„", quotation, "‟", quotation,
	"«", quotation, "»", quotation, "‹", quotation, "›", quotation,
	"「", quotation, "」", quotation, "『", quotation, "』", quotation, "｢", quotation, "｣", quotation,
	"《", quotation, "》", quotation, "〈", quotation, "〉", quotation, "〝", quotation, "〞", quotation, "〟", quotation,
)

func isUnclosed(item string) bool { return strings.Count(item, quotation)%2 == 1 }

// opensBrackets reports whether an item begins brackets that are not round and that do not end in it.
func opensBrackets(item string) bool {
	return item[0] == '[' && !strings.Contains(item, "]") || item[0] == '{' && !strings.Contains(item, "}")
}

// isDashes reports whether an item is two dashes, or a long one that an office program makes of them, before a word.
func isDashes(item string) bool {
	behind := strings.TrimLeft(item, dashes+longDashes)
	return behind != item && behind != "" && beginsWord([]byte(behind), 0)
}

// isSingleQuotation reports whether an item and what follows it begin with words in single typographic quotation marks. A mark
// without a partner is an apostrophe, or a letter: ‘Abd.
func isSingleQuotation(item, rest string) bool {
	const longest = 1000 // bytes, so that the time does not grow with the square of the marks
	open, size := utf8.DecodeRuneInString(item)
	if open != '‘' && open != '‚' {
		return false
	}
	inside := []rune(item[size:] + rest[:min(len(rest), longest)])
	for i, r := range inside {
		ends := i+1 == len(inside) || !continuesWord(inside[i+1])
		if (r == '’' || r == '‘') && ends && i > 0 && continuesWord(inside[i-1]) {
			return true
		}
	}
	return false
}
