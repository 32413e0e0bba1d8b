package search

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// Parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): how soon more of the same
// word stops to count, and how much longer records are held back. Fields are weighted before that, as in Robertson,
// Zaragoza and Taylor, Simple BM25 Extension to Multiple Weighted Fields, 2004. Lengths are in bytes of
// the record.
const (
	k1 = 2.0
	b  = 0.1
)

// hit is a record found.
type hit struct {
	record rawjson.Record
	match
}

// match is what ranking needs to know of a hit.
type match struct {
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

// look counts the words of one record.
func (s *scorer) look(r rawjson.Record) {
	if s.dirty {
		clear(s.counts)
		s.dirty, s.bits = false, 0
	}
	if s.table != r.Table {
		s.table, s.sources, s.tops = r.Table, s.Question.sources[r.Table], s.Question.tops[r.Table]
		s.cells = make([][]byte, len(s.tops))
	}
	rawjson.Pick(r.Raw, s.tops, s.cells)
	for i := range s.sources {
		if cell := s.cells[s.sources[i].top]; cell != nil {
			s.field(&s.sources[i], cell)
		}
	}
}

// field counts the words of one field.
func (s *scorer) field(src *source, cell []byte) {
	s.weight, s.allowed = src.weight, src.allowed
	if !src.named() {
		values(cell, src.steps, s.text)
		return
	}
	known := src.codes
	if src.field.Kind == schema.Reference {
		known = s.refers[src.field.Ref]
	}
	values(cell, src.steps, func(v []byte) {
		var text []byte
		text, s.buffer = unquoted(v, s.buffer)
		for _, c := range known[string(text)] {
			s.met(s.allowed&(1<<c.bit), c.n)
		}
	})
}

// text counts the words of one text.
func (s *scorer) text(v []byte) {
	var text []byte
	text, s.buffer = unquoted(v, s.buffer)
	s.ends = 0
	if words := s.machine.scan(text, s.callback); s.ends != 0 && words == s.at+1 {
		spanning := s.spanning(words)
		s.met(spanning, 1)
		each(spanning, func(b int) {
			if concept, ok := s.called[b]; ok {
				s.counts[concept] = 1
			}
		})
	}
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
func (n *seen) worth(concept int) float64 {
	with := float64(n.with[concept])
	return math.Log(1 + (float64(n.records)-with+0.5)/(with+0.5))
}

// score says how good a match is, as far as is seen.
func (q *Question) score(f match, n *seen) float64 {
	average := n.bytes / float64(max(n.records, 1))
	lengthy := 1 - b + b*float64(f.length)/max(average, 1)
	sum := 0.0
	for i, c := range f.counts {
		if tf := float64(c); tf > 0 {
			sum += q.concepts[i].share * n.worth(i) * tf * (k1 + 1) / (tf + k1*lengthy)
		}
	}
	return sum
}

// Result is what a search found.
type Result struct {
	Hits   int            // all of them
	Tables map[string]int // hits by table
	best   []hit
	seen   seen
}

// Find searches records, which can be asked for more than once; keep says which of the hits are wanted. A limit of 0
// means all. Which hits are best is known only when all records are counted: until then a few numbers are kept of each,
// and the bytes of those that look best so far.
func (q *Question) Find(ctx context.Context, records query.Records, keep func(rawjson.Record) bool, limit int) (*Result, error) {
	r := &Result{Tables: map[string]int{}, seen: seen{with: make([]int, len(q.concepts))}}
	all := ledger{width: len(q.concepts)}
	likely := top[*hit]{limit: limit * q.margin, better: func(a, b *hit) int { return better(a.match, b.match) }}
	err := q.pass(ctx, records, keep, &r.seen, func(h hit) {
		r.Hits++
		r.Tables[h.record.Table]++
		all.add(h.match)
		h.score = q.score(h.match, &r.seen)
		if likely.wants(&h) {
			likely.add(h.kept())
		}
	})
	if err != nil {
		return nil, err
	}
	best := q.best(all, &r.seen, limit)
	byOrder := map[int]rawjson.Record{}
	for _, h := range likely.all {
		byOrder[h.order] = h.record
	}
	err = q.fetch(ctx, records, byOrder, best)
	for _, f := range best {
		r.best = append(r.best, hit{byOrder[f.order], f})
	}
	return r, err
}

// margin is how many times more hits than wanted are kept with their bytes.
const margin = 16

// ledger holds the numbers of many findings in little memory.
type ledger struct {
	width   int
	orders  []uint32
	lengths []float32
	counts  []float32
}

func (l *ledger) add(f match) {
	l.orders, l.lengths, l.counts = append(l.orders, uint32(f.order)), append(l.lengths, f.length), append(l.counts, f.counts...)
}

func (l *ledger) at(i int) match {
	return match{order: int(l.orders[i]), length: l.lengths[i], counts: l.counts[i*l.width : (i+1)*l.width]}
}

// best are the best findings, in their order.
func (q *Question) best(all ledger, n *seen, limit int) []match {
	best := top[match]{limit: limit, better: better}
	for i := range all.orders {
		f := all.at(i)
		f.score = q.score(f, n)
		best.add(f)
	}
	return best.sorted()
}

// fetch reads those of the best records that are not there.
func (q *Question) fetch(ctx context.Context, records query.Records, there map[int]rawjson.Record, best []match) error {
	missing := map[int]bool{}
	for _, f := range best {
		if _, ok := there[f.order]; !ok {
			missing[f.order] = true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	order := 0
	for r, err := range records {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if order++; missing[order] {
			r.Raw = bytes.Clone(r.Raw)
			there[order] = r
		}
	}
	return nil
}

// kept is a hit that outlives its record.
func (h hit) kept() *hit {
	h.record.Raw = bytes.Clone(h.record.Raw)
	return &h
}

// better puts the better match first; equal ones stay as their records follow one another.
func better(a, b match) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order))
}

// pass looks at all records, counts them, and hands on the hits.
func (q *Question) pass(ctx context.Context, records query.Records, keep func(rawjson.Record) bool, n *seen, found func(hit)) error {
	s := q.scorer()
	order := 0
	for r, err := range records {
		if err != nil {
			return err
		}
		if order++; order%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.look(r)
		if s.sources == nil { // its table is not searched
			continue
		}
		n.records++
		length := compact(r.Raw)
		n.bytes += float64(length)
		if s.dirty {
			for i, c := range s.counts {
				if c > 0 {
					n.with[i]++
				}
			}
		}
		if s.wanted() && keep(r) {
			found(hit{record: r, match: match{order: order, counts: s.counts, length: float32(length)}})
		}
	}
	return nil
}

// compact is the length of a record without white space: it does not depend on how the record is laid out. One that stands
// on a line is indented by nothing.
func compact(v []byte) int {
	n := len(v) - bytes.Count(v, []byte(" "))
	if bytes.IndexByte(v, '\n') < 0 {
		return n
	}
	return n - bytes.Count(v, []byte("\n")) - bytes.Count(v, []byte("\r")) - bytes.Count(v, []byte("\t"))
}
