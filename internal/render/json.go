package render

import (
	"bufio"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// writeJSON writes one array, an object a line: fit for a reader and for `grep`.
func writeJSON(w *bufio.Writer, rows table.Rows, _ Options) error {
	names := quotedNames(rows.Columns)
	b := []byte("[")
	n := 0
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if n > 0 {
			b = append(b, ',')
		}
		b = append(b, '\n')
		if b, err = appendObject(b, names, row); err != nil {
			return err
		}
		if _, err := w.Write(text.JSON(b)); err != nil {
			return err
		}
		b = b[:0]
		n++
	}
	if n > 0 {
		b = append(b, '\n')
	}
	_, err := w.Write(append(b, "]\n"...))
	return err
}

// writeJSONL writes an object a line.
func writeJSONL(w *bufio.Writer, rows table.Rows, _ Options) error {
	names := quotedNames(rows.Columns)
	var b []byte
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if b, err = appendObject(b[:0], names, row); err != nil {
			return err
		}
		if _, err := w.Write(append(text.JSON(b), '\n')); err != nil {
			return err
		}
	}
	return nil
}

func quotedNames(columns []table.Column) [][]byte {
	names := make([][]byte, len(columns))
	for i, c := range columns {
		names[i] = rawjson.Quote(c.Name)
	}
	return names
}

// appendObject appends a row as an object. Absent cells are absent members; the values are those of
// the record, without the white space of its file.
func appendObject(b []byte, names [][]byte, row table.Row) ([]byte, error) {
	b = append(b, '{')
	first := true
	for i, cell := range row {
		if cell == nil {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, names[i]...)
		b = append(b, ':')
		var err error
		if b, err = jsontext.AppendFormat(b, cell); err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return append(b, '}'), nil
}

// listsAsJSON makes texts of lists, which hold them as JSON.
func listsAsJSON(rows table.Rows) table.Rows {
	return table.Rows{Columns: rows.Columns, Seq: func(yield func(table.Row, error) bool) {
		for row, err := range rows.Seq {
			row = slices.Clone(row)
			for i, cell := range row {
				if rawjson.Kind(cell) != '[' {
					continue
				}
				text, wrong := jsontext.AppendFormat(nil, cell, jsontext.SpaceAfterComma(true), jsontext.SpaceAfterColon(true)) // so that lines can break
				if wrong != nil {
					yield(nil, wrong)
					return
				}
				row[i] = rawjson.Quote(string(text))
			}
			if !yield(row, err) {
				return
			}
		}
	}}
}

// writeIDs writes the ids alone, one a line.
func writeIDs(w *bufio.Writer, rows table.Rows, _ Options) error {
	at := -1
	for i, c := range rows.Columns {
		if c.Name == "id" {
			at = i
		}
	}
	if at < 0 {
		return ErrNoIDs
	}
	for row, err := range rows.Seq {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w, text.Line(table.Text(row[at]))); err != nil {
			return err
		}
	}
	return nil
}

// ErrNoIDs says that the rows have no ids to be written alone.
var ErrNoIDs = errors.New("these rows have no ids")
