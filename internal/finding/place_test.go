package finding_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// spot is a value that a document is known to have: its path and where it begins.
type spot struct {
	path     []string
	at, end  int
	keyAt    int // of the member's name; -1 for an element
	nth      int
	keyBytes int
}

// writer writes a random document and notes where its values begin: it finds them by writing, not
// by reading.
type writer struct {
	r     *rand.Rand
	b     []byte
	spots []spot
}

var (
	spaces = []string{"", "", " ", "\n", "\r\n", "\t", "\n    ", " \n\t "}
	names  = []string{`"a"`, `"b"`, `"id"`, `"title"`, `"é"`, `"\u00e9"`, `"日本"`, `"~/"`, `"0"`, `""`, `"a\"b"`, `"😀"`}
	scalar = []string{"1", "-2.5e+3", "true", "null", `""`, `"text"`, `"日本 😀"`, `"a\\\"}]"`, `"\ud83d\ude00"`, `"{"`, `"é"`}
	plainN = map[string]string{`"a"`: "a", `"b"`: "b", `"id"`: "id", `"title"`: "title", `"é"`: "é", `"\u00e9"`: "é", `"日本"`: "日本", `"~/"`: "~/", `"0"`: "0", `""`: "", `"a\"b"`: `a"b`, `"😀"`: "😀"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (w *writer) space() { w.b = append(w.b, pick(w.r, spaces)...) }

func (w *writer) value(path []string, keyAt, keyBytes, nth, depth int) {
	s := spot{path: append([]string(nil), path...), at: len(w.b), keyAt: keyAt, keyBytes: keyBytes, nth: nth}
	i := len(w.spots)
	w.spots = append(w.spots, s)
	switch {
	case depth > 0 && w.r.IntN(3) == 0:
		w.b = append(w.b, '[')
		for n := range w.r.IntN(4) {
			w.comma(n)
			w.value(append(path, strconv.Itoa(n)), -1, 0, 0, depth-1)
		}
		w.space()
		w.b = append(w.b, ']')
	case depth > 0 && w.r.IntN(2) == 0:
		w.object(path, depth)
	default:
		w.b = append(w.b, pick(w.r, scalar)...)
	}
	w.spots[i].end = len(w.b)
}

func (w *writer) object(path []string, depth int) {
	w.b = append(w.b, '{')
	seen := map[string]int{}
	for n := range w.r.IntN(5) {
		w.comma(n)
		quoted := pick(w.r, names)
		plain := plainN[quoted]
		at := len(w.b)
		w.b = append(w.b, quoted...)
		w.space()
		w.b = append(w.b, ':')
		w.space()
		d := depth - 1
		if seen[plain] > 0 {
			d = 0 // a path leads below the first of two only
		}
		w.value(append(path, plain), at, len(quoted), seen[plain], d)
		seen[plain]++
	}
	w.space()
	w.b = append(w.b, '}')
}

func (w *writer) comma(n int) {
	w.space()
	if n > 0 {
		w.b = append(w.b, ',')
		w.space()
	}
}

// position counts lines and code points up to an offset, one by one.
func position(doc []byte, offset int) rawjson.Pos {
	p := rawjson.Pos{Offset: int64(offset), Line: 1, Column: 1}
	for _, r := range string(doc[:offset]) {
		p.Column++
		if r == '\n' {
			p.Line, p.Column = p.Line+1, 1
		}
	}
	return p
}

func TestPlaceFindsEveryValueOfARandomDocument(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2022, 5))
	for range 2000 {
		w := writer{r: r}
		w.value(nil, -1, 0, 0, 4)
		before := []byte("{\"é\": [\n  " + strings.Repeat(pick(r, scalar)+", ", r.IntN(3)))
		doc := append(bytes.Clone(before), w.b...)
		rec := rawjson.Record{Table: "t", Raw: w.b, File: "f", Pos: position(before, len(before)), Pointer: "/t/0"}
		for _, s := range w.spots {
			check(t, doc, len(before), rec, s, false)
			if s.keyAt >= 0 {
				check(t, doc, len(before), rec, s, true)
			}
		}
	}
}

func check(t *testing.T, doc []byte, before int, rec rawjson.Record, s spot, key bool) {
	t.Helper()
	at, end := s.at, s.end
	if key {
		at, end = s.keyAt, s.keyAt+s.keyBytes
	}
	f := finding.Place(rec, "title", finding.Problem{Code: "X", Path: s.path, Key: key, Nth: s.nth, Message: "m", Hint: "h"})
	want := position(doc, before+at)
	if f.Line != want.Line || f.Column != want.Column {
		t.Fatalf("%q %q nth %d: at %d:%d, not %d:%d", doc, s.path, s.nth, f.Line, f.Column, want.Line, want.Column)
	}
	if want := "/t/0" + finding.Pointer(s.path); f.Pointer != want || f.Severity != finding.Error || f.File != "f" || f.Table != "t" {
		t.Fatalf("%q: the finding is of %q %q", doc, f.Pointer, f.Severity)
	}
	value := string(rec.Raw[at:end])
	if i := strings.IndexAny(value, "\r\n"); i >= 0 {
		value = value[:i]
	}
	shown := string([]rune(f.Excerpt)[f.Caret:min(f.Caret+f.Width, utf8.RuneCountInString(f.Excerpt))])
	if !strings.HasPrefix(value, strings.TrimSuffix(shown, "…")) || shown == "" {
		t.Fatalf("%q: the caret marks %q in %q, not %q", doc, shown, f.Excerpt, value)
	}
}

func TestPlaceStaysAtTheLastValueThatIsThere(t *testing.T) {
	t.Parallel()
	rec := rawjson.Record{Table: "sessions", File: "f", Pointer: "/sessions/0", Pos: rawjson.Pos{Line: 3, Column: 5}, Raw: []byte(`{"id": "ses-a", "title": "T", "speakers": [{"mode": 1}]}`)}
	for _, c := range []struct {
		problem finding.Problem
		column  int
		pointer string
	}{
		{finding.Problem{}, 5, "/sessions/0"},
		{finding.Problem{Path: []string{"absent"}}, 5, "/sessions/0"},
		{finding.Problem{Path: []string{"absent"}, Key: true}, 5, "/sessions/0"},
		{finding.Problem{Path: []string{"speakers", "0", "mode"}}, 57, "/sessions/0/speakers/0/mode"},
		{finding.Problem{Path: []string{"speakers", "0", "mode"}, Key: true}, 49, "/sessions/0/speakers/0/mode"},
		{finding.Problem{Path: []string{"speakers", "0", "person"}}, 48, "/sessions/0/speakers/0"},
		{finding.Problem{Path: []string{"speakers", "7"}}, 47, "/sessions/0/speakers"},
		{finding.Problem{Path: []string{"speakers", "x"}}, 47, "/sessions/0/speakers"},
		{finding.Problem{Path: []string{"id", "below", "a", "text"}}, 12, "/sessions/0/id"},
	} {
		f := finding.Place(rec, "title", c.problem)
		if f.Line != 3 || f.Column != c.column || f.Pointer != c.pointer || f.ID != "ses-a" || f.Title != "T" {
			t.Errorf("%v: %d:%d %s %s %s", c.problem, f.Line, f.Column, f.Pointer, f.ID, f.Title)
		}
	}
}

func TestPlaceTakesIDAndTitleOnlyIfTheyAreTexts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{
		`{"id": 7, "title": ["x"]}`:          {"", ""},
		`{"title": "é\n\"x\"", "id": "a"}`:   {"a", "é\n\"x\""},
		`["id", "title"]`:                    {"", ""},
		`"id"`:                               {"", ""},
		`{"name": "N", "title": null}`:       {"", ""},
		`{"\u0069d": "esc", "title": "\"" }`: {"esc", `"`},
	} {
		f := finding.Place(rawjson.Record{Raw: []byte(in)}, "title", finding.Problem{})
		if got := [2]string{f.ID, f.Title}; got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}

func TestPointerEscapes(t *testing.T) {
	t.Parallel()
	if got := finding.Pointer([]string{"a/b", "~1", "", "0"}); got != "/a~1b/~01//0" {
		t.Error(got)
	}
	if got := finding.Pointer(nil); got != "" {
		t.Error(got)
	}
}

func TestExcerptShowsAShortLineWhole(t *testing.T) {
	t.Parallel()
	type shown struct {
		Line         string
		Caret, Width int
	}
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		before, value, after string
		want                 shown
	}{
		{`{"a": `, `"b"`, `}`, shown{`{"a": "b"}`, 6, 3}},
		{"{\n\t  \"a\": ", `"日本"`, ",\r\n}", shown{`"a": "日本",`, 5, 4}},
		{"[\r\n", `{`, "\r\n}]", shown{`{`, 0, 1}},
		{"", "", "", shown{"", 0, 1}},
		{"é", "", "", shown{"é", 1, 1}},
		{`"`, long, `"`, shown{`"` + long[:95] + "…", 1, 95}},
		{strings.Repeat("日", 100), "x", "", shown{"…" + strings.Repeat("日", 16) + "x", 17, 1}},
		{strings.Repeat("y", 100), "x", strings.Repeat("é", 100), shown{"…" + strings.Repeat("y", 48) + "x" + strings.Repeat("é", 24) + "…", 49, 1}},
	} {
		b := []byte(c.before + c.value + c.after)
		line, caret, width := finding.Excerpt(b, len(c.before), len(c.before)+len(c.value))
		if diff := cmp.Diff(c.want, shown{line, caret, width}); diff != "" {
			t.Errorf("%q (-want +got)\n%s", b, diff)
		}
	}
}

// FuzzExcerpt cuts anywhere: the mark must stay within what is shown.
func FuzzExcerpt(f *testing.F) {
	f.Add([]byte("{\n  \"a\": \"日本\"\r\n}"), 9, 3)
	f.Add([]byte(strings.Repeat("😀", 80)), 200, 80)
	f.Add([]byte("\xff\xfe\x80\x80\r\r\n"), 2, 9)
	f.Fuzz(func(t *testing.T, b []byte, start, length int) {
		if start < 0 || start > len(b) || length < 0 || length > len(b)-start {
			t.Skip("no part of b")
		}
		if end := start + length; !utf8.Valid(b[:start]) || !utf8.Valid(b[start:end]) || !utf8.Valid(b[end:]) {
			t.Skip("no value begins or ends within a character")
		}
		line, caret, width := finding.Excerpt(b, start, start+length)
		if strings.Contains(line, "\n") || len(line) > 96+2*len("…")+utf8.UTFMax {
			t.Errorf("%q gives the line %q", b, line)
		}
		n := utf8.RuneCountInString(line) + bytes.Count(b, []byte("\r"))
		if caret < 0 || caret > n || width < 1 || (width > 1 && caret+width > n) {
			t.Errorf("%q gives %s", b, fmt.Sprintf("%q with %d and %d", line, caret, width))
		}
	})
}
