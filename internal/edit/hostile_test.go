package edit_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"malaga/internal/rawjson"
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
		"null", `""`, "[]", "{}", "1", `" x"`, `"X\u00a0Y  Z"`, `"\u200b"`, `"ORG-UNOCT"`, `"org-unoc"`, `"stated "`, `["a", "a", null]`, `[{"role": "Host"}, {"role": "Host"}]`,
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
