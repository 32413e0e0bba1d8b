package dataset_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/rawjson"
)

func TestPrefetchKeepsTheOrderOfBatches(t *testing.T) {
	t.Parallel()
	type numbers struct{ n []int }
	var got, want []int
	dataset.Prefetch(func(next func(*numbers) *numbers) {
		b := next(nil)
		for i := range 1000 {
			if len(b.n) == 7 {
				b = next(b)
				b.n = b.n[:0]
			}
			b.n = append(b.n, i)
		}
		next(b)
	}, func(b *numbers) bool { got = append(got, b.n...); return true })
	for i := range 1000 {
		want = append(want, i)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPrefetchPassesAPanicOn(t *testing.T) {
	t.Parallel()
	defer func() {
		if p := recover(); p != "fault" {
			t.Errorf("recovered %v", p)
		}
	}()
	dataset.Prefetch(func(next func(*int) *int) {
		next(next(nil))
		panic("fault")
	}, func(*int) bool { return true })
	t.Error("Prefetch returned")
}

// Records read ahead are those of the sequence, in order, with the error at its end, however early the loop ends.
func TestAheadYieldsTheSameRecords(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	var buf []byte // used again for each record, as a reader does
	records := func(yield func(rawjson.Record, error) bool) {
		for i := range 20_000 {
			buf = fmt.Appendf(buf[:0], `{"id":"a record of some length, number %d"}`, i)
			if !yield(rawjson.Record{Raw: buf, Entry: i}, nil) {
				return
			}
		}
		yield(rawjson.Record{}, broken)
	}
	for _, limit := range []int{0, 1, 2500, 19_999, 20_000, 30_000} {
		n := 0
		var last error
		for r, err := range dataset.Ahead(records) {
			if last = err; err != nil || n == limit {
				break
			}
			if want := fmt.Sprintf(`{"id":"a record of some length, number %d"}`, n); string(r.Raw) != want || r.Entry != n {
				t.Fatalf("record %d is %d: %s", n, r.Entry, r.Raw)
			}
			n++
		}
		if n != min(limit, 20_000) || (limit >= 20_000) != errors.Is(last, broken) {
			t.Errorf("limit %d: %d records, %v", limit, n, last)
		}
	}
	if all := slices.Collect(func(yield func(int) bool) {
		for r, err := range dataset.Ahead(func(func(rawjson.Record, error) bool) {}) {
			if err != nil || !yield(r.Entry) {
				return
			}
		}
	}); all != nil {
		t.Errorf("%v of nothing", all)
	}
}

// However few bytes records have, only so many of them are read ahead.
func TestAheadIsBoundedForRecordsWithoutBytes(t *testing.T) {
	t.Parallel()
	const all, most = 1_000_000, 50_000
	read := 0
	for _, err := range dataset.Ahead(func(yield func(rawjson.Record, error) bool) {
		for read < all && yield(rawjson.Record{}, nil) {
			read++
		}
	}) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if read > most {
		t.Errorf("%d records were read to have one", read)
	}
}
