package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// passage is the part of a record that shows best why it was found.
type passage struct {
	field, label string // its dotted name, and what a reader calls it
	snippet      string
	worth        float64
}

// passages finds the text of a record that holds the most of what was asked for.
func (q *Question) passages(r rawjson.Record, n *seen) passage {
	var best passage
	tops := q.tops[r.Table]
	cells := make([][]byte, len(tops))
	rawjson.Pick(r.Raw, tops, cells)
	for i := range q.sources[r.Table] {
		src := &q.sources[r.Table][i]
		for _, text := range q.texts(src, cells[src.top]) {
			marks, worth := q.marks(text, src.allowed, n)
			if worth *= float64(src.weight); worth > best.worth {
				best = passage{src.name, src.label, snippet(text, marks), worth}
			}
		}
	}
	return best
}

// marks are the words of a text that were asked for, and what they are worth: each of what was asked counts once.
func (q *Question) marks(text string, allowed uint64, n *seen) (marks []span, worth float64) {
	var words []span
	m := &q.machine
	m.spans = &words
	defer func() { m.spans = nil }()
	met := make([]float64, len(q.concepts))
	m.scan([]byte(text), func(bits uint64, last int) {
		each(bits&allowed&^q.not, func(b int) {
			for _, u := range q.uses[b] {
				met[u.concept] = max(met[u.concept], float64(u.share)*n.worth(u.concept)*q.concepts[u.concept].share)
			}
			for i := last - m.lengths[b] + 1; i <= last; i++ {
				if i >= 0 && !slices.Contains(marks, words[i]) {
					marks = append(marks, words[i])
				}
			}
		})
	})
	for _, w := range met {
		worth += w
	}
	slices.SortFunc(marks, func(a, b span) int { return a.from - b.from })
	return marks, worth
}

// snippetLength is how much of a text is shown, in code points.
const snippetLength = 140

// snippet is the part of a text with the most marks in it, cut between words, with the marks set.
func snippet(text string, marks []span) string {
	from, to := window(text, marks)
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	at := from
	for _, m := range marks {
		if m.from < at || m.to > to {
			continue
		}
		if between := text[at:m.from]; !strings.HasSuffix(b.String(), table.MarkEnd) || strings.TrimLeft(between, " -‐‑/") != "" {
			b.WriteString(oneLine(between))
			b.WriteString(table.MarkStart)
		} else { // words that follow one another are one mark
			head := strings.TrimSuffix(b.String(), table.MarkEnd)
			b.Reset()
			b.WriteString(head + between)
		}
		b.WriteString(oneLine(text[m.from:m.to]))
		b.WriteString(table.MarkEnd)
		at = m.to
	}
	b.WriteString(oneLine(text[at:to]))
	if to < len(text) {
		b.WriteString(" …")
	}
	return b.String()
}

// oneLine is text that holds no mark and no line break.
func oneLine(s string) string {
	return text.Escape(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// window chooses the part of a text to show: from a little before one of the marks, and such that it holds the most.
func window(text string, marks []span) (from, to int) {
	if utf8.RuneCountInString(text) <= snippetLength || len(marks) == 0 {
		return 0, len(strings.TrimRight(clip(text, snippetLength), " "))
	}
	best, at := 0, 0
	for i, first := range marks {
		end := first.from + len(clip(text[first.from:], snippetLength*3/4))
		n := 0
		for _, m := range marks[i:] {
			if m.to <= end {
				n++
			}
		}
		if n > best {
			best, at = n, first.from
		}
	}
	before := text[:at]
	room := snippetLength / 4
	if rest := utf8.RuneCountInString(text[at:]); rest < snippetLength*3/4 { // near the end of the text
		room = snippetLength - rest
	}
	for range room {
		_, size := utf8.DecodeLastRuneInString(before)
		before = before[:len(before)-size]
	}
	if from = len(before); from > 0 {
		if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
			from += i + 1
		}
	}
	return from, from + len(strings.TrimRight(clip(text[from:], snippetLength), " "))
}

// cut is a text of at most so many code points, cut between words, which shows that it is cut.
func cut(text string, length int) string {
	if part := clip(text, length); len(part) < len(text) {
		return strings.TrimRight(part, " ,;:–-") + " …"
	}
	return text
}

// clip is the beginning of a text, of at most so many code points, cut between words if that can be.
func clip(text string, length int) string {
	n := 0
	for i := range text {
		if n == length {
			if space := strings.LastIndexByte(text[:i+1], ' '); space > i/2 {
				return text[:space]
			}
			return text[:i]
		}
		n++
	}
	return text
}
