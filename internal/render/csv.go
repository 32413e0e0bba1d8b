package render

import (
	"bufio"
	"bytes"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// CSVOptions is how CSV is written. The zero value is for programs: UTF-8 without a mark, lines that end
// with a line feed, and every value as it is.
type CSVOptions struct {
	Mark    bool      // begin with a byte order mark, by which Excel knows UTF-8
	CRLF    bool      // end lines as RFC 4180 has it
	Guard   bool      // put an apostrophe before texts that could be run as formulas (CWE-1236)
	Guarded func(int) // told how many cells were guarded, if any
}

// writeCSV writes a heading of names and a line a row.
func writeCSV(w *bufio.Writer, rows table.Rows, o Options) error {
	end, guarded := "\n", 0
	if o.CSV.CRLF {
		end = "\r\n"
	}
	if o.CSV.Mark {
		if _, err := w.WriteString("\ufeff"); err != nil {
			return err
		}
	}
	var value []byte
	err := delimited(w, rows, ',', end, func(line, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, "; ")
		if o.CSV.Guard && !rawjson.IsNumber(cell) && formula(value) {
			value = append([]byte("'"), value...)
			guarded++
		}
		if o.Escape {
			value = []byte(text.Escape(string(value)))
		}
		return appendCSV(line, value)
	})
	if guarded > 0 && o.CSV.Guarded != nil {
		o.CSV.Guarded(guarded)
	}
	return err
}

// writeTSV writes a heading of names and a line a row. TSV has escapes: nothing is lost by making it safe
// for a terminal.
func writeTSV(w *bufio.Writer, rows table.Rows, _ Options) error {
	var value []byte
	return delimited(w, rows, '\t', "\n", func(line, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, "; ")
		start := len(line)
		line = appendTSV(line, value)
		line = append(line[:start], text.Escape(string(line[start:]))...)
		if start == 0 && bytes.HasPrefix(line, []byte("::")) { // a CI log would obey it
			line = append([]byte(`\x3a`), line[1:]...)
		}
		return line
	})
}

// delimited writes the lines. field adds a cell to a line.
func delimited(w *bufio.Writer, rows table.Rows, comma byte, end string, field func(line, cell []byte) []byte) error {
	var line []byte
	write := func(row table.Row) error {
		line = line[:0]
		for i, cell := range row {
			if i > 0 {
				line = append(line, comma)
			}
			line = field(line, cell)
		}
		if len(line) == 0 && comma == ',' { // an empty line would be read as no row at all
			line = append(line, `""`...)
		}
		line = append(line, end...)
		_, err := w.Write(line)
		return err
	}
	heading := make(table.Row, len(rows.Columns))
	for i, c := range rows.Columns {
		heading[i] = rawjson.Quote(c.Name)
	}
	if err := write(heading); err != nil {
		return err
	}
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if err := write(row); err != nil {
			return err
		}
	}
	return nil
}

// formula says whether a program for spreadsheets could take a value for a formula: it begins as one, after any
// apostrophes. Those are counted in so that the guard can be taken away again: of what begins with apostrophes and
// then as a formula does, the first apostrophe is the guard.
func formula(value []byte) bool {
	value = bytes.TrimLeft(value, "'")
	if len(value) == 0 {
		return false
	}
	switch value[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if bytes.HasPrefix(value, []byte(wide)) {
			return true
		}
	}
	return false
}

// appendCSV quotes as RFC 4180 asks: fields with commas, quotation marks, line breaks, and those that
// begin or end with a space, which some readers would drop.
func appendCSV(b, s []byte) []byte {
	if !bytes.ContainsAny(s, ",\"\r\n") && (len(s) == 0 || (s[0] != ' ' && s[len(s)-1] != ' ')) {
		return append(b, s...)
	}
	b = append(b, '"')
	for {
		i := bytes.IndexByte(s, '"')
		if i < 0 {
			break
		}
		b = append(append(b, s[:i+1]...), '"')
		s = s[i+1:]
	}
	return append(append(b, s...), '"')
}

// appendTSV escapes what would end a field or a line, and the backslash itself.
func appendTSV(b, s []byte) []byte {
	for _, c := range s {
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\\':
			b = append(b, `\\`...)
		default:
			b = append(b, c)
		}
	}
	return b
}
