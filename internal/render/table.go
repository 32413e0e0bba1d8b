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

// So many rows, or bytes of rows with what pads them, are laid out at a time: tablewriter keeps all that it gets.
const (
	usualChunk = 4000
	chunkBytes = 2 << 20
)

// writeTable lays rows out for people. It renders to memory first, for tablewriter drops the errors of its writer.
func writeTable(w *bufio.Writer, rows table.Rows, o Options, result *Result) error {
	c := newCells(rows, o)
	defer c.body.Close()
	if err := c.read(rows); err != nil {
		return err
	}
	if last := len(c.columns) - 1; last > 0 && c.columns[last].Bar {
		c.drawBars()
	}
	widths := c.fit(len(c.columns), o.Width)
	n := len(widths)
	if n < len(c.columns) && c.body.Len() > 0 && !hasText(c.columns[:n-1]) {
		return c.vertical(w)
	}
	for _, hidden := range c.columns[n:] {
		result.Hidden = append(result.Hidden, hidden.Name)
	}
	c.columns = c.columns[:n]
	return c.layOut(w, widths)
}

// layOut wraps all cells, and writes the rows in chunks.
func (c *cells) layOut(w io.Writer, widths []int) error {
	n := len(widths)
	wrapped := newLog(n, c.body.Most)
	defer wrapped.Close()
	widest := make([]int, n)
	heading := make([]string, n)
	for i := range widths {
		heading[i] = wrapCell(c.heading[i], widths[i], unbrokenIDs(c.terminal))
	}
	widen(widest, heading)
	for row, err := range c.all() {
		if err != nil {
			return err
		}
		row = c.wrap(row, widths)
		widen(widest, row)
		if err := wrapped.Add(row); err != nil {
			return err
		}
	}
	if c.body.Len() > c.chunk || max(c.size, c.body.Len()*total(widest)) > chunkBytes {
		c.pad(heading, widest)
	}
	var chunk [][]string
	size := 0
	for row, err := range wrapped.All() {
		if err != nil {
			return err
		}
		if len(chunk) == c.chunk || size > chunkBytes {
			if err := c.write(w, heading, chunk, widths); err != nil {
				return err
			}
			chunk = chunk[:0]
			size = 0
			c.written = true
		}
		chunk = append(chunk, row)
		size += max(bytesOf(row), total(widest))
	}
	return c.write(w, heading, chunk, widths)
}

// widen makes columns as wide as the widest line of a row that is wrapped. No text is wider than its bytes are many.
func widen(widest []int, row []string) {
	for i, cell := range row {
		for line := range strings.SplitSeq(cell, "\n") {
			if len(line) > widest[i] {
				widest[i] = max(widest[i], twwidth.Width(line))
			}
		}
	}
}

// pad makes a heading as wide as the columns, so that they are equally wide in each chunk.
func (c *cells) pad(heading []string, widest []int) {
	for i, cell := range heading {
		first, rest, more := strings.Cut(cell, "\n")
		pad := strings.Repeat(" ", widest[i]-twwidth.Width(first))
		if c.columns[i].Numeric {
			first = pad + first
		} else {
			first += pad
		}
		if heading[i] = first; more {
			heading[i] += "\n" + rest
		}
	}
}

// wrap wraps the cells of a row.
func (c *cells) wrap(row []string, widths []int) []string {
	for i := range row {
		row[i] = wrapCell(row[i], widths[i], unbroken(c.columns[i], c.terminal))
	}
	return row
}

func wrapCell(cell string, width int, keep func(word string) bool) string {
	return strings.Join(isolate(closeMarks(wrap(cell, width, keep))), "\n")
}

// write lays out some rows. The heading stands above the first ones.
func (c *cells) write(w io.Writer, heading []string, body [][]string, widths []int) error {
	rendered, err := renderTable(c.columns, heading, body)
	if err != nil {
		return err
	}
	if c.written {
		lines := 1 // the rule
		for _, cell := range heading {
			lines = max(lines, 2+strings.Count(cell, "\n"))
		}
		for range lines {
			_, rendered, _ = bytes.Cut(rendered, []byte("\n"))
		}
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

// renderTable lays out cells that are wrapped already.
func renderTable(columns []table.Column, heading []string, body [][]string) ([]byte, error) {
	var b bytes.Buffer
	t := newTable(&b, columns)
	t.Header(heading)
	for _, row := range body {
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
