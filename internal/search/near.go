package search

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// mostWords bounds the memory that looking for near words takes.
const mostWords = 200_000

// Unmet are the words of a question that no record holds, or not as the phrase asks, and for which near ones can be looked
// for: not short ones, which are like too many, nor numbers, since the next number is another.
func (q *Question) Unmet(r *Result) []string {
	var words []string
	for i, c := range q.concepts {
		for _, w := range c.words {
			if r.seen.with[i] == 0 && utf8.RuneCountInString(w) > 3 && !strings.ContainsAny(w, "0123456789") && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}

// Absent are the words, in quotation marks, that no record holds; several says whether the question asks for more than one.
func (q *Question) Absent(r *Result) (words []string, several bool) {
	for _, g := range q.groups {
		held := slices.ContainsFunc(g, func(c int) bool { return r.seen.with[c] > 0 })
		if asked := q.concepts[g[0]].words; !held && asked != nil {
			words = append(words, strconv.Quote(strings.Join(asked, " ")))
		}
	}
	return words, len(q.groups) > 1
}

// Near finds for each of some words the one of the data that is most like it; of equally near ones, the most frequent.
// Words like none are left out.
func (q *Question) Near(records query.Records, words []string) (map[string]string, error) {
	known := map[string]int{} // how often each is there
	var spans []span
	m := machine{spans: &spans}
	take := func(s string) {
		spans = spans[:0]
		m.scan([]byte(s), func(uint64, int) {})
		for _, p := range spans {
			if w := text.Fold(s[p.from:p.to]); len(known) < mostWords && !small[w] {
				known[w]++
			}
		}
	}
	for _, table := range slices.Sorted(maps.Keys(q.index.names)) { // a question may mean what records refer to
		byID := q.index.names[table]
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			for _, name := range byID[id] {
				take(name)
			}
		}
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		tops := q.tops[r.Table]
		cells := make([][]byte, len(tops))
		rawjson.Pick(r.Raw, tops, cells)
		for i := range q.sources[r.Table] {
			src := &q.sources[r.Table][i]
			for _, text := range q.texts(src, cells[src.top]) {
				take(text)
			}
		}
	}
	all := slices.SortedFunc(maps.Keys(known), func(a, b string) int { return cmp.Or(cmp.Compare(known[b], known[a]), cmp.Compare(a, b)) })
	near := map[string]string{}
	for _, w := range words {
		if n := nearest(w, all); n != "" {
			near[w] = n
		}
	}
	return near, nil
}

// nearest is the word most like another. Few mistake the first letter of a word: one that begins with another letter must be
// nearer.
func nearest(word string, all []string) string {
	first := func(w string) bool { return w[0] == word[0] }
	same := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return !first(w) })
	if n, ok := text.Nearest(word, same); ok {
		return n
	}
	if n, ok := text.Nearest(word, slices.DeleteFunc(slices.Clone(all), first)); ok && text.Near(word, n, 1) {
		return n
	}
	return ""
}

// Replace is a question with words in place of others.
func Replace(question string, near map[string]string) string {
	var b []byte
	var spans []span
	m := machine{spans: &spans}
	m.scan([]byte(question), func(uint64, int) {})
	at := 0
	for _, s := range spans {
		if n, ok := near[text.Fold(question[s.from:s.to])]; ok {
			b = append(append(b, question[at:s.from]...), n...)
			at = s.to
		}
	}
	return string(append(b, question[at:]...))
}
