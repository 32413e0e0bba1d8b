package finding

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"malaga/internal/text"
)

// Report is the content of a report.
type Report struct {
	Findings []Finding // sorted; there may be more in the summary
	Summary  Summary
	Codes    []Code // explanations of codes

	Path func(file string) string // where services look for a file: relative to the root of the repository; nil leaves names as they are
}

// Format is one format of reports.
type Format struct {
	Name    string
	Aliases []string
	Endings []string // of the files that have this format unless a flag says otherwise
	Summary string
	Service bool // read by a service, which knows files by their path in the repository
	append  func([]byte, Report) []byte
}

// Formats returns the formats of reports, the usual one first.
func Formats() []Format {
	return []Format{
		{Name: "text", Endings: []string{"txt", "text"}, Summary: "findings with their source lines", append: appendText},
		{Name: "json", Endings: []string{"json"}, Summary: "one JSON object", append: appendJSON},
		{Name: "sarif", Endings: []string{"sarif", "sarif.json"}, Summary: "SARIF 2.1.0, for code scanning", Service: true, append: appendSARIF},
		{Name: "junit", Endings: []string{"xml", "junit"}, Summary: "JUnit XML, for test reports", Service: true, append: appendJUnit},
		{Name: "github", Summary: "annotations of a GitHub workflow", Service: true, append: appendGitHub},
		{Name: "gitlab", Summary: "Code Quality report of GitLab", Service: true, append: appendGitLab},
		{
			Name: "markdown", Aliases: []string{"md"}, Endings: []string{"md", "markdown"},
			Summary: "a table for a job summary or a comment", append: appendMarkdown,
		},
	}
}

// Append appends a report in the format of a name. The name must be one of Formats.
func Append(b []byte, format string, r Report) []byte {
	formats := Formats()
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == format })
	if r.Path != nil && formats[i].Service {
		r.Findings = slices.Clone(r.Findings)
		for i := range r.Findings {
			r.Findings[i].File = r.Path(r.Findings[i].File)
		}
	}
	return formats[i].append(b, r)
}

// Summary is the total of a run.
type Summary struct {
	Errors   int
	Warnings int
	Records  int
	Tool     string // the version of the program
}

// Add counts one more finding.
func (s *Summary) Add(severity Severity) {
	if severity == Warning {
		s.Warnings++
	} else {
		s.Errors++
	}
}

// String returns the verdict: "12 records checked: 1 error, 2 warnings".
func (s Summary) String() string {
	verdict := "no findings"
	if s.Errors > 0 || s.Warnings > 0 {
		verdict = counts(s.Errors, s.Warnings, ", ")
	}
	return text.Count(s.Records, "record") + " checked: " + verdict
}

// notShown counts the findings of the summary that are not in the list.
func (r Report) notShown() (errors, warnings int) {
	errors, warnings = Count(r.Findings)
	return max(0, r.Summary.Errors-errors), max(0, r.Summary.Warnings-warnings)
}

// counts returns the numbers of errors and warnings without those that are zero.
func counts(errors, warnings int, and string) string {
	switch {
	case warnings == 0:
		return text.Count(errors, "error")
	case errors == 0:
		return text.Count(warnings, "warning")
	}
	return text.Count(errors, "error") + and + text.Count(warnings, "warning")
}

// level returns the severity of a finding; the zero value means Error.
func level(f Finding) Severity {
	if f.Severity == Warning {
		return Warning
	}
	return Error
}

// line returns a finding as one line of text without its place and code. It is escaped as a whole, because what is
// harmless in two parts may not be where they meet.
func line(f Finding) string {
	s := f.Message
	if r := subject(f); r != "" {
		s = r + ": " + s
	}
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return text.EscapeLine(s)
}

// titleLength is the maximum length of a title in a finding, in code points.
const titleLength = 40

// subject names the record of a finding by its id and title, if it has them.
func subject(f Finding) string {
	title := ""
	if f.Title != "" {
		title = `"` + text.Shorten(f.Title, titleLength) + `"`
	}
	return strings.TrimSpace(f.ID + " " + title)
}

// place returns the place of a finding, with the name of the file as the user gave it.
func place(f Finding) string {
	if f.Line > 0 {
		return text.EscapeLine(fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))
	}
	return text.EscapeLine(f.File)
}

// filePath returns the path of a file as services write it: with forward slashes and without "." and "..".
func filePath(name string) string { return path.Clean(filepath.ToSlash(name)) }

// explained returns the explanation of a code.
func (r Report) explained(code string) Code {
	for _, c := range r.Codes {
		if c.Code == code {
			return c
		}
	}
	return Code{Code: code}
}

// occurring returns the codes of findings in the order in which they first occur, and their indexes.
func (r Report) occurring(fs []Finding) (list []Code, index map[string]int) {
	index = map[string]int{}
	for _, f := range fs {
		if _, seen := index[f.Code]; !seen {
			index[f.Code] = len(list)
			list = append(list, r.explained(f.Code))
		}
	}
	return list, index
}
