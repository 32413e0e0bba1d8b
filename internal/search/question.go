package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/text"
)

// concept counts as one word when records are ranked: a word or a phrase with its other forms.
type concept struct {
	words []string // as in the query; none for a prefix and for an optional concept
	share float64
	bits  uint64 // of the matcher, that count for it
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
	wanted   *expr
	groups   [][]int // the concepts of each part that a match needs, for hints
	excluded uint64  // bits that are only named to be left out
	full     bool    // there are more words than the matcher can look for
	atoms    map[string]uint64
	fields   map[string]uint64 // bits of atoms by the field that they are bound to
	uses     [maxPositions][]use

	nameBit     uint64 // of all words as a phrase
	nameConcept int

	tables     map[string]*searchedTable
	references map[string]*query.Packed // atoms in the names of records, by table and id; see source.known

	margin   int // see Find
	mostKept int // see Find
}

// Compile parses a question. It returns a usage error if it is not written as a question is, if there is nothing to look for,
// or too much, or in no known field.
func (x *Index) Compile(question string) (*Question, error) {
	wanted, err := parse(question)
	if err != nil {
		return nil, err
	}
	q := &Question{
		index: x, wanted: wanted, fields: map[string]uint64{}, atoms: map[string]uint64{},
		margin: defaultMargin, mostKept: mostKept,
	}
	switch {
	case wanted.op == all && len(wanted.parts) == 0:
		return nil, text.Usage("search needs at least one word", "malaga search --help shows examples")
	case !wanted.isPositive() && wanted.hasPositive():
		return nil, text.Usage("search cannot answer OR with NOT: nearly all records lack a word",
			"'WORD -WORD' finds records with one word and without the other")
	case !wanted.isPositive():
		hint := "malaga list TABLE --where 'FIELD!~WORD' lists records without a word"
		return nil, text.Usage("search needs at least one word without -", hint)
	}
	q.addTerms(wanted, false)
	if q.full {
		return nil, text.Usage("too many words in one search", fmt.Sprintf("use %d words at most", maxPositions))
	}
	q.addForms(wanted) // with the room that is left: what the data make of a word never makes it one too many
	q.addName(wanted)
	q.settle(wanted)
	for _, name := range slices.Sorted(maps.Keys(q.fields)) {
		if err := x.checkField(name); err != nil {
			return nil, err
		}
	}
	q.prepareTables()
	return q, nil
}

// addTerms adds the words of an expression: a concept for each that is wanted.
func (q *Question) addTerms(e *expr, negated bool) {
	if e.op == all {
		freeStopWords(e.parts)
	}
	for _, p := range e.parts {
		q.addTerms(p, negated || e.op == not)
	}
	switch {
	case e.op != one || e.free:
	case negated:
		e.bits = q.atom(e.term.positions(), e.term.field)
		q.excluded |= e.bits
	default:
		q.addConcept(e)
	}
}

// freeStopWords lets a record lack the stop words among words side by side, unless there is nothing else.
func freeStopWords(parts []*expr) {
	isContent := func(p *expr) bool { return p.op != not && !p.isStopWord() }
	if slices.ContainsFunc(parts, isContent) {
		for _, p := range parts {
			p.free = p.isStopWord()
		}
	}
}

// addConcept adds the concept of a wanted term.
func (q *Question) addConcept(e *expr) {
	e.concept = len(q.concepts)
	c := concept{share: 1}
	if !e.term.prefix {
		c.words = q.spelt(e.term)
	}
	q.concepts = append(q.concepts, c)
	q.count(q.atom(e.term.positions(), e.term.field), e.concept, 1)
}

// spelt returns the words of a term, with those that names write with a hyphen parted: counterterrorism.
func (q *Question) spelt(t term) []string {
	if parts := q.index.compounds.parts[strings.Join(t.words, " ")]; parts != nil {
		return parts
	}
	return t.words
}

// addForms adds what means the same as the wanted words of an expression.
func (q *Question) addForms(e *expr) {
	switch e.op {
	case not:
		return
	case one:
		if !e.free {
			q.addFormsOf(e)
		}
	}
	for _, p := range e.parts {
		q.addForms(p)
	}
	if e.op == all {
		q.addRuns(e.parts)
	}
}

// addFormsOf adds the other forms of a term.
func (q *Question) addFormsOf(e *expr) {
	if e.term.prefix {
		return
	}
	words, field := q.spelt(e.term), e.term.field
	if len(words) > 1 { // counter-terrorism and counterterrorism
		forms := q.optionalAtom(wholeWords(words...), field) | q.optionalAtom(wholeWords(strings.Join(words, "")), field)
		q.count(forms&^q.concepts[e.concept].bits, e.concept, 1) // one of them is the term itself
	}
	for _, same := range q.index.abbreviations.of(words) {
		q.count(q.optionalAtom(wholeWords(same...), field), e.concept, abbreviationShare)
	}
}

// addRuns handles single words that are side by side. Phrases and choices end a run, but for the first word of a choice.
func (q *Question) addRuns(parts []*expr) {
	var run []int // concepts
	var words []string
	end := func() {
		q.addAdjacent(run, words)
		run = nil
		words = nil
	}
	for _, p := range parts {
		first := p
		if p.op == either {
			first = p.parts[0]
		}
		switch {
		case p.op == not:
			continue
		case first.isWord() && first.free:
			words = append(words, first.term.words...)
		case first.isWord():
			run = append(run, first.concept)
			words = append(words, first.term.words...)
		}
		if p.op == either || !first.isWord() {
			end()
		}
	}
	end()
}

// isWord reports whether an expression is just a word, in any field.
func (e *expr) isWord() bool {
	return e.op == one && !e.term.phrase && !e.term.prefix && e.term.field == ""
}

// isStopWord reports whether an expression is just a stop word.
func (e *expr) isStopWord() bool {
	return e.isWord() && len(e.term.words) == 1 && stopWords[e.term.words[0]]
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

// addAdjacent lets words be written as one or abbreviated, and count more where they are side by side. words includes the
// stop words.
func (q *Question) addAdjacent(run []int, words []string) {
	content := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return stopWords[w] })
	if len(run) < 2 || len(content) != len(run) { // or there are only stop words
		return
	}
	for i := range run[1:] {
		bit := q.optionalAtom(wholeWords(content[i]+content[i+1]), "")
		q.count(bit, run[i], 1)
		q.count(bit, run[i+1], 1)
	}
	for from := range words {
		for to := from + 2; to <= min(len(words), from+q.index.abbreviations.longest); to++ {
			for _, same := range q.index.abbreviations.of(words[from:to]) {
				bit := q.optionalAtom(wholeWords(same...), "")
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
	q.count(q.optionalAtom(wholeWords(words...), ""), len(q.concepts)-1, 1)
}

// addName lets a record whose name is the whole question come before those that hold the same words.
func (q *Question) addName(wanted *expr) {
	var words []string
	for _, p := range wanted.parts {
		if wanted.op != all || p.op != one || p.term.prefix || p.term.field != "" {
			return
		}
		words = append(words, p.term.words...)
	}
	if len(words) == 0 && wanted.op == one && wanted.term.field == "" && !wanted.term.prefix {
		words = wanted.term.words
	}
	if len(words) > 1 {
		q.nameBit = q.optionalAtom(wholeWords(words...), "")
		q.nameConcept = len(q.concepts)
		q.concepts = append(q.concepts, concept{share: nameShare})
	}
}

// settle notes which bits show that the terms are there, and the groups.
func (q *Question) settle(wanted *expr) {
	parts := []*expr{wanted}
	if wanted.op == all {
		parts = wanted.parts
	}
	for _, p := range parts {
		if group := q.settleTerms(p); group != nil {
			q.groups = append(q.groups, group)
		}
	}
}

// settleTerms returns the concepts in an expression.
func (q *Question) settleTerms(e *expr) []int {
	if e.op == not || e.free {
		return nil
	}
	if e.op == one {
		e.bits = q.concepts[e.concept].bits
		q.excluded &^= e.bits
		return []int{e.concept}
	}
	var concepts []int
	for _, p := range e.parts {
		concepts = append(concepts, q.settleTerms(p)...)
	}
	return concepts
}

// optionalAtom adds an atom that is not in the question, if there is room for it.
func (q *Question) optionalAtom(words []position, field string) uint64 {
	if len(q.matcher.positions)+len(words) > maxPositions {
		return 0
	}
	return q.atom(words, field)
}

// atom adds a word or phrase to the matcher, once, and returns its bit.
func (q *Question) atom(words []position, field string) uint64 {
	field = strings.ToLower(strings.ReplaceAll(field, "-", "_"))
	if q.full {
		return 0
	}
	key := fmt.Sprint(field, words)
	if bit, ok := q.atoms[key]; ok {
		return bit
	}
	if len(q.matcher.positions)+len(words) > maxPositions {
		q.full = true
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
	q.concepts[concept].bits |= bit
	eachBit(bit, func(b int) { q.uses[b] = append(q.uses[b], use{concept, share}) })
}
