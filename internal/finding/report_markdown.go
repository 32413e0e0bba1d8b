package finding

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// GitHub takes at most 1 MiB as a job summary, so the numbers of rows and of code points in a cell are limited.
const (
	markdownRows = 50
	markdownCell = 300
)

// appendMarkdown appends a report for a job summary or a comment: the verdict, a table of the first findings, and
// what their codes mean.
func appendMarkdown(b []byte, r Report) []byte {
	b = fmt.Appendf(b, "## %s\n", r.Summary)
	shown := r.Findings[:min(len(r.Findings), markdownRows)]
	if len(shown) > 0 {
		b = append(b, "\n| Place | Severity | Code | Record | Message |\n| --- | --- | --- | --- | --- |\n"...)
	}
	for _, f := range shown {
		message := f.Message
		if f.Hint != "" {
			message += "; " + f.Hint
		}
		b = fmt.Appendf(b, "| %s | %s | %s | %s | %s |\n", cell(place(f)), level(f), cell(f.Code), cell(subject(f)), cell(message))
	}
	if more := r.Summary.Errors + r.Summary.Warnings - len(shown); more > 0 {
		b = fmt.Appendf(b, "\n… and %s\n", text.Count(more, "more finding"))
	}
	list, _ := r.occurring(shown)
	if len(list) > 0 {
		b = append(b, '\n')
	}
	for _, c := range list {
		item := strings.TrimSpace("- **" + cell(c.Code) + "** " + cell(c.Title))
		if c.Remedy != "" {
			item += ": " + cell(c.Remedy)
		}
		b = append(b, item+"\n"...)
	}
	return b
}

// cell returns a text as it is written in a cell of a table.
func cell(s string) string {
	s = text.Escape(s)
	if r := []rune(s); len(r) > markdownCell {
		s = string(r[:markdownCell]) + "…"
	}
	return text.EscapeMarkdown(s)
}
