package finding

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// A job summary may have 1 MiB, so a report has so many rows and a cell so many code points.
const (
	markdownRows = 50
	markdownCell = 300
)

// appendMarkdown appends a report for a job summary or a comment: the verdict, a table of the first
// findings, and what their codes mean.
func appendMarkdown(b []byte, fs []Finding, s Summary, codes []Code) []byte {
	b = fmt.Appendf(b, "## %s\n", s)
	shown := fs[:min(len(fs), markdownRows)]
	if len(shown) > 0 {
		b = append(b, "\n| Place | Severity | Code | Record | Message |\n| --- | --- | --- | --- | --- |\n"...)
	}
	for _, f := range shown {
		what := f.Message
		if f.Hint != "" {
			what += "; " + f.Hint
		}
		b = fmt.Appendf(b, "| %s | %s | %s | %s | %s |\n", cell(place(f)), level(f), cell(f.Code), cell(subject(f)), cell(what))
	}
	if more := s.Errors + s.Warnings - len(shown); more > 0 {
		b = fmt.Appendf(b, "\n… and %s\n", Plural(more, "more finding"))
	}
	if list, _ := occurring(shown, codes); len(list) > 0 {
		b = append(b, '\n')
		for _, c := range list {
			b = append(b, strings.TrimSpace("- **"+cell(c.Code)+"** "+cell(c.Title))...)
			if c.Remedy != "" {
				b = append(b, ": "+cell(c.Remedy)...)
			}
			b = append(b, '\n')
		}
	}
	return b
}

// cell is a text in a cell of a table.
func cell(s string) string {
	s = text.Line(s)
	if r := []rune(s); len(r) > markdownCell {
		s = string(r[:markdownCell]) + "…"
	}
	return prose.Replace(s)
}

// prose escapes whatever Markdown or a code host would make something of. What would end a cell or
// hide an escape is written as an entity, on which all readers agree; the comment keeps a name behind
// an @ from being called.
var prose = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", `\`, "&#92;", "$", "&#36;",
	"`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "@", "@<!-- -->",
)
