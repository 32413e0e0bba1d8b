package edit_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/validate"
	"malaga/schema"
)

// TestFixOfAnything puts random values in the place of others: fix leaves JSON, and has nothing more to mend afterwards.
func TestFixOfAnything(t *testing.T) {
	t.Parallel()
	x := fixer(t)
	f := formatter(t)
	dir := t.TempDir()
	runs := 60
	if testing.Short() {
		runs = 20
	}
	tables := []string{"conferences", "sessions", "side_events", "outcome_messages", "organisations", "people", "documents", "themes"}
	for i := range runs {
		rng := rand.New(rand.NewPCG(3, uint64(i)))
		for n, table := range tables {
			content := sample(t, rng, "../../dataset/malaga-2022/"+table+".json")
			name := table + ".json"
			if (n+i)%3 == 0 {
				name += "l"
				content = records(content)
			}
			for _, old := range []string{table + ".json", table + ".jsonl"} {
				_ = os.Remove(filepath.Join(dir, old))
			}
			if err := os.WriteFile(filepath.Join(dir, name), anything(rng, content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		mended, files := fixed(t, x, dir)
		for _, name := range files {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			_ = formatted(t, f, name, string(b)) // it is JSON
		}
		if again, files := fixed(t, x, dir); len(again)+len(files) > 0 {
			t.Errorf("run %d: after %v there was more to mend: %v in %v", i, mended, again, files)
		}
	}
}

// TestFixCreatesNoFinding makes one mistake in the form of a random value of the real dataset: what fix makes of it has not more
// findings than before. With more mistakes one may hide others.
func TestFixCreatesNoFinding(t *testing.T) {
	t.Parallel()
	x := fixer(t)
	values := regexp.MustCompile(`"(language|country|kind|role|basis|id|date|start_date|time_zone|url|broader|organisation|licence)": "[^"\\]+"`)
	runs := 80
	if testing.Short() {
		runs = 20
	}
	for i := range runs {
		rng := rand.New(rand.NewPCG(4, uint64(i)))
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("../../dataset/malaga-2022")); err != nil {
			t.Fatal(err)
		}
		names := []string{"dataset", "conferences", "organisations", "documents", "documents", "side_events", "themes"}
		path := filepath.Join(dir, names[rng.IntN(len(names))]+".json")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		places := values.FindAllIndex(b, -1)
		at := places[rng.IntN(len(places))]
		name, value, _ := strings.Cut(string(b[at[0]:at[1]]), ": ")
		to := mistaken(rng, strings.Trim(value, `"`))
		if name == `"language"` && rng.IntN(2) == 0 {
			to = []string{"EN-gb", "EN_gb", "zh-HANT-tw ", "ENG", "XX-en", "en-GB-en"}[rng.IntN(6)]
		}
		if err := os.WriteFile(path, fmt.Appendf(nil, "%s%s: %q%s", b[:at[0]], name, to, b[at[1]:]), 0o666); err != nil {
			t.Fatal(err)
		}
		before := findings(t, dir)
		mended, _ := fixed(t, x, dir)
		if after := findings(t, dir); after > before || after == before && len(mended) > 0 {
			t.Errorf("%s: %q for %s: %d findings became %d, with %v", path, to, value, before, after, mended)
		}
	}
}

// mistaken returns a word with another form.
func mistaken(rng *rand.Rand, s string) string {
	switch rng.IntN(6) {
	case 0:
		return strings.ToUpper(s)
	case 1:
		return strings.ToLower(s)
	case 2:
		return " " + s
	case 3:
		return strings.ToUpper(s) + "\u00a0"
	case 4:
		return s + "x"
	}
	return s[:len(s)/2] + s[len(s)/2+1:]
}

// findings returns how many errors and warnings a dataset has.
func findings(tb testing.TB, dir string) (n int) {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	_, err = validate.Run(tb.Context(), validate.Options{
		Set: set, Paths: []string{dir}, Policy: validate.NewPolicy(), Each: func(finding.Finding) { n++ },
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// anything returns JSON with some values replaced.
func anything(rng *rand.Rand, content []byte) []byte {
	var b []byte
	for len(content) > 0 {
		r := rawjson.NewReader("", strings.NewReader(string(content)))
		v, pos, err := r.Value()
		if err != nil {
			break
		}
		b = append(replaced(rng, b, v, 0), '\n')
		content = content[int(pos.Offset)+len(v):]
	}
	return b
}

func replaced(rng *rand.Rand, b, v []byte, depth int) []byte {
	others := []string{
		"null", `""`, "[]", "{}", "1", `" x"`, `"X\u00a0Y  Z"`, `"\u200b"`, `"ORG-UNOCT"`, `"org-unoc"`, `"stated "`, `"EN-gb"`, `["a", "a", null]`, `[{"role": "Host"}, {"role": "Host"}]`,
	}
	if depth > 2 && rng.IntN(25) == 0 {
		return append(b, others[rng.IntN(len(others))]...)
	}
	kind := rawjson.Kind(v)
	if kind != '{' && kind != '[' {
		return append(b, v...)
	}
	b = append(b, kind)
	n := 0
	separate := func() {
		if n > 0 {
			b = append(b, []string{",", ", ", ",\n  "}[rng.IntN(3)]...)
		}
		n++
	}
	for _, e := range rawjson.Elements(v) {
		for range 1 + rng.IntN(20)/18 {
			separate()
			b = replaced(rng, b, e, depth+1)
		}
	}
	for m := range rawjson.Members(v) {
		separate()
		name := string(m.Name)
		if depth > 1 && rng.IntN(40) == 0 {
			name = strings.ToUpper(name)
		}
		b = replaced(rng, fmt.Appendf(b, "%s:", name), m.Value, depth+1)
	}
	return append(b, kind+2)
}
