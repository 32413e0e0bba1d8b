package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"malaga/internal/table"
)

// page sets how a sheet is shown and printed.
func (x *xlsx) page(p part) error {
	if err := x.layout(p); err != nil {
		return err
	}
	edge, head := margin, 0.2
	margins := &excelize.PageLayoutMarginsOptions{Left: &edge, Right: &edge, Top: &edge, Bottom: &edge, Header: &head, Footer: &head}
	if err := x.f.SetPageMargins(p.name, margins); err != nil {
		return err
	}
	footer := "&L&11 " + strings.ReplaceAll(shorten(x.book.Title, 80), "&", "&&") + "&C&11&A&R&11&P / &N"
	if err := x.f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddHeader: x.header(p), OddFooter: footer}); err != nil {
		return err
	}
	if len(p.columns) == 0 {
		return nil
	}
	top := x.above(p.layout) + 1
	if area := x.printed(p, top); area != "" {
		area = quotedName(p.name) + "!" + area
		if err := x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: p.name, RefersTo: area}); err != nil {
			return err
		}
	}
	repeated := fmt.Sprintf("%[1]s!$A:$A,%[1]s!$%[2]d:$%[2]d", quotedName(p.name), top)
	if err := x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: repeated}); err != nil {
		return err
	}
	if x.book.Accessible {
		return nil
	}
	return x.f.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: cellName(1, top+1), ActivePane: "bottomLeft"})
}

// printed returns the cells that are printed; "" means all. Of a sheet for the screen it is a cell without content, so that nothing is.
func (x *xlsx) printed(p part, top int) string {
	grouped := slices.Index(p.grouped, true)
	switch {
	case p.Screen:
		return fmt.Sprintf("$%s$1", columnName(len(p.columns)+2))
	case grouped > 0 && x.book.Accessible: // where nothing is hidden
		return fmt.Sprintf("$A$1:$%s$%d", columnName(grouped), top+max(p.rows, 1))
	}
	return ""
}

// layout chooses the orientation of the paper, and how many pages a sheet takes side by side: one, if it can be read then.
func (x *xlsx) layout(p part) error {
	width := p.width()
	on := x.book.paper()
	orientation := "landscape"
	if len(p.columns) == 0 || len(p.Charts) == 0 && width <= on.across(false) {
		orientation = "portrait"
	}
	across := 1 + (width-1)/max(on.across(true), 1)
	high := 0 // as many as needed
	layout := &excelize.PageLayoutOptions{Orientation: &orientation, Size: &on.size, FitToWidth: &across, FitToHeight: &high}
	if err := x.f.SetPageLayout(p.name, layout); err != nil {
		return err
	}
	fit := true
	return x.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// header is printed above a table: what is on it, and the columns with one value throughout.
func (x *xlsx) header(p part) string {
	if x.book.Accessible || len(p.columns) == 0 {
		return ""
	}
	all := p.Title
	for _, l := range p.caption {
		all += " · " + l.Text
	}
	return "&L&11 " + strings.ReplaceAll(shorten(strings.Join(strings.Fields(clean(all)), " "), mostHeader), "&", "&&")
}

// mostHeader is the length of a header, which can have 255 characters, each & twice.
const mostHeader = 120

// fill limits the heights of the rows of a whole table, whose titles are never cut: the other texts take what room is left on the
// pages that the titles need.
func (x *xlsx) fill(l *layout) error {
	const most = 2000 // rows: a larger table is not read on paper
	if !l.Caption || l.Screen || l.n > most {
		return nil
	}
	var lines [rowLines + 1]int // of all rows, by the most that other columns have
	var shown []byte
	for row, err := range l.Rows.Seq {
		if err != nil {
			return err
		}
		title, other := 1, 1
		for k, i := range l.columns {
			if row[i] == nil || l.grouped[k] {
				continue
			}
			shown = table.AppendText(shown[:0], row[i], "\n")
			n := min(lineCount(shown, l.widths[k]-1), l.lines[k])
			if l.Places[i] == Name {
				title = max(title, n)
			} else {
				other = max(other, n)
			}
		}
		for limit := range lines {
			lines[limit] += max(title, min(other, limit))
		}
	}
	limit := rowLines
	page := x.pageLines(l)
	pages := func(limit int) int { return (x.above(l)*3/2 + lines[limit] - 1) / page } // a title is higher than a line
	for limit > 1 && pages(limit) > pages(1) {
		limit--
	}
	for k, i := range l.columns {
		switch {
		case l.grouped[k]:
			l.lines[k] = 1
		case l.Places[i] != Name:
			l.lines[k] = min(l.lines[k], limit)
		}
	}
	l.cut = true
	return nil
}

// pageLines returns how many lines of a table a page has room for, without the heading.
func (x *xlsx) pageLines(l *layout) int {
	heading := 2 // lines, with one that is lost where a row does not fit on the page
	for k, i := range l.columns {
		if !l.grouped[k] {
			heading = max(heading, 1+headingLines(l.Rows.Columns[i].Title, l.widths[k]))
		}
	}
	on := x.book.paper()
	across, high := on.across(true), on.width
	if l.width() <= on.across(false) {
		across, high = on.across(false), on.height
	}
	scale := min(1, float64(across)*leastType/(float64(l.width())*fontSize))
	return max(1, int((high-2*margin*72)/(lineHeight*scale))-heading)
}

// width returns the width of the columns that are printed.
func (l *layout) width() int {
	width := 0
	for k, w := range l.widths {
		if !l.grouped[k] {
			width += w
		}
	}
	return max(width, 1)
}
