package search

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"math"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/spill"
)

// Parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): how soon more of the same word
// stops to count, and how much longer records are held back. Fields are weighted before that, as in Robertson, Zaragoza and
// Taylor, Simple BM25 Extension to Multiple Weighted Fields, 2004. Lengths are in bytes of the record.
const (
	k1 = 2.0
	b  = 0.1
)

// hit is a record found, with what ranking needs to know of it.
type hit struct {
	record rawjson.Record
	order  int       // of the record in the data, from 1
	counts []float32 // by concept
	length float32
	score  float64
}

// size returns about how many bytes a hit with its record takes in memory.
func (h *hit) size() int { return len(h.record.Raw) + 170 }

// compareHits puts the better hit first; equal ones stay in the order of the data.
func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order))
}

// corpus holds what ranking needs to know of all records searched.
type corpus struct {
	records int
	bytes   float64
	with    []int // records by concept
}

// worth returns the weight of a concept: the fewer records have it, the more.
func (c *corpus) worth(concept int) float64 {
	with := float64(c.with[concept])
	return math.Log(1 + (float64(c.records)-with+0.5)/(with+0.5))
}

// score returns the BM25 score of a hit.
func (q *Question) score(h hit, c *corpus) float64 {
	average := c.bytes / float64(max(c.records, 1))
	relative := 1 - b + b*float64(h.length)/max(average, 1)
	sum := 0.0
	for i, n := range h.counts {
		if tf := float64(n); tf > 0 {
			sum += q.concepts[i].share * c.worth(i) * tf * (k1 + 1) / (tf + k1*relative)
		}
	}
	return sum
}

// Result holds the records found.
type Result struct {
	Hits     int            // all of them
	Tables   map[string]int // hits by table
	Question string         // that found them, see Search

	question *Question
	corpus   corpus
	found    *hitLog
	best     []hit                 // those of Rows, if there is room for them in memory
	again    iter.Seq2[hit, error] // those of Rows, if there is not
}

// Close removes what was kept in temporary files. There are no Rows after it.
func (r *Result) Close() { r.found.Close() }

// Filter reports whether a record that matches is wanted.
type Filter func(rawjson.Record) bool

// mostKept is the size in bytes of the hits that are kept in memory with their records: more than a run of a Sorter, as reading all
// records again takes about as long as the search did.
const mostKept = 4 * spill.RunBytes

// defaultMargin is the number of hits that are kept with their bytes, as a multiple of the limit.
const defaultMargin = 16

// Find searches records, which it may read twice; keep reports whether a hit is wanted. A limit of 0 means all.
//
// The scores are known only when all records are counted. Until then Find keeps a few numbers of each hit, and the bytes of
// those that look best so far, if there is room for them. If not, they are read again when Rows needs them.
func (q *Question) Find(ctx context.Context, records query.Records, keep Filter, limit int) (*Result, error) {
	r := &Result{
		Tables: map[string]int{}, question: q, corpus: corpus{with: make([]int, len(q.concepts))}, found: newHitLog(len(q.concepts)),
	}
	if err := r.find(ctx, records, keep, limit); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func (r *Result) find(ctx context.Context, records query.Records, keep Filter, limit int) error {
	q := r.question
	likely := topK[*hit]{limit: limit * q.margin, compare: func(a, b *hit) int { return compareHits(*a, *b) }}
	room := room{most: q.mostKept, free: q.mostKept}
	s := newScorer(q)
	order := 0
	for rec, err := range records {
		if err != nil {
			return err
		}
		if order++; order%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		table := q.tables[rec.Table]
		if table == nil {
			continue
		}
		s.count(table, rec.Raw)
		length := compactLength(rec.Raw)
		r.corpus.add(s.counts, length)
		if !s.matches() || !keep(rec) {
			continue
		}
		h := &hit{record: rec, order: order, counts: s.counts, length: float32(length)}
		r.Hits++
		r.Tables[rec.Table]++
		if err := r.found.add(h); err != nil {
			return err
		}
		if h.score = q.score(*h, &r.corpus); room.left() && likely.wants(h) {
			h.record.Raw = bytes.Clone(rec.Raw)
			likely.add(h)
			room.take(h.size(), &likely)
		}
	}
	if !room.left() {
		r.again = r.readAgain(ctx, records, limit)
		return nil
	}
	best := topK[hit]{limit: limit, compare: compareHits}
	for h, err := range r.found.hits() {
		if err != nil {
			return err
		}
		h.score = q.score(h, &r.corpus)
		best.add(h)
	}
	r.best = best.sorted()
	return fetch(ctx, records, likely.items, r.best)
}

func (c *corpus) add(counts []float32, length int) {
	c.records++
	c.bytes += float64(length)
	for i, n := range counts {
		if n > 0 {
			c.with[i]++
		}
	}
}

// compactLength returns the length of a record without white space, however it is laid out. A record on one line has no
// indentation.
func compactLength(v []byte) int {
	n := len(v) - bytes.Count(v, []byte(" "))
	if bytes.IndexByte(v, '\n') < 0 {
		return n
	}
	return n - bytes.Count(v, []byte("\n")) - bytes.Count(v, []byte("\r")) - bytes.Count(v, []byte("\t"))
}

// scorer counts the concepts in one record after the other.
type scorer struct {
	*Question
	counts []float32 // by concept
	bits   uint64    // atoms in the record

	// The current field.
	weight  float32
	allowed uint64
	ends    uint64 // atoms at the last word that has any
	end     int    // number of that word

	hit func(bits uint64, n int)
}

func newScorer(q *Question) *scorer {
	s := &scorer{Question: q, counts: make([]float32, len(q.concepts))}
	s.hit = func(bits uint64, n int) {
		s.ends = bits & s.allowed
		s.end = n
		s.add(s.ends, 1)
	}
	return s
}

// add counts atoms in the current field.
func (s *scorer) add(bits uint64, n float32) {
	s.bits |= bits
	eachBit(bits, func(b int) {
		for _, u := range s.uses[b] {
			s.counts[u.concept] += n * u.share * s.weight
		}
	})
}

// count counts the concepts in a record of a table.
func (s *scorer) count(t *searchedTable, record []byte) {
	if s.bits != 0 {
		clear(s.counts)
		s.bits = 0
	}
	rawjson.Pick(record, t.members, t.cells)
	for i := range t.sources {
		if cell := t.cells[t.sources[i].member]; cell != nil {
			s.countField(&t.sources[i], cell)
		}
	}
}

func (s *scorer) countField(src *source, cell []byte) {
	s.weight = float32(src.weight)
	s.allowed = src.allowed
	if !src.isNamed() {
		eachValue(cell, src.steps, s.countText)
		return
	}
	eachValue(cell, src.steps, func(v []byte) {
		for bit, n := range counts(src.known.Get(string(rawjson.Unquote(v)))) {
			s.add(s.allowed&(1<<bit), n)
		}
	})
}

// countText counts the concepts in a text. An atom that is the whole text counts twice: a record with that name comes before
// those that mention it.
func (s *scorer) countText(v []byte) {
	s.ends = 0
	words := s.matcher.scan(rawjson.Unquote(v), s.hit)
	if s.ends == 0 || words != s.end+1 {
		return
	}
	eachBit(s.ends, func(b int) {
		if s.matcher.lengths[b] != words {
			return
		}
		s.add(1<<b, 1)
		if s.nameBit&(1<<b) != 0 {
			s.counts[s.nameConcept] = 1
		}
	})
}

// matches reports whether the record counted last matches the question.
func (s *scorer) matches() bool { return s.bits != 0 && s.wanted.met(s.bits) }
