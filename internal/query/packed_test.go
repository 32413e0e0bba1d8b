package query_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"malaga/internal/query"
)

// A Packed holds what a map would: empty keys and values, large ones, and of several values of a key the last.
func TestPackedIsAMap(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, keys := range []int{0, 1, 50, 5000} {
		var p query.Packed
		want := map[string][]byte{}
		for range 2 * keys {
			key := fmt.Sprint("k", r.IntN(keys))[r.IntN(2):]
			value := bytes.Repeat([]byte{byte(r.IntN(256))}, r.IntN(20))
			if r.IntN(100) == 0 {
				value = bytes.Repeat([]byte("x"), r.IntN(100_000))
			}
			if kept := p.Set(key, value); !bytes.Equal(kept, value) {
				t.Fatalf("%q: kept as %.20q", key, kept)
			}
			want[key] = bytes.Clone(value)
			clear(value) // it is a copy that is kept
		}
		if keys > 0 {
			p.Set("", nil)
			want[""] = nil
		}
		for key, value := range want {
			if got := p.Get(key); got == nil || !bytes.Equal(got, value) {
				t.Errorf("%q: %.20q instead of %.20q", key, got, value)
			}
		}
		n := 0
		for key, value := range p.All() {
			if n++; !bytes.Equal(value, want[key]) {
				t.Errorf("%q: %.20q", key, value)
			}
		}
		if n != len(want) || p.Get("k-none") != nil {
			t.Errorf("%d of %d keys, and %q", n, len(want), p.Get("k-none"))
		}
	}
	if (*query.Packed)(nil).Get("a") != nil {
		t.Error("nil has a value")
	}
}

// Many small entries take less than 30 bytes each beside their own.
func TestPackedIsSmall(t *testing.T) {
	const n = 200_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	p := &query.Packed{}
	own := 0
	for i := range n {
		id := fmt.Sprint("thm-", i)
		own += 2 * len(id)
		p.Set(id, []byte(id))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := (int(after.HeapAlloc-before.HeapAlloc) - own) / n
	t.Logf("%d bytes an entry", each)
	if each >= 30 {
		t.Errorf("%d bytes an entry", each)
	}
	runtime.KeepAlive(p)
}
