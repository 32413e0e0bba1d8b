package commands

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"malaga/internal/render"
)

// TestExamplesInHelp runs every example of every help page, beside a copy of the dataset in data.
func TestExamplesInHelp(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("the examples need a shell")
	}
	ownData := regexp.MustCompile(`(?m)^ +\$ .*[ =]data( |$)`)
	for _, page := range newApp(t.Context(), Env{}, nil).helpPages() {
		t.Run(page.Name, func(t *testing.T) {
			t.Parallel()
			p := &render.Page{}
			page.Write(p)
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS("../dataset/malaga-2022")); err != nil {
				t.Fatal(err)
			}
			if page.Name == "malaga diff" {
				inRepository(t, dir)
			}
			examples := 0
			for line := range strings.Lines(string(p.Bytes())) {
				command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
				if !ok {
					continue
				}
				examples++
				c := exec.CommandContext(t.Context(), sh, "-c", command)
				c.Dir = dir
				var stderr strings.Builder
				c.Stderr = &stderr
				out, err := c.Output()
				if err != nil || len(out) == 0 || strings.Contains(stderr.String(), "no code") {
					t.Errorf("%s: %v; it prints %q\n%s", command, err, out, stderr.String())
				}
			}
			if examples < 3 {
				t.Errorf("only %d examples", examples)
			}
			const explained = "In the examples, data is the directory of your own dataset."
			if named := ownData.MatchString(string(p.Bytes())); named != strings.Contains(string(p.Bytes()), explained) {
				t.Errorf("an example has the directory data: %v; the page has to say %q", named, explained)
			}
			if !strings.Contains(string(p.Bytes()), "\nSee also\n") {
				t.Error("no references to other pages")
			}
		})
	}
}

// inRepository makes a git repository of a folder with a dataset in data: two commits, and a change beside them.
func inRepository(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is needed to read revisions")
	}
	file := filepath.Join(dir, "data", "themes.json")
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) {
		c := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b.org"}, args...)...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	write := func(label string) {
		if err := os.WriteFile(file, bytes.Replace(first, []byte(`"Children"`), []byte(label), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q")
	for _, label := range []string{`"Children"`, `"Child"`} {
		write(label)
		git("add", "data")
		git("commit", "-qm", label)
	}
	write(`"Minors"`)
}

// TestSummaries checks the line that stands for a page in lists: an imperative phrase that fits beside the names.
func TestSummaries(t *testing.T) {
	t.Parallel()
	phrase := regexp.MustCompile(`^[a-z].*[^.]$`)
	for _, page := range newApp(t.Context(), Env{}, nil).helpPages() {
		if !phrase.MatchString(page.Summary) || len(page.Summary) >= 60 {
			t.Errorf("%s: %q", page.Name, page.Summary)
		}
	}
}
