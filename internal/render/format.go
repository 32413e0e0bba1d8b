// Package render writes rows and pages as text.
package render

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// Format is a form in which rows are written.
type Format string

// The formats.
const (
	Table    Format = "table"
	CSV      Format = "csv"
	TSV      Format = "tsv"
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	Markdown Format = "md"
	IDs      Format = "ids"
)

// writers are the formats in the order in which they are listed, each with what writes it.
var writers = []struct {
	format Format
	write  func(*bufio.Writer, table.Rows, Options) error
}{
	{Table, writeTable},
	{CSV, writeCSV},
	{TSV, writeTSV},
	{JSON, writeJSON},
	{JSONL, writeJSONL},
	{Markdown, writeMarkdown},
	{IDs, writeIDs},
}

// Formats lists the formats, as a user names them.
func Formats() []string {
	names := make([]string, len(writers))
	for i, w := range writers {
		names[i] = string(w.format)
	}
	return names
}

// ParseFormat reads a format's name; hint helps with one that is none.
func ParseFormat(name string) (f Format, hint string, ok bool) {
	if name == "markdown" {
		return Markdown, "", true
	}
	if slices.Contains(Formats(), name) {
		return Format(name), "", true
	}
	if hint = text.DidYouMean(name, Formats()); hint == "" {
		hint = "the formats are " + strings.Join(Formats(), ", ")
	}
	return "", hint, false
}

// Options is how rows are written.
type Options struct {
	Width       int                    // of the terminal, for Table; 0 means no limit
	Escape      bool                   // the text goes to a terminal: escape what would control it
	Colour      bool                   // highlight what is marked, in a Table
	ListsAsJSON bool                   // write lists as JSON where their entries would be joined
	Left        func(columns []string) // told which columns of a Table had no room
	CSV         CSVOptions
}

// Write writes rows. Each writer reports the first error of the rows or of w.
func Write(w io.Writer, f Format, rows table.Rows, o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if f != Table || !o.Colour {
		rows = rows.Unmarked()
	}
	if o.ListsAsJSON && f != JSON && f != JSONL {
		rows = listsAsJSON(rows)
	}
	for _, known := range writers {
		if known.format == f {
			if err := known.write(b, rows, o); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// writeMarkdown writes a table of GitHub Flavored Markdown.
func writeMarkdown(w *bufio.Writer, rows table.Rows, _ Options) error {
	var line bytes.Buffer
	line.WriteString("|")
	for _, c := range rows.Columns {
		line.WriteString(" " + EscapeMarkdown(c.Title) + " |")
	}
	line.WriteString("\n|")
	for _, c := range rows.Columns {
		if c.Numeric {
			line.WriteString(" ---: |")
		} else {
			line.WriteString(" --- |")
		}
	}
	line.WriteString("\n")
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		line.WriteString("|")
		for _, cell := range row {
			line.WriteString(" " + EscapeMarkdown(table.Text(cell)) + " |")
		}
		line.WriteString("\n")
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
		line.Reset()
	}
	_, err := w.Write(line.Bytes()) // the heading of a table without rows
	return err
}

// EscapeMarkdown escapes what would be markup; a line break becomes one of HTML, the only one a cell can hold.
func EscapeMarkdown(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	parts := strings.Split(s, "\n")
	for i, p := range parts {
		parts[i] = strings.NewReplacer(
			`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "&", "&amp;", "<", "&lt;", "[", `\[`, "]", `\]`,
		).Replace(text.Escape(p))
	}
	return strings.Join(parts, "<br>")
}
