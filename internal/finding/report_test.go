package finding_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
)

// reported are two findings, and what each form says of them.
var reported = []finding.Finding{
	{
		Code: "REF001", Severity: finding.Error, File: "data set/side_events.json", Line: 41, Column: 22, Pointer: "/side_events/3/organisers/0/organisation", Table: "side_events",
		ID: "side-4", Title: "Parliamentarians", Message: `organisation "org-unoc" does not exist`, Hint: `did you mean "org-unoct"?`, Value: "org-unoc",
		Excerpt: `{"organisation": "org-unoc"}`, Caret: 17, Width: 10,
	},
	{Code: "FMT001", Severity: finding.Warning, File: "stray.json", Message: "50% <stray>, {no} table"},
}

var reportedCodes = []finding.Code{
	{Code: "SYN001", Title: "never occurs", Why: "w", Remedy: "r"},
	{Code: "FMT001", Title: "a file that is not a table", Why: "Its content is not read.", Remedy: "Rename it."},
	{Code: "REF001", Title: "a reference to nothing", Why: "Nothing is there.", Remedy: "Correct the id."},
}

func TestReportsAreOfTheFormOfTheContract(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"text": `data set/side_events.json:41:22: error REF001 side-4 "Parliamentarians": organisation "org-unoc" does not exist
   41 | {"organisation": "org-unoc"}
      |                  ^^^^^^^^^^ did you mean "org-unoct"?
stray.json: warning FMT001: 50% <stray>, {no} table
12 records checked: 1 error, 1 warning
`,
		"sarif": `{"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "version": "2.1.0", "runs": [{
"tool": {"driver": {"name": "malaga", "version": "1.2.3", "rules": [
  {"id": "REF001", "name": "a reference to nothing", "shortDescription": {"text": "a reference to nothing"}, "fullDescription": {"text": "Nothing is there."}, "help": {"text": "Correct the id."}},
  {"id": "FMT001", "name": "a file that is not a table", "shortDescription": {"text": "a file that is not a table"}, "fullDescription": {"text": "Its content is not read."}, "help": {"text": "Rename it."}}]}},
"originalUriBaseIds": {"SRCROOT": {"description": {"text": "the root of the repository"}}},
"columnKind": "unicodeCodePoints", "results": [
  {"ruleId": "REF001", "ruleIndex": 0, "level": "error", "message": {"text": "side-4 \"Parliamentarians\": organisation \"org-unoc\" does not exist; did you mean \"org-unoct\"?"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "data%20set/side_events.json", "uriBaseId": "SRCROOT"}, "region": {"startLine": 41, "startColumn": 22, "endColumn": 32}}, "logicalLocations": [{"name": "side-4", "fullyQualifiedName": "side_events/side-4", "kind": "object"}]}], "partialFingerprints": {"identity/v1": "FINGERPRINT"}},
  {"ruleId": "FMT001", "ruleIndex": 1, "level": "warning", "message": {"text": "50% <stray>, {{no}} table"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "stray.json", "uriBaseId": "SRCROOT"}}}], "partialFingerprints": {"identity/v1": "FINGERPRINT"}}],
"properties": {"errors": 1, "warnings": 1, "records": 12}}]}
`,
		"junit": `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite id="0" package="malaga" name="data set/side_events.json" tests="1" failures="1" errors="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">
<properties><property name="warnings" value="0"/></properties>
<testcase classname="data set/side_events.json" name="REF001 side-4 organisers.organisation org-unoc" time="0" file="data set/side_events.json" line="41"><failure type="REF001" message="side-4 &#34;Parliamentarians&#34;: organisation &#34;org-unoc&#34; does not exist; did you mean &#34;org-unoct&#34;?">data set/side_events.json:41:22: error REF001 side-4 &#34;Parliamentarians&#34;: organisation &#34;org-unoc&#34; does not exist
   41 | {&#34;organisation&#34;: &#34;org-unoc&#34;}
      |                  ^^^^^^^^^^ did you mean &#34;org-unoct&#34;?
</failure></testcase>
<system-out></system-out>
<system-err></system-err>
</testsuite>
<testsuite id="1" package="malaga" name="stray.json" tests="1" failures="0" errors="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">
<properties><property name="warnings" value="1"/></properties>
<testcase classname="stray.json" name="FMT001" time="0" file="stray.json"/>
<system-out>stray.json: warning FMT001: 50% &lt;stray&gt;, {no} table
</system-out>
<system-err></system-err>
</testsuite>
</testsuites>
`,
		"gitlab": `[
  {"description": "side-4 \"Parliamentarians\": organisation \"org-unoc\" does not exist; did you mean \"org-unoct\"?", "check_name": "REF001", "fingerprint": "FINGERPRINT", "severity": "major", "location": {"path": "data set/side_events.json", "lines": {"begin": 41}}},
  {"description": "50% <stray>, {no} table", "check_name": "FMT001", "fingerprint": "FINGERPRINT", "severity": "minor", "location": {"path": "stray.json", "lines": {"begin": 1}}}
]
`,
		"github": `::error file=data set/side_events.json,line=41,col=22,title=REF001 a reference to nothing::side-4 "Parliamentarians": organisation "org-unoc" does not exist; did you mean "org-unoct"?
::warning file=stray.json,line=1,col=1,title=FMT001 a file that is not a table::50%25 <stray>, {no} table
12 records checked: 1 error, 1 warning
`,
		"markdown": `## 12 records checked: 1 error, 1 warning

| Place | Severity | Code | Record | Message |
| --- | --- | --- | --- | --- |
| data set/side\_events.json:41:22 | error | REF001 | side-4 "Parliamentarians" | organisation "org-unoc" does not exist; did you mean "org-unoct"? |
| stray.json | warning | FMT001 |  | 50% &lt;stray>, {no} table |

- **REF001** a reference to nothing: Correct the id.
- **FMT001** a file that is not a table: Rename it.
`,
	} {
		got := string(finding.Append(nil, format, finding.Report{Findings: reported, Summary: finding.Summary{Errors: 1, Warnings: 1, Records: 12, Tool: "1.2.3"}, Codes: reportedCodes}))
		got = regexp.MustCompile(`[0-9a-f]{32}`).ReplaceAllString(got, "FINGERPRINT")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", format, diff)
		}
	}
}

func TestAReportOfNothingSaysSo(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"text":     "1 record checked: no findings\n",
		"github":   "1 record checked: no findings\n",
		"markdown": "## 1 record checked: no findings\n",
		"sarif":    `"results": []`,
		"json":     `"findings": []`,
		"gitlab":   "[]\n",
		"junit":    `<testcase classname="malaga" name="nothing wrong in 1 record" time="0"/>`,
	} {
		got := string(finding.Append(nil, format, finding.Report{Findings: nil, Summary: finding.Summary{Records: 1}, Codes: reportedCodes}))
		if !strings.Contains(got, want) || (strings.HasSuffix(want, "\n") && got != want) {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// A report that was cut short still tells of the verdict.
func TestJUnitFailsForErrorsThatWereCutOff(t *testing.T) {
	t.Parallel()
	warning := []finding.Finding{{Code: "X", File: "f", Severity: finding.Warning}}
	for s, want := range map[finding.Summary]string{
		{Errors: 2, Warnings: 1}: `name="2 errors more" time="0"><failure `,
		{Errors: 1, Warnings: 3}: `name="1 error and 2 warnings more" time="0"><failure `,
		{Warnings: 2}:            `name="1 warning more" time="0"/>`,
	} {
		if got := string(finding.Append(nil, "junit", finding.Report{Findings: warning, Summary: s, Codes: nil})); !strings.Contains(got, want) || !strings.Contains(got, fmt.Sprintf(`failures="%d"`, s.Errors)) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestAPathIsAReferenceThatServicesFollow(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a/b.json":            "a/b.json",
		"./a//x/../b.json":    "a/b.json",
		"../a.json":           "../a.json",
		"/tmp/a b.json":       "file:///tmp/a%20b.json",
		"c:x/é#?%[1].json":    "c%3Ax/%C3%A9%23%3F%25%5B1%5D.json",
		"\xff\n::error::.txt": "%FF%0A%3A%3Aerror%3A%3A.txt",
	} {
		got := string(finding.Append(nil, "sarif", finding.Report{Findings: []finding.Finding{{Code: "X", File: name}}, Summary: finding.Summary{Errors: 1}, Codes: nil}))
		if !strings.Contains(got, `"uri": "`+want+`"`) {
			t.Errorf("%q: %s is not in %s", name, want, got)
		}
	}
}

// A finding keeps its fingerprint wherever its record and the entry of the list stand, and no other
// finding of the dataset has it.
func TestFingerprintsStayWhenLinesMove(t *testing.T) {
	t.Parallel()
	f := reported[0]
	moved, field, id, code := f, f, f, f
	moved.Line, moved.Column, moved.Pointer, moved.Title = 7, 1, "/side_events/12/organisers/5/organisation", "Other"
	field.Pointer, id.ID, code.Code = "/side_events/3/organisers/0/role", "side-5", "REF002"
	of := func(fs ...finding.Finding) []string {
		return fingerprints(t, string(finding.Append(nil, "sarif", finding.Report{Findings: fs, Summary: finding.Summary{Errors: len(fs)}})))
	}
	got := of(f, moved, field, id, code)
	if now := of(moved); now[0] != got[0] {
		t.Errorf("%s became %s", got[0], now[0])
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != 5 {
		t.Errorf("two findings have one fingerprint: %v", got)
	}
}

// A line above a finding, and another record before its own, change neither the name of its case nor any fingerprint; findings of
// one field have names of their own.
func TestNamesOfFindingsStayWhenLinesMove(t *testing.T) {
	t.Parallel()
	first, second, same := reported[0], reported[0], reported[0]
	second.Value, second.Line = "org-x", 42
	same.Line = 43
	noID := finding.Finding{Code: "SCH001", File: "a/themes.json", Line: 2, Table: "themes", Pointer: "/themes/0", Missing: "id", Title: "Law"}
	bare := finding.Finding{Code: "SCH001", File: "a/themes.json", Line: 9, Table: "themes", Pointer: "/themes/7", Missing: "id"}
	names := func(fs ...finding.Finding) (all []string) {
		report := string(finding.Append(nil, "junit", finding.Report{Findings: fs, Summary: finding.Summary{Errors: len(fs)}}))
		for _, m := range regexp.MustCompile(`<testcase [^>]*? name="([^"]*)"`).FindAllStringSubmatch(report, -1) {
			all = append(all, m[1])
		}
		return all
	}
	want := []string{
		"REF001 side-4 organisers.organisation org-unoc", "REF001 side-4 organisers.organisation org-x",
		"REF001 side-4 organisers.organisation org-unoc (2)", "SCH001 Law id", "SCH001 /themes/7 id",
	}
	if diff := cmp.Diff(want, names(first, second, same, noID, bare)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, f := range []*finding.Finding{&first, &second, &same, &noID, &bare} {
		f.Line++
		f.Column++
		f.Message += "!"
	}
	first.Pointer = "/side_events/5/organisers/1/organisation"
	if diff := cmp.Diff(want, names(first, second, same, noID, bare)); diff != "" {
		t.Errorf("a line later (-want +got)\n%s", diff)
	}
}

func TestServicesGetPathsOfTheRepository(t *testing.T) {
	t.Parallel()
	path := func(name string) string { return "data/" + name }
	for format, want := range map[string]string{
		"sarif": `"uri": "data/stray.json", "uriBaseId": "SRCROOT"`, "junit": ` file="data/stray.json"`,
		"github": "file=data/stray.json,", "gitlab": `"path": "data/stray.json"`,
		"text": "\nstray.json: ", "json": `"file": "stray.json"`, "markdown": "| stray.json |",
	} {
		got := string(finding.Append(nil, format, finding.Report{Findings: reported, Summary: finding.Summary{Errors: 1, Warnings: 1}, Path: path}))
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %s in %s", format, want, got)
		}
	}
	if reported[1].File != "stray.json" {
		t.Error("the findings were changed")
	}
}

func TestOnlyWhatGitHubTakesIsSent(t *testing.T) {
	t.Parallel()
	var fs []finding.Finding
	for range 12 {
		fs = append(fs, finding.Finding{Code: "X", File: "f"}, finding.Finding{Code: "Y", File: "f", Severity: finding.Warning})
	}
	got := string(finding.Append(nil, "github", finding.Report{Findings: fs[:21], Summary: finding.Summary{Errors: 11, Warnings: 10}, Codes: nil}))
	if strings.Count(got, "::error ") != 10 || strings.Count(got, "::warning ") != 10 || !strings.Contains(got, "\n::notice::1 error not shown here: GitHub takes 10 errors and 10 warnings from one step\n") {
		t.Error(got)
	}
	got = string(finding.Append(nil, "github", finding.Report{Findings: fs, Summary: finding.Summary{Errors: 12, Warnings: 12}, Codes: nil}))
	if !strings.Contains(got, "::notice::2 errors and 2 warnings not shown here") {
		t.Error(got)
	}
	got = string(finding.Append(nil, "github", finding.Report{Findings: fs[:20], Summary: finding.Summary{Errors: 10, Warnings: 10}, Codes: nil}))
	if strings.Contains(got, "::notice::") {
		t.Error(got)
	}
}

func TestCommandsAreEscapedAsTheRunnerReadsThem(t *testing.T) {
	t.Parallel()
	f := finding.Finding{Code: "X", File: "a,b:c%.json", Line: 2, Column: 3, Message: "100%, a:\r\n##[group]::debug::"}
	const want = `::error file=a%2Cb%3Ac%25.json,line=2,col=3,title=X::100%25, a:\r\n\x23#[group]\x3a\x3adebug\x3a\x3a` + "\n"
	if got := string(finding.Append(nil, "github", finding.Report{Findings: []finding.Finding{f}, Summary: finding.Summary{Errors: 1}, Codes: nil})); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}

func TestMarkdownIsEscapedAndFitsAJobSummary(t *testing.T) {
	t.Parallel()
	f := finding.Finding{Code: "X", File: "f|g", ID: "@all", Message: "a|b\\|c <img> [x](y) `z` **b** $m$\n| d"}
	got := string(finding.Append(nil, "markdown", finding.Report{Findings: []finding.Finding{f}, Summary: finding.Summary{Errors: 1}, Codes: nil}))
	const want = "| f\\|g | error | X | @<!-- -->all | a\\|b\\\\\\|c &lt;img> \\[x\\](y) \\`z\\` \\*\\*b\\*\\* &#36;m&#36;\\\\n\\| d |\n"
	if !strings.Contains(got, want) {
		t.Error(got)
	}
	huge := strings.Repeat("@", 1<<16)
	fs := make([]finding.Finding, 60)
	for i := range fs {
		fs[i] = finding.Finding{Code: huge + string(rune('a'+i)), File: huge, ID: huge, Title: huge, Message: huge, Hint: huge}
	}
	got = string(finding.Append(nil, "markdown", finding.Report{Findings: fs, Summary: finding.Summary{Errors: 70}, Codes: nil}))
	if len(got) > 1<<20 || strings.Count(got, "| error |") != 50 || !strings.Contains(got, "\n… and 20 more findings\n") {
		t.Errorf("%d bytes: %.300s", len(got), got)
	}
}
