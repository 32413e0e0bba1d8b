package render

import (
	"bufio"
	"bytes"
	"cmp"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// writeCSV writes a line of names and a line for each row, as RFC 4180 describes it. Without Options.Excel it is for
// programs: UTF-8 without a byte order mark, line feeds, and every value as it is.
func writeCSV(w *bufio.Writer, rows table.Rows, o Options, result *Result) error {
	delimiter, start, end := cmp.Or(o.Delimiter, Comma), "", "\n"
	if o.Excel {
		start, end = "\ufeff", "\r\n"
	}
	if o.Sep {
		start += "sep=" + delimiter + end
	}
	if _, err := w.WriteString(start); err != nil {
		return err
	}
	var value []byte
	special := "\"\r\n" + delimiter
	guarded := make([]int, len(rows.Columns))
	err := delimited(w, rows, delimiter, end, func(line []byte, i int, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		if o.Excel && needsGuard(rows.Columns[i], cell, value) {
			value = append([]byte{guard}, value...)
			guarded[i]++
		}
		if o.Escape {
			value = []byte(text.Escape(string(value)))
		}
		return appendCSV(line, value, special)
	})
	for i, n := range guarded {
		if n > 0 {
			result.Guarded = append(result.Guarded, Guarded{rows.Columns[i].Name, n})
		}
	}
	return err
}

// writeTSV writes a line of names and a line for each row. TSV has escapes, so it is always safe for a terminal.
func writeTSV(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	escapes := strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`, `\`, `\\`)
	var value []byte
	return delimited(w, rows, "\t", "\n", func(line []byte, _ int, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		first := len(line) == 0
		line = append(line, text.Escape(escapes.Replace(string(value)))...)
		if first && bytes.HasPrefix(line, []byte("::")) { // a CI log would obey it
			line = append([]byte(`\x3a`), line[1:]...)
		}
		return line
	})
}

// delimited writes the names of the columns and the rows, one a line. appendCell adds the cell of a column to a line.
func delimited(
	w *bufio.Writer, rows table.Rows, delimiter, end string, appendCell func(line []byte, column int, cell []byte) []byte,
) error {
	var line []byte
	write := func(row table.Row) error {
		line = line[:0]
		for i, cell := range row {
			if i > 0 {
				line = append(line, delimiter...)
			}
			line = appendCell(line, i, cell)
		}
		if len(line) == 0 && delimiter != "\t" { // an empty line would be read as no row at all
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

// appendCSV quotes fields with special characters, which are delimiters, quotation marks and line breaks (RFC 4180), and those
// that begin or end with a space, which some readers would drop.
func appendCSV(b, s []byte, special string) []byte {
	if !bytes.ContainsAny(s, special) && (len(s) == 0 || (s[0] != ' ' && s[len(s)-1] != ' ')) {
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
