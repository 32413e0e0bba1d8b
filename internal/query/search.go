package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"malaga/internal/raw"
	"malaga/internal/table"
	"malaga/schema"
)

// Search looks for records that hold all of some words, in any of their searched fields.
type Search struct {
	Words []string // folded, see Words
	order []string // the tables, in the order in which equal hits are listed
	paths map[string][]weighted
	show  map[string]string // display fields by table
}

// weighted is a searched field and how much a hit in it counts.
type weighted struct {
	path   Path
	weight int
}

// NewSearch prepares a search of the given tables. Which fields are searched, and how much a hit in
// each counts, the schema says (x-search).
func NewSearch(tables []*schema.Table, text string) Search {
	s := Search{Words: Words(text), paths: map[string][]weighted{}, show: map[string]string{}}
	for _, t := range tables {
		s.order = append(s.order, t.Name)
		s.show[t.Name] = t.Display
		for _, f := range t.Fields() {
			if f.Weight > 0 {
				s.paths[t.Name] = append(s.paths[t.Name], weighted{Path{f.Name, []*schema.Field{f}}, f.Weight})
			}
		}
	}
	return s
}

// hit is a record found.
type hit struct {
	table, id, title, field, snippet string
	score                            float64
}

// How much a word counts that only begins as the one searched for, and each further field that
// holds a word.
const (
	prefixShare  = 0.5
	furtherShare = 0.1
)

// Columns are the columns of a search's rows.
func (Search) Columns() []table.Column {
	return []table.Column{
		{Name: "id", Title: "Id", Unbroken: true},
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "field", Title: "Found in"},
		{Name: "snippet", Title: "Text"},
		{Name: "score", Title: "Score", Numeric: true},
	}
}

// Find gives the hits, the best first; equal ones in the order of the tables and records.
func (s Search) Find(records Records, limit int) ([]table.Row, error) {
	var hits []hit
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		if h, ok := s.judge(r.Table, r.Raw); ok {
			hits = append(hits, h)
		}
	}
	rank := map[string]int{}
	for i, t := range s.order {
		rank[t] = i
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(rank[a.table], rank[b.table]))
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	rows := make([]table.Row, len(hits))
	for i, h := range hits {
		rows[i] = table.Row{
			raw.Quote(h.id), raw.Quote(h.table), raw.Quote(h.title), raw.Quote(h.field), raw.Quote(h.snippet),
			strconv.AppendFloat(nil, h.score, 'f', 1, 64),
		}
	}
	return rows, nil
}

// judge scores one record: for each word the best field that holds it, and a little for each
// further one. A record that lacks a word is no hit.
func (s Search) judge(tableName string, v []byte) (hit, bool) {
	h := hit{table: tableName}
	best := make([]float64, len(s.Words))
	further := 0.0
	top := 0.0
	for _, w := range s.paths[tableName] {
		w.path.Each(v, nil, func(cell []byte) bool {
			text := raw.Text(cell)
			sum, at := 0.0, -1
			for i, share := range s.shares(text) {
				if share == 0 {
					continue
				}
				if at < 0 {
					at = i
				}
				points := share * float64(w.weight)
				sum += points
				further += points * furtherShare
				best[i] = max(best[i], points)
			}
			if at >= 0 && sum > top {
				top, h.field, h.snippet = sum, w.path.Name, Snippet(text, s.Words)
			}
			return true
		})
	}
	for _, points := range best {
		if points == 0 {
			return hit{}, false
		}
		h.score += points
	}
	h.score += further
	h.id = raw.Text(raw.Get(v, "id"))
	h.title = raw.Text(raw.Get(v, s.show[tableName]))
	return h, len(s.Words) > 0
}

// shares says of each searched word how well a text has it: 1 as a word, prefixShare as the
// beginning of one, 0 not at all.
func (s Search) shares(text string) []float64 {
	shares := make([]float64, len(s.Words))
	for _, word := range Words(text) {
		for i, want := range s.Words {
			switch {
			case word == want:
				shares[i] = 1
			case shares[i] == 0 && strings.HasPrefix(word, want):
				shares[i] = prefixShare
			}
		}
	}
	return shares
}

// snippetLength is how much of a text is shown around a hit, in code points.
const snippetLength = 80

// Snippet is the part of a text around the first of the words, cut between words.
func Snippet(text string, words []string) string {
	if utf8.RuneCountInString(text) <= snippetLength {
		return text
	}
	fields := strings.FieldsFunc(text, unicode.IsSpace)
	first := slices.IndexFunc(fields, func(f string) bool {
		return slices.ContainsFunc(Words(f), func(w string) bool {
			return slices.ContainsFunc(words, func(want string) bool { return strings.HasPrefix(w, want) })
		})
	})
	first = max(first, 0)
	from, to := first, first+1
	length := utf8.RuneCountInString(fields[first])
	for grown := true; grown; { // take in words on both sides in turn
		grown = false
		if from > 0 && length+1+utf8.RuneCountInString(fields[from-1]) <= snippetLength {
			from--
			length += 1 + utf8.RuneCountInString(fields[from])
			grown = true
		}
		if to < len(fields) && length+1+utf8.RuneCountInString(fields[to]) <= snippetLength {
			length += 1 + utf8.RuneCountInString(fields[to])
			to++
			grown = true
		}
	}
	snippet := strings.Join(fields[from:to], " ")
	if from > 0 {
		snippet = "… " + snippet
	}
	if to < len(fields) {
		snippet += " …"
	}
	return snippet
}
