package rawjson_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
)

// What is read at a time ends anywhere: what is said of a fault must not depend on it.
func TestFaultsAreTheSameWhereverAReadEnds(t *testing.T) {
	t.Parallel()
	const atOnce = 64 << 10
	step := 1
	if testing.Short() {
		step = 7
	}
	for in, want := range faults {
		for pad := atOnce - len(in) - 3; pad < atOnce+3; pad += step {
			_, err := read(strings.NewReader(strings.Repeat(" ", pad) + in))
			at := want
			if at.Line == 1 {
				at.Column += pad
			}
			if diff := cmp.Diff(at, placeOf(t, err)); diff != "" {
				t.Errorf("%q behind %d (-want +got)\n%s", in, pad, diff)
			}
		}
	}
}

// A character is named whole, also where a read ends in it.
func TestTheCharacterOfAFaultIsThatOfTheFile(t *testing.T) {
	t.Parallel()
	for n := range 600 {
		_, err := read(strings.NewReader(`["` + strings.Repeat("x", n) + `"é]`))
		if got := placeOf(t, err); got.Message != unexpected+"'é'"+element {
			t.Errorf("behind %d: %s", n, got.Message)
		}
	}
}

func TestMuchWhiteSpaceIsNoEnd(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads 130 MiB twice")
	}
	blanks := strings.Repeat(" ", rawjson.MaxRecord*65/64)
	if _, err := read(strings.NewReader("{}" + blanks + blanks)); err != nil {
		t.Error(err)
	}
	_, err := read(iotest.HalfReader(strings.NewReader("{}" + blanks + blanks + "x")))
	if got := placeOf(t, err); got.Code != rawjson.Trailing || got.Column != 3+2*len(blanks) {
		t.Errorf("%+v", got)
	}
}

// The limit of a value is the same number of bytes whatever the reader delivers at a time.
func TestTheLimitOfAValueIsExact(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads 64 MiB six times")
	}
	for _, n := range []int{rawjson.MaxRecord - 1, rawjson.MaxRecord, rawjson.MaxRecord + 1} {
		text := "[1,\n [" + strings.Repeat(" ", n-len("[]")) + "],2]"
		for name, r := range map[string]io.Reader{"at once": strings.NewReader(text), "in parts": &slowly{strings.NewReader(text)}} {
			values, err := streamed(r)
			var f *rawjson.SyntaxError
			switch refused := errors.As(err, &f); {
			case n > rawjson.MaxRecord && (!refused || f.Code != rawjson.Length || f.Pos.Line != 2 || f.Pos.Column != 2):
				t.Errorf("%d %s: %v", n, name, err)
			case n <= rawjson.MaxRecord && (err != nil || len(values) != 3):
				t.Errorf("%d %s: %d values, %v", n, name, len(values), err)
			}
		}
	}
}

// slowly delivers as much at a time as a pipe does.
type slowly struct{ r io.Reader }

func (s *slowly) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), 60_001)]) }

// idle delivers nothing, and no error either.
type idle struct{ reads int }

func (i *idle) Read([]byte) (int, error) {
	i.reads++
	return 0, nil
}

func TestReadersThatFail(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	for name, r := range map[string]io.Reader{
		"at once": iotest.ErrReader(broken), "with data": io.MultiReader(strings.NewReader(`[1, {"a": `), iotest.ErrReader(broken)),
		"together": iotest.DataErrReader(io.MultiReader(strings.NewReader(`[1, 2`), iotest.ErrReader(broken))), "behind": io.MultiReader(strings.NewReader("[1] "), iotest.ErrReader(broken)),
		"late": io.MultiReader(strings.NewReader(`["`+strings.Repeat("a", 1<<20)), iotest.ErrReader(broken)),
	} {
		var f *rawjson.SyntaxError
		if _, err := read(r); !errors.Is(err, broken) || errors.As(err, &f) {
			t.Errorf("%s: %v", name, err)
		}
	}
	still := &idle{}
	if _, err := read(still); !errors.Is(err, io.ErrNoProgress) || still.reads > 1000 {
		t.Errorf("%v after %d reads", err, still.reads)
	}
}

// A value that a reader calls clean has nothing that Check would find.
func TestCleanIsWhatPassesCheck(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }
	for v, want := range map[string]bool{
		`{"a":[1,"b",{"c":true}]}`: true, `{"a":1,"a":2}`: false, `null`: false, `""`: false, `1e5`: false, deep(30): true, deep(63): false,
		`"` + strings.Repeat("x", 100_000) + `"`: true, `{"é":1}`: true, `{"é":1,"\u00e9":1}`: false,
	} {
		in := rawjson.NewReader("f.json", bytes.NewReader([]byte(`{"v":[0,`+v+`]}`)))
		var errs []error
		for _, step := range []func() error{
			func() error { _, err := in.Peek(); in.Open(); return err }, func() error { _, _, err := in.Value(); return err },
			func() error { _, err := in.Peek(); in.Open(); return err }, func() error { _, _, err := in.Value(); return err },
		} {
			errs = append(errs, step())
		}
		got, _, err := in.Value()
		if err = errors.Join(append(errs, err)...); err != nil || string(got) != v {
			t.Fatalf("%.50s: %v", v, err)
		}
		problems, safe := rawjson.Check(got, 2)
		if in.Clean() != want || (want && (!safe || len(problems) > 0)) {
			t.Errorf("%.50s: clean %v, %v", v, in.Clean(), problems)
		}
	}
}
