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

// hitList holds the numbers of many hits in little memory.
type hitList struct {
	concepts int
	orders   []uint32
	lengths  []float32
	counts   []float32
}

func (l *hitList) add(h *hit) {
	l.orders = append(l.orders, uint32(h.order))
	l.lengths = append(l.lengths, h.length)
	l.counts = append(l.counts, h.counts...)
}

func (l *hitList) at(i int) hit {
	return hit{order: int(l.orders[i]), length: l.lengths[i], counts: l.counts[i*l.concepts : (i+1)*l.concepts]}
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
func (r *Result) readAgain(ctx context.Context, records query.Records, found *hitList, limit int) iter.Seq2[hit, error] {
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
		order, next := 0, 0
		for rec, err := range records {
			if order++; err == nil && order%4096 == 0 {
				err = ctx.Err()
			}
			if err == nil && order == int(found.orders[next]) {
				h := found.at(next)
				h.score = r.question.score(h, &r.corpus)
				h.counts = nil
				h.record = rec
				h.record.Raw = bytes.Clone(rec.Raw)
				err = s.Add(h)
				next++
			}
			if err != nil {
				yield(hit{}, err)
				return
			}
			if next == len(found.orders) {
				break
			}
		}
		s.All()(yield)
	}
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
