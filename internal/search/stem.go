package search

import (
	"strings"

	"github.com/kljensen/snowball/english"

	"malaga/internal/text"
)

// normalise returns the form in which beginnings of words are compared: folded, and with British spelling.
func normalise(word string) string { return british(text.Fold(word)) }

// stem returns the form in which whole words are compared: the English stem of the normalised word (Snowball's English
// stemmer, also known as Porter2). A word with a digit has no other forms, nor has one longer than any English word.
func stem(normalised string) string {
	const longest = 64 // bytes; it takes more time than in proportion
	if len(normalised) > longest || strings.ContainsAny(normalised, "0123456789") {
		return normalised
	}
	return english.Stem(normalised, true)
}

// stems returns the stems of folded words.
func stems(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = stem(british(w))
	}
	return out
}

// american are the endings that American and Oxford spelling write with z.
var american = []string{"ze", "zes", "zed", "zer", "zers", "zing", "zation", "zations", "zational"}

// british returns a word with the s of British spelling: organise, analysing, radicalisation.
func british(word string) string {
	if strings.IndexByte(word, 'z') < 0 {
		return word
	}
	for _, e := range american {
		if head, ok := strings.CutSuffix(word, e); ok && (strings.HasSuffix(head, "i") || strings.HasSuffix(head, "y")) {
			return head + "s" + e[1:]
		}
	}
	return word
}

// sForZ writes s wherever z may be another spelling of it: the prefix of a word does not show whether it is.
var sForZ = strings.NewReplacer("iz", "is", "yz", "ys")

// stopWords need not be in a record, unless the question has no other words. They count in phrases.
var stopWords = map[string]bool{
	"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "by": true, "for": true, "from": true, "in": true,
	"into": true, "is": true, "of": true, "on": true, "or": true, "that": true, "the": true, "their": true, "this": true,
	"to": true, "was": true, "were": true, "with": true,
}
