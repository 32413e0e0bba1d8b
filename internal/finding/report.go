package finding

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"malaga/internal/text"
)

// Formats lists the forms of a report.
func Formats() []string { return []string{"text", "json", "sarif", "junit", "github", "markdown"} }

// Append appends a report of sorted findings in one of the Formats. The summary counts all that was
// found, even if fs was cut short; codes explains the codes.
func Append(b []byte, format string, fs []Finding, s Summary, codes []Code) []byte {
	switch format {
	case "json":
		return AppendJSON(b, fs, s)
	case "sarif":
		return appendSARIF(b, fs, s, codes)
	case "junit":
		return appendJUnit(b, fs, s)
	case "github":
		return appendGitHub(b, fs, s, codes)
	case "markdown":
		return appendMarkdown(b, fs, s, codes)
	}
	for _, f := range fs {
		b = AppendText(b, f)
	}
	return append(b, s.String()+"\n"...)
}

// String is the verdict in words: "12 records checked: 1 error, 2 warnings".
func (s Summary) String() string {
	verdict := "no findings"
	if s.Errors > 0 || s.Warnings > 0 {
		verdict = both(s.Errors, s.Warnings, ", ")
	}
	return Plural(s.Records, "record") + " checked: " + verdict
}

// notIn counts what a summary has beyond a list of findings.
func notIn(fs []Finding, s Summary) (errors, warnings int) {
	errors, warnings = Count(fs)
	return max(0, s.Errors-errors), max(0, s.Warnings-warnings)
}

// both tells of errors and warnings, of those that there are.
func both(errors, warnings int, and string) string {
	switch {
	case warnings == 0:
		return Plural(errors, "error")
	case errors == 0:
		return Plural(warnings, "warning")
	}
	return Plural(errors, "error") + and + Plural(warnings, "warning")
}

// Plural is a number with its noun.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// level is a finding's severity; the zero value means Error.
func level(f Finding) Severity {
	if f.Severity == Warning {
		return Warning
	}
	return Error
}

// told is a finding as one line of plain text, without its place and code. It is made plain as a whole,
// because what is harmless in two parts may not be where they meet.
func told(f Finding) string {
	s := f.Message
	if r := subject(f); r != "" {
		s = r + ": " + s
	}
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return text.Line(s)
}

// subject names the record that a finding is about by its id and title, as far as it has them.
func subject(f Finding) string {
	var parts []string
	if f.ID != "" {
		parts = append(parts, f.ID)
	}
	if f.Title != "" {
		parts = append(parts, `"`+shorten(f.Title)+`"`)
	}
	return strings.Join(parts, " ")
}

// place is where a finding is, with the name of its file as it was given.
func place(f Finding) string {
	if f.Line > 0 {
		return text.Line(fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))
	}
	return text.Line(f.File)
}

// filePath is a file's path as services write it: with forward slashes and no step that leads nowhere.
func filePath(name string) string { return path.Clean(filepath.ToSlash(name)) }

// explained finds what is known of a code.
func explained(codes []Code, code string) Code {
	for _, c := range codes {
		if c.Code == code {
			return c
		}
	}
	return Code{Code: code}
}

// occurring lists the codes that findings have, in the order in which they first occur.
func occurring(fs []Finding, codes []Code) (list []Code, index map[string]int) {
	index = map[string]int{}
	for _, f := range fs {
		if _, seen := index[f.Code]; !seen {
			index[f.Code] = len(list)
			list = append(list, explained(codes, f.Code))
		}
	}
	return list, index
}
