package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// passage is the text of a record that shows best why it was found.
type passage struct {
	source  *source
	snippet string
}

// passage returns the text of a record that matches the query best.
func (r *Result) passage(rec rawjson.Record) passage {
	best := passage{source: &source{}}
	var most float64
	r.question.eachText(rec, func(src *source, s string) {
		words, worth := r.highlight(s, src.allowed)
		if worth *= float64(src.weight); worth > most {
			most = worth
			best = passage{src, snippet(s, words)}
		}
	})
	return best
}

// highlight returns the words of a text that match the query, and their weight: each concept counts once.
func (r *Result) highlight(s string, allowed uint64) (words []span, worth float64) {
	q := r.question
	m := &q.matcher
	m.keepSpans = true
	defer func() { m.keepSpans = false }()
	met := make([]float64, len(q.concepts))
	var matched []bool // by number of the word
	m.scan([]byte(s), func(bits uint64, last int) {
		eachBit(bits&allowed&^q.excluded, func(b int) {
			for _, u := range q.uses[b] {
				met[u.concept] = max(met[u.concept], float64(u.share)*r.corpus.worth(u.concept)*q.concepts[u.concept].share)
			}
			matched = append(matched, make([]bool, last+1-len(matched))...)
			for i := max(0, last-m.lengths[b]+1); i <= last; i++ {
				matched[i] = true
			}
		})
	})
	for i, is := range matched {
		if is {
			words = append(words, m.spans[i])
		}
	}
	for _, w := range met {
		worth += w
	}
	return words, worth
}

// snippetLength is the length of the part of a text that is shown, in code points.
const snippetLength = 140

// snippet returns the part of a text with the most highlighted words, with marks around them.
func snippet(s string, words []span) string {
	from, to := window(s, words)
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	at := from
	for i := 0; i < len(words); i++ {
		first := words[i].from
		if first < at || words[i].to > to {
			continue
		}
		end := words[i].to
		for _, w := range words[i+1:] { // words that follow one another are highlighted as one
			if w.to > to || w.from < end || strings.TrimLeft(s[end:w.from], " -‐‑/") != "" {
				break
			}
			end = w.to
			i++
		}
		b.WriteString(oneLine(s[at:first]))
		b.WriteString(table.MarkStart)
		b.WriteString(oneLine(s[first:end]))
		b.WriteString(table.MarkEnd)
		at = end
	}
	b.WriteString(oneLine(s[at:to]))
	if to < len(s) {
		b.WriteString(" …")
	}
	return b.String()
}

// oneLine returns text without marks and line breaks.
func oneLine(s string) string {
	return text.Escape(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// windowRoom is the length of a window from its first highlighted word on, in code points.
const windowRoom = snippetLength * 3 / 4

// window chooses the part of a text to show: one that begins a little before a highlighted word and holds the most of them.
func window(s string, words []span) (from, to int) {
	end := func(from int) int { return from + len(strings.TrimRight(text.Prefix(s[from:], snippetLength), " ")) }
	if utf8.RuneCountInString(s) <= snippetLength || len(words) == 0 {
		return 0, end(0)
	}
	at := densest(s, words)
	before := snippetLength / 4
	if rest := utf8.RuneCountInString(s[at:]); rest < windowRoom { // near the end of the text
		before = snippetLength - rest
	}
	from = at
	for range before {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	if from > 0 {
		if i := strings.IndexByte(s[from:at], ' '); i >= 0 {
			from += i + 1
		}
	}
	from = at - len(strings.TrimLeftFunc(s[from:at], unicode.IsMark)) // signs without their letter
	return from, end(from)
}

// densest returns the start of the highlighted word from which a window holds the most of them.
func densest(s string, words []span) int {
	most, at := 0, 0
	for i, first := range words {
		if i+most >= len(words) {
			break
		}
		if next := s[first.from:words[i+most].to]; len(next) > windowRoom*utf8.UTFMax || utf8.RuneCountInString(next) > windowRoom {
			continue // no more than in the best one: 5× on a text full of them
		}
		limit := first.from + len(text.Prefix(s[first.from:], windowRoom))
		n := 0
		for _, w := range words[i:] {
			if w.to > limit {
				break
			}
			n++
		}
		if n > most {
			most = n
			at = first.from
		}
	}
	return at
}
