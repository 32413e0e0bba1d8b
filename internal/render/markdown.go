package render

import (
	"bufio"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// writeMarkdown writes a table of GitHub Flavored Markdown.
func writeMarkdown(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	line := []byte("|")
	for _, c := range rows.Columns {
		line = append(line, " "+EscapeMarkdown(c.Title)+" |"...)
	}
	line = append(line, "\n|"...)
	for _, c := range rows.Columns {
		if c.Numeric {
			line = append(line, " ---: |"...)
		} else {
			line = append(line, " --- |"...)
		}
	}
	if _, err := w.Write(append(line, '\n')); err != nil {
		return err
	}
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		line = append(line[:0], '|')
		for _, cell := range row {
			line = append(line, " "+EscapeMarkdown(table.Text(cell))+" |"...)
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// EscapeMarkdown escapes what would be markup. A line break becomes <br>, the only one that a cell can hold.
func EscapeMarkdown(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.NewReplacer(
			`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "&", "&amp;", "<", "&lt;", "[", `\[`, "]", `\]`,
		).Replace(text.Escape(line))
	}
	return strings.Join(lines, "<br>")
}
