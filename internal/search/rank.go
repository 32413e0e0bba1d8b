package search

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"

	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/schema"
)

// Parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): how soon more of the same
// word stops to count, and how much longer records are held back. Fields are weighted before that, as in Robertson,
// Zaragoza and Taylor, Simple BM25 Extension to Multiple Weighted Fields, 2004. Lengths are in bytes of searched text,
// weighted as well.
const (
	k1 = 2.0
	b  = 0.1
)

// hit is a record found.
type hit struct {
	record record.Record
	order  int // of the record in the data
	counts []float32
	length float32
	score  float64
}

// seen is what ranking needs to know of all records searched.
type seen struct {
	records int
	bytes   float64
	with    []int // records by concept
}

// scorer looks at one record after the other.
type scorer struct {
	*Question
	table    string // of the record at hand, and what is searched in it
	sources  []source
	tops     []string
	cells    [][]byte
	counts   []float32
	dirty    bool
	bits     uint64
	weight   float32
	allowed  uint64
	buffer   []byte
	callback func(bits uint64, n int)
	ends     uint64 // bits met at the last word at which any was
	at       int    // the number of that word
}

func (q *Question) scorer() *scorer {
	s := &scorer{Question: q, counts: make([]float32, len(q.concepts))}
	s.callback = func(bits uint64, n int) {
		s.ends, s.at = bits&s.allowed, n
		s.met(s.ends, 1)
	}
	return s
}

// met counts what was met in the field at hand.
func (s *scorer) met(bits uint64, n float32) {
	if bits == 0 {
		return
	}
	s.dirty = true
	s.bits |= bits
	each(bits, func(b int) {
		for _, u := range s.uses[b] {
			s.counts[u.concept] += n * u.share * s.weight
		}
	})
}

// look counts the words of one record, and gives its length.
func (s *scorer) look(r record.Record) (length float32) {
	if s.dirty {
		clear(s.counts)
		s.dirty, s.bits = false, 0
	}
	if s.table != r.Table {
		s.table, s.sources, s.tops = r.Table, s.Question.sources[r.Table], s.Question.tops[r.Table]
		s.cells = make([][]byte, len(s.tops))
	}
	raw.Pick(r.Raw, s.tops, s.cells)
	for i := range s.sources {
		if cell := s.cells[s.sources[i].top]; cell != nil {
			length += s.field(&s.sources[i], cell)
		}
	}
	return length
}

// field counts the words of one field.
func (s *scorer) field(src *source, cell []byte) (length float32) {
	s.weight, s.allowed = src.weight, src.allowed
	known := src.codes
	switch src.field.Kind {
	case schema.Reference:
		known = s.refers[src.field.Ref]
		fallthrough
	case schema.CodeKind:
		if len(known) > 0 {
			values(cell, src.steps, func(v []byte) {
				var text []byte
				text, s.buffer = unquoted(v, s.buffer)
				for _, c := range known[string(text)] {
					s.met(s.allowed&(1<<c.bit), c.n)
				}
			})
		}
		return 0
	}
	values(cell, src.steps, func(v []byte) {
		var text []byte
		text, s.buffer = unquoted(v, s.buffer)
		length += src.weight * float32(len(text))
		s.ends = 0
		if words := s.machine.scan(text, s.callback); s.ends != 0 && words == s.at+1 {
			s.met(s.spanning(words), 1)
		}
	})
	return length
}

// spanning are the atoms met at the end of a text that are the whole text. They count twice: who asks for a name wants
// what bears it before what mentions it.
func (s *scorer) spanning(words int) (bits uint64) {
	each(s.ends, func(b int) {
		if s.machine.lengths[b] == words {
			bits |= 1 << b
		}
	})
	return bits
}

// wanted says whether the record looked at last is a hit.
func (s *scorer) wanted() bool {
	if !s.dirty || s.bits&s.not != 0 {
		return false
	}
	for _, g := range s.groups {
		if !slices.ContainsFunc(g, func(c int) bool { return s.counts[c] > 0 }) {
			return false
		}
	}
	return true
}

// worth is what a word is worth: the fewer records have it, the more.
func (n seen) worth(concept int) float64 {
	with := float64(n.with[concept])
	return math.Log(1 + (float64(n.records)-with+0.5)/(with+0.5))
}

func (q *Question) score(h *hit, n seen) {
	average := n.bytes / float64(max(n.records, 1))
	lengthy := 1 - b + b*float64(h.length)/max(average, 1)
	h.score = 0
	for i, c := range h.counts {
		if tf := float64(c); tf > 0 {
			h.score += q.concepts[i].share * n.worth(i) * tf * (k1 + 1) / (tf + k1*lengthy)
		}
	}
}

// Most of what is kept of hits while the records are counted: beyond that, those that a limit wants are looked for in a
// second pass, which knows what ranking needs.
const (
	mostHits  = 50_000
	mostBytes = 16 << 20
)

// Result is what a search found.
type Result struct {
	Hits   int            // all of them
	Tables map[string]int // hits by table
	best   []hit
	seen   seen
}

// Find searches records, which can be asked for more than once; keep says which of the hits are wanted. A limit of 0
// means all.
func (q *Question) Find(ctx context.Context, records query.Records, keep func(record.Record) bool, limit int) (*Result, error) {
	r := &Result{Tables: map[string]int{}, seen: seen{with: make([]int, len(q.concepts))}}
	size, over := 0, false
	err := q.pass(ctx, records, keep, &r.seen, func(h hit) {
		r.Hits++
		r.Tables[h.record.Table]++
		if over = over || limit > 0 && (size > q.mostBytes || r.Hits > q.mostHits); over {
			r.best = nil
			return
		}
		size += len(h.record.Raw)
		r.best = append(r.best, h.kept())
	})
	if err != nil {
		return nil, err
	}
	if over {
		err = q.pass(ctx, records, keep, nil, func(h hit) {
			q.score(&h, r.seen)
			r.best = q.insert(r.best, h, limit)
		})
		return r, err
	}
	for i := range r.best {
		q.score(&r.best[i], r.seen)
	}
	slices.SortStableFunc(r.best, q.order)
	if limit > 0 && len(r.best) > limit {
		r.best = r.best[:limit]
	}
	return r, nil
}

// insert puts a hit among the best ones, if it belongs there.
func (q *Question) insert(best []hit, h hit, limit int) []hit {
	if len(best) == limit && q.order(h, best[limit-1]) >= 0 {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, h, q.order)
	best = slices.Insert(best, at, h.kept())
	return best[:min(len(best), limit)]
}

// kept is a hit that outlives its record.
func (h hit) kept() hit {
	h.record.Raw, h.counts = bytes.Clone(h.record.Raw), slices.Clone(h.counts)
	return h
}

// order puts the better hit first; equal ones stay as the tables are searched and their records follow one another.
func (q *Question) order(a, b hit) int {
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	rank := func(h hit) int {
		return slices.IndexFunc(q.index.tables, func(t *schema.Table) bool { return t.Name == h.record.Table })
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.order, b.order))
}

// pass looks at all records, counts if n is given, and hands on the hits.
func (q *Question) pass(ctx context.Context, records query.Records, keep func(record.Record) bool, n *seen, found func(hit)) error {
	s := q.scorer()
	order := 0
	for r, err := range records {
		if err != nil {
			return err
		}
		if order++; order%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		length := s.look(r)
		if s.sources == nil { // its table is not searched
			continue
		}
		if n != nil {
			n.records++
			n.bytes += float64(length)
			if s.dirty {
				for i, c := range s.counts {
					if c > 0 {
						n.with[i]++
					}
				}
			}
		}
		if s.wanted() && keep(r) {
			found(hit{record: r, order: order, counts: s.counts, length: length})
		}
	}
	return nil
}
