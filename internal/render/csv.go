package render

import (
	"bufio"
	"bytes"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// writeCSV writes a line of names and a line for each row, as RFC 4180 describes it. Without Options.Excel it is for
// programs: UTF-8 without a byte order mark, line feeds, and every value as it is.
func writeCSV(w *bufio.Writer, rows table.Rows, o Options, result *Result) error {
	end := "\n"
	if o.Excel {
		end = "\r\n"
		if _, err := w.WriteString("\ufeff"); err != nil {
			return err
		}
	}
	var value []byte
	return delimited(w, rows, ',', end, func(line, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		if o.Excel && !rawjson.IsNumber(cell) && isFormula(value) {
			value = append([]byte("'"), value...)
			result.Guarded++
		}
		if o.Escape {
			value = []byte(text.Escape(string(value)))
		}
		return appendCSV(line, value)
	})
}

// writeTSV writes a line of names and a line for each row. TSV has escapes, so it is always safe for a terminal.
func writeTSV(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	escapes := strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`, `\`, `\\`)
	var value []byte
	return delimited(w, rows, '\t', "\n", func(line, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		first := len(line) == 0
		line = append(line, text.Escape(escapes.Replace(string(value)))...)
		if first && bytes.HasPrefix(line, []byte("::")) { // a CI log would obey it
			line = append([]byte(`\x3a`), line[1:]...)
		}
		return line
	})
}

// delimited writes the names of the columns and the rows, one a line. appendCell adds a cell to a line.
func delimited(w *bufio.Writer, rows table.Rows, comma byte, end string, appendCell func(line, cell []byte) []byte) error {
	var line []byte
	write := func(row table.Row) error {
		line = line[:0]
		for i, cell := range row {
			if i > 0 {
				line = append(line, comma)
			}
			line = appendCell(line, cell)
		}
		if len(line) == 0 && comma == ',' { // an empty line would be read as no row at all
			line = append(line, `""`...)
		}
		line = append(line, end...)
		_, err := w.Write(line)
		return err
	}
	names := make(table.Row, len(rows.Columns))
	for i, c := range rows.Columns {
		names[i] = rawjson.Quote(c.Name)
	}
	if err := write(names); err != nil {
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

// isFormula reports whether a spreadsheet program could run a value as a formula, after any apostrophes. Those count, so
// that the guard can be undone: of what begins with apostrophes and then as a formula, the first apostrophe is the guard.
func isFormula(value []byte) bool {
	value = bytes.TrimLeft(value, "'")
	if len(value) == 0 {
		return false
	}
	if bytes.IndexByte([]byte("=+-@\t\r"), value[0]) >= 0 {
		return true
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if bytes.HasPrefix(value, []byte(wide)) {
			return true
		}
	}
	return false
}

// appendCSV quotes fields with commas, quotation marks or line breaks (RFC 4180), and those that begin or end with a space,
// which some readers would drop.
func appendCSV(b, s []byte) []byte {
	if !bytes.ContainsAny(s, ",\"\r\n") && (len(s) == 0 || (s[0] != ' ' && s[len(s)-1] != ' ')) {
		return append(b, s...)
	}
	b = append(b, '"')
	for _, c := range s {
		if c == '"' {
			b = append(b, '"')
		}
		b = append(b, c)
	}
	return append(b, '"')
}
