// Package table defines rows of cells, which packages exchange.
package table

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
)

// Column describes a column.
type Column struct {
	Name     string // as in the schema: the key in JSON, the heading in CSV
	Title    string // for people
	Numeric  bool   // aligned to the right
	Decimals bool   // numbers with a fixed number of decimals: 100.0
	Unbroken bool   // never wrapped or cut: ids, codes, dates
	IDs      bool   // has ids, codes or dates among other words: none of them is cut
	Date     bool   // dates, YYYY-MM-DD
	Link     bool   // web addresses
	Ref      string // the table that the ids in it refer to
	Bar      bool   // the last column: numbers to be drawn as bars where there is room
	Marked   bool   // texts with highlighted parts, see MarkStart
	Tint     Tint   // the background of texts in a workbook
}

// Tint is a background that says what became of a value.
type Tint int

// The tints. The zero value is none.
const (
	Removed Tint = iota + 1
	Added
)

// MarkStart and MarkEnd enclose a highlighted part of a text in a cell of a Marked column. The text must be escaped first,
// so that data cannot hold a mark.
const (
	MarkStart = "\x02"
	MarkEnd   = "\x03"
)

// Row holds a cell for each column. A cell is a JSON value as in a record, or nil if it is absent: nothing is decoded and
// encoded on the way, and a number stays as it was written.
type Row [][]byte

// String returns a cell with a text.
func String(s string) []byte { return rawjson.Quote(s) }

// Optional returns a cell with a text, or an absent one if the text is empty.
func Optional(s string) []byte { return rawjson.QuoteAny(s) }

// Int returns a cell with a number.
func Int(n int) []byte { return strconv.AppendInt(nil, int64(n), 10) }

// Strings returns a cell with a list of texts, or an absent one if there are none.
func Strings(list []string) []byte {
	var cell []byte
	for _, s := range list {
		cell = append(cell, ',')
		cell = append(cell, rawjson.Quote(s)...)
	}
	if cell == nil {
		return nil
	}
	cell[0] = '['
	return append(cell, ']')
}

// Rows is a sequence of rows. A row is valid until the next one is requested. An error ends the sequence.
type Rows struct {
	Columns []Column
	Seq     iter.Seq2[Row, error]
}

// Of returns the rows of a slice.
func Of(columns []Column, rows []Row) Rows {
	return Rows{columns, func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}}
}

// Watched returns a sequence that an error ends, and calls fn with each of its values on its way.
func Watched[T any](seq iter.Seq2[T, error], fn func(T)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for value, err := range seq {
			if err == nil {
				fn(value)
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// DecimalsAsText returns the rows with the numbers of Decimals columns as texts, so that they keep their zeros.
func (r Rows) DecimalsAsText() Rows {
	if !slices.ContainsFunc(r.Columns, func(c Column) bool { return c.Decimals }) {
		return r
	}
	return r.Replaced(func(c Column, cell []byte) []byte {
		if c.Decimals && cell != nil {
			return rawjson.Quote(string(cell))
		}
		return cell
	})
}

// Replaced returns the rows with another cell in place of each.
func (r Rows) Replaced(with func(Column, []byte) []byte) Rows {
	return Rows{r.Columns, func(yield func(Row, error) bool) {
		for row, err := range r.Seq {
			row = slices.Clone(row)
			for i, cell := range row {
				row[i] = with(r.Columns[i], cell)
			}
			if !yield(row, err) {
				return
			}
		}
	}}
}

// Unmarked returns the rows without the marks of highlighted parts.
func (r Rows) Unmarked() Rows {
	if !slices.ContainsFunc(r.Columns, func(c Column) bool { return c.Marked }) {
		return r
	}
	return r.Replaced(func(c Column, cell []byte) []byte {
		if c.Marked {
			return Unmarked(cell)
		}
		return cell
	})
}

// Unmarked returns a cell of a Marked column without the marks.
func Unmarked(cell []byte) []byte {
	if rawjson.Kind(cell) != '"' {
		return cell
	}
	return rawjson.Quote(strings.NewReplacer(MarkStart, "", MarkEnd, "").Replace(rawjson.Text(cell)))
}

// IsID reports whether a word looks like an id or a code, perhaps with the punctuation of a list around it.
func IsID(word string) bool {
	const around = `"[]{}(),;:.` + MarkStart + MarkEnd
	word = strings.Trim(word, around)
	return strings.Contains(word, "-") && !strings.HasPrefix(word, "-") &&
		strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-_"+MarkStart+MarkEnd) == ""
}
