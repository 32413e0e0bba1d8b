package render

import (
	"bufio"

	"malaga/internal/table"
	"malaga/internal/text"
)

// writeMarkdown writes a table of GitHub Flavored Markdown.
func writeMarkdown(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	line := []byte("|")
	for _, c := range rows.Columns {
		line = append(line, " "+text.EscapeMarkdown(c.Title)+" |"...)
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
	return writeLines(w, rows, func(row table.Row) []byte {
		line = append(line[:0], '|')
		for _, cell := range row {
			line = append(line, " "+text.EscapeMarkdown(table.Text(cell))+" |"...)
		}
		return append(line, '\n')
	})
}
