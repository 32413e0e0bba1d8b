package render

import (
	"bufio"
	"bytes"
	"cmp"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
)

// writeCSV writes a line of names and a line for each row, as RFC 4180 describes it. Without Options.Excel it is for
// programs: UTF-8 without a byte order mark, line feeds, and every value as it is, but for controls.
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
	quote := newQuoter(delimiter)
	guarded := make([]int, len(rows.Columns))
	err := delimited(w, rows, lineForm{delimiter: delimiter, empty: `""`, end: end}, func(line []byte, i int, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		if o.Excel && needsGuard(rows.Columns[i], cell, value) {
			value = append([]byte{guard}, value...)
			guarded[i]++
		}
		if o.Escape {
			value = []byte(text.Escape(string(value)))
		}
		return quote.append(line, value)
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
	return delimited(w, rows, lineForm{delimiter: "\t", end: "\n"}, func(line []byte, _ int, cell []byte) []byte {
		value = table.AppendText(value[:0], cell, table.Separator)
		s := text.EscapeMessage(escapes.Replace(string(value)))
		if len(line) == 0 && strings.HasPrefix(strings.TrimLeft(s, " "), "::") { // a CI log would obey it
			s = text.EscapeLine(s)
		}
		return append(line, s...)
	})
}

// lineForm is the form of the lines of rows.
type lineForm struct {
	delimiter string // between fields
	empty     string // written for an empty line, which would be read as no row at all
	end       string
}

// delimited writes the names of the columns and the rows, one a line. appendCell adds the cell of a column to a line.
func delimited(w *bufio.Writer, rows table.Rows, form lineForm, appendCell func(line []byte, column int, cell []byte) []byte) error {
	var line []byte
	lineOf := func(row table.Row) []byte {
		line = line[:0]
		for i, cell := range row {
			if i > 0 {
				line = append(line, form.delimiter...)
			}
			line = appendCell(line, i, cell)
		}
		if len(line) == 0 {
			line = append(line, form.empty...)
		}
		line = append(line, form.end...)
		return line
	}
	if _, err := w.Write(lineOf(quotedNames(rows.Columns))); err != nil {
		return err
	}
	return writeLines(w, rows, lineOf)
}

// What a byte asks of the field that it is in.
const (
	toQuote   = 1 << iota // a delimiter, a quotation mark or a line break (RFC 4180)
	toExamine             // a control may begin with it
)

// quoter writes fields of CSV. It has for each byte what that asks of a field: one look is enough for quotes and controls.
type quoter [256]byte

func newQuoter(delimiter string) *quoter {
	var q quoter
	for c := range 0x20 {
		q[c] = toExamine
	}
	for _, control := range []string{"\x7f", "\u0080", "\u2028", "\ufffe"} { // the others begin alike
		q[control[0]] = toExamine
	}
	q['\t'] = 0
	for _, c := range []byte("\"\r\n" + delimiter) {
		q[c] |= toQuote
	}
	return &q
}

// append appends a field to a line. One that begins or ends with a space is quoted as well, for some readers would drop it.
func (q *quoter) append(line, field []byte) []byte {
	var asked byte
	for _, c := range field {
		asked |= q[c]
	}
	if asked&toExamine != 0 {
		field = text.EscapeControls(field)
	}
	if asked&toQuote == 0 && (len(field) == 0 || field[0] != ' ' && field[len(field)-1] != ' ') {
		return append(line, field...)
	}
	line = append(line, '"')
	for i := bytes.IndexByte(field, '"'); i >= 0; i = bytes.IndexByte(field, '"') {
		line = append(line, field[:i+1]...)
		line = append(line, '"')
		field = field[i+1:]
	}
	return append(append(line, field...), '"')
}
