package text_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"malaga/internal/text"
)

func TestNaturalOrder(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"ses-1 ses-2 ses-10 ses-a", "msg-001 msg-01 msg-1 msg-002 msg-2 msg-10", "1 1.1 1.2 1.10 2 10 a", "a a0 a00 a1 a9 a10 b",
		"9 99 999999998 999999999 1000000000 999999999999999999 1000000000000000000", "09:00 9:30 10:00", "16.1 16.10 17.1", "é1 é2 é10",
		"2021 2022-05 2022-05-10 2022-10", "3-4 3-10 12-1", "a-1-2 a-1-10 a-2-1",
	} {
		got := strings.Fields(want)
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, text.NaturalCompare)
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%s, not %s", joined, want)
		}
	}
}

// FuzzNaturalCompare compares the order with that of a comparison step by step.
func FuzzNaturalCompare(f *testing.F) {
	f.Add("ses-2", "ses-10")
	f.Add("a00", "a0b")
	f.Add("1.10", "1.9")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 200 {
			t.Skip("long")
		}
		if got, want := text.NaturalCompare(a, b), cmp.Or(naturally(a, b), strings.Compare(a, b)); got != want {
			t.Errorf("%q %q: %d, not %d", a, b, got, want)
		}
	})
}

func naturally(a, b string) int {
	isDigit := func(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
	for a != "" && b != "" {
		if !isDigit(a) || !isDigit(b) {
			if a[0] != b[0] {
				return strings.Compare(a[:1], b[:1])
			}
			a, b = a[1:], b[1:]
			continue
		}
		restA, restB := strings.TrimLeft(a, "0123456789"), strings.TrimLeft(b, "0123456789")
		x, y := strings.TrimLeft(a[:len(a)-len(restA)], "0"), strings.TrimLeft(b[:len(b)-len(restB)], "0")
		if len(x) != len(y) {
			if len(x) < len(y) {
				return -1
			}
			return 1
		}
		if x != y {
			return strings.Compare(x, y)
		}
		a, b = restA, restB
	}
	return strings.Compare(a, b)
}
