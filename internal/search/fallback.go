package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"malaga/internal/query"
	"malaga/internal/text"
)

// Search compiles a question and finds records, which it may read more than once; keep reports whether a hit is wanted, and a
// limit of 0 means all. If nothing is found, Search tries again with the nearest words of the data instead of unknown ones;
// then the question of the result differs from the one asked.
func (x *Index) Search(ctx context.Context, question string, records query.Records, keep Filter, limit int) (*Result, error) {
	r, err := x.find(ctx, question, records, keep, limit)
	if err != nil || r.Hits > 0 {
		return r, err
	}
	unknown := r.unknownWords()
	if len(unknown) == 0 {
		return r, nil
	}
	near, err := r.question.nearWords(records, unknown)
	if err != nil || len(near) < len(unknown) {
		return r, err
	}
	other, err := x.find(ctx, replaceWords(question, near), records, keep, limit)
	if err != nil || other.Hits == 0 {
		return r, err
	}
	return other, nil
}

func (x *Index) find(ctx context.Context, question string, records query.Records, keep Filter, limit int) (*Result, error) {
	q, err := x.Compile(question)
	if err != nil {
		return nil, err
	}
	r, err := q.Find(ctx, records, keep, limit)
	if err != nil {
		return nil, err
	}
	r.Question = question
	return r, nil
}

// Hint returns what kept the question from finding anything, or "" if that is obvious.
func (r *Result) Hint() string {
	var absent []string
	for _, group := range r.question.groups {
		words := r.question.concepts[group[0]].words
		if words != nil && !slices.ContainsFunc(group, func(c int) bool { return r.corpus.with[c] > 0 }) {
			absent = append(absent, strconv.Quote(strings.Join(words, " ")))
		}
	}
	switch {
	case len(r.question.groups) == 1:
		return ""
	case len(absent) > 0:
		return "no record has " + strings.Join(absent, " or ")
	}
	return "every word is in some record, but no record has all of them; put OR between words to match any"
}

// OperatorHint returns how to write an operator that stands among the words in lower case, as a word; "" if there is none.
func (r *Result) OperatorHint() string {
	parts := r.question.wanted.parts
	for i, p := range parts {
		if r.question.wanted.op != all || !p.isWord() || i == len(parts)-1 {
			continue
		}
		switch p.term.words[0] {
		case "or":
			if i > 0 {
				return "OR in capitals between words finds either of them"
			}
		case "not":
			return "NOT in capitals before a word leaves it out"
		}
	}
	return ""
}

// unknownWords returns the words that no record holds, or not as the phrase asks. It leaves out short ones, which are near to
// too many words, numbers, and characters of scripts without spaces.
func (r *Result) unknownWords() []string {
	var words []string
	for i, c := range r.question.concepts {
		for _, w := range c.words {
			first, _ := utf8.DecodeRuneInString(w)
			searchable := utf8.RuneCountInString(w) > 3 && !strings.ContainsAny(w, "0123456789") && !isUnspaced(first)
			if searchable && r.corpus.with[i] == 0 && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}

// Limits of the look for near words: longer words, and more words and records, hardly bring another one that is meant.
const (
	maxKnown = 200_000  // words
	longest  = 64       // bytes of a word
	mostRead = 32 << 20 // bytes of records
)

// nearWords returns the nearest word of the data for each of some words, unless none is near; of equally near ones the most
// frequent. It reads the first records, as far as the limits.
func (q *Question) nearWords(records query.Records, words []string) (map[string]string, error) {
	known := map[string]int{}
	least := leastLetters(words)
	add := func(s string) {
		segment([]byte(s), func(from, to int) {
			folded := text.Fold(s[from:to])
			if len(folded) < least || len(folded) > longest { // near to none of them
				return
			}
			if len(known) < maxKnown && !stopWords[folded] {
				known[folded]++
			}
		})
	}
	for _, entities := range q.index.entities { // a question may mean what records refer to
		for _, packed := range entities.All() {
			e := unpack(string(packed))
			for _, name := range e.names {
				add(name)
			}
		}
	}
	read := 0
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		q.eachText(r, func(_ *source, s string) { add(s) })
		if read += len(r.Raw); read > mostRead {
			break
		}
	}
	var all []string
	for w := range known {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(known[b], known[a]), cmp.Compare(a, b)) })
	near := map[string]string{}
	for _, w := range words {
		if n := nearest(w, all); n != "" {
			near[w] = n
		}
	}
	return near, nil
}

// leastLetters returns the number of letters of the shortest word that can be near to one of some words, see text.Nearest.
func leastLetters(words []string) int {
	least := math.MaxInt
	for _, w := range words {
		letters := utf8.RuneCountInString(w)
		least = min(least, letters-letters/3)
	}
	return least
}

// nearest returns the word most like another, or "". Few people mistake the first letter of a word: one that begins with
// another letter must be nearer.
func nearest(word string, all []string) string {
	var same, other []string
	initial, _ := utf8.DecodeRuneInString(word)
	for _, w := range all {
		if r, _ := utf8.DecodeRuneInString(w); r == initial {
			same = append(same, w)
		} else {
			other = append(other, w)
		}
	}
	if n, ok := text.Nearest(word, same); ok {
		return n
	}
	if n, ok := text.Nearest(word, other); ok && text.Near(word, n, 1) {
		return n
	}
	return ""
}

// replaceWords returns a question with words in place of others.
func replaceWords(question string, near map[string]string) string {
	var b strings.Builder
	at := 0
	segment([]byte(question), func(from, to int) {
		if n, ok := near[text.Fold(question[from:to])]; ok {
			b.WriteString(question[at:from])
			b.WriteString(n)
			at = to
		}
	})
	b.WriteString(question[at:])
	return b.String()
}
