package table_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/table"
)

func TestListsInACellCanBeSplit(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		`["a",null,"c"]`:                      "a; ; c",
		`[null,null,"c"]`:                     "; ; c",
		`[["a","b"],null,["c"]]`:              "a | b; ; c",
		`[["a",null],[null,"b"]]`:             "a | ;  | b",
		`[[["a","b"],["c"]],[["d"]]]`:         "a || b | c; d",
		`["a; b","c;d","e;"]`:                 `a\; b; c;d; e;`,
		`["a | b","c|d","e || f","| g"]`:      `a \| b; c|d; e \|| f; | g`,
		`[["e;","| g"],["h |"]]`:              `e\; | \| g; h \|`,
		`["C:\\d","\\\\host","a\\","b\\; c"]`: `C:\d; \\\host; a\\; b\\\; c`,
		`[{"n":"a; b","f":["x; y","z"]}]`:     `a\; b, x\; y | z`,
		`{"n":"a; b","f":["x","z"]}`:          "a; b, x; z",
		`"a; b \\ | c"`:                       `a; b \ | c`,
		`["a\nb"]`:                            "a\nb",
	} {
		if got := table.Text([]byte(cell)); got != want {
			t.Errorf("%s gives %q, not %q", cell, got, want)
		}
	}
	if got := string(table.AppendText(nil, []byte(`["a; b","c\nd",["e | f","g;"]]`), "\n")); got != "a; b\nc\\\nd\ne \\| f | g;" {
		t.Errorf("in lines: %q", got)
	}
}

// Lists of lists of texts made of separators and escapes read back as they were.
func TestListsInACellReadBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(14, 4))
	parts := []string{"a", " ", ";", "|", `\`, "; ", " | ", "\n", "||"}
	for range 20_000 {
		want := make([][]string, 1+r.IntN(3))
		for i := range want {
			want[i] = make([]string, 1+r.IntN(3))
			for j := range want[i] {
				for range r.IntN(6) {
					want[i][j] += parts[r.IntN(len(parts))]
				}
			}
		}
		for _, separator := range []string{table.Separator, "\n"} {
			cell := string(table.AppendText(nil, listOf(want), separator))
			var got [][]string
			for _, inner := range split(cell, separator) {
				entries := split(inner, table.InnerSeparator(1))
				for i, e := range entries {
					entries[i] = unescape(e)
				}
				got = append(got, entries)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q (-want +got)\n%s", cell, diff)
			}
		}
	}
}

func listOf(lists [][]string) []byte {
	var all [][]byte
	for _, l := range lists {
		all = append(all, table.Strings(l))
	}
	return rawjson.Array(all)
}

// split splits at separators that are not escaped.
func split(s, separator string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], separator):
			parts = append(parts, s[start:i])
			start = i + len(separator)
			i = start - 1
		case s[i] == '\\':
			i++
		}
	}
	return append(parts, s[start:])
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\|`, "|", "\\\n", "\n").Replace(s)
}

func TestReplaceReachesEveryValue(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		`"a"`: "<a>", `["a",null,["b","c"]]`: "<a>; ; <b> | <c>", "": "<>", "null": "null",
	} {
		got := table.Replace([]byte(cell), func(v []byte) []byte { return table.String(fmt.Sprintf("<%s>", rawjson.Text(v))) })
		if table.Text(got) != want {
			t.Errorf("%s gives %s", cell, got)
		}
	}
}
