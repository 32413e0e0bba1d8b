package commands_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs the examples of the README and compares what they print. -update writes it down.
func TestReadme(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("the examples need a shell")
	}
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir() // as if it were the project's folder, for what the examples write
	data, err := filepath.Abs("../dataset")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(data, filepath.Join(dir, "dataset")); err != nil {
		t.Skip(err)
	}
	run := func(command string) string {
		c := exec.Command(sh, "-c", command)
		c.Dir = dir
		c.Env = append(os.Environ(), "COLUMNS=") // as in a pipe: 80 columns
		out, err := c.CombinedOutput()
		if err != nil && !strings.Contains(command, "validate") {
			t.Errorf("%s: %v\n%s", command, err, out)
		}
		return string(out)
	}
	var got bytes.Buffer
	examples := 0
	inside := false
	for line := range strings.Lines(string(text)) {
		switch {
		case line == "```console\n":
			inside = true
		case line == "```\n":
			inside = false
		case inside && strings.HasPrefix(line, "$ "):
			got.WriteString(line)
			got.WriteString(run(strings.TrimSpace(line[2:])))
			examples++
			continue
		case inside: // what the example printed
			continue
		}
		got.WriteString(line)
	}
	if examples == 0 {
		t.Fatal("no examples in the README")
	}
	if n := strings.Count(got.String(), "\n"); n > 200 {
		t.Errorf("the README has %d lines, more than 200", n)
	}
	if *update {
		if err := os.WriteFile("../README.md", got.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), got.String()); diff != "" {
		t.Errorf("the examples of the README print something else now (-README +now):\n%s", diff)
	}
}
