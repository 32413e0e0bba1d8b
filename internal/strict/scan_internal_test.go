package strict

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// closely is whether a value passes Check.
func closely(v []byte) bool {
	problems, safe := Check(v, 0)
	return safe && len(problems) == 0
}

// glance is what a scanner says of text that a value begins with.
func glance(text []byte) (end int, sound bool) {
	var s scanner
	end = s.value(append(bytes.Clone(text), 0))
	return end, s.sound
}

// valid is what the decoder says of the syntax.
func valid(v []byte) bool { return jsontext.Value(v).IsValid(jsontext.AllowDuplicateNames(true)) }

// somewhat is a random JSON value with the odd thing that the guard refuses.
func somewhat(r *rand.Rand, depth int) string {
	name := func() string {
		return []string{`"a"`, `"b"`, `"\u0061"`, `"aa"`, `"b "`, `""`, `"q\""`, `"é"`}[r.IntN(8)]
	}
	switch n := r.IntN(10); {
	case depth > 18 || n < 5:
		return []string{`"x"`, `"é–日"`, `"\ud83d\ude00"`, `"\\"`, `"\""`, `""`, `"a\\\"b"`, "1", "-0.5", "1e5", "1E-400", "null", "true", "false", "[]", "{}", "[ ]"}[r.IntN(17)]
	case n < 7:
		var parts []string
		for range 1 + r.IntN(3) {
			parts = append(parts, somewhat(r, depth+1))
		}
		return "[" + strings.Join(parts, " ,\n") + "]"
	default:
		var parts []string
		for range 1 + r.IntN(3) {
			parts = append(parts, name()+": "+somewhat(r, depth+1))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
}

// agree checks what is said at a glance of a text against the decoder and Check, and whether it is certain.
func agree(t *testing.T, text []byte) (certain, sound bool) {
	t.Helper()
	end, sound := glance(text)
	if end <= 0 {
		return false, false
	}
	if v := text[:end]; !valid(v) {
		t.Fatalf("%q is read as a value", v)
	} else if sound && !closely(v) {
		t.Fatalf("%q is called sound", v)
	}
	return true, sound
}

func TestAGlanceAgreesWithTheDecoderAndTheGuard(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 1))
	sounds, refused := 0, 0
	for range 20_000 {
		v := []byte(somewhat(r, 0) + "\n")
		certain, sound := agree(t, v)
		if !certain {
			t.Fatalf("%s leaves a doubt", v)
		}
		if sound {
			sounds++
		}
		for range 5 { // the same with a slip
			slip := bytes.Clone(v)
			slip[r.IntN(len(v))] = "\x00\n\"\\{}[],:0e-x\x80\xff u"[r.IntN(18)]
			if certain, _ := agree(t, slip); !certain {
				refused++
				if end, _ := glance(slip); end == inDoubt && valid(slip) {
					t.Fatalf("%q leaves a doubt", slip)
				}
			}
		}
	}
	if sounds < 2000 || refused < 20_000 {
		t.Errorf("only %d values were sound and %d refused: the test says little", sounds, refused)
	}
}

// What is read of a file ends anywhere: in a character, an escape, a number. That must not be taken for a fault.
func TestTheBeginningOfAValueIsTooShort(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 3))
	values := []string{`{"é日😀":"\ud83d\ude00é日😀\u00e9\\","b":[-12.5e+10,true,false,null]}`}
	for range 500 {
		values = append(values, `[`+somewhat(r, 0)+`]`)
	}
	for _, v := range values {
		for n := range len(v) {
			if end, _ := glance([]byte(v[:n])); end != tooShort {
				t.Fatalf("%q: %d", v[:n], end)
			}
		}
	}
}

func TestWhatIsSoundAtAGlance(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 80 {
		many = append(many, fmt.Sprintf(`"n%d":1`, i))
	}
	nested := func(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }
	for text, want := range map[string]bool{
		`{"id":"a","tags":["x","y"],"parts":[{"a":1},{"a":2}],"n":-1.5,"b":true}`: true, nested(scanDepth): true, nested(scanDepth + 1): false,
		`{"a":"x\"y\\","b":{"a":1}}`: true, `{"a":{"b":1},"b":2,"c":{"b":1}}`: true, `{"a":1,"a":2}`: false, `{"a":[{"b":1,"b":1}]}`: false,
		`{"\u0061":1}`: false, `{"a":1e3}`: false, `{"a":null}`: false, `{"a":""}`: false, `{"a":[ ]}`: false, `["` + strings.Repeat("a", MaxString) + `"]`: false,
		"{" + strings.Join(many[:64], ",") + "}": true, "{" + strings.Join(many, ",") + "}": false, "[" + strings.Repeat("1", MaxNumber+1) + "]": false,
	} {
		if end, sound := glance([]byte(text + " ")); (end > 0 && sound) != want {
			t.Errorf("%.60s: not %v", text, want)
		}
	}
}

// FuzzScanner checks that a glance is never wrong.
func FuzzScanner(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 2))
	for range 50 {
		f.Add([]byte(somewhat(r, 0)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		agree(t, text)
		if end, _ := glance(text); end == inDoubt && valid(text) && bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) < scanDepth && len(bytes.TrimLeft(text, " \r\n\t")) == len(text) {
			t.Errorf("%q leaves a doubt", text)
		}
	})
}
