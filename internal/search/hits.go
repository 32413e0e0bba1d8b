package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"iter"
	"math"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/spill"
)

// hitLog holds what ranking needs to know of each hit, in the order of the data: of very many hits in a temporary file.
type hitLog struct {
	spill.Log[[]byte]
	counts []float32 // memory for those of a hit
}

func newHitLog(concepts int) *hitLog {
	return &hitLog{
		counts: make([]float32, concepts),
		Log: spill.Log[[]byte]{
			File:   spill.File{Task: "keep what is found"},
			Append: func(b, packed []byte) []byte { return append(b, packed...) },
			Read:   func(b []byte) []byte { return b },
			Bytes:  func(packed []byte) int { return len(packed) + 32 }, // its place, and what the allocator rounds up
		},
	}
}

func (l *hitLog) add(h *hit) error {
	b := binary.AppendUvarint(nil, uint64(h.order))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(h.length))
	return l.Add(appendCounts(b, h.counts))
}

// hits yields the hits without their records. The counts of a hit are valid until the next one.
func (l *hitLog) hits() iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		for b, err := range l.All() {
			if err != nil {
				yield(hit{}, err)
				return
			}
			order, n := binary.Uvarint(b)
			clear(l.counts)
			for concept, count := range counts(b[n+4:]) {
				l.counts[concept] = count
			}
			length := math.Float32frombits(binary.LittleEndian.Uint32(b[n:]))
			if !yield(hit{order: int(order), length: length, counts: l.counts}, nil) {
				return
			}
		}
	}
}

// room is the memory for the bytes of hits.
type room struct{ most, free int }

func (r *room) left() bool { return r.free > 0 }

// take takes some bytes of the room. When none is left it counts what was dropped, and empties the list if that is little.
func (r *room) take(n int, likely *topK[*hit]) {
	if r.free -= n; r.free > 0 {
		return
	}
	r.free = r.most
	for _, h := range likely.items {
		r.free -= h.size()
	}
	if r.free < r.most/4 {
		r.free = 0
		likely.items = nil
	}
}

// readAgain reads the records again, and yields those found, the best first.
func (r *Result) readAgain(ctx context.Context, records query.Records, limit int) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		s := spill.Sorter[hit]{
			File: spill.File{Task: "sort"}, Most: min(r.question.mostKept, spill.RunBytes), Limit: limit,
			Compare: compareHits,
			Append: func(b []byte, h hit) []byte {
				b = binary.AppendUvarint(binary.LittleEndian.AppendUint64(b, math.Float64bits(h.score)), uint64(h.order))
				return h.record.Append(b)
			},
			Read: func(b []byte) hit {
				order, used := binary.Uvarint(b[8:])
				score := math.Float64frombits(binary.LittleEndian.Uint64(b))
				return hit{score: score, order: int(order), record: rawjson.ReadRecord(b[8+used:])}
			},
			Bytes: func(h hit) int { return h.size() },
		}
		defer s.Close()
		if err := r.sort(ctx, records, &s); err != nil {
			yield(hit{}, err)
			return
		}
		s.All()(yield)
	}
}

// sort adds the hits with their records to a Sorter.
func (r *Result) sort(ctx context.Context, records query.Records, to *spill.Sorter[hit]) error {
	next, stop := iter.Pull2(r.found.hits())
	defer stop()
	h, err, more := next()
	order := 0
	for rec, failed := range records {
		switch {
		case err != nil:
			return err
		case failed != nil:
			return failed
		case ctx.Err() != nil:
			return ctx.Err()
		case !more:
			return nil
		}
		if order++; order < h.order {
			continue
		}
		h.score = r.question.score(h, &r.corpus)
		h.counts = nil
		h.record = rec
		h.record.Raw = bytes.Clone(rec.Raw)
		if err = to.Add(h); err == nil {
			h, err, more = next()
		}
	}
	return err
}

// fetch sets the records of the best hits: from the likely ones, or by reading the records again.
func fetch(ctx context.Context, records query.Records, likely []*hit, best []hit) error {
	missing := map[int]*hit{}
	for i := range best {
		missing[best[i].order] = &best[i]
	}
	for _, h := range likely {
		if m := missing[h.order]; m != nil {
			m.record = h.record
			delete(missing, h.order)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	order := 0
	for rec, err := range records {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
		order++
		if m := missing[order]; m != nil {
			rec.Raw = bytes.Clone(rec.Raw)
			m.record = rec
		}
	}
	return nil
}
