package finding

import (
	"fmt"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// appendJSON appends a report as one JSON object: findings and summary.
func appendJSON(b []byte, r Report) []byte {
	return append(b, text.EscapeJSON(marshal(r))...)
}

func marshal(r Report) []byte {
	b := []byte(`{"findings": [`)
	for i, f := range r.Findings {
		b = AppendJSON(appendSeparator(b, i), f)
	}
	if len(r.Findings) > 0 {
		b = append(b, '\n')
	}
	s := r.Summary
	return fmt.Appendf(b, `], "summary": {"errors": %d, "warnings": %d, "records": %d}}`+"\n", s.Errors, s.Warnings, s.Records)
}

// appendSeparator appends what comes before element i of a list that has one element a line.
func appendSeparator(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(b, "\n  "...)
}

// AppendJSON appends a finding as a JSON object, its form in reports.
func AppendJSON(b []byte, f Finding) []byte {
	b = fmt.Appendf(b, `{"code": %s`, rawjson.Quote(f.Code))
	member := func(name, value string) {
		if !utf8.ValidString(value) { // the name of a file
			value = text.Escape(value)
		}
		if value != "" {
			b = fmt.Appendf(b, `, "%s": %s`, name, rawjson.Quote(value))
		}
	}
	member("severity", string(f.Severity))
	member("file", f.File)
	if f.Line > 0 {
		b = fmt.Appendf(b, `, "line": %d, "column": %d`, f.Line, f.Column)
	}
	member("pointer", f.Pointer)
	member("table", f.Table)
	member("id", f.ID)
	member("title", f.Title)
	member("message", f.Message)
	member("hint", f.Hint)
	return append(b, '}')
}
