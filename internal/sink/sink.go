// Package sink writes rows and workbooks: one writer a format.
package sink

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"

	"malaga/internal/diag"
	"malaga/internal/plain"
	"malaga/internal/table"
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
	{CSV, func(w *bufio.Writer, rows table.Rows, o Options) error { return delimited(w, rows, o, appendCSV, ',') }},
	{TSV, func(w *bufio.Writer, rows table.Rows, o Options) error { return delimited(w, rows, o, appendTSV, '\t') }},
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
	if hint = diag.DidYouMean(name, Formats()); hint == "" {
		hint = "the formats are " + strings.Join(Formats(), ", ")
	}
	return "", hint, false
}

// Options is how rows are written.
type Options struct {
	Width  int                    // of the terminal, for Table; 0 means no limit
	Escape bool                   // the text goes to a terminal: escape what would control it
	Left   func(columns []string) // told which columns of a Table had no room
}

// Write writes rows. Each writer reports the first error of the rows or of w.
func Write(w io.Writer, f Format, rows table.Rows, o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	for _, known := range writers {
		if known.format == f {
			if err := known.write(b, rows, o); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// delimited writes a heading of names and a line a row.
func delimited(w *bufio.Writer, rows table.Rows, o Options, field func([]byte, string) []byte, comma byte) error {
	var line []byte
	write := func(n int, cell func(int) string) error {
		line = line[:0]
		for i := range n {
			if i > 0 {
				line = append(line, comma)
			}
			start := len(line)
			line = field(line, cell(i))
			if o.Escape || comma == '\t' { // TSV has escapes: nothing is lost
				line = append(line[:start], plain.Escape(string(line[start:]))...)
			}
		}
		if len(line) == 0 && comma == ',' { // an empty line would be read as no row at all
			line = append(line, `""`...)
		}
		if comma == '\t' && bytes.HasPrefix(line, []byte("::")) { // a CI log would obey it
			line = append([]byte(`\x3a`), line[1:]...)
		}
		_, err := w.Write(append(line, '\n'))
		return err
	}
	if err := write(len(rows.Columns), func(i int) string { return rows.Columns[i].Name }); err != nil {
		return err
	}
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if err := write(len(row), func(i int) string { return table.Text(row[i]) }); err != nil {
			return err
		}
	}
	return nil
}

// appendCSV quotes as RFC 4180 asks: fields with commas, quotation marks, line breaks, and those that
// begin or end with a space, which some readers would drop.
func appendCSV(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\r\n") && (s == "" || (s[0] != ' ' && s[len(s)-1] != ' ')) {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

// appendTSV escapes what would end a field or a line, and the backslash itself.
func appendTSV(b []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\\':
			b = append(b, `\\`...)
		default:
			b = append(b, s[i])
		}
	}
	return b
}

// writeMarkdown writes a table of GitHub Flavored Markdown.
func writeMarkdown(w *bufio.Writer, rows table.Rows, _ Options) error {
	var line bytes.Buffer
	line.WriteString("|")
	for _, c := range rows.Columns {
		line.WriteString(" " + markdown(c.Title) + " |")
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
			line.WriteString(" " + markdown(table.Text(cell)) + " |")
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

// markdown escapes what would be markup; a line break becomes one of HTML, the only one a cell can hold.
func markdown(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	parts := strings.Split(s, "\n")
	for i, p := range parts {
		parts[i] = strings.NewReplacer(
			`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "&", "&amp;", "<", "&lt;", "[", `\[`, "]", `\]`,
		).Replace(plain.Escape(p))
	}
	return strings.Join(parts, "<br>")
}
