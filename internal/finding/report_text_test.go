package finding_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

func TestTextIsTheFormOfTheContract(t *testing.T) {
	t.Parallel()
	f := finding.Finding{
		Code: "REF001", Severity: finding.Error, File: "dataset/malaga-2022/side_events.json", Line: 41, Column: 22,
		ID: "side-4", Title: "Engaging Parliamentarians in the Work of All the World", Message: `organisation "org-unoc" does not exist`,
		Hint: `did you mean "org-unoct"?`, Excerpt: `{"organisation": "org-unoc", "role": "organiser"}`, Caret: 17, Width: 10,
	}
	const want = `dataset/malaga-2022/side_events.json:41:22: error REF001 side-4 "Engaging Parliamentarians in the Work of …": organisation "org-unoc" does not exist
   41 | {"organisation": "org-unoc", "role": "organiser"}
      |                  ^^^^^^^^^^ did you mean "org-unoct"?
`
	if diff := cmp.Diff(want, string(finding.AppendText(nil, f))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTextLeavesOutWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]finding.Finding{
		"d/x.json: warning FMT001: stray\n":                                {File: "d/x.json", Severity: finding.Warning, Code: "FMT001", Message: "stray"},
		"d/x.json: warning FMT001: stray\n      | did you mean \"y\"?\n":   {File: "d/x.json", Severity: finding.Warning, Code: "FMT001", Message: "stray", Hint: `did you mean "y"?`},
		"f:1:2: error SYN001: m\n    1 | [x\n      |  ^\n":                 {File: "f", Line: 1, Column: 2, Severity: finding.Error, Code: "SYN001", Message: "m", Excerpt: "[x", Caret: 1, Width: 1},
		"f:9:1: error SCH001 an-id: m\n    9 | {\n      | ^ h\n":           {File: "f", Line: 9, Column: 1, Severity: finding.Error, Code: "SCH001", ID: "an-id", Message: "m", Excerpt: "{", Width: 1, Hint: "h"},
		"f:1:5: error SYN001: m\n    1 | [\"a\n      |    ^\n":             {File: "f", Line: 1, Column: 5, Severity: finding.Error, Code: "SYN001", Message: "m", Excerpt: "[\"a", Caret: 9, Width: 3},
		"f:1:1: error X \"" + strings.Repeat("a", 40) + " …\": m\n":        {File: "f", Line: 1, Column: 1, Severity: finding.Error, Code: "X", Title: strings.Repeat("a", 50), Message: "m"},
		"f:1:1: error X \"" + strings.Repeat("日", 40) + "\": m\n":          {File: "f", Line: 1, Column: 1, Severity: finding.Error, Code: "X", Title: strings.Repeat("日", 40), Message: "m"},
		"f:1:1: error X \"" + strings.Repeat("word ", 7) + "word …\": m\n": {File: "f", Line: 1, Column: 1, Severity: finding.Error, Code: "X", Title: strings.Repeat("word ", 12), Message: "m"},
	} {
		if diff := cmp.Diff(want, string(finding.AppendText(nil, f))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

func TestTextFromDataNeverControlsATerminalOrALog(t *testing.T) {
	t.Parallel()
	bad := "::error::\x1b[31m\n::warning::\u202e\r##[x]"
	f := finding.Finding{
		Code: "X", Severity: finding.Error, File: bad, Line: 1, Column: 1, ID: bad, Title: bad, Message: bad, Hint: bad, Excerpt: bad, Caret: 3, Width: 4,
	}
	for range 2 {
		got := string(finding.AppendText(nil, f))
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if text.Escape(line) != line || strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q", line)
			}
		}
		f.Excerpt = ""
	}
}

// The mark must stand under the value whatever the width of the characters before it.
func TestTheCaretStandsUnderTheValue(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2022, 10))
	pieces := []string{"a", "é", "e\u0301", "日本", "😀", "👩\u200d👩\u200d👦", "ｗｉｄｅ", "ﾊﾝｶｸ", `\t`, `\u202e`, "\u202e", "\u200b", "x ", "क्षि", "🇪🇸", "—"}
	for range 3000 {
		var before, value strings.Builder
		for range r.IntN(8) {
			before.WriteString(pick(r, pieces))
		}
		for range r.IntN(5) {
			value.WriteString(pick(r, pieces))
		}
		doc := `{"a": "` + before.String() + `", "b": "` + value.String() + `"}`
		f := finding.Place(rawjson.Record{Raw: []byte(doc), File: "f", Pos: rawjson.Pos{Line: r.IntN(99999) + 1, Column: 1}}, "", finding.Problem{Code: "X", Path: []string{"b"}})
		lines := strings.Split(string(finding.AppendText(nil, f)), "\n")
		at := strings.LastIndex(lines[1], `"b": "`) + len(`"b": `)
		if at < len(`"b": `) {
			continue // the name is cut off
		}
		mark := strings.IndexByte(lines[2], '^')
		if want := displaywidth.String(lines[1][:at]); mark != want {
			t.Fatalf("the mark stands at %d, not %d:\n%s\n%s", mark, want, lines[1], lines[2])
		}
		marked := strings.TrimSuffix(lines[1][at:], "}")
		if want := displaywidth.String(marked); !strings.HasSuffix(lines[1], "…") && strings.Count(lines[2], "^") != want {
			t.Fatalf("%d marks, not %d:\n%s\n%s", strings.Count(lines[2], "^"), want, lines[1], lines[2])
		}
	}
}

func TestJSONHasTheKeysOfTheContract(t *testing.T) {
	t.Parallel()
	full := finding.Finding{
		Code: "SCH002", Severity: finding.Warning, File: "f", Line: 3, Column: 7, Pointer: "/t/0/x", Table: "t", ID: "i", Title: "é \"q\"\n", Message: "m", Hint: "h",
		Excerpt: "not told", Caret: 1, Width: 2,
	}
	const want = `{"findings": [
  {"code": "SCH002", "severity": "warning", "file": "f", "line": 3, "column": 7, "pointer": "/t/0/x", "table": "t", "id": "i", "title": "é \"q\"\n", "message": "m", "hint": "h"},
  {"code": "FMT001", "severity": "error", "file": "g", "message": "n"}
], "summary": {"errors": 1, "warnings": 1, "records": 12}}
`
	got := finding.Append(nil, "json", finding.Report{Findings: []finding.Finding{full, {Code: "FMT001", Severity: finding.Error, File: "g", Message: "n"}}, Summary: finding.Summary{Errors: 1, Warnings: 1, Records: 12}})
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	const none = `{"findings": [], "summary": {"errors": 0, "warnings": 0, "records": 0}}` + "\n"
	if diff := cmp.Diff(none, string(finding.Append(nil, "json", finding.Report{Findings: nil, Summary: finding.Summary{}}))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// FuzzJSON checks that a report is JSON and tells each text, whatever it holds.
func FuzzJSON(f *testing.F) {
	f.Add("f", "/a/0", "t", "id", "title", "message", "hint", 1)
	f.Add("\xff\xfe", "\x00", "\"", "\\", "\u2028", "\x1b", "\u202e", 0)
	f.Fuzz(func(t *testing.T, file, pointer, table, id, title, message, hint string, line int) {
		in := finding.Finding{Code: "X", Severity: finding.Error, File: file, Line: line, Column: line, Pointer: pointer, Table: table, ID: id, Title: title, Message: message, Hint: hint}
		b := finding.Append(nil, "json", finding.Report{Findings: []finding.Finding{in, in}, Summary: finding.Summary{Errors: 2}})
		var got struct {
			Findings []map[string]any
			Summary  map[string]int
		}
		if err := json.Unmarshal(b, &got); err != nil || len(got.Findings) != 2 {
			t.Fatalf("%s: %v", b, err)
		}
		want := map[string]any{"code": "X", "severity": "error"}
		for k, v := range map[string]string{"file": file, "pointer": pointer, "table": table, "id": id, "title": title, "message": message, "hint": hint} {
			if !utf8.ValidString(v) {
				v = text.Escape(v)
			}
			if v != "" {
				want[k] = v
			}
		}
		if line > 0 {
			want["line"], want["column"] = float64(line), float64(line)
		}
		for _, g := range got.Findings {
			if diff := cmp.Diff(want, g); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		}
	})
}

func TestFindingsAreSortedByPlace(t *testing.T) {
	t.Parallel()
	want := []finding.Finding{
		{File: "a", Code: "Z"},
		{File: "a", Line: 2, Column: 9, Code: "Z"},
		{File: "a", Line: 10, Column: 1, Code: "A"},
		{File: "a", Line: 10, Column: 1, Code: "B", Message: "a"},
		{File: "a", Line: 10, Column: 1, Code: "B", Message: "b"},
		{File: "a", Line: 10, Column: 3, Code: "A"},
		{File: "b", Line: 1, Column: 1, Code: "A"},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		finding.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}

func TestCountTellsErrorsFromWarnings(t *testing.T) {
	t.Parallel()
	errs, warnings := finding.Count([]finding.Finding{{Severity: finding.Error}, {Severity: finding.Warning}, {}})
	if errs != 2 || warnings != 1 {
		t.Error(errs, warnings)
	}
}
