package finding

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/text"
)

// appendText appends a report for people: the findings and the verdict.
func appendText(b []byte, r Report) []byte {
	for _, f := range r.Findings {
		b = AppendText(b, f)
	}
	return append(b, r.Summary.String()+"\n"...)
}

// AppendText appends a finding as text: its line, and the source line with a caret.
func AppendText(b []byte, f Finding) []byte {
	b = fmt.Appendf(b, "%s: %s %s", place(f), f.Severity, f.Code)
	if s := subject(f); s != "" {
		b = fmt.Appendf(b, " %s", text.EscapeLine(s))
	}
	b = fmt.Appendf(b, ": %s\n", text.EscapeLine(f.Message))
	margin := "      |"
	if f.Excerpt != "" {
		number := fmt.Sprintf("%5d", f.Line)
		b = fmt.Appendf(b, "%s | %s\n", number, text.EscapeLine(f.Excerpt))
		margin = strings.Repeat(" ", len(number)) + " | " + carets(f)
	} else if f.Hint == "" {
		return b
	}
	if f.Hint != "" {
		margin += " " + text.EscapeLine(f.Hint)
	}
	return append(b, margin+"\n"...)
}

// carets returns the carets below the part of the excerpt that a finding is about.
func carets(f Finding) string {
	r := []rune(f.Excerpt)
	from := min(f.Caret, len(r))
	to := min(from+f.Width, len(r))
	indent := displaywidth.String(text.EscapeLine(string(r[:from])))
	width := displaywidth.String(text.EscapeLine(string(r[from:to])))
	return strings.Repeat(" ", indent) + strings.Repeat("^", max(1, width))
}
