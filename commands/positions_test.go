package commands_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"malaga/commands"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// slip is a mistake made in one record of the real dataset: old becomes new. The sign ▸, in new or before the
// record, stands where the finding belongs, and is taken out before anything is read.
type slip struct {
	code, table, id string
	old, new        string
}

const sign = "▸"

var slips = []slip{
	{"SYN001", "people", "per-guterres", `"name": `, `"name" ▸`},
	{"SYN002", "sessions", "ses-a", `"kind": "thematic"`, `"kind": "thematic", ▸"kind": "closing"`},
	{"SCH001", "sessions", "ses-a", `"kind": "thematic",`, ``},
	{"SCH002", "people", "per-guterres", `"position":`, `▸"positoin":`},
	{"SCH003", "side_events", "side-4", `"position": 4`, `"position": ▸"4"`},
	{"SCH004", "outcome_messages", "msg-07", `"standing": "speaker"`, `"standing": ▸"speeker"`},
	{"SCH005", "conferences", "conf-malaga-2022", `"start_date": "2022-05-10"`, `"start_date": ▸"2022-13-40"`},
	{"SCH007", "side_events", "side-4", `"position": 4`, `"position": ▸0`},
	{"IDS001", "side_events", "side-4", `"id": "side-4"`, `"id": ▸"side-1"`},
	{"REF001", "sessions", "ses-c", `"thm-victims"`, `▸"thm-victms"`},
	{"SCH005", "sessions", "ses-opening", `"person": "per-albares"`, `"person": ▸"org-unoct"`},
	{"TIM001", "conferences", "conf-malaga-2022", `"end_date": "2022-05-11"`, `"end_date": ▸"2022-05-09"`},
	{"TXT001", "outcome_messages", "msg-07", `"text": "`, `"text": ▸" `},
	{"DOC001", "conferences", "conf-malaga-2022", `"country": "ES"`, `"country": ▸"XX"`},
}

// made is a dataset as it is handed over: the texts of files, by name; or one text for stdin, named "".
type made map[string]string

// forms are the ways to hand a dataset over. Each takes the texts of the tables as the files have them.
var forms = map[string]func(t *testing.T, names []string, tables map[string]string) made{
	"folder":       func(_ *testing.T, _ []string, tables map[string]string) made { return files(tables, ".json") },
	"folder, CRLF": func(_ *testing.T, _ []string, tables map[string]string) made { return files(crlf(tables), ".json") },
	"folder, a record a line": func(t *testing.T, _ []string, tables map[string]string) made {
		t.Helper()
		long := map[string]string{}
		for name, text := range tables {
			long[name] = fmt.Sprintf("{%q: [\n%s\n]}\n", name, strings.Join(oneLiners(t, name, text), ",\n"))
		}
		return files(long, ".json")
	},
	"JSON Lines": func(t *testing.T, _ []string, tables map[string]string) made {
		t.Helper()
		long := map[string]string{}
		for name, text := range tables {
			long[name] = strings.Join(oneLiners(t, name, text), "\n") + "\n"
		}
		return files(long, ".jsonl")
	},
	"stdin": func(_ *testing.T, names []string, tables map[string]string) made {
		return made{"": bundle(names, tables)}
	},
	"stdin, CRLF": func(_ *testing.T, names []string, tables map[string]string) made {
		return made{"": bundle(names, crlf(tables))}
	},
}

func files(tables map[string]string, ending string) made {
	m := made{}
	for name, text := range tables {
		m[name+ending] = text
	}
	return m
}

func crlf(tables map[string]string) map[string]string {
	other := map[string]string{}
	for name, text := range tables {
		other[name] = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return other
}

func bundle(names []string, tables map[string]string) string {
	var parts []string
	for _, name := range names {
		text := tables[name]
		parts = append(parts, strings.TrimSpace(text[strings.Index(text, `"`+name+`"`):strings.LastIndex(text, "}")]))
	}
	return "{" + strings.Join(parts, ",\n") + "}"
}

var breaks = regexp.MustCompile(`\s*\n\s*`)

// oneLiners are the records of a table, each on one line.
func oneLiners(t *testing.T, name, text string) []string {
	t.Helper()
	start := strings.Index(text, "[\n") + 1
	end := strings.LastIndex(text, "\n  ]")
	if start == 0 || end < 0 {
		t.Fatalf("%s does not stand as fmt would have it", name)
	}
	records := strings.Split(strings.TrimPrefix(text[start:end], "\n"), "\n    },\n")
	for i, r := range records {
		if i < len(records)-1 {
			r += "\n    }"
		}
		records[i] = breaks.ReplaceAllString(strings.TrimSpace(r), " ")
	}
	return records
}

// TestAFindingStandsWhereTheMistakeWasMade makes known mistakes in the real dataset, hands it over in every
// form, and expects one finding, at the line and column of the mistake.
func TestAFindingStandsWhereTheMistakeWasMade(t *testing.T) {
	t.Parallel()
	tables, names := realTables(t)
	for _, s := range slips {
		spoilt := maps.Clone(tables)
		spoilt[s.table] = s.make(t, tables[s.table])
		for name, form := range forms {
			t.Run(s.code+" "+name, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				arg, stdin, want := dir, "", ""
				for file, text := range form(t, names, spoilt) {
					before, after, signed := strings.Cut(text, sign)
					path := filepath.Join(dir, file)
					if file == "" {
						arg, stdin, path = "-", before+after, "<stdin>"
					} else if err := os.WriteFile(path, []byte(before+after), 0o600); err != nil {
						t.Fatal(err)
					}
					if signed {
						line := before[strings.LastIndex(before, "\n")+1:]
						want = fmt.Sprintf("%s:%d:%d", path, 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(line))
					}
				}
				found := validated(t, arg, stdin)
				if len(found) != 1 {
					t.Fatalf("%d findings: %v", len(found), found)
				}
				if f := found[0]; f.Code != s.code || fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column) != want {
					t.Errorf("%s at %s:%d:%d, not %s at %s", f.Code, f.File, f.Line, f.Column, s.code, want)
				}
			})
		}
	}
}

func realTables(t *testing.T) (tables map[string]string, names []string) {
	t.Helper()
	tables = map[string]string{}
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	names = set.Model.Names()
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join("..", "dataset", "malaga-2022", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		tables[name] = string(b)
	}
	return tables, names
}

// wide is text of several bytes a letter before every mistake.
const wide = `"note": "Málaga – 中文 😀", `

var note = regexp.MustCompile(`(?m)^ {6}"note": .*\n`)

// make makes the mistake in the text of a table.
func (s slip) make(t *testing.T, text string) string {
	t.Helper()
	at := strings.Index(text, `"id": "`+s.id+`"`)
	if at < 0 {
		t.Fatalf("no %s in %s", s.id, s.table)
	}
	begin := strings.LastIndex(text[:at], "{")
	end := at + strings.Index(text[at:], "\n    }")
	record := text[begin:end]
	if !strings.Contains(record, s.old) {
		t.Fatalf("%s has no %s", s.id, s.old)
	}
	record = note.ReplaceAllString(strings.Replace(record, s.old, s.new, 1), "")
	record = "{\n      " + wide + strings.TrimSpace(record[1:])
	if !strings.Contains(record, sign) { // something is missing
		record = sign + record
	}
	return text[:begin] + record + text[end:]
}

// validated runs validate and gives its findings.
func validated(t *testing.T, arg, stdin string) []finding.Finding {
	t.Helper()
	var out, errs bytes.Buffer
	code := commands.Run(t.Context(), commands.Env{
		Args: []string{"validate", "--format", "json", arg}, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs,
		LookupEnv: func(string) (string, bool) { return "", false }, Now: func() time.Time { return time.Time{} },
	})
	if code != 3 {
		t.Errorf("validate exits with %d: %s", code, errs.String())
	}
	var found []finding.Finding
	for _, e := range rawjson.Elements(rawjson.Get(bytes.TrimSpace(out.Bytes()), "findings")) {
		var f finding.Finding
		if err := json.Unmarshal(e, &f); err != nil {
			t.Fatal(err)
		}
		found = append(found, f)
	}
	return found
}
