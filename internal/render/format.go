// Package render writes rows and pages as text, and output files that appear whole.
package render

import (
	"bufio"
	"io"

	"malaga/internal/table"
)

// Format is the name of a format in which rows are written.
type Format string

// The formats of rows.
const (
	Table    Format = "table"
	CSV      Format = "csv"
	TSV      Format = "tsv"
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	Markdown Format = "md"
	IDs      Format = "ids"
)

// RowFormat describes a format of rows. Its name and its aliases are also the endings of its files.
type RowFormat struct {
	Name    Format
	Aliases []string
	Summary string
	write   func(*bufio.Writer, table.Rows, Options, *Result) error
}

// RowFormats returns the formats of rows, in the order in which they are listed.
func RowFormats() []RowFormat {
	return []RowFormat{
		{Table, nil, "columns for people, fitted to the terminal", writeTable},
		{CSV, nil, "comma-separated values", writeCSV},
		{TSV, nil, "tab-separated values", writeTSV},
		{JSON, nil, "one array of objects", writeJSON},
		{JSONL, nil, "one JSON object a line", writeJSONL},
		{Markdown, []string{"markdown"}, "a Markdown table", writeMarkdown},
		{IDs, nil, "the ids alone, one a line", writeIDs},
	}
}

// Options control how rows are written.
type Options struct {
	Width       int  // of the terminal in columns, for Table; 0 means no limit
	Escape      bool // escape what would control a terminal
	Colour      bool // print highlights of a Table in bold
	ListsAsJSON bool // write lists as JSON instead of joining their entries
	Excel       bool // CSV that spreadsheets open right: with a byte order mark, CRLF, and guards (see Guarded)

	Delimiter string // one character between the fields of CSV; "" means Comma
	Sep       bool   // CSV begins with a line that tells Excel the delimiter

	memory, chunk int // of a Table: bytes of rows in memory, rows laid out at a time; 0 means as many as usual

	// Short returns the short name of the record that an id refers to, or the id if it has none. A Table shows it in
	// the place of ids; nil shows ids.
	Short func(table, id string) string
}

// Result reports what Write did.
type Result struct {
	Rows    int       // rows written
	Hidden  []string  // the columns of a Table that had no room
	Guarded []Guarded // the columns of a CSV for Excel in which values got a guard
}

// writeLines writes what line makes of each row.
func writeLines(w *bufio.Writer, rows table.Rows, line func(table.Row) []byte) error {
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if _, err := w.Write(line(row)); err != nil {
			return err
		}
	}
	return nil
}

// Write writes rows to w. It returns the first error of the rows or of w.
func Write(w io.Writer, f Format, rows table.Rows, o Options) (Result, error) {
	var result Result
	if f != Table || !o.Colour {
		rows = rows.Unmarked()
	}
	if f != JSON && f != JSONL {
		rows = rows.DecimalsAsText()
		if o.ListsAsJSON {
			rows = listsAsJSON(rows)
		}
	}
	rows.Seq = table.Watched(rows.Seq, func(table.Row) { result.Rows++ })
	b := bufio.NewWriterSize(w, 64<<10)
	for _, known := range RowFormats() {
		if known.Name == f {
			if err := known.write(b, rows, o, &result); err != nil {
				return result, err
			}
		}
	}
	return result, b.Flush()
}
