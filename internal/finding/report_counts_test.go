package finding_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"malaga/internal/finding"
	"malaga/internal/text"
)

// sarifLog is what the tests read of a SARIF log.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level               string
			PartialFingerprints map[string]string
		}
	}
}

func fingerprints(t *testing.T, report string) []string {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(report), &log); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range log.Runs[0].Results {
		all = append(all, r.PartialFingerprints["identity/v1"])
	}
	return all
}

// randomFindings are findings whose texts try to break every form.
func randomFindings(r *rand.Rand) []finding.Finding {
	pieces := []string{
		"::error::", "##[group]", "##vso[x]", "\n", "\r\n", "\x1b[31m", "\ufffe", "\uffff", "\xff", "\u2028", "\u202e", "|", "\\", "`", "<b>", "]]>", "&amp;",
		`"`, "'", "{0}", "}", "[a](1)", "日本", "😀", "%0A", "%", ":", ",", " ", "$", "@x", "plain words ", "\x00", "\t",
	}
	text := func() string {
		var b strings.Builder
		for range r.IntN(6) {
			b.WriteString(pick(r, pieces))
		}
		return b.String()
	}
	fs := make([]finding.Finding, r.IntN(80))
	for i := range fs {
		fs[i] = finding.Finding{
			Code: pick(r, []string{"SYN001", "REF001", "FMT001"}), Severity: pick(r, []finding.Severity{finding.Error, finding.Warning}),
			File: pick(r, []string{"a/b.json", "../c.json", "/d/e.json", "::error::.json", "f" + text(), "-"}),
			Line: r.IntN(3), Column: 1 + r.IntN(9), Pointer: "/" + text(), Table: pick(r, []string{"", "people"}), ID: text(), Title: text(),
			Message: text(), Hint: text(), Excerpt: text(), Caret: r.IntN(5), Width: r.IntN(5),
		}
	}
	finding.Sort(fs)
	return fs
}

// How a report tells of a finding and of the whole, and how a command of our own begins.
var (
	shownIn = map[string]*regexp.Regexp{
		"text":     regexp.MustCompile(`(?m)^.*?: (error|warning) [A-Z]{3}[0-9]{3}`),
		"github":   regexp.MustCompile(`(?m)^::(error|warning) file=[^,:]+,line=[1-9][0-9]*,col=[1-9][0-9]*,title=[^,:]+::.*$`),
		"markdown": regexp.MustCompile(`(?m)^\| (?:[^|\\]|\\.)+ \| (error|warning) \| [A-Z]{3}[0-9]{3} (?:\| (?:[^|\\]|\\.)* ){2}\|$`),
	}
	verdict = regexp.MustCompile(`(?m)^(## )?\d+ records? checked:(?: no findings)?(?: (\d+) errors?)?,?(?: (\d+) warnings?)?$`)
	command = regexp.MustCompile(`^::(error|warning|notice) ?(file=|::)`)
)

// total counts the errors and warnings that a report tells of, by reading it as others would.
func total(format string, report []byte) (errors, warnings int, err error) {
	switch format {
	case "sarif":
		return sarifTotal(report)
	case "junit":
		return junitTotal(report)
	case "gitlab":
		return gitlabTotal(report)
	case "json":
		var v struct{ Findings []struct{ Severity string } }
		err = json.Unmarshal(report, &v)
		for _, f := range v.Findings {
			errors, warnings = counted(f.Severity, errors, warnings)
		}
		return errors, warnings, err
	}
	e, w := 0, 0
	for _, m := range shownIn[format].FindAllSubmatch(report, -1) {
		e, w = counted(string(m[1]), e, w)
	}
	for _, m := range verdict.FindAllSubmatch(report, -1) {
		errors, _ = strconv.Atoi(string(m[2]))
		warnings, _ = strconv.Atoi(string(m[3]))
	}
	wantE, wantW := errors, warnings
	switch format {
	case "github":
		wantE, wantW = min(errors, 10), min(warnings, 10)
	case "markdown": // the first rows, of either kind
		wantE, wantW = min(errors, e), min(errors+warnings, 50)-e
	}
	if e != wantE || w != wantW {
		err = fmt.Errorf("%d errors and %d warnings shown", e, w)
	}
	return errors, warnings, err
}

func counted(severity string, errors, warnings int) (int, int) {
	if severity == "warning" {
		return errors, warnings + 1
	}
	return errors + 1, warnings
}

func sarifTotal(report []byte) (errors, warnings int, err error) {
	var log sarifLog
	if err := json.Unmarshal(report, &log); err != nil {
		return 0, 0, err
	}
	run := log.Runs[0]
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			return 0, 0, fmt.Errorf("%s is not rule %d", r.RuleID, r.RuleIndex)
		}
		errors, warnings = counted(r.Level, errors, warnings)
	}
	return errors, warnings, nil
}

func gitlabTotal(report []byte) (errors, warnings int, err error) {
	var issues []struct {
		Description, Fingerprint, Severity string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	if err := json.Unmarshal(report, &issues); err != nil {
		return 0, 0, err
	}
	seen := map[string]bool{}
	for _, i := range issues {
		if seen[i.Fingerprint] || i.Fingerprint == "" || i.CheckName == "" || i.Location.Path == "" || i.Location.Lines.Begin < 1 {
			return 0, 0, fmt.Errorf("an issue that GitLab drops: %+v", i)
		}
		seen[i.Fingerprint] = true
		errors, warnings = counted(map[string]string{"major": "error", "minor": "warning"}[i.Severity], errors, warnings)
	}
	return errors, warnings, nil
}

func junitTotal(report []byte) (errors, warnings int, err error) {
	var v struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Property struct {
				Warnings int `xml:"value,attr"`
			} `xml:"properties>property"`
			Cases []struct {
				Class   string    `xml:"classname,attr"`
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(report, &v); err != nil {
		return 0, 0, err
	}
	names := map[string]bool{}
	for _, s := range v.Suites {
		failures := 0
		for _, c := range s.Cases {
			if names[c.Class+" "+c.Name] {
				return 0, 0, fmt.Errorf("two cases of %s have the name %q", c.Class, c.Name)
			}
			names[c.Class+" "+c.Name] = true
			if c.Failure != nil {
				failures++
			}
		}
		passing := len(s.Cases) - failures
		if s.Tests != len(s.Cases) || s.Failures != failures || (s.Property.Warnings != passing && len(v.Suites) > 1) {
			return 0, 0, fmt.Errorf("a suite counts wrongly: %+v", s)
		}
		errors += failures
		warnings += s.Property.Warnings
	}
	// The decoder stops behind the root: nothing may follow.
	d := xml.NewDecoder(bytes.NewReader(report))
	for err == nil {
		_, err = d.Token()
	}
	if err != io.EOF { //nolint:errorlint // the decoder gives it bare
		return 0, 0, err
	}
	return errors, warnings, nil
}

func TestAllReportsAgree(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2022, 5))
	for range 200 {
		fs := randomFindings(r)
		s := finding.Summary{Records: r.IntN(1000), Tool: "1.0"}
		s.Errors, s.Warnings = finding.Count(fs)
		for _, f := range finding.Formats() {
			format := f.Name
			report := finding.Append(nil, format, finding.Report{Findings: fs, Summary: s, Codes: finding.Codes()})
			errors, warnings, err := total(format, report)
			if err != nil || errors != s.Errors || warnings != s.Warnings {
				t.Fatalf("%s tells of %d errors and %d warnings, not %d and %d (%v)\n%s", format, errors, warnings, s.Errors, s.Warnings, err, report)
			}
			if !bytes.Equal(report, finding.Append(nil, format, finding.Report{Findings: fs, Summary: s, Codes: finding.Codes()})) {
				t.Fatalf("%s differs from one time to the next", format)
			}
			if format == "json" { // holds the texts as they are
				continue
			}
			for line := range strings.Lines(string(report)) {
				line = strings.TrimSuffix(line, "\n")
				own := format == "github" && command.MatchString(line)
				if text.Escape(line) != line || !utf8.ValidString(line) || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") ||
					(strings.HasPrefix(strings.TrimSpace(line), "::") && !own) {
					t.Fatalf("%s: %q", format, line)
				}
			}
		}
	}
}
