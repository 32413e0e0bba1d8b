package edit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/edit"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/schema"
)

func formatter(tb testing.TB) *edit.Formatter {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return edit.NewFormatter(set.Model)
}

// source returns a file of a name with some content.
func source(tb testing.TB, name, content string) *edit.Source {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		tb.Fatal(err)
	}
	s, err := edit.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// formatted returns the canonical form of a file.
func formatted(tb testing.TB, f *edit.Formatter, name, content string) string {
	tb.Helper()
	var b bytes.Buffer
	if err := f.Format(tb.Context(), source(tb, name, content), &b, nil); err != nil {
		tb.Fatalf("%.200q: %v", content, err)
	}
	return b.String()
}

func TestFormat(t *testing.T) {
	t.Parallel()
	f := formatter(t)
	for _, c := range []struct{ name, content, want string }{
		// the order of members: the schema's, then the others; of records and lists: the file's
		{
			"all.json", `{"x":1,"people":[],"title":"T","themes":[{"label":"b","z":0,"id":"thm-b","a":1},{"id":"thm-a"}],"$schema":"s"}`,
			"{\n  \"$schema\": \"s\",\n  \"title\": \"T\",\n  \"people\": [],\n  \"themes\": [\n" +
				"    {\n      \"id\": \"thm-b\",\n      \"label\": \"b\",\n      \"z\": 0,\n      \"a\": 1\n    },\n    {\n      \"id\": \"thm-a\"\n    }\n  ],\n  \"x\": 1\n}\n",
		},
		{"dataset.json", "{\"version\":\"1\",\r\n\"title\":\"T\"}", "{\n  \"title\": \"T\",\n  \"version\": \"1\"\n}\n"},
		// objects in records
		{
			"sessions.json", `{"sessions":[{"sources":[{"quote":"q","document":"d","fields":["b","a"]}],"speakers":[{"role":"r","person":"p"},{}]}]}`,
			"{\n  \"sessions\": [\n    {\n      \"speakers\": [\n        {\"person\": \"p\", \"role\": \"r\"},\n        {}\n      ],\n" +
				"      \"sources\": [\n        {\n          \"document\": \"d\",\n          \"fields\": [\"b\", \"a\"],\n          \"quote\": \"q\"\n        }\n      ]\n    }\n  ]\n}\n",
		},
		// 100 columns have room, 101 have none
		{
			"themes.json", `{"themes":[{"alt_labels":["` + strings.Repeat("é", 75) + `"],"note":"n"}]}`,
			"{\n  \"themes\": [\n    {\n      \"alt_labels\": [\"" + strings.Repeat("é", 75) + "\"],\n      \"note\": \"n\"\n    }\n  ]\n}\n",
		},
		{
			"themes.json", `{"themes":[{"alt_labels":["` + strings.Repeat("é", 76) + `"],"note":"n"}]}`,
			"{\n  \"themes\": [\n    {\n      \"alt_labels\": [\n        \"" + strings.Repeat("é", 76) + "\"\n      ],\n      \"note\": \"n\"\n    }\n  ]\n}\n",
		},
		// texts and numbers
		{
			"x.json", `{"b":"\u00e9\/\u0041\ud83d\ude00\"\\\u000a\u001F\u202e\u200b\u00ad\udb40\udc67e` + "\u0301" + `","e` + "\u0301" + `\u0061":[1.0,-0,1E2,0.10,true,null]}`,
			"{\n  \"b\": \"é/A😀\\\"\\\\\\n\\u001f\\u202e\\u200b\\u00ad\\udb40\\udc67é\",\n  \"e\u0301a\": [\n    1,\n    0,\n    100,\n    0.1,\n    true,\n    null\n  ]\n}\n",
		},
		// a joiner in an emoji and marks beyond what the normal form takes stay
		{"x.json", `["👩\u200d💻","a` + strings.Repeat("\u0301", 40) + `"]`, "[\n  \"👩\u200d💻\",\n  \"a" + strings.Repeat("\u0301", 40) + "\"\n]\n"},
		// what is no dataset
		{"themes.json", `[{"label":"l","id":"i"},[1,{}],[]]`, "[\n  {\n    \"label\": \"l\",\n    \"id\": \"i\"\n  },\n  [\n    1,\n    {}\n  ],\n  []\n]\n"},
		{"themes.json", `{"themes":{"label":"l","id":"i"}}`, "{\n  \"themes\": {\n    \"id\": \"i\",\n    \"label\": \"l\"\n  }\n}\n"},
		{"x.json", " {} ", "{}\n"},
		{"x.json", "[ ]", "[]\n"},
		{"x.json", `"a\u0062"`, "\"ab\"\n"},
		{"x.json", `{"a":{},"b":[ ],"c":{"d":{"e":""}}}`, "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": {\n    \"d\": {\"e\": \"\"}\n  }\n}\n"},
		// files of lines
		{"themes.jsonl", "{\"label\":\"l\",\"alt_labels\":[\"x\",\"y\"],\"id\":\"i\"}\r\n\n{\"id\":\n\"j\"} {}", "{\"id\": \"i\", \"label\": \"l\", \"alt_labels\": [\"x\", \"y\"]}\n{\"id\": \"j\"}\n{}\n"},
		{"themes.jsonl", "", ""},
		{"themes.jsonl", "\n \n", ""},
	} {
		if diff := cmp.Diff(c.want, formatted(t, f, c.name, c.content)); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", c.name, c.content, diff)
		}
	}
}

// members returns members with different names.
func members(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`"m%d":1`, i)
	}
	return list
}

func TestFormatRefuses(t *testing.T) {
	t.Parallel()
	f := formatter(t)
	deep := strings.Repeat("[", 70) + strings.Repeat("]", 70)
	for _, c := range []struct{ name, content, want string }{
		{"x.json", "", "1:1 SYN009"},
		{"x.json", "\ufeff{}", "1:1 SYN004"},
		{"x.json", `{"a":1,}`, "1:7 SYN001"},
		{"x.json", `{"a":1}{}`, "1:8 SYN005"},
		{"x.json", "{\"a\":\"\xff\"}", "1:7 SYN003"},
		{"x.json", `{"a":1, "\u0061":2, "themes":[{"b":1,"c":{"d":0,"d":0}}]}`, "1:9 SYN002 1:49 SYN002"},
		{"x.json", `{"a":[` + deep + `]}`, "1:69 SYN006"},
		{"x.json", `[1e999]`, "1:2 SYN007"},
		{"x.json", "{" + strings.Repeat(`"a":1,`, 2) + strings.Join(members(20_000), ",") + "}", "1:8 SYN002 1:208882 SYN008"},
		{"themes.jsonl", "{\"a\":1,\"a\":1}\n{x}\n{\"a\":\"" + strings.Repeat("a", 1<<20+1) + "\"}", "1:8 SYN002 2:2 SYN001 3:6 SYN008"},
	} {
		var b bytes.Buffer
		err := f.Format(t.Context(), source(t, c.name, c.content), &b, nil)
		var found *dataset.Error
		if !errors.As(err, &found) || b.Len() > 0 {
			t.Errorf("%.100q: %v, %d bytes written", c.content, err, b.Len())
			continue
		}
		var got []string
		for _, one := range found.Findings {
			got = append(got, fmt.Sprintf("%d:%d %s", one.Line, one.Column, one.Code))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%.100q: %s, not %s", c.content, s, c.want)
		}
	}
}

// TestFormatIsOneForm writes the real records in random forms: each has the same canonical form, whose values are the same.
func TestFormatIsOneForm(t *testing.T) {
	t.Parallel()
	f := formatter(t)
	files, err := filepath.Glob("../../dataset/malaga-2022/*.json")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	forms := 2000
	if testing.Short() {
		forms = 200
	}
	for i := range forms {
		rng := rand.New(rand.NewPCG(1, uint64(i)))
		file := files[i%len(files)]
		content := sample(t, rng, file)
		name := filepath.Base(file)
		if i%3 == 0 {
			name += "l"
			content = records(content)
		}
		want := formatted(t, f, name, string(content))
		if got := formatted(t, f, name, want); got != want {
			t.Fatalf("form %d of %s: not the same when formatted again:\n%s", i, file, cmp.Diff(want, got))
		}
		other := string(vary(rng, content, name == filepath.Base(file)))
		if strings.HasSuffix(name, "l") {
			other = strings.ReplaceAll(other, "\n\r", "\r\n")
		}
		if got := formatted(t, f, name, other); got != want {
			t.Fatalf("form %d of %s: not the same:\n%s", i, file, cmp.Diff(want, got))
		}
		if diff := cmp.Diff(decoded(t, content), decoded(t, []byte(want))); diff != "" {
			t.Fatalf("form %d of %s: other values:\n%s", i, file, diff)
		}
	}
}

// sample returns the file with a few of its records, and a member that the schema does not know.
func sample(tb testing.TB, rng *rand.Rand, file string) []byte {
	tb.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	table := strings.TrimSuffix(filepath.Base(file), ".json")
	list := rawjson.Get(b, table)
	if list == nil {
		return b
	}
	var some [][]byte
	for _, e := range rawjson.Elements(list) {
		if len(some) < 4 && rng.IntN(8) == 0 {
			some = append(some, e)
		}
	}
	if some == nil {
		some = [][]byte{[]byte(`{"zz": [{"q": 1.50}, [], "\u200e\u202c"], "id": "x"}`)}
	}
	return fmt.Appendf(nil, `{"$schema": "s", %q: %s, "unknown": {"b": [-0.0, 12e1], "a": ""}}`, table, rawjson.Array(some))
}

// records returns the records of a file, a record a line.
func records(content []byte) []byte {
	var lines []byte
	for m := range rawjson.Members(content) {
		for _, e := range rawjson.Elements(m.Value) {
			lines = append(append(lines, bytes.ReplaceAll(e, []byte("\n"), nil)...), '\n')
		}
	}
	return lines
}

// vary writes JSON in another form: other white space, escapes, numbers and order of members.
func vary(rng *rand.Rand, content []byte, whole bool) []byte {
	if whole {
		return varied(rng, nil, content)
	}
	var b []byte
	for line := range bytes.Lines(content) {
		b = append(varied(rng, b, bytes.TrimSpace(line)), '\n')
	}
	return b
}

func varied(rng *rand.Rand, b, v []byte) []byte {
	space := func() { b = append(b, []string{"", " ", "\t", "\n", "\r\n"}[rng.IntN(5)]...) }
	space()
	switch kind := rawjson.Kind(v); {
	case kind == '{' || kind == '[':
		var parts [][2][]byte
		for _, e := range rawjson.Elements(v) {
			parts = append(parts, [2][]byte{nil, e})
		}
		for m := range rawjson.Members(v) {
			parts = append(parts, [2][]byte{m.Name, m.Value})
		}
		if kind == '{' {
			rng.Shuffle(len(parts), func(i, j int) {
				if known(parts[i][0]) && known(parts[j][0]) { // those that are not known keep their order
					parts[i], parts[j] = parts[j], parts[i]
				}
			})
		}
		b = append(b, kind)
		for i, p := range parts {
			if i > 0 {
				b = append(b, ',')
			}
			space()
			if p[0] != nil {
				b = append(variedText(rng, b, p[0]), ':')
			}
			b = varied(rng, b, p[1])
		}
		b = append(b, kind+2)
	case kind == '"':
		b = variedText(rng, b, v)
	case rawjson.IsNumber(v):
		b = append(b, v...)
		switch {
		case bytes.ContainsAny(v, ".eE"):
		case rng.IntN(2) == 0:
			b = append(b, ".00"...)
		default:
			b = append(b, "0E-1"...)
		}
		if string(v) == "0" {
			b = append(b[:len(b)-len(v)], "-0e3"...)
		}
	default:
		b = append(b, v...)
	}
	space()
	return b
}

func known(name []byte) bool {
	switch string(name) {
	case `"zz"`, `"q"`, `"b"`, `"a"`, `"unknown"`:
		return false
	}
	return true
}

// variedText writes a text with some characters as escapes.
func variedText(rng *rand.Rand, b, v []byte) []byte {
	b = append(b, '"')
	for _, r := range rawjson.Text(v) {
		quoted := rawjson.Quote(string(r))
		switch {
		case r < 0x10000 && rng.IntN(4) == 0:
			b = fmt.Appendf(b, []string{`\u%04x`, `\u%04X`}[rng.IntN(2)], r)
		case r == '/' && rng.IntN(2) == 0:
			b = append(b, `\/`...)
		default:
			b = append(b, quoted[1:len(quoted)-1]...)
		}
	}
	return append(b, '"')
}

// decoded returns the values of JSON, one after the other.
func decoded(tb testing.TB, content []byte) (values []any) {
	tb.Helper()
	for d := json.NewDecoder(bytes.NewReader(content)); d.More(); {
		var v any
		if err := d.Decode(&v); err != nil {
			tb.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

func TestRewriteLeavesWhatIsCanonical(t *testing.T) {
	t.Parallel()
	f := formatter(t)
	path := filepath.Join(t.TempDir(), "themes.json")
	const canonical = "{\n  \"themes\": []\n}\n"
	for _, c := range []struct {
		content string
		changed bool
	}{{canonical, false}, {canonical + "\n", true}, {canonical[:len(canonical)-1], true}, {"{\n  \"themes\": [\n]}\n", true}, {`{"themes":[]}`, true}} {
		if err := os.WriteFile(path, []byte(c.content), 0o640); err != nil {
			t.Fatal(err)
		}
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := f.Rewrite(t.Context(), &render.Files{}, path)
		got, _ := os.ReadFile(path)
		if err != nil || changed != c.changed || string(got) != canonical {
			t.Errorf("%q: %v, %v: %q", c.content, changed, err, got)
		}
		after, err := os.Stat(path)
		if err != nil || os.SameFile(before, after) == c.changed || after.Mode() != before.Mode() {
			t.Errorf("%q: replaced: %v, %v", c.content, !c.changed, err)
		}
	}
}

// TestCheckOfALargeFile holds the diff of a file that is larger than what is shown to its lines, and to the number of other records.
func TestCheckOfALargeFile(t *testing.T) {
	t.Parallel()
	f := formatter(t)
	var b strings.Builder
	b.WriteString("{\n  \"themes\": [\n")
	const records = 20_000
	for i := range records {
		label := `"label"`
		if i >= 10_000 && i%10 == 0 {
			label = `"lab\u0065l"`
		}
		comma := ","
		if i == records-1 {
			comma = ""
		}
		fmt.Fprintf(&b, "    {\n      \"id\": \"thm-%d\",\n      %s: \"%s\"\n    }%s\n", i, label, strings.Repeat("long ", 15)+"end", comma)
	}
	b.WriteString("  ]\n}\n")
	diff, err := f.Check(t.Context(), source(t, "themes.json", b.String()))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(diff, "\n+++ ")
	_, rest, _ = strings.Cut(rest, "\n")
	if want := "@@ -40002,7 +40002,7 @@\n"; !strings.HasPrefix(rest, want) {
		t.Errorf("the diff begins with %.100q, not %q", rest, want)
	}
	lines := strings.Split(strings.TrimSuffix(diff, "\n"), "\n")
	shown := strings.Count(diff, `-      "lab\u0065l"`)
	last := lines[len(lines)-1]
	var more int
	if _, err := fmt.Sscanf(last, "# %d more records of ", &more); err != nil || shown < 100 || more+shown < 998 || more+shown > 1000 {
		t.Errorf("%d records, and then: %s", shown, last)
	}
}
