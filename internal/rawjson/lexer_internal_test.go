package rawjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// passes reports whether a value passes Check.
func passes(v []byte) bool {
	problems, safe := Check(v, 0)
	return safe && len(problems) == 0
}

// scan reads the value that text begins with; final means that the file ends with text.
func scan(text []byte, final bool) (end int, l *lexer) {
	l = &lexer{final: final}
	return l.value(append(bytes.Clone(text), 0)), l
}

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

// agree compares the lexer with jsontext, in what both read and in where they stop, and with Check. Text must not begin with
// white space.
func agree(t *testing.T, text []byte) (valid, clean bool) {
	t.Helper()
	end, l := scan(text, true)
	want, err := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true)).ReadValue()
	if err == nil {
		if end != len(want) {
			t.Fatalf("%q: the value %q ends at %d", text, want, end)
		}
		if l.clean && l.deepest <= MaxDepth && !passes(text[:end]) {
			t.Fatalf("%q is called clean", text[:end])
		}
		return true, l.clean
	}
	var syntax *jsontext.SyntacticError
	at := len(text)
	switch {
	case end != invalid:
		t.Fatalf("%q is read up to %d, but %v", text, end, err)
	case strings.Contains(l.fault.message, "',' before"): // where jsontext points at the bracket
		return false, false
	case errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF):
		at = int(syntax.ByteOffset)
	}
	// A text that ends in the middle of an escape or a character may be both cut off and wrong.
	if ends := strings.Contains(l.fault.message, "the file ends"); l.fault.at != at && !ends {
		t.Fatalf("%q: %q at %d, but %v at %d", text, l.fault.message, l.fault.at, err, at)
	}
	if at == len(text) || strings.Contains(l.fault.message, "the file ends") {
		return false, false
	}
	r, size := utf8.DecodeRune(text[at:])
	encoding := r == utf8.RuneError && size == 1 || strings.Contains(err.Error(), "surrogate")
	if encoding != (l.fault.code == Encoding) {
		t.Fatalf("%q: %s %q, but %v", text, l.fault.code, l.fault.message, err)
	}
	return false, false
}

func TestLexerAgreesWithJsontextAndCheck(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 1))
	clean, refused := 0, 0
	for range 20_000 {
		v := []byte(somewhat(r, 0) + "\n")
		valid, isClean := agree(t, v)
		if !valid {
			t.Fatalf("%s is refused", v)
		}
		if isClean {
			clean++
		}
		for range 5 { // the same with a mistake
			wrong := bytes.Clone(v)
			wrong[r.IntN(len(v))] = "\x00\n\"\\{}[],:0e-x\x80\xff u"[r.IntN(18)]
			if bytes.ContainsAny(wrong[:1], " \n") {
				continue
			}
			if valid, _ := agree(t, wrong); !valid {
				refused++
			}
		}
	}
	if clean < 2000 || refused < 20_000 {
		t.Errorf("only %d values were clean and %d refused: the test says little", clean, refused)
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
			if end, _ := scan([]byte(v[:n]), false); end != tooShort {
				t.Fatalf("%q: %d", v[:n], end)
			}
		}
	}
}

func TestCleanValues(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 80 {
		many = append(many, fmt.Sprintf(`"n%d":1`, i))
	}
	nested := func(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }
	for text, want := range map[string]bool{
		`{"id":"a","tags":["x","y"],"parts":[{"a":1},{"a":2}],"n":-1.5,"b":true}`: true, nested(MaxDepth): true, nested(MaxDepth + 1): false,
		`{"a":"x\"y\\","b":{"a":1}}`: true, `{"a":{"b":1},"b":2,"c":{"b":1}}`: true, `{"a":1,"a":2}`: false, `{"a":[{"b":1,"b":1}]}`: false,
		`{"\u0061":1}`: false, `{"a":1e3}`: false, `{"a":null}`: false, `{"a":""}`: false, `{"a":[ ]}`: false, `["` + strings.Repeat("a", MaxString) + `"]`: false,
		"{" + strings.Join(many[:64], ",") + "}": true, "{" + strings.Join(many, ",") + "}": false, "[" + strings.Repeat("1", MaxNumber+1) + "]": false,
	} {
		if end, l := scan([]byte(text+" "), false); (end > 0 && l.clean && l.deepest <= MaxDepth) != want {
			t.Errorf("%.60s: not %v", text, want)
		}
	}
}

// FuzzLexer compares the lexer with jsontext.
func FuzzLexer(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 2))
	for range 50 {
		f.Add([]byte(somewhat(r, 0)))
	}
	f.Fuzz(func(t *testing.T, text []byte) { agree(t, bytes.TrimLeft(text, " \r\n\t")) })
}
