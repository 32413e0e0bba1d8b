package workbook

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// textWidth is the width of a sheet of text, in characters.
const textWidth = 88

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
	lines := p.Text
	if len(p.columns) > 0 {
		lines = nil
		if x.book.Accessible {
			lines = append([]Line{{Style: Title, Text: p.Title}}, p.Text...)
		}
	}
	if err := x.text(p, lines); err != nil {
		return err
	}
	if len(p.columns) > 0 {
		if err := x.table(n); err != nil {
			return err
		}
	}
	return x.page(p)
}

// text writes lines in the first column, one a row.
func (x *xlsx) text(p part, lines []Line) error {
	if len(p.columns) == 0 {
		if err := x.f.SetColWidth(p.name, "A", "A", textWidth); err != nil {
			return err
		}
		if err := x.f.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: new(bool)}); err != nil {
			return err
		}
	}
	for i, l := range lines {
		at, style := cellName(1, i+1), x.styles.lines[l.Style]
		if len(p.columns) > 0 {
			style = x.styles.above[l.Style]
		}
		if err := x.f.SetCellStr(p.name, at, clean(l.Text)); err != nil {
			return err
		}
		if l.Link != "" {
			style = x.styles.lineLink
			if err := x.lead(p.name, at, l.Link); err != nil {
				return err
			}
		}
		if err := x.f.SetCellStyle(p.name, at, at, style); err != nil {
			return err
		}
		height := map[Style]float64{Paragraph: lineHeight, Title: 27, Heading: 32}[l.Style]
		if len(p.columns) == 0 {
			height += lineHeight * float64(lineCount([]byte(l.Text), textWidth)-1)
		}
		if err := x.f.SetRowHeight(p.name, i+1, height); err != nil {
			return err
		}
	}
	return nil
}

// lead makes a cell a link.
func (x *xlsx) lead(sheet, at, target string) error {
	inside, ok := strings.CutPrefix(target, "#")
	if !ok {
		return x.f.SetCellHyperLink(sheet, at, target, "External")
	}
	for _, p := range x.parts {
		if p.Name == inside {
			return x.f.SetCellHyperLink(sheet, at, "'"+strings.ReplaceAll(p.name, "'", "''")+"'!A1", "Location")
		}
	}
	return fmt.Errorf("no sheet %q to lead to", inside)
}

// table writes the heading of a table and says where its rows will be.
func (x *xlsx) table(n int) error {
	p := x.parts[n]
	top := x.above(p.layout) + 1
	last := top + max(p.rows, 1) // a table has a row, if only an empty one
	headings := p.headings()
	high := 1
	for i, title := range headings {
		at := cellName(i+1, top)
		if err := x.f.SetCellStr(p.name, at, title); err != nil {
			return err
		}
		if err := x.f.SetColWidth(p.name, columnName(i+1), columnName(i+1), float64(p.widths[i])); err != nil {
			return err
		}
		high = max(high, lineCount([]byte(title), p.widths[i]-filterRoom+1))
	}
	right := columnName(len(headings))
	if err := x.f.SetCellStyle(p.name, cellName(1, top), right+fmt.Sprint(top), x.styles.heading); err != nil {
		return err
	}
	if err := x.f.SetRowHeight(p.name, top, float64(high)*lineHeight+3); err != nil {
		return err
	}
	area := fmt.Sprintf("A%d:%s%d", top, right, last)
	stripes := !x.book.Accessible
	if err := x.f.AddTable(p.name, &excelize.Table{Range: area, Name: x.tableName(n), StyleName: "TableStyleLight1", ShowRowStripes: &stripes}); err != nil {
		return err
	}
	if err := x.f.SetSheetDimension(p.name, fmt.Sprintf("A1:%s%d", right, last)); err != nil {
		return err
	}
	if err := x.f.AddIgnoredErrors(p.name, area, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	if err := x.links(n, top); err != nil {
		return err
	}
	for i, c := range p.Charts {
		if err := x.chart(p, c, top, i); err != nil {
			return err
		}
	}
	x.zip.rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1)] = x.rowWriter(n, top)
	return nil
}

// links makes the links of a part's rows.
func (x *xlsx) links(n, top int) error {
	p := x.parts[n]
	before := 0 // rows of the parts before it
	for _, other := range x.parts[:n] {
		if other.layout == p.layout {
			before += other.rows
		}
	}
	for _, l := range p.links {
		row := l.row - before
		if row <= 0 || row > p.rows {
			continue
		}
		at := cellName(1+slices.Index(p.columns, l.column), top+row)
		if !strings.HasPrefix(l.target, "#") {
			x.zip.links[n+1] = append(x.zip.links[n+1], webLink{at, l.target})
		} else if err := x.lead(p.name, at, l.target); err != nil {
			return err
		}
	}
	return nil
}

// headings are the titles of the columns: none of them twice, as a table of Excel demands.
func (l *layout) headings() []string {
	var titles []string
	for _, i := range l.columns {
		title := clean(l.Rows.Columns[i].Title)
		for n, base := 2, title; slices.ContainsFunc(titles, func(other string) bool { return strings.EqualFold(other, title) }); n++ {
			title = fmt.Sprintf("%s (%d)", base, n)
		}
		titles = append(titles, title)
	}
	return titles
}

var (
	notName  = pattern(`[^\pL\pN_]+`)
	likeCell = pattern(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*|[0-9].*)$`)
)

// tableName is the name of a part's table in formulas: letters, digits and underscores, nothing that could
// be a cell, and none twice.
func (x *xlsx) tableName(n int) string {
	var names []string
	for _, p := range x.parts[:n+1] {
		name := strings.Trim(notName().ReplaceAllString(p.name, "_"), "_")
		if name == "" || likeCell().MatchString(name) {
			name = "Table_" + name
		}
		for base, i := name, 2; slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) }); i++ {
			name = fmt.Sprintf("%s_%d", base, i)
		}
		names = append(names, name)
	}
	return names[n]
}

// chart draws a chart beside the table, below those before it.
func (x *xlsx) chart(p part, c Chart, top, nth int) error {
	column := func(n int) string { return columnName(1 + slices.Index(p.columns, n-1)) }
	area := func(n int) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", strings.ReplaceAll(p.name, "'", "''"), column(n), top+c.First, column(n), top+c.Last)
	}
	paragraph := func(text string, size float64) excelize.ChartTitle {
		return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Size: size, Bold: true}}}}
	}
	const bar, frame = 26, 130 // pixels
	height := uint(max(260, frame+bar*(c.Last-c.First+1)))
	at := 1 // the row where it begins, so that the one above has room
	for _, other := range p.Charts[:nth] {
		at += max(260, frame+bar*(other.Last-other.First+1))/20 + 2
	}
	gap, dark := uint(50), excelize.Font{Color: "262626", Size: 10}
	return x.f.AddChart(p.name, cellName(len(p.columns)+2, at), &excelize.Chart{
		Type:      excelize.Bar,
		Series:    []excelize.ChartSeries{{Name: fmt.Sprintf("'%s'!$%s$%d", strings.ReplaceAll(p.name, "'", "''"), column(c.Value), top), Categories: area(c.Label), Values: area(c.Value), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}}},
		Title:     paragraph(c.Title, 13),
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: 760, Height: height},
		Format:    excelize.GraphicOptions{AltText: c.Alt, Name: c.Title, Positioning: "oneCell"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Title: paragraph(c.Labels, 10), Font: dark},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Title: paragraph(c.Values, 10), Font: dark, Minimum: new(float64), TickLabelPosition: excelize.ChartTickLabelHigh},
		GapWidth:  &gap,
	})
}

// wide is from how many characters on a sheet is printed on A3: on A4 it would be too small to read.
const wide = 200

// readable is how many characters fit across A3 before they are too small to read: a wider sheet goes on over more pages
// side by side, each with the first column.
const readable = 360

// The sizes of paper that are used (ECMA-376, part 1, section 18.3.1.63).
const (
	a3 = 8
	a4 = 9
)

// page says how a sheet is shown and printed.
func (x *xlsx) page(p part) error {
	width := 0
	for _, w := range p.widths {
		width += w
	}
	orientation, paper, across, high, fit := "landscape", a4, 1+width/readable, 0, true
	if width >= wide || len(p.Charts) > 0 {
		paper = a3
	}
	if len(p.Charts) > 0 { // which a page break would cut
		high = 1
	}
	if len(p.columns) == 0 {
		orientation = "portrait"
	}
	if err := x.f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &paper, FitToWidth: &across, FitToHeight: &high}); err != nil {
		return err
	}
	if err := x.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	margin, head := 0.5, 0.3
	if err := x.f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &head, Footer: &head}); err != nil {
		return err
	}
	if err := x.f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&L&8 " + strings.ReplaceAll(shorten(x.book.Title, 80), "&", "&&") + "&C&8&A&R&8&P / &N"}); err != nil {
		return err
	}
	if len(p.columns) == 0 {
		return nil
	}
	top := x.above(p.layout) + 1
	quoted := "'" + strings.ReplaceAll(p.name, "'", "''") + "'"
	if err := x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: fmt.Sprintf("%s!$A:$A,%s!$%d:$%d", quoted, quoted, top, top)}); err != nil {
		return err
	}
	if x.book.Accessible {
		return nil
	}
	return x.f.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: cellName(1, top+1), ActivePane: "bottomLeft"})
}

// rowWriter gives the rows of a part to the package. The parts of one table are written one after the other,
// from one reading.
func (x *xlsx) rowWriter(n, top int) func(w io.Writer) error {
	p := x.parts[n]
	return func(w io.Writer) error {
		if n == 0 || x.parts[n-1].layout != p.layout {
			p.next, p.stop = iter.Pull2(p.Rows.Seq)
		}
		cells := newCells(x, p, top)
		for range p.rows {
			row, err, ok := p.next()
			if !ok && err == nil {
				return fmt.Errorf("the data changed while they were read")
			}
			if err != nil {
				return err
			}
			if err := cells.write(w, row); err != nil {
				return err
			}
		}
		if last := n == len(x.parts)-1 || x.parts[n+1].layout != p.layout; last {
			p.stop()
		}
		return nil
	}
}
