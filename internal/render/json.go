package render

import (
	"bufio"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// writeJSON writes one array, an object a line: for reading and for grep.
func writeJSON(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	names := quotedNames(rows.Columns)
	before := "[\n"
	var b []byte
	err := writeLines(w, rows, func(row table.Row) []byte {
		b = appendObject(append(b[:0], before...), names, row)
		before = ",\n"
		return text.EscapeJSON(b)
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if before == "[\n" { // no rows
		end = "[]\n"
	}
	_, err = w.WriteString(end)
	return err
}

// writeJSONL writes an object a line.
func writeJSONL(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	names := quotedNames(rows.Columns)
	var b []byte
	return writeLines(w, rows, func(row table.Row) []byte {
		b = appendObject(b[:0], names, row)
		return append(text.EscapeJSON(b), '\n')
	})
}

func quotedNames(columns []table.Column) [][]byte {
	names := make([][]byte, len(columns))
	for i, c := range columns {
		names[i] = rawjson.Quote(c.Name)
	}
	return names
}

// appendObject appends a row as an object. Absent cells are absent members. Values lose the white space of their file.
func appendObject(b []byte, names [][]byte, row table.Row) []byte {
	b = append(b, '{')
	for i, cell := range row {
		if cell == nil {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(b, names[i]...)
		b = append(b, ':')
		b, _ = jsontext.AppendFormat(b, cell, jsontext.AllowDuplicateNames(true)) // the end of the rows reports repeated names
	}
	return append(b, '}')
}

// listsAsJSON returns the rows with each list as a text that holds it as JSON.
func listsAsJSON(rows table.Rows) table.Rows {
	return rows.Replaced(func(_ table.Column, cell []byte) []byte {
		if rawjson.Kind(cell) != '[' {
			return cell
		}
		// With spaces, so that lines can break.
		list, _ := jsontext.AppendFormat(nil, cell, jsontext.AllowDuplicateNames(true),
			jsontext.SpaceAfterComma(true), jsontext.SpaceAfterColon(true))
		return rawjson.Quote(string(list))
	})
}

// writeIDs writes the ids alone, one a line.
func writeIDs(w *bufio.Writer, rows table.Rows, _ Options, _ *Result) error {
	at := slices.IndexFunc(rows.Columns, func(c table.Column) bool { return c.Name == "id" })
	if at < 0 {
		return text.Usage("these rows have no ids", "choose another format")
	}
	return writeLines(w, rows, func(row table.Row) []byte { return []byte(text.EscapeLine(table.Text(row[at])) + "\n") })
}
