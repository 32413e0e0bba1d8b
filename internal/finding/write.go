package finding

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/text"
)

// Summary is the total of a run.
type Summary struct {
	Errors, Warnings, Records int

	Tool string // the version of the program, where a report names it
}

// Add counts one more finding.
func (s *Summary) Add(severity Severity) {
	if severity == Warning {
		s.Warnings++
	} else {
		s.Errors++
	}
}

// titleLength is how much of a record's title stands in a finding's line, in code points.
const titleLength = 40

// AppendText appends a finding as text: its line, and the source line with a caret.
func AppendText(b []byte, f Finding) []byte {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	b = fmt.Appendf(b, "%s: %s %s", text.Line(place), f.Severity, f.Code)
	if f.ID != "" {
		b = append(b, ' ')
		b = append(b, text.Line(f.ID)...)
	}
	if f.Title != "" {
		b = append(b, ` "`...)
		b = append(b, text.Line(shorten(f.Title))...)
		b = append(b, '"')
	}
	b = fmt.Appendf(b, ": %s\n", text.Line(f.Message))
	if f.Excerpt == "" {
		if f.Hint != "" {
			b = fmt.Appendf(b, "      | %s\n", text.Line(f.Hint))
		}
		return b
	}
	r := []rune(f.Excerpt)
	from := min(f.Caret, len(r))
	to := min(from+f.Width, len(r))
	indent := displaywidth.String(text.Line(string(r[:from])))
	width := max(1, displaywidth.String(text.Line(string(r[from:to]))))
	line := fmt.Sprintf("%5d", f.Line)
	b = fmt.Appendf(b, "%s | %s\n", line, text.Line(f.Excerpt))
	b = fmt.Appendf(b, "%*s | %s%s", len(line), "", strings.Repeat(" ", indent), strings.Repeat("^", width))
	if f.Hint != "" {
		b = append(b, ' ')
		b = append(b, text.Line(f.Hint)...)
	}
	return append(b, '\n')
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= titleLength {
		return s
	}
	cut := string([]rune(s)[:titleLength])
	if i := strings.LastIndexByte(cut, ' '); i > titleLength/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// AppendJSON appends a report as one JSON object: findings and summary.
func AppendJSON(b []byte, fs []Finding, s Summary) []byte {
	b = append(b, `{"findings": [`...)
	for i, f := range fs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n  "...)
		b = appendFinding(b, f)
	}
	if len(fs) > 0 {
		b = append(b, '\n')
	}
	return fmt.Appendf(b, `], "summary": {"errors": %d, "warnings": %d, "records": %d}}`+"\n", s.Errors, s.Warnings, s.Records)
}

func appendFinding(b []byte, f Finding) []byte {
	b = append(b, '{')
	text := func(name, value string) {
		if value == "" {
			return
		}
		if b[len(b)-1] != '{' {
			b = append(b, ", "...)
		}
		b = fmt.Appendf(b, `"%s": `, name)
		// File names may hold any byte; what is no UTF-8 is shown as in text.
		if !utf8.ValidString(value) {
			value = text.Escape(value)
		}
		b, _ = jsontext.AppendQuote(b, value)
	}
	text("code", f.Code)
	text("severity", string(f.Severity))
	text("file", f.File)
	if f.Line > 0 {
		b = fmt.Appendf(b, `, "line": %d, "column": %d`, f.Line, f.Column)
	}
	text("pointer", f.Pointer)
	text("table", f.Table)
	text("id", f.ID)
	text("title", f.Title)
	text("message", f.Message)
	text("hint", f.Hint)
	return append(b, '}')
}
