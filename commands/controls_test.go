package commands_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// isControl reports whether no output may hold a character as it is: C0, DEL, C1, separators of lines, and controls of the
// direction of writing.
func isControl(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// controls are all of these, and the marks that texts from right to left need.
func controls() string {
	var b strings.Builder
	for r := range rune(0x2100) {
		if isControl(r) {
			b.WriteRune(r)
		}
	}
	return b.String() + "\u061c\u200e\u200f"
}

// withControls adds controls to the texts of a value: to all, or to those that are no id, code or date.
func withControls(v any, all bool) any {
	const url = "://"
	switch v := v.(type) {
	case string:
		if all || strings.Contains(v, " ") || strings.Contains(v, url) {
			return v + "{" + controls() + "}"
		}
	case []any:
		for i := range v {
			v[i] = withControls(v[i], all)
		}
	case map[string]any:
		for name, member := range v {
			v[name] = withControls(member, all)
		}
	}
	return v
}

// firstRecords returns the files of the dataset by their names, with the first records of each table.
func firstRecords(t *testing.T) map[string]map[string]any {
	t.Helper()
	files, err := filepath.Glob("../dataset/malaga-2022/*.json")
	if err != nil || len(files) < 9 {
		t.Fatal(files, err)
	}
	all := map[string]map[string]any{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		for name, table := range v {
			if records, ok := table.([]any); ok {
				v[name] = records[:min(len(records), 3)]
			}
		}
		all[filepath.Base(f)] = v
	}
	return all
}

// controlled writes the first records of the dataset with controls in their texts, and returns its directory.
func controlled(t *testing.T, all bool) string {
	t.Helper()
	dir := t.TempDir()
	for file, v := range firstRecords(t) {
		delete(v, "$schema")
		if title, ok := v["title"].(string); ok {
			v["title"] = title + " "
		}
		b, err := json.Marshal(withControls(v, all))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// written are the commands that write the texts of a dataset, in all formats.
func written() [][]string {
	var all [][]string
	add := func(command string, formats ...string) {
		for _, f := range formats {
			all = append(all, append(strings.Fields(command), "--format", f))
		}
	}
	for _, c := range []string{"timeline", "summarise", "export ics", "export csv sessions", "export csv --for excel documents", "list sessions --format csv --lists json"} {
		all = append(all, strings.Fields(c))
	}
	add("validate", "text", "json", "sarif", "junit", "github", "markdown")
	for _, in := range []string{"", " --in conferences", " --in sessions", " --in side-events", " --in documents", " --in messages", " --in organisations"} {
		add("cite"+in, "text", "bibtex", "csl", "ris", "cff")
	}
	rows := []string{"table", "csv", "tsv", "json", "jsonl", "md"}
	add("list documents", append(rows, "ids")...)
	add("search rights", append(rows, "ids")...)
	for _, c := range []string{"list side-events --fields title,organisers,sources", "summarise", "summarise sessions --by title", "timeline"} {
		add(c, rows...)
	}
	return all
}

// Whatever the texts of a dataset hold, no format writes a control character. Line breaks and tabs stand where a format has
// them.
func TestNoFormatWritesControls(t *testing.T) {
	t.Parallel()
	for _, all := range []bool{false, true} {
		dir, out := controlled(t, all), filepath.Join(t.TempDir(), "csv")
		for _, args := range written() {
			code, stdout, stderr := run(t, nil, append(args, "--data", dir)...)
			if code != 0 && args[0] != "validate" || stdout == "" {
				t.Errorf("%v: exit code %d\n%.500s", args, code, stderr)
			}
			if slices.Contains(args, "table") { // which isolates the lines of Arabic texts
				stdout = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(stdout)
			}
			if problem := control(stdout + stderr); problem != "" {
				t.Errorf("%v: %s", args, problem)
			}
		}
		if code, _, stderr := run(t, nil, "export", "csv", "--data", dir, "-o", out); code != 0 {
			t.Fatal(stderr)
		}
		files, _ := filepath.Glob(filepath.Join(out, "*"))
		for _, f := range files {
			b, err := os.ReadFile(f)
			if problem := control(string(b)); err != nil || problem != "" {
				t.Errorf("%s: %s, %v", filepath.Base(f), problem, err)
			}
		}
	}
}

// control reports the first control in an output, with what stands around it.
func control(s string) string {
	if !utf8.ValidString(s) {
		return "not UTF-8"
	}
	i := strings.IndexFunc(s, func(r rune) bool { return isControl(r) && r != '\n' && r != '\r' && r != '\t' })
	if i < 0 {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return fmt.Sprintf("%U in %q", r, s[max(0, i-40):min(len(s), i+20)])
}
