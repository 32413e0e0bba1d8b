package render

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"malaga/internal/table"
	"malaga/internal/text"
)

// writeTable lays rows out for people. It is rendered to memory first: tablewriter drops the errors
// of its writer.
func writeTable(w *bufio.Writer, rows table.Rows, o Options) error {
	cells, err := texts(rows)
	if err != nil {
		return err
	}
	if last := len(rows.Columns) - 1; last > 0 && rows.Columns[last].Bar && !drawBars(rows.Columns, cells, o.Width) {
		rows.Columns = rows.Columns[:last]
		for i := range cells {
			cells[i] = cells[i][:last]
		}
	}
	widths := fit(rows.Columns, cells, o.Width, o.Width)
	n := len(widths)
	if n < len(rows.Columns) && len(cells) > 1 && !slices.ContainsFunc(rows.Columns[:n-1], func(c table.Column) bool { return !c.Numeric }) {
		// one column to read has room, with no more than its number before it
		_, err := w.Write(highlight(stacked(rows.Columns, cells, o.Width)))
		return err
	}
	if n < len(rows.Columns) && o.Left != nil {
		var left []string
		for _, c := range rows.Columns[n:] {
			left = append(left, c.Name)
		}
		o.Left(left)
	}
	for line, row := range cells {
		for i := range n {
			keep := whole(rows.Columns[i], o.Width)
			if line == 0 {
				keep = wholeIDs(o.Width)
			}
			row[i] = strings.Join(marked(wrap(row[i], widths[i], keep)), "\n")
		}
	}
	var b bytes.Buffer
	t := newTable(&b, rows.Columns[:n])
	t.Header(cells[0][:n])
	for _, row := range cells[1:] {
		if err := t.Append(row[:n]); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	_, err = w.Write(highlight(trimLines(b.Bytes(), total(widths))))
	return err
}

// newTable sets tablewriter up: no borders, no case changes, widths as counted here.
func newTable(w io.Writer, columns []table.Column) *tablewriter.Table {
	twwidth.SetEastAsian(false) // else widths depend on the locale
	align := make(tw.Alignment, len(columns))
	for i, c := range columns {
		align[i] = tw.AlignLeft
		if c.Numeric {
			align[i] = tw.AlignRight
		}
	}
	cell := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft, PerColumn: align},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: gap, Overwrite: true}},
	}
	off := tw.Off
	return tablewriter.NewTable(w,
		tablewriter.WithConfig(tablewriter.Config{
			Header: cell, Row: cell,
			Behavior: tw.Behavior{TrimSpace: off, TrimLine: off},
		}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: off, BetweenRows: off, ShowHeader: off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: off, ShowBottom: off},
			},
		})))
}

// cellWidth is how many columns a text takes on a terminal. tablewriter counts clusters of characters as
// the sum of their parts; to count less here would make its lines too long.
func cellWidth(s string) int { return max(displaywidth.String(s), twwidth.Width(s)) }

// gap stands between columns.
const gap = "  "

// texts reads all rows as text on one line each; the first row is the heading.
func texts(rows table.Rows) ([][]string, error) {
	heading := make([]string, len(rows.Columns))
	for i, c := range rows.Columns {
		heading[i] = text.Escape(c.Title)
	}
	all := [][]string{heading}
	for row, err := range rows.Seq {
		if err != nil {
			return nil, err
		}
		line := make([]string, len(row))
		for i, cell := range row {
			if line[i] = table.Text(cell); rows.Columns[i].Marked {
				line[i] = markedLine(line[i])
			} else {
				line[i] = text.Line(line[i])
			}
		}
		all = append(all, line)
	}
	return all, nil
}

// Text columns are wrapped no narrower than leastWidth before a column is left out.
const leastWidth = 18

// least is the width that a cell needs on a terminal.
func least(c table.Column, cell string, terminal int) int {
	width, words := cellWidth(cell), longest(cell, whole(c, terminal))
	switch {
	case c.Unbroken:
		return width
	case c.Numeric:
		return words // "47 records" may take two lines
	}
	return max(min(width, leastWidth), words)
}

// longest is the width of the longest word of a text that is to stay whole.
func longest(s string, whole func(word string) bool) int {
	width := 0
	for word := range strings.FieldsSeq(s) {
		if len(word) > width && whole(word) {
			width = max(width, cellWidth(word))
		}
	}
	return width
}

// Fits says whether rows have room in a width without leaving a column out.
func Fits(rows table.Rows, width int) (bool, error) {
	cells, err := texts(rows)
	return err == nil && len(fit(rows.Columns, cells, width, width)) == len(rows.Columns), err
}

// fit decides how wide the columns are, and how many of them there is room for: the first ones,
// which are the most important. At least one column remains, however wide its ids are. limit may be less than the
// terminal is wide, where something else stands beside the columns.
func fit(columns []table.Column, cells [][]string, limit, terminal int) []int {
	natural, needed := make([]int, len(columns)), make([]int, len(columns))
	for i, c := range columns {
		for n, row := range cells {
			natural[i] = max(natural[i], cellWidth(row[i]))
			if n > 0 {
				needed[i] = max(needed[i], least(c, row[i], terminal))
				continue
			}
			needed[i] = longest(row[i], wholeIDs(terminal))
			for word := range strings.FieldsSeq(row[i]) { // a heading can be wrapped
				needed[i] = max(needed[i], min(cellWidth(word), leastWidth))
			}
		}
	}
	if limit <= 0 {
		return natural
	}
	n := len(columns)
	for n > 1 && total(needed[:n]) > limit {
		n--
	}
	widths := natural[:n]
	for total(widths) > limit { // take from the widest that can give
		at := -1
		for i := range widths {
			if widths[i] > needed[i] && (at < 0 || widths[i] > widths[at]) {
				at = i
			}
		}
		if at < 0 {
			if n == 1 && !columns[0].Unbroken {
				widths[0] = max(1, limit)
			}
			break
		}
		widths[at]--
	}
	return widths
}

func total(widths []int) int {
	sum := len(gap) * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// IsID says whether a word looks like an id or a code, perhaps with what stands around one in a list.
func IsID(word string) bool {
	const around = `"[]{}(),;:.` + table.MarkStart + table.MarkEnd
	word = strings.Trim(word, around)
	return strings.Contains(word, "-") && !strings.HasPrefix(word, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-_"+table.MarkStart+table.MarkEnd) == ""
}

// whole says which words in the cells of a column are not to be broken.
func whole(c table.Column, terminal int) func(word string) bool {
	switch {
	case c.Numeric:
		return func(string) bool { return true }
	case c.IDs:
		return IsID
	}
	return wholeIDs(terminal)
}

// wholeIDs keeps ids whole among words of a text. There a word with hyphens looks like one, and so what has no room on the
// whole terminal is broken.
func wholeIDs(terminal int) func(word string) bool {
	return func(word string) bool { return IsID(word) && (terminal <= 0 || cellWidth(word) <= terminal) }
}

func nothing(string) bool { return false }

// wrap breaks a text into lines no wider than width: at spaces, and within a word only where it
// is wider than the line. What is to stay whole is not broken, however wide.
func wrap(s string, width int, whole func(word string) bool) []string {
	if cellWidth(s) <= width || width <= 0 {
		return []string{s}
	}
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, line)
		line, used = "", 0
	}
	for word := range strings.FieldsSeq(s) {
		w := cellWidth(word)
		if used > 0 && used+1+w > width {
			flush()
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		if w <= width || whole(word) {
			line, used = line+word, used+w
			continue
		}
		for g := displaywidth.StringGraphemes(word); g.Next(); {
			if used+cellWidth(g.Value()) > width && used > 0 {
				flush()
			}
			line, used = line+g.Value(), used+cellWidth(g.Value())
		}
	}
	if line != "" {
		flush()
	}
	return lines
}

// trimLines takes away the padding behind the last column, of rows and of the line below the
// heading.
func trimLines(b []byte, width int) []byte {
	lines := bytes.Split(b, []byte("\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimRight(l, " ")
		if rule := strings.Repeat("─", width); bytes.HasPrefix(l, []byte(rule)) {
			lines[i] = []byte(rule)
		}
	}
	return bytes.Join(lines, []byte("\n"))
}
