// Package table is what the steps of a command hand to each other: columns and rows.
//
// A cell is a JSON value, as in a record; what is absent is nil. So nothing is decoded and encoded
// on the way, and a number stays as it was written.
package table

import (
	"iter"
	"slices"
	"strings"

	"malaga/internal/rawjson"
)

// Column is a column of rows.
type Column struct {
	Name     string // as in the schema: the key in JSON, the heading in CSV
	Title    string // for people
	Numeric  bool   // set to the right
	Unbroken bool   // never wrapped or cut: ids, codes, dates
	IDs      bool   // ids, codes or dates among other words: none of them is cut
	Date     bool   // days, YYYY-MM-DD
	Link     bool   // addresses on the web
	Bar      bool   // the last column: numbers to be drawn as bars where there is room
	Marked   bool   // texts with marks around what is to be highlighted: see MarkStart
}

// The marks around a part of a text that is to be highlighted, in the cells of a Marked column alone. Whoever makes such
// cells escapes the text first (package plain), so that no data can hold a mark.
const (
	MarkStart = "\x02"
	MarkEnd   = "\x03"
)

// Unmarked is the cell of a Marked column without its marks.
func Unmarked(cell []byte) []byte {
	if rawjson.Kind(cell) != '"' {
		return cell
	}
	return rawjson.Quote(strings.NewReplacer(MarkStart, "", MarkEnd, "").Replace(rawjson.Text(cell)))
}

// Row is one row: a cell for each column.
type Row [][]byte

// Rows is a sequence of rows. A row is valid until the next one is asked for. An error ends the
// sequence.
type Rows struct {
	Columns []Column
	Seq     iter.Seq2[Row, error]
}

// Of makes rows of a slice.
func Of(columns []Column, rows []Row) Rows {
	return Rows{columns, func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}}
}

// Unmarked are the rows without the marks of what is to be highlighted.
func (r Rows) Unmarked() Rows {
	if !slices.ContainsFunc(r.Columns, func(c Column) bool { return c.Marked }) {
		return r
	}
	return Rows{r.Columns, func(yield func(Row, error) bool) {
		for row, err := range r.Seq {
			row = slices.Clone(row)
			for i, cell := range row {
				if r.Columns[i].Marked {
					row[i] = Unmarked(cell)
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}}
}

// Text is a cell as text. Entries of a list are joined by "; ", the members of an object by ", ".
func Text(cell []byte) string { return string(AppendText(nil, cell, "; ")) }

// AppendText is Text, added to b, with a separator of the entries of a list.
func AppendText(b, cell []byte, separator string) []byte {
	switch rawjson.Kind(cell) {
	case 0:
		return b
	case '[':
		n := 0
		for _, e := range rawjson.Elements(cell) {
			if n++; n > 1 {
				b = append(b, separator...)
			}
			b = AppendText(b, e, "; ")
		}
		return b
	case '{':
		first := true
		for m := range rawjson.Members(cell) {
			if !first {
				b = append(b, ", "...)
			}
			first = false
			b = AppendText(b, m.Value, "; ")
		}
		return b
	}
	return rawjson.AppendText(b, cell)
}
