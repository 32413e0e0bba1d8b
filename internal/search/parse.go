package search

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// term is one part of a question.
type term struct {
	words  []string
	phrase bool   // written in quotation marks or with hyphens: the words follow one another
	prefix bool   // the last word is the beginning of one
	field  string // the only field to look in; "" for all
	not    bool   // must be absent
	or     bool   // an alternative to the term before it
}

// parseTerms parses a question.
func parseTerms(question string) ([]term, error) {
	var all []term
	or := false
	for rest := strings.TrimSpace(question); rest != ""; rest = strings.TrimSpace(rest) {
		var item string
		var quoted bool
		item, quoted, rest = cutItem(rest)
		switch {
		case !quoted && item == "OR":
			or = len(all) > 0
			continue
		case !quoted && item == "AND": // as between all words
			continue
		}
		t, err := parseTerm(item, quoted)
		if err != nil {
			return nil, err
		}
		if len(t.words) == 0 {
			continue
		}
		t.or = or && !t.not && !all[len(all)-1].not
		all = append(all, t)
		or = false
	}
	return all, nil
}

// cutItem returns the first item of a question: up to a space outside quotation marks. The end closes an open quotation.
func cutItem(question string) (item string, quoted bool, rest string) {
	inside := false
	for i, r := range question {
		switch {
		case isQuotation(r):
			inside = !inside
			quoted = true
		case !inside && (r == ' ' || r == '\t' || r == '\n' || r == '\u00a0'):
			return question[:i], quoted, question[i:]
		}
	}
	return question, quoted, ""
}

func isQuotation(r rune) bool { return r == '"' || r == '“' || r == '”' }

func parseTerm(item string, quoted bool) (term, error) {
	var t term
	if strings.HasPrefix(item, "-") && !strings.HasPrefix(item, "--") {
		t.not = true
		item = item[1:]
	}
	if name, rest, ok := strings.Cut(item, ":"); ok && isName(name) && !strings.HasPrefix(rest, "//") {
		t.field = name
		item = rest
		if strings.TrimFunc(item, isQuotation) == "" {
			return t, text.Usage(fmt.Sprintf("no word after %q", name+":"), "write "+name+":word, or leave out the colon")
		}
	}
	item, isPrefix := strings.CutSuffix(strings.TrimFunc(item, isQuotation), "*")
	t.words = foldedWords(item)
	t.prefix = isPrefix && len(t.words) > 0
	t.phrase = quoted || len(t.words) > 1
	return t, nil
}

// isName reports whether the text before a colon can be the name of a field.
func isName(s string) bool {
	for i, r := range s {
		isLetter := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		if !isLetter && (i == 0 || !strings.ContainsRune("0123456789_-.", r)) {
			return false
		}
	}
	return s != ""
}
