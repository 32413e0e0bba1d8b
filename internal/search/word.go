package search

import (
	"strings"

	"github.com/kljensen/snowball/english"

	"malaga/internal/text"
)

// normal is the form in which words are compared as they begin: folded, and with -ise for -ize.
func normal(word string) string { return withS(text.Fold(word)) }

// stem is the form in which words are compared as a whole: the English stem of the normal form (Snowball's English
// stemmer, also known as Porter2). What holds a digit is no word of a language.
func stem(normal string) string {
	if strings.ContainsAny(normal, "0123456789") {
		return normal
	}
	return english.Stem(normal, true)
}

// endings are those that American and Oxford spelling write with z.
var endings = []string{"ze", "zes", "zed", "zer", "zers", "zing", "zation", "zations", "zational"}

// withS writes the s of British spelling: organise, analysing, radicalisation.
func withS(word string) string {
	if strings.IndexByte(word, 'z') < 0 {
		return word
	}
	for _, e := range endings {
		if head, ok := strings.CutSuffix(word, e); ok && (strings.HasSuffix(head, "i") || strings.HasSuffix(head, "y")) {
			return head + "s" + e[1:]
		}
	}
	return word
}

// inS writes s wherever z may be another spelling of it: in the beginning of a word one cannot tell.
var inS = strings.NewReplacer("iz", "is", "yz", "ys")

// small are words that say little: beside others they need not be in a record that is looked for by them. They count in
// phrases.
var small = map[string]bool{
	"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "by": true, "for": true, "from": true, "in": true, "into": true, "is": true,
	"of": true, "on": true, "or": true, "that": true, "the": true, "their": true, "this": true, "to": true, "was": true, "were": true, "with": true,
}
