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

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// gap separates columns.
const gap = "  "

// writeTable lays rows out for people. It renders to memory first, for tablewriter drops the errors of its writer.
func writeTable(w *bufio.Writer, rows table.Rows, o Options, result *Result) error {
	cells, err := readCells(rows, o.Short)
	if err != nil {
		return err
	}
	columns := rows.Columns
	if last := len(columns) - 1; last > 0 && columns[last].Bar && !drawBars(columns, cells, o.Width) {
		columns = columns[:last]
		for i := range cells {
			cells[i] = cells[i][:last]
		}
	}
	widths := fit(columns, cells, o.Width, o.Width)
	n := len(widths)
	if n < len(columns) && len(cells) > 1 && !hasText(columns[:n-1]) {
		_, err := w.Write(highlight(vertical(columns, cells, o.Width)))
		return err
	}
	for _, c := range columns[n:] {
		result.Hidden = append(result.Hidden, c.Name)
	}
	for line, row := range cells {
		for i := range n {
			keep := unbroken(columns[i], o.Width)
			if line == 0 {
				keep = unbrokenIDs(o.Width)
			}
			row[i] = strings.Join(isolate(closeMarks(wrap(row[i], widths[i], keep))), "\n")
		}
		cells[line] = row[:n]
	}
	rendered, err := renderTable(columns[:n], cells)
	if err != nil {
		return err
	}
	_, err = w.Write(highlight(trimLines(rendered, total(widths))))
	return err
}

// isolate puts lines with letters that run from right to left between an isolate and its end (UAX #9). A terminal that orders
// such text would else move it among the numbers and dates of the columns beside it.
func isolate(lines []string) []string {
	const firstStrong, end = "\u2068", "\u2069"
	for i, line := range lines {
		if strings.ContainsFunc(line, text.RunsRightToLeft) {
			lines[i] = firstStrong + line + end
		}
	}
	return lines
}

// hasText reports whether one of the columns is more than a number.
func hasText(columns []table.Column) bool {
	return slices.ContainsFunc(columns, func(c table.Column) bool { return !c.Numeric })
}

// renderTable lays out cells that are wrapped already; the first row is the heading.
func renderTable(columns []table.Column, cells [][]string) ([]byte, error) {
	var b bytes.Buffer
	t := newTable(&b, columns)
	t.Header(cells[0])
	for _, row := range cells[1:] {
		if err := t.Append(row); err != nil {
			return nil, err
		}
	}
	err := t.Render()
	return b.Bytes(), err
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
	return tablewriter.NewTable(w,
		tablewriter.WithConfig(tablewriter.Config{
			Header: cell, Row: cell,
			Behavior: tw.Behavior{TrimSpace: tw.Off, TrimLine: tw.Off},
		}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off, ShowHeader: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
			},
		})))
}

// cellWidth returns how many columns a text takes on a terminal. tablewriter counts a cluster of characters as the sum of its
// parts; to count less here would make its lines too long.
func cellWidth(s string) int { return max(displaywidth.String(s), twwidth.Width(s)) }

// readCells reads all rows as text on one line each; the first row is the heading. A reference is shown by its short name.
func readCells(rows table.Rows, short func(table, id string) string) ([][]string, error) {
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
			switch c := rows.Columns[i]; {
			case c.Marked:
				line[i] = markedLine(table.Text(cell))
			case c.Ref != "" && short != nil:
				line[i] = text.EscapeLine(shortNames(cell, func(id string) string { return short(c.Ref, id) }))
			default:
				line[i] = text.EscapeLine(table.Text(cell))
			}
		}
		all = append(all, line)
	}
	return all, nil
}

// shortNames returns the text of a cell that holds an id or a list of ids. Each id has its name, even twice, so that columns
// of one list stay aligned.
func shortNames(cell []byte, short func(id string) string) string {
	return table.Text(table.Replace(cell, func(id []byte) []byte { return rawjson.Quote(short(table.Text(id))) }))
}

// trimLines removes the padding behind the last column, of rows and of the rule below the heading.
func trimLines(b []byte, width int) []byte {
	rule := strings.Repeat("─", width)
	lines := bytes.Split(b, []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimRight(line, " ")
		if bytes.HasPrefix(line, []byte(rule)) {
			lines[i] = []byte(rule)
		}
	}
	return bytes.Join(lines, []byte("\n"))
}
