// Package search finds records by words, the best first.
//
// There is no index: a question is compiled into a machine that looks for all its words in one pass over the
// records' bytes, and the hits are ranked once the pass has counted what ranking needs.
package search

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Index knows what a search needs before the records are searched: which fields, and the names of what they refer to.
type Index struct {
	model         *schema.Model
	tables        []*schema.Table
	titles        map[string]map[string]string // of records that others refer to, by table and id
	names         map[string]map[string][]string
	days          map[string]map[string]string
	abbreviations abbreviations
	compounds     compounds
}

// New prepares a search of some tables.
func New(m *schema.Model, tables []*schema.Table) *Index {
	return &Index{
		model: m, tables: tables, titles: map[string]map[string]string{}, names: map[string]map[string][]string{},
		days: map[string]map[string]string{}, abbreviations: abbreviations{}, compounds: compounds{},
	}
}

// Tables lists those whose records Know is to be told of before anything is searched: those referred to, and those
// that know abbreviations.
func (x *Index) Tables() []string {
	var names []string
	for _, t := range x.tables {
		names = append(names, t.Targets()...)
	}
	for _, t := range x.model.Tables {
		if t.Field(vocab.Acronym) != nil || t.Field(vocab.AltLabels) != nil {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Know takes a record of one of Tables.
func (x *Index) Know(r rawjson.Record) {
	if x.titles[r.Table] == nil {
		x.titles[r.Table], x.names[r.Table], x.days[r.Table] = map[string]string{}, map[string][]string{}, map[string]string{}
	}
	id := rawjson.GetText(r.Raw, "id")
	title := rawjson.GetText(r.Raw, x.model.Display(r.Table))
	x.titles[r.Table][id] = cmp.Or(rawjson.GetText(r.Raw, vocab.ShortTitle), title)
	if d := day(r.Raw); d != "" {
		x.days[r.Table][id] = d
	}
	var names, acronyms []string
	for field, name := range query.Names(x.model.Table(r.Table), r.Raw) {
		names = append(names, name)
		if field == vocab.Acronym {
			acronyms = append(acronyms, name)
		}
	}
	x.names[r.Table][id] = names
	x.abbreviations.learn(acronyms, names)
	x.compounds.learn(names)
}

// concept is what counts as one word when records are ranked: a word or a phrase, or what else says the same.
type concept struct {
	words []string // of which near ones can be looked for; none if it is a beginning
	share float64
}

// use says for which concept a bit of the machine counts, and how much.
type use struct {
	concept int
	share   float32
}

// Question is a compiled question.
type Question struct {
	index    *Index
	machine  machine
	concepts []concept
	uses     [most][]use
	called   map[int]int // by the bit of all words as a phrase: the concept of a text that is just them
	groups   [][]int     // concepts of which a hit needs one, for each group
	not      uint64      // bits that a hit must not have
	sources  map[string][]source
	tops     map[string][]string // the members that the sources of a table begin with
	fields   map[string]uint64   // bits of atoms by the field they are bound to
	atoms    map[string]uint64
	refers   map[string]map[string][]count // what the names of a record hold, by table and id

	margin int // see Find
}

// How much counts what is not the word asked for itself: its other forms, and a phrase of words that stand side by side
// in the question.
const (
	sameShare  = 0.8
	besideGain = 0.5
	calledGain = 0.5 // and for being called just that
)

// Ask compiles a question.
func (x *Index) Ask(question string) (*Question, error) {
	all, err := terms(question)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, text.Usage("search needs words", "malaga search --help shows how")
	}
	q := &Question{index: x, fields: map[string]uint64{}, atoms: map[string]uint64{}, called: map[int]int{}, margin: margin}
	q.compile(all)
	if len(q.groups) == 0 {
		return nil, text.Usage("search needs a word to look for beside those to leave out", "malaga list TABLE --where 'FIELD!~WORD' lists what lacks a word")
	}
	if len(q.machine.positions) > most {
		return nil, text.Usage("search cannot look for so many words at once", "ask for fewer")
	}
	for _, name := range slices.Sorted(maps.Keys(q.fields)) {
		if err := x.fieldKnown(name); err != nil {
			return nil, err
		}
	}
	q.prepare()
	return q, nil
}

// compile makes concepts and groups of the terms.
func (q *Question) compile(all []term) {
	needed := slices.ContainsFunc(all, func(t term) bool { return !t.not && !t.leftOut() })
	var run []int // concepts of plain words side by side
	var words []string
	end := func() {
		q.beside(run, words)
		run, words = nil, nil
	}
	for i, t := range all {
		choice := t.or || i+1 < len(all) && all[i+1].or
		switch {
		case t.not:
			q.not |= q.atom(t.positions(), t.field)
			continue
		case t.leftOut() && needed && !choice:
			words = append(words, t.words...)
			continue
		}
		c := q.concept(t)
		if t.or {
			q.groups[len(q.groups)-1] = append(q.groups[len(q.groups)-1], c)
		} else {
			q.groups = append(q.groups, []int{c})
		}
		if t.phrase || t.prefix || t.field != "" || t.or {
			end()
			continue
		}
		run, words = append(run, c), append(words, t.words...)
	}
	end()
	q.name(all)
}

// leftOut says whether a term is a small word.
func (t term) leftOut() bool {
	return !t.phrase && !t.prefix && t.field == "" && len(t.words) == 1 && small[t.words[0]]
}

// positions are the words of a term as the machine looks for them.
func (t term) positions() []position {
	words := make([]position, len(t.words))
	for i, w := range t.words {
		words[i] = position{text: stem(withS(w))}
		if t.prefix && i == len(t.words)-1 {
			words[i] = position{text: inS.Replace(w), prefix: true}
		}
	}
	return words
}

func wholes(words []string) []position { return term{words: words}.positions() }

// concept adds what a term asks for, and what else says the same.
func (q *Question) concept(t term) int {
	n := len(q.concepts)
	if parts := q.index.compounds[key(t.words)]; parts != nil && !t.prefix { // counterterrorism, as if written with its hyphen
		t.words, t.phrase = parts, true
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
		q.count(q.atom(wholes([]string{strings.Join(t.words, "")}), t.field), n, 1)
	}
	for _, same := range q.index.abbreviations[key(stems(t.words))] {
		q.count(q.atom(wholes(same), t.field), n, sameShare)
	}
	return n
}

// beside does for plain words that stand side by side what can only be done for several: they may be written as one, say
// what an abbreviation says, and are worth more where they stand side by side.
func (q *Question) beside(run []int, words []string) {
	plain := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return small[w] })
	if len(run) < 2 || len(plain) != len(run) { // or small words alone
		return
	}
	for i := 0; i+1 < len(run); i++ {
		one := q.extra(wholes([]string{plain[i] + plain[i+1]}))
		q.count(one, run[i], 1)
		q.count(one, run[i+1], 1)
	}
	for from := range words {
		for to := from + 2; to <= len(words); to++ {
			for _, same := range q.index.abbreviations[key(stems(words[from:to]))] {
				bit := q.extra(wholes(same))
				for i, c := range run {
					if at := slices.Index(words, plain[i]); at >= from && at < to {
						q.count(bit, c, sameShare)
					}
				}
			}
		}
	}
	for len(words) > 0 && small[words[0]] {
		words = words[1:]
	}
	for len(words) > 0 && small[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	q.concepts = append(q.concepts, concept{share: besideGain})
	q.count(q.extra(wholes(words)), len(q.concepts)-1, 1)
}

// name lets a record whose name is all that is asked for come before those that hold the same words.
func (q *Question) name(all []term) {
	var words []string
	for _, t := range all {
		if t.not || t.or || t.prefix || t.field != "" {
			return
		}
		words = append(words, t.words...)
	}
	if len(words) < 2 {
		return
	}
	q.concepts = append(q.concepts, concept{share: calledGain})
	each(q.extra(wholes(words)), func(b int) { q.called[b] = len(q.concepts) - 1 })
}

// extra is an atom that nobody asked for: it must not take the room of those that somebody did.
func (q *Question) extra(words []position) uint64 {
	if len(q.machine.positions)+len(words) > most {
		return 0
	}
	return q.atom(words, "")
}

// atom adds a word or phrase to the machine, once, and gives its bit.
func (q *Question) atom(words []position, field string) uint64 {
	field = strings.ToLower(strings.ReplaceAll(field, "-", "_"))
	k := fmt.Sprint(field, words)
	if bit, ok := q.atoms[k]; ok {
		return bit
	}
	if len(q.machine.positions)+len(words) > most {
		q.machine.positions = append(q.machine.positions, make([]position, most+1)...) // too many: Ask refuses it
	}
	if len(q.machine.positions) > most {
		return 0
	}
	bit := q.machine.add(words)
	q.atoms[k] = bit
	if field != "" {
		q.fields[field] |= bit
	}
	return bit
}

// count lets a bit count for a concept.
func (q *Question) count(bit uint64, concept int, share float32) {
	each(bit, func(b int) { q.uses[b] = append(q.uses[b], use{concept, share}) })
}

// fieldKnown says whether one of the tables has a field.
func (x *Index) fieldKnown(name string) error {
	var names []string
	for _, t := range x.tables {
		if len(leaves(t, name)) > 0 {
			return nil
		}
		for _, f := range t.Fields() {
			names = append(names, f.Name)
		}
	}
	hint := text.DidYouMean(name, names)
	if first, _, dotted := strings.Cut(name, "."); dotted && slices.Contains(names, first) {
		hint = first + ": looks into what that refers to"
	} else if hint == "" {
		hint = "malaga list TABLE --fields lists them; a word with a colon in it goes into quotation marks"
	}
	return text.Usage(fmt.Sprintf("no table searched has a field %q", name), hint)
}
