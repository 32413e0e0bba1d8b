package commands_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// controls are the characters that no output may hold as they are: C0, DEL, C1, separators of lines, and controls of the
// direction of writing.
func controls() []rune {
	var all []rune
	for _, span := range [][2]rune{{0, 0x1f}, {0x7f, 0x9f}, {0x2028, 0x202e}, {0x2066, 0x2069}} {
		for r := span[0]; r <= span[1]; r++ {
			all = append(all, r)
		}
	}
	return all
}

// withControls adds controls to every text of a value that is no id, code, date or address.
func withControls(v any) any {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, " ") {
			return v + "{" + string(controls()) + "\u061c\u200e\u200f}"
		}
	case []any:
		for i := range v {
			v[i] = withControls(v[i])
		}
	case map[string]any:
		for name, member := range v {
			v[name] = withControls(member)
			if name == "url" {
				v[name] = member.(string) + string(controls())
			}
		}
	}
	return v
}

// controlled writes the dataset with controls in all its texts, and returns its directory.
func controlled(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob("../dataset/malaga-2022/*.json")
	if err != nil || len(files) < 9 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		delete(v, "$schema")
		if title, ok := v["title"].(string); ok {
			v["title"] = title + " "
		}
		if b, err = json.Marshal(withControls(v)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Whatever the texts of a dataset hold, no format writes a control character. Line breaks and tabs stand where a format has
// them.
func TestNoFormatWritesControls(t *testing.T) {
	t.Parallel()
	dir, out := controlled(t), t.TempDir()
	rows := []string{"table", "csv", "tsv", "json", "jsonl", "md"}
	commands := [][]string{
		{"export", "ics"},
		{"timeline"},
		{"summarise"},
		{"show", "side-1", "ses-a", "conf-malaga-2022", "org-unoct"},
		{"export", "csv", "sessions"},
		{"export", "csv", "--for", "excel", "documents"},
		{"list", "sessions", "--format", "csv", "--lists", "json"},
		{"list", "documents", "--format", "ids"},
	}
	for _, f := range []string{"text", "json", "sarif", "junit", "github", "markdown"} {
		commands = append(commands, []string{"validate", "--format", f})
	}
	for _, f := range []string{"text", "bibtex", "csl", "ris", "cff"} {
		commands = append(commands, []string{"cite", "--format", f})
		for _, in := range []string{"conferences", "sessions", "side-events", "documents", "messages", "organisations"} {
			commands = append(commands, []string{"cite", "--format", f, "--in", in})
		}
	}
	for _, f := range rows {
		for _, c := range []string{"list documents", "list side-events --fields title,organisers,sources", "search rights", "summarise", "summarise sessions --by title", "show side-1", "timeline"} {
			commands = append(commands, append(strings.Fields(c), "--format", f))
		}
	}
	for _, args := range commands {
		t.Run(strings.Join(args[:1], " "), func(t *testing.T) {
			code, stdout, stderr := run(t, nil, append(args, "--data", dir)...)
			if code != 0 && args[0] != "validate" || stdout == "" {
				t.Fatalf("%v: exit %d\n%.500s", args, code, stderr)
			}
			if strings.Contains(strings.Join(args, " "), "table") { // which isolates the lines of Arabic texts
				stdout = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(stdout)
			}
			if problem := control(stdout + stderr); problem != "" {
				t.Errorf("%v: %s", args, problem)
			}
		})
	}
	if code, _, stderr := run(t, nil, "export", "csv", "--data", dir, "-o", filepath.Join(out, "csv")); code != 0 {
		t.Fatal(stderr)
	}
	files, _ := filepath.Glob(filepath.Join(out, "csv", "*"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if problem := control(string(b)); err != nil || problem != "" {
			t.Errorf("%s: %s, %v", filepath.Base(f), problem, err)
		}
	}
}

// control reports the first control in an output, with what stands around it.
func control(s string) string {
	if !utf8.ValidString(s) {
		return "not UTF-8"
	}
	i := strings.IndexFunc(s, func(r rune) bool {
		return !strings.ContainsRune("\n\r\t", r) && strings.ContainsRune(string(controls()), r)
	})
	if i < 0 {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return fmt.Sprintf("%U in %q", r, s[max(0, i-40):min(len(s), i+20)])
}
