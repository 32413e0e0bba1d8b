package render

import (
	"bytes"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// markedLine is text.EscapeLine for a text with marks, which it keeps.
func markedLine(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, table.MarkStart+table.MarkEnd)
		if i < 0 {
			b.WriteString(text.EscapeLine(s))
			return b.String()
		}
		b.WriteString(text.EscapeLine(s[:i]))
		b.WriteByte(s[i])
		s = s[i+1:]
	}
}

// closeMarks ends an open mark at the end of each line of a cell and opens it again in the next, so that text beside
// the cell is not highlighted.
func closeMarks(lines []string) []string {
	open := false
	for i, line := range lines {
		if open {
			lines[i] = table.MarkStart + line
		}
		start, end := strings.LastIndex(line, table.MarkStart), strings.LastIndex(line, table.MarkEnd)
		if start != end {
			open = start > end
		}
		if open {
			lines[i] += table.MarkEnd
		}
	}
	return lines
}

// highlight prints the text between marks in bold. No data can hold a mark: other control characters are escaped.
func highlight(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte(table.MarkStart), []byte("\x1b[1m"))
	return bytes.ReplaceAll(b, []byte(table.MarkEnd), []byte("\x1b[22m"))
}
