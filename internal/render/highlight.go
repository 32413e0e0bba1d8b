package render

import (
	"bytes"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// markedLine is text.Line for a text with marks, which it keeps.
func markedLine(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, table.MarkStart+table.MarkEnd)
		if i < 0 {
			b.WriteString(text.Line(s))
			return b.String()
		}
		b.WriteString(text.Line(s[:i]))
		b.WriteByte(s[i])
		s = s[i+1:]
	}
}

// marked ends a mark at the end of each line that wrapping made, and goes on with it in the next: what stands beside the
// cell is not part of it.
func marked(lines []string) []string {
	open := false
	for i, l := range lines {
		if open {
			lines[i] = table.MarkStart + l
		}
		if start, end := strings.LastIndex(l, table.MarkStart), strings.LastIndex(l, table.MarkEnd); start != end {
			open = start > end
		}
		if open {
			lines[i] += table.MarkEnd
		}
	}
	return lines
}

// highlight shows what stands between marks in bold. Nothing else in a table can hold them: they are control characters, and
// those are escaped.
func highlight(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte(table.MarkStart), []byte("\x1b[1m"))
	return bytes.ReplaceAll(b, []byte(table.MarkEnd), []byte("\x1b[22m"))
}
