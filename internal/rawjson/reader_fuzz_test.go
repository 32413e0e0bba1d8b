package rawjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// pieces reads a file in the smallest steps: brackets, names, values.
func pieces(r io.Reader) error {
	in := rawjson.NewReader("f.json", r)
	depth := 0
	for {
		k, err := in.Peek()
		if err != nil {
			return err
		}
		switch {
		case k == 0:
			return nil
		case (k == '{' || k == '[') && depth < 3:
			depth++
			in.Open()
		case k == '}' || k == ']':
			depth--
			in.Close()
		case k == 't':
			err = in.Skip()
		default:
			_, _, err = in.Value()
		}
		if err != nil {
			return err
		}
		if depth == 0 {
			return in.End()
		}
	}
}

// inside checks that a fault points into the file, or just behind it.
func inside(t *testing.T, b []byte, err error) {
	t.Helper()
	var syntax *rawjson.SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("%q: %v is no syntax error", b, err)
	}
	f := finding.OfSyntax(syntax)
	lines := bytes.Split(b, []byte("\n"))
	if f.Line < 1 || f.Line > len(lines) || f.Column < 1 || f.Column > utf8.RuneCount(lines[f.Line-1])+1 {
		t.Errorf("%q: %d:%d is not in the file", b, f.Line, f.Column)
	}
	// The excerpt leaves out the CR of a line's end, but a place may be behind it.
	if n := utf8.RuneCountInString(f.Excerpt) + bytes.Count(b, []byte("\r")); f.Caret < 0 || f.Caret > n || f.Width < 1 {
		t.Errorf("%q: caret %d and width %d in the excerpt %q", b, f.Caret, f.Width, f.Excerpt)
	}
	if f.Code == "" || f.Message == "" {
		t.Errorf("%q: no code or message: %+v", b, f)
	}
}

// placeIn returns the place of a syntax error; the zero value for any other.
func placeIn(err error) place {
	var f *rawjson.SyntaxError
	if !errors.As(err, &f) {
		return place{}
	}
	return place{f.Pos.Line, f.Pos.Column, f.Code, f.Message, f.Hint}
}

// sameError reports whether two errors are the same syntax error, excerpt included.
func sameError(a, b error) bool {
	var f, g *rawjson.SyntaxError
	if errors.As(a, &f) && errors.As(b, &g) {
		return cmp.Equal(finding.OfSyntax(f), finding.OfSyntax(g))
	}
	return a == nil && b == nil
}

// withinLimits reports whether a value passes the limits that are ours and not JSON's.
func withinLimits(problems []rawjson.Problem) bool {
	for _, p := range problems {
		if p.Code != rawjson.DuplicateKey {
			return false
		}
	}
	return true
}

// FuzzReader reads anything in two ways. What is accepted, others must accept too; what they accept
// must be accepted here, but for the limits.
func FuzzReader(f *testing.F) {
	for in := range faults {
		f.Add([]byte(in))
	}
	for _, in := range []string{
		good, "{\r", "\xef\xbb\xbf{}", "\xff\xfe", "PK\x03\x04", "\x1f\x8b", "<x>", " ", "1e1000001", `{"a":1,"\u0061":2}`,
		strings.Repeat("[", 70), strings.Repeat(`{"a":`, 66) + "1" + strings.Repeat("}", 66), "[[[[1,true],{}]]]", "\r\n{\"a\"\t:\r1}",
		`{"0":"0", "é\b": [0,100000000, true, false, null,  "日本\u00X00`, `["\u00X0`, `["\ud83d\ude0`, `{"\u0`, `["\u00X000000"`,
	} {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		problems, err := read(bytes.NewReader(b))
		if err != nil {
			inside(t, b, err)
		}
		small := pieces(bytes.NewReader(b))
		if (small == nil) != (err == nil) {
			t.Errorf("%q: read whole: %v; in pieces: %v", b, err, small)
		}
		if small != nil {
			inside(t, b, small)
			if whole, part := placeIn(err), placeIn(small); err != nil && whole != part {
				t.Errorf("%q: read whole: %+v; in pieces: %+v", b, whole, part)
			}
		}
		slow := pieces(iotest.OneByteReader(bytes.NewReader(b)))
		if diff := cmp.Diff(small, slow, cmp.Comparer(sameError)); diff != "" {
			t.Errorf("%q (-read at once +by bytes)\n%s", b, diff)
		}
		valid := jsontext.Value(b).IsValid()
		if err == nil && len(problems) == 0 && !valid {
			t.Errorf("%q is accepted, but not by jsontext", b)
		}
		if err == nil && !json.Valid(b) {
			t.Errorf("%q is accepted, but not by encoding/json", b)
		}
		if valid && (err != nil || (withinLimits(problems) && len(problems) > 0)) {
			t.Errorf("%q is accepted by jsontext, but not here: %v %v", b, err, problems)
		}
	})
}

// FuzzLimits checks that what passes the guard holds no number that a library could choke on.
func FuzzLimits(f *testing.F) {
	for _, in := range []string{"1e308", "1e309", "-1e-1000001", "0e9999999999", "1E+00000308", strings.Repeat("1", 401), "1.5e-0309"} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, number string) {
		v := jsontext.Value(number)
		if !v.IsValid() || v.Kind() != '0' {
			t.Skip("no number")
		}
		v = bytes.TrimSpace(v)
		if _, safe := rawjson.Check(v, 0); !safe {
			return
		}
		_, exp, _ := strings.Cut(strings.ToLower(string(v)), "e")
		exp = strings.TrimLeft(exp, "+-0")
		if len(v) > rawjson.MaxNumber || len(exp) > 3 || (len(exp) == 3 && exp > "308") {
			t.Errorf("%s passes", v)
		}
	})
}
