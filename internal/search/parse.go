package search

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// term is one thing that a question asks for, or asks to be absent.
type term struct {
	words  []string
	phrase bool   // written in quotation marks or with hyphens: the words follow one another
	prefix bool   // the last word is a beginning
	field  string // the only field to look in; "" is all
	not    bool
	or     bool // another choice beside the term before it
}

// terms reads a question.
func terms(text string) ([]term, error) {
	var all []term
	or := false
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		var item string
		var quoted bool
		item, quoted, rest = next(rest)
		switch {
		case !quoted && item == "OR":
			or = len(all) > 0
			continue
		case !quoted && item == "AND": // it is what stands between all words
			continue
		}
		t, err := newTerm(item, quoted)
		if err != nil {
			return nil, err
		}
		if len(t.words) == 0 {
			continue // marks alone
		}
		t.or = or && !t.not && !all[len(all)-1].not
		all = append(all, t)
		or = false
	}
	return all, nil
}

// next takes the first item of a question: up to a space outside quotation marks. A mark that is not closed is closed
// by the end.
func next(text string) (item string, quoted bool, rest string) {
	inside := false
	for i, r := range text {
		switch {
		case quotation(r):
			inside, quoted = !inside, true
		case !inside && (r == ' ' || r == '\t' || r == '\n' || r == '\u00a0'):
			return text[:i], quoted, text[i:]
		}
	}
	return text, quoted, ""
}

func quotation(r rune) bool { return r == '"' || r == '“' || r == '”' }

func newTerm(item string, quoted bool) (term, error) {
	var t term
	if strings.HasPrefix(item, "-") && !strings.HasPrefix(item, "--") {
		item, t.not = item[1:], true
	}
	if name, rest, ok := strings.Cut(item, ":"); ok && isName(name) && !strings.HasPrefix(rest, "//") {
		t.field, item = name, rest
		if strings.TrimFunc(item, quotation) == "" {
			return t, text.Usage(fmt.Sprintf("%s: has no word behind it", name), "write "+name+":word, or leave the colon out")
		}
	}
	item = strings.TrimFunc(item, quotation)
	bare, prefix := strings.CutSuffix(item, "*")
	t.words = text.Words(apart(bare))
	t.prefix = prefix && len(t.words) > 0
	t.phrase = quoted || len(t.words) > 1
	return t, nil
}

// isName says whether something before a colon can be the name of a field.
func isName(s string) bool {
	for i, r := range s {
		if letter := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z'); !letter && (i == 0 || !strings.ContainsRune("0123456789_-.", r)) {
			return false
		}
	}
	return s != ""
}

// apart drops what machine.scan drops: the 's of a word.
func apart(text string) string {
	return strings.NewReplacer("'s ", " ", "’s ", " ").Replace(text + " ")
}
