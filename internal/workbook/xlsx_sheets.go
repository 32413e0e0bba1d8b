package workbook

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// textWidth is the width of a sheet of text in characters. It fits on a page also in the wider font that LibreOffice takes for Calibri.
const textWidth = 72

// maxLine is the length of a line of text: what a row has room for, which is at most 409 points high.
const maxLine = 25 * textWidth

// sheet makes a sheet with everything but the rows of its table.
func (x *xlsx) sheet(n int) (err error) {
	p := x.parts[n]
	if n == 0 {
		err = x.f.SetSheetName("Sheet1", p.name)
	} else {
		_, err = x.f.NewSheet(p.name)
	}
	if err != nil {
		return err
	}
	if len(p.columns) == 0 {
		err = x.text(p)
	} else {
		err = x.table(n)
	}
	if err != nil {
		return err
	}
	return x.page(p)
}

// text makes a sheet of text alone, in the first column.
func (x *xlsx) text(p part) error {
	if err := x.f.SetColWidth(p.name, "A", "A", textWidth); err != nil {
		return err
	}
	if err := x.f.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: new(bool)}); err != nil {
		return err
	}
	return x.lines(p, p.Text, x.styles.lines)
}

// lines writes lines in the first column, one a row. Above a table they go on over the columns beside.
func (x *xlsx) lines(p part, lines []Line, styles [3]int) error {
	for i, l := range lines {
		at := cellName(1, i+1)
		style := styles[l.Style]
		if short := shorten(l.Text, maxLine); short != l.Text {
			x.changes.Cut++
			l.Text = short
		}
		if err := x.f.SetCellStr(p.name, at, clean(l.Text)); err != nil {
			return err
		}
		if l.Link != "" {
			style = x.styles.lineLink
			if err := x.link(p.name, at, l.Link); err != nil {
				return err
			}
		}
		if err := x.f.SetCellStyle(p.name, at, at, style); err != nil {
			return err
		}
		height := styleHeights()[l.Style]
		if len(p.columns) == 0 {
			height += lineHeight * (lineCount([]byte(l.Text), textWidth) - 1)
		}
		if err := x.f.SetRowHeight(p.name, i+1, float64(min(height, maxHeight))); err != nil {
			return err
		}
	}
	return nil
}

// styleHeights returns the heights of a line of each Style in points.
func styleHeights() [3]int { return [...]int{Paragraph: lineHeight, Title: 27, Heading: 32} }

// link makes a cell a link.
func (x *xlsx) link(sheet, at, target string) error {
	inside, ok := strings.CutPrefix(target, "#")
	if !ok {
		return x.f.SetCellHyperLink(sheet, at, target, "External")
	}
	i := slices.IndexFunc(x.parts, func(p part) bool { return p.Name == inside })
	if i < 0 {
		return fmt.Errorf("no sheet %q to link to", inside)
	}
	return x.f.SetCellHyperLink(sheet, at, quotedName(x.parts[i].name)+"!A1", "Location")
}

// table writes the text above a table and its heading, and sets the place of its rows.
func (x *xlsx) table(n int) error {
	p := x.parts[n]
	if err := x.lines(p, x.linesAbove(p.layout), x.styles.above); err != nil {
		return err
	}
	top := x.above(p.layout) + 1
	last := top + max(p.rows, 1) // a table has a row, if only an empty one
	if err := x.heading(p, top); err != nil {
		return err
	}
	right := columnName(len(p.columns))
	area := fmt.Sprintf("A%d:%s%d", top, right, last)
	stripes := !x.book.Accessible
	style := &excelize.Table{Range: area, Name: x.tableName(n), StyleName: "TableStyleLight1", ShowRowStripes: &stripes}
	if err := x.f.AddTable(p.name, style); err != nil {
		return err
	}
	if err := x.f.SetSheetDimension(p.name, fmt.Sprintf("A1:%s%d", right, last)); err != nil {
		return err
	}
	if err := x.f.AddIgnoredErrors(p.name, area, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	if err := x.rowLinks(n, top); err != nil {
		return err
	}
	if err := x.charts(p, top); err != nil {
		return err
	}
	x.zip.rows[n+1] = x.rowWriter(p, top)
	return nil
}

// charts draws the charts of a table, each where its block begins, or as much above as it needs to end on the same page.
func (x *xlsx) charts(p part, top int) error {
	free := 0 // the rows beside the charts so far
	for _, c := range p.Charts {
		if c.First <= p.first || c.Last > p.first+p.rows { // it belongs to another part
			continue
		}
		height := max(180, 50+17*max(c.Lines, 1)*(c.Last-c.First+1)) // pixels: the title, and a bar beside each label
		high := height*3/4 + lineHeight                              // points, with the gap below
		begin, end := p.pageOf(c.First)
		row := max(free, p.first, c.First-2)
		for row > max(free, begin) && p.height(row, end) < high {
			row--
		}
		c.First, c.Last = c.First-p.first, c.Last-p.first
		if err := x.chart(p, c, top, top+1+row-p.first, height); err != nil {
			return err
		}
		for free = row; free < p.n && p.height(row, free) < high; {
			free++
		}
	}
	return nil
}

// pageOf returns where the page with a row, counted from 1, begins and ends.
func (l *layout) pageOf(row int) (begin, end int) {
	for _, first := range l.breaks {
		if first > row {
			return begin, first - 1
		}
		begin = first - 1
	}
	return begin, l.n
}

// height returns the height of some rows in points: of those after the first from up to the one with the number to.
func (l *layout) height(from, to int) int {
	if l.heights == nil {
		return lineHeight * (to - from)
	}
	return sum(l.heights[from:to])
}

func sum(all []int) int {
	n := 0
	for _, i := range all {
		n += i
	}
	return n
}

// heading writes the heading of a table. Excel requires that titles are unique.
func (x *xlsx) heading(p part, top int) error {
	var titles []string
	for i, from := range p.columns {
		title := clean(p.Rows.Columns[from].Title)
		title = numbering(title, titles, func(n int) string { return fmt.Sprintf("%s (%d)", title, n) })
		titles = append(titles, title)
		if err := x.f.SetCellStr(p.name, cellName(i+1, top), title); err != nil {
			return err
		}
		if err := x.column(p, i); err != nil {
			return err
		}
	}
	if err := x.f.SetCellStyle(p.name, cellName(1, top), cellName(len(titles), top), x.styles.heading); err != nil {
		return err
	}
	return x.f.SetRowHeight(p.name, top, float64(x.headingHeight(p.layout)))
}

// column sets the width of a column, and hides it if it is in the group for programs.
func (x *xlsx) column(p part, i int) error {
	name := columnName(i + 1)
	if err := x.f.SetColWidth(p.name, name, name, float64(p.widths[i])); err != nil || p.places[i] != Grouped || x.book.Accessible {
		return err
	}
	if err := x.f.SetColOutlineLevel(p.name, name, 1); err != nil {
		return err
	}
	return x.f.SetColVisible(p.name, name, false)
}

// rowLinks makes the links of a part's rows.
func (x *xlsx) rowLinks(n, top int) error {
	p := x.parts[n]
	for _, l := range p.links {
		row := l.row - p.first
		if row <= 0 || row > p.rows {
			continue
		}
		at := cellName(1+slices.Index(p.columns, l.column), top+row)
		if !strings.HasPrefix(l.target, "#") {
			x.zip.links[n+1] = append(x.zip.links[n+1], webLink{at, l.target})
		} else if err := x.link(p.name, at, l.target); err != nil {
			return err
		}
	}
	return nil
}

var (
	notName  = pattern(`[^\pL\pN_]+`)
	likeCell = pattern(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*|[0-9].*)$`)
)

// tableName returns the name of a part's table in formulas: letters, digits and underscores, nothing that could be a cell, and
// none twice.
func (x *xlsx) tableName(n int) string {
	var names []string
	for _, p := range x.parts[:n+1] {
		name := strings.Trim(notName().ReplaceAllString(p.name, "_"), "_")
		if name == "" || likeCell().MatchString(name) {
			name = "Table_" + name
		}
		names = append(names, numbering(name, names, func(i int) string { return fmt.Sprintf("%s_%d", name, i) }))
	}
	return names[n]
}

// chart draws a chart beside the table. It begins in a row of the sheet, and height is in pixels.
func (x *xlsx) chart(p part, c Chart, top, row, height int) error {
	cell := func(column, row int) string {
		return fmt.Sprintf("$%s$%d", columnName(1+slices.Index(p.columns, column-1)), top+row)
	}
	area := func(column int) string {
		return quotedName(p.name) + "!" + cell(column, c.First) + ":" + cell(column, c.Last)
	}
	title := func(text string, size float64) excelize.ChartTitle {
		return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Size: size, Bold: true}}}}
	}
	gap := uint(50)
	for i, width := range []float64{chartGap, chartWidth} { // what is printed ends with a column
		beside := columnName(len(p.columns) + 1 + i)
		if err := x.f.SetColWidth(p.name, beside, beside, width); err != nil {
			return err
		}
	}
	dark := excelize.Font{Color: darkGrey, Size: fontSize}
	return x.f.AddChart(p.name, cellName(len(p.columns)+2, row), &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: quotedName(p.name) + "!" + cell(c.Value, 0), Categories: area(c.Label), Values: area(c.Value),
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blue}},
			DataLabel: excelize.ChartDataLabel{Font: dark},
		}},
		Title:     title(c.Title, 13),
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: chartPixels, Height: uint(height)},
		Format:    excelize.GraphicOptions{AltText: c.Alt, Name: c.Title, Positioning: "oneCell"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: dark},
		YAxis:     excelize.ChartAxis{None: true, Minimum: new(float64)}, // the bars have labels
		GapWidth:  &gap,
	})
}

// rowWriter returns what writes the rows of a part. The parts of one table are written one after the other, from one reading.
func (x *xlsx) rowWriter(p part, top int) func(w io.Writer) error {
	return func(w io.Writer) error {
		if p.first == 0 {
			p.next, p.stop = iter.Pull2(p.Rows.Seq)
		}
		cells := newCells(x, p, top)
		for range p.rows {
			row, err, ok := p.next()
			if !ok && err == nil {
				return errors.New("the data changed while it was read")
			}
			if err != nil {
				return err
			}
			if err := cells.write(w, row); err != nil {
				return err
			}
		}
		return nil
	}
}
