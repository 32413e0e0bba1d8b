package commands_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestExamplesInHelp runs every example in the pages of help.
func TestExamplesInHelp(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("the examples need a shell")
	}
	examples := 0
	for _, page := range []string{"formatting", "where", "search", "exit-codes", "environment", "provenance"} {
		code, text, _ := run(t, nil, "help", page)
		if code != 0 {
			t.Fatalf("help %s exits with %d", page, code)
		}
		if n := strings.Count(text, "\n"); n > 70 {
			t.Errorf("help %s has %d lines", page, n)
		}
		for line := range strings.Lines(text) {
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
			if !ok {
				continue
			}
			examples++
			c := exec.CommandContext(t.Context(), sh, "-c", command)
			c.Dir = t.TempDir()
			var stderr strings.Builder
			c.Stderr = &stderr
			out, err := c.Output()
			if err != nil || len(out) == 0 || strings.Contains(stderr.String(), "no code") {
				t.Errorf("%s: %v; it prints %q\n%s", command, err, out, stderr.String())
			}
		}
	}
	if examples < 20 {
		t.Errorf("only %d examples", examples)
	}
}
