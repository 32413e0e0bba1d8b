package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/text"
)

// concept counts as one word when records are ranked: a word or a phrase with its other forms.
type concept struct {
	words []string // as in the query; none for a prefix and for an optional concept
	share float64
}

// use is a concept for which a bit of the matcher counts, and how much.
type use struct {
	concept int
	share   float32
}

// Weights of words other than the query word itself. See Find for the formula that they enter.
const (
	abbreviationShare = 0.8 // an abbreviation, or what it stands for
	adjacentShare     = 0.5 // words side by side, as in the question
	nameShare         = 0.5 // a text of just the words of the question
)

// Question is a compiled question.
type Question struct {
	index    *Index
	matcher  matcher
	concepts []concept
	groups   [][]int // a match needs one concept of each
	excluded uint64  // bits that a match must not have
	atoms    map[string]uint64
	fields   map[string]uint64 // bits of atoms by the field that they are bound to
	uses     [maxPositions][]use

	nameBit     uint64 // of all words as a phrase
	nameConcept int

	tables     map[string]*searchedTable
	references map[string]map[string][]count // atoms in the names of records, by table and id

	margin int // see Find
}

// Compile parses a question. It returns a usage error if there is nothing to look for, or too much, or in no known field.
func (x *Index) Compile(question string) (*Question, error) {
	terms, err := parseTerms(question)
	if err != nil {
		return nil, err
	}
	q := &Question{index: x, fields: map[string]uint64{}, atoms: map[string]uint64{}, margin: defaultMargin}
	q.compile(terms)
	switch {
	case len(terms) == 0:
		return nil, text.Usage("search needs at least one word", "malaga search --help shows examples")
	case len(q.groups) == 0:
		hint := "malaga list TABLE --where 'FIELD!~WORD' lists records without a word"
		return nil, text.Usage("search needs at least one word without -", hint)
	case len(q.matcher.positions) > maxPositions:
		return nil, text.Usage("too many words in one search", fmt.Sprintf("use %d words at most", maxPositions))
	}
	for _, name := range slices.Sorted(maps.Keys(q.fields)) {
		if err := x.checkField(name); err != nil {
			return nil, err
		}
	}
	q.prepareTables()
	return q, nil
}

// compile makes concepts and groups of the terms.
func (q *Question) compile(terms []term) {
	needed := slices.ContainsFunc(terms, func(t term) bool { return !t.not && !t.isStopWord() })
	var run []int // concepts of single words side by side
	var words []string
	endRun := func() {
		q.addAdjacent(run, words)
		run = nil
		words = nil
	}
	for i, t := range terms {
		if t.not {
			q.excluded |= q.atom(t.positions(), t.field)
			continue
		}
		alternative := t.or || i+1 < len(terms) && terms[i+1].or
		if t.isStopWord() && needed && !alternative {
			words = append(words, t.words...)
			continue
		}
		c := q.addConcept(t)
		if t.or {
			last := len(q.groups) - 1
			q.groups[last] = append(q.groups[last], c)
		} else {
			q.groups = append(q.groups, []int{c})
		}
		if t.phrase || t.prefix || t.field != "" || t.or {
			endRun()
			continue
		}
		run = append(run, c)
		words = append(words, t.words...)
	}
	endRun()
	q.addName(terms)
}

// isStopWord reports whether a term is just a stop word.
func (t term) isStopWord() bool {
	return !t.phrase && !t.prefix && t.field == "" && len(t.words) == 1 && stopWords[t.words[0]]
}

// positions returns the words of a term as the matcher looks for them.
func (t term) positions() []position {
	words := wholeWords(t.words...)
	if last := len(words) - 1; t.prefix {
		words[last] = position{text: sForZ.Replace(t.words[last]), prefix: true}
	}
	return words
}

func wholeWords(words ...string) []position {
	all := make([]position, len(words))
	for i, s := range stems(words) {
		all[i].text = s
	}
	return all
}

// addConcept adds the concept of a term, with its other forms.
func (q *Question) addConcept(t term) int {
	n := len(q.concepts)
	if parts := q.index.compounds[strings.Join(t.words, " ")]; parts != nil && !t.prefix { // counterterrorism, as with a hyphen
		t.words = parts
		t.phrase = true
	}
	c := concept{share: 1}
	if !t.prefix {
		c.words = t.words
	}
	q.concepts = append(q.concepts, c)
	q.count(q.atom(t.positions(), t.field), n, 1)
	if t.prefix {
		return n
	}
	if t.phrase && len(t.words) > 1 { // counterterrorism
		q.count(q.atom(wholeWords(strings.Join(t.words, "")), t.field), n, 1)
	}
	for _, same := range q.index.abbreviations.of(t.words) {
		q.count(q.atom(wholeWords(same...), t.field), n, abbreviationShare)
	}
	return n
}

// addAdjacent handles single words that are side by side. They may be written as one or abbreviated, and count more where
// they are side by side. words includes the stop words.
func (q *Question) addAdjacent(run []int, words []string) {
	content := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return stopWords[w] })
	if len(run) < 2 || len(content) != len(run) { // or there are only stop words
		return
	}
	for i := range run[1:] {
		bit := q.optionalAtom(wholeWords(content[i] + content[i+1]))
		q.count(bit, run[i], 1)
		q.count(bit, run[i+1], 1)
	}
	for from := range words {
		for to := from + 2; to <= len(words); to++ {
			for _, same := range q.index.abbreviations.of(words[from:to]) {
				bit := q.optionalAtom(wholeWords(same...))
				for i, c := range run {
					if at := slices.Index(words, content[i]); at >= from && at < to {
						q.count(bit, c, abbreviationShare)
					}
				}
			}
		}
	}
	for stopWords[words[0]] {
		words = words[1:]
	}
	for stopWords[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	q.concepts = append(q.concepts, concept{share: adjacentShare})
	q.count(q.optionalAtom(wholeWords(words...)), len(q.concepts)-1, 1)
}

// addName lets a record whose name is the whole question come before those that hold the same words.
func (q *Question) addName(terms []term) {
	var words []string
	for _, t := range terms {
		if t.not || t.or || t.prefix || t.field != "" {
			return
		}
		words = append(words, t.words...)
	}
	if len(words) > 1 {
		q.nameBit = q.optionalAtom(wholeWords(words...))
		q.nameConcept = len(q.concepts)
		q.concepts = append(q.concepts, concept{share: nameShare})
	}
}

// optionalAtom adds an atom that is not in the query: it must not take the place of one that is.
func (q *Question) optionalAtom(words []position) uint64 {
	if len(q.matcher.positions)+len(words) > maxPositions {
		return 0
	}
	return q.atom(words, "")
}

// atom adds a word or phrase to the matcher, once, and returns its bit.
func (q *Question) atom(words []position, field string) uint64 {
	field = strings.ToLower(strings.ReplaceAll(field, "-", "_"))
	key := fmt.Sprint(field, words)
	if bit, ok := q.atoms[key]; ok {
		return bit
	}
	if len(q.matcher.positions)+len(words) > maxPositions { // Compile returns an error
		q.matcher.positions = make([]position, maxPositions+1)
		return 0
	}
	bit := q.matcher.add(words)
	q.atoms[key] = bit
	if field != "" {
		q.fields[field] |= bit
	}
	return bit
}

// count lets a bit count for a concept.
func (q *Question) count(bit uint64, concept int, share float32) {
	eachBit(bit, func(b int) { q.uses[b] = append(q.uses[b], use{concept, share}) })
}
