package strict

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// closely is Check without the glance before it.
func closely(v []byte) bool {
	c := Checker{safe: true}
	c.value(v, 1)
	return c.safe && len(c.problems) == 0
}

// somewhat is a random JSON value with the odd thing that the guard refuses.
func somewhat(r *rand.Rand, depth int) string {
	name := func() string {
		return []string{`"a"`, `"b"`, `"\u0061"`, `"aa"`, `"b "`, `""`, `"q\""`, `"é"`}[r.IntN(8)]
	}
	switch n := r.IntN(10); {
	case depth > 18 || n < 5:
		return []string{`"x"`, `"\\"`, `"\""`, `""`, `"a\\\"b"`, "1", "-0.5", "1e5", "1E-400", "null", "true", "false", "[]", "{}", "[ ]"}[r.IntN(15)]
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

func TestWhatIsSoundAtAGlancePassesTheGuard(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 1))
	yes := 0
	for range 50_000 {
		v := []byte(somewhat(r, 0))
		if !sound(v) {
			continue
		}
		if yes++; !closely(v) {
			t.Fatalf("%s is called sound", v)
		}
	}
	if yes < 2000 {
		t.Errorf("only %d values were sound: the test says little", yes)
	}
	var many []string
	for i := range 80 {
		many = append(many, fmt.Sprintf(`"n%d":1`, i))
	}
	for text, want := range map[string]bool{
		`{"id":"a","tags":["x","y"],"parts":[{"a":1},{"a":2}],"n":-1.5,"b":true}`: true,
		`{"a":"x\"y\\","b":{"a":1}}`: true, `{"a":{"b":1},"b":2,"c":{"b":1}}`: true, `{"a":1,"a":2}`: false, `{"a":[{"b":1,"b":1}]}`: false,
		`{"\u0061":1}`: false, `{"a":1e3}`: false, `{"a":null}`: false, `{"a":""}`: false, `{"a":[ ]}`: false,
		strings.Repeat("[", 17) + "1" + strings.Repeat("]", 17): false, "{" + strings.Join(many, ",") + "}": false,
	} {
		if sound([]byte(text)) != want {
			t.Errorf("%s: not %v", text, want)
		}
	}
}

// FuzzSound checks that the glance errs only towards no.
func FuzzSound(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 2))
	for range 50 {
		f.Add([]byte(somewhat(r, 0)))
	}
	f.Fuzz(func(t *testing.T, v []byte) {
		if jsontext.Value(v).IsValid(jsontext.AllowDuplicateNames(true)) && sound(v) && !closely(v) {
			t.Errorf("%s is called sound", v)
		}
	})
}
