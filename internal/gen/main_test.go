package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"malaga/commands"
)

// validated generates a dataset and checks it as the command line does; stdin stands for "-".
func validated(t *testing.T, arg, stdin string) (code int, out string) {
	t.Helper()
	var stdout, stderr strings.Builder
	code = commands.Run(t.Context(), commands.Env{
		Args: []string{"validate", "--fail-on", "warning", arg}, Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr,
		LookupEnv: func(string) (string, bool) { return "", false }, Now: func() time.Time { return time.Time{} },
	})
	return code, stdout.String() + stderr.String()
}

func generate(t *testing.T, g generator) string {
	t.Helper()
	g.dir = t.TempDir()
	if err := g.run(1); err != nil {
		t.Fatal(err)
	}
	return g.dir
}

func TestWhatIsGeneratedIsValid(t *testing.T) {
	t.Parallel()
	for _, lines := range []bool{false, true} {
		if code, out := validated(t, generate(t, generator{messages: 3000, lines: lines}), ""); code != 0 {
			t.Errorf("exit code %d: %s", code, out)
		}
	}
}

func TestEveryKthMessageIsBad(t *testing.T) {
	t.Parallel()
	const n, k = 3000, 7
	code, out := validated(t, generate(t, generator{messages: n, bad: k}), "")
	if want := fmt.Sprintf("%d errors", n/k); code != 3 || !strings.Contains(out, want) {
		t.Errorf("exit code %d, and not %s: %.300s", code, want, out)
	}
}

// The tables of a file may come in any order: messages before all that they refer to, and more of them than
// can be held.
func TestReferencesToWhatComesLater(t *testing.T) {
	t.Parallel()
	const n = 12_000
	dir := generate(t, generator{messages: n})
	bundle := func(change func(messages string) string) string {
		var parts []string
		for _, name := range []string{"outcome_messages", "side_events", "sessions", "conferences", "people", "organisations", "themes", "documents"} {
			b, err := os.ReadFile(filepath.Join(dir, name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(b)), "{"), "}")
			if name == "outcome_messages" {
				text = change(text)
			}
			parts = append(parts, text)
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	wrong := func(text string) string { // in the last message
		at := strings.LastIndex(text, `"conference": "`)
		return text[:at] + strings.Replace(text[at:], `"conference": "conf-`, `"conference": "conf-x`, 1)
	}
	for name, c := range map[string]struct {
		change func(string) string
		code   int
		says   string
	}{
		"valid":    {func(s string) string { return s }, 0, "no findings"},
		"dangling": {wrong, 3, fmt.Sprintf(":%d:", n+1)},
	} {
		file := filepath.Join(t.TempDir(), "all.json")
		text := bundle(c.change)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, arg := range []string{file, "-"} {
			code, out := validated(t, arg, text)
			if code != c.code || !strings.Contains(out, c.says) || strings.Count(out, "REF001") != c.code/3 {
				t.Errorf("%s, %s: exit code %d, and not %q: %.300s", name, arg, code, c.says, out)
			}
		}
	}
}
