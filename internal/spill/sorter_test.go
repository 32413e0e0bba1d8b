package spill_test

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"malaga/internal/spill"
)

// numbered is a value with the order in which it was added.
type numbered struct{ value, order int }

func numbers(most, limit int) *spill.Sorter[numbered] {
	return &spill.Sorter[numbered]{
		File: spill.File{Task: "sort"}, Most: most, Limit: limit,
		Compare: func(a, b numbered) int { return cmp.Compare(a.value, b.value) },
		Append: func(b []byte, n numbered) []byte {
			return binary.AppendUvarint(binary.AppendUvarint(b, uint64(n.value)), uint64(n.order))
		},
		Read: func(b []byte) numbered {
			value, used := binary.Uvarint(b)
			order, _ := binary.Uvarint(b[used:])
			return numbered{int(value), int(order)}
		},
		Bytes: func(numbered) int { return 16 },
	}
}

// A sorter of any memory and any limit sorts as slices.SortStableFunc does, as often as it is asked, and leaves nothing behind.
func TestSorterIsStableInAnyMemory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		s := numbers(1+r.IntN(4000), r.IntN(2)*r.IntN(1500))
		var want []numbered
		for i := range r.IntN(3000) {
			n := numbered{r.IntN(50), i}
			want = append(want, n)
			if err := s.Add(n); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortStableFunc(want, s.Compare)
		if s.Limit > 0 {
			want = want[:min(len(want), s.Limit)]
		}
		for range 2 {
			var got []numbered
			for n, err := range s.All() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, n)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d values with limit %d in %d bytes: otherwise", len(want), s.Limit, s.Most)
			}
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Fatalf("named while it is used: %v", left)
		}
		s.Close()
	}
}

// What cannot be written is one error, that names the folder and not the file.
func TestSpillNamesTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	t.Setenv("TMPDIR", dir)
	s := numbers(1, 0)
	if err := s.Add(numbered{}); err != nil { // it is written in the background
		t.Fatal(err)
	}
	err := s.Add(numbered{})
	if want := "cannot sort in the folder " + dir + " for temporary files: "; !errors.Is(err, syscall.ENOENT) ||
		err.Error() != want+syscall.ENOENT.Error() {
		t.Errorf("%v", err)
	}
	s.Close()
}
