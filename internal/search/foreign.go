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
	case strings.Contains(strings.TrimSuffix(strings.TrimFunc(s, isQuotation), "*"), "*"):
		return text.Usage("an asterisk stands only at the end of a word", "victim* finds words that begin with victim")
	case strings.HasSuffix(weight, "~"), strings.HasSuffix(weight, "^"):
		return refuse(s[len(weight)-1:], "leave it out; similar words are searched if a word is in no record")
	case name != "" && startsComparison(behind):
		return refuse(s, "malaga help where explains how to compare values"+quote)
	case item.quoted, strings.Contains(s, "://"):
		return nil
	case isBetween(s, "?"):
		return refuse("?", "victim* finds words that begin with victim"+quote)
	case startsComparison(s), field != "" && strings.ContainsAny(s[:1], "[{"):
		return refuse(s, "malaga help where explains how to compare values"+quote)
	case strings.ContainsAny(s[:1], "[{") && strings.HasPrefix(strings.TrimSpace(rest), "TO "), isBetween(s, ".."):
		return refuse(s, "--where 'start_date>=2022-05-10' keeps records by value"+quote)
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
