package rawjson_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

// lineByLine reads a file of one value a line, and gives the lines of its values and of its faults.
func lineByLine(t *testing.T, r io.Reader) (values, faulty []int) {
	t.Helper()
	in := rawjson.NewReader("f.jsonl", r)
	for {
		kind, err := in.Peek()
		if err == nil && kind == 0 {
			return values, faulty
		}
		if err == nil {
			_, p, wrong := in.Value()
			if err = wrong; err == nil {
				values = append(values, p.Line)
				continue
			}
		}
		var f *rawjson.SyntaxError
		if !errors.As(err, &f) {
			t.Fatal(err)
		}
		faulty = append(faulty, f.Pos.Line)
		if !in.NextLine(f) {
			return values, faulty
		}
	}
}

func TestAFaultInALineEndsThatLine(t *testing.T) {
	t.Parallel()
	good := []string{`{"a":1}`, ` [1, 2] `, `"é"`, "1", "true", `{"a":"` + strings.Repeat("日", 30_000) + `"}`}
	bad := []string{"x", "{x", `{"a":1,}`, `"abc`, `[1 2]`, "\xff", `"\ud800"`, "01]", `{"a" 1}`, "}", `"` + strings.Repeat("a", 70_000)}
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		var lines []string
		var values, faulty []int
		for n := range 1 + r.IntN(12) {
			switch {
			case r.IntN(5) == 0:
				lines = append(lines, "")
			case r.IntN(2) == 0:
				lines, values = append(lines, good[r.IntN(len(good))]), append(values, n+1)
			default:
				lines, faulty = append(lines, bad[r.IntN(len(bad))]), append(faulty, n+1)
			}
		}
		text := strings.Join(lines, "\n") + "\n" + `{"last":1}`
		values = append(values, len(lines)+1)
		for name, in := range map[string]io.Reader{"at once": strings.NewReader(text), "by halves": iotest.HalfReader(strings.NewReader(text))} {
			gotValues, gotFaulty := lineByLine(t, in)
			// "01]" is a value with a fault behind it.
			if diff := cmp.Diff(faulty, gotFaulty); diff != "" {
				t.Errorf("%s, %.200q: faults (-want +got)\n%s", name, text, diff)
			}
			if diff := cmp.Diff(values, without(gotValues, gotFaulty)); diff != "" {
				t.Errorf("%s, %.200q: values (-want +got)\n%s", name, text, diff)
			}
		}
	}
}

// without leaves out lines that are among others.
func without(lines, others []int) []int {
	var rest []int
	at := map[int]bool{}
	for _, n := range others {
		at[n] = true
	}
	for _, n := range lines {
		if !at[n] {
			rest = append(rest, n)
		}
	}
	return rest
}
