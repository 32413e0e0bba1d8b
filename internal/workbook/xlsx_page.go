package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// page sets how a sheet is shown and printed.
func (x *xlsx) page(p part) error {
	if err := x.layout(p); err != nil {
		return err
	}
	side, line, outer := margin, lineMargin, edge
	margins := &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &line, Bottom: &line, Header: &outer, Footer: &outer}
	if err := x.f.SetPageMargins(p.name, margins); err != nil {
		return err
	}
	footer := "&L&9 " + strings.ReplaceAll(shorten(x.book.Title, 80), "&", "&&") + "&C&9&A&R&9&P / &N"
	lines := &excelize.HeaderFooterOptions{OddHeader: x.header(p), OddFooter: footer, ScaleWithDoc: new(bool)} // type as large as it says
	if err := x.f.SetHeaderFooter(p.name, lines); err != nil {
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
	if len(p.Headings) > 0 {
		for _, row := range p.breaks {
			if err := x.f.InsertPageBreak(p.name, cellName(1, top+row)); err != nil {
				return err
			}
		}
	}
	if x.book.Accessible {
		return nil
	}
	return x.f.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: cellName(1, top+1), ActivePane: "bottomLeft"})
}

// printed returns the cells that are printed; "" means all. Of a sheet for the screen it is a cell without content, so that nothing is.
func (x *xlsx) printed(p part, top int) string {
	first := slices.IndexFunc(p.places, func(at Place) bool { return at >= Beside })
	switch {
	case p.Screen:
		return fmt.Sprintf("$%s$1", columnName(len(p.columns)+2))
	case first > 0 && (x.book.Accessible || p.places[first] == Beside): // what is hidden is not printed
		return fmt.Sprintf("$A$1:$%s$%d", columnName(first), top+max(p.rows, 1))
	}
	return ""
}

// layout chooses the orientation of the paper and the size of the type. A table is one page wide, and takes no more pages than with the
// widest font, also where a program has a narrower one and would print it larger.
func (x *xlsx) layout(p part) error {
	on := x.book.paper()
	orientation := "portrait"
	if x.landscape(p.layout) {
		orientation = "landscape"
	}
	across := 1 + (p.width()-1)/on.across(true)
	layout := &excelize.PageLayoutOptions{Orientation: &orientation, Size: &on.size}
	fit := len(p.Headings) == 0
	if fit {
		layout.FitToWidth, layout.FitToHeight = &across, &p.pages
	} else { // Excel begins no page where it should if it has to fit the sheet
		scale := uint(x.scale(p.layout))
		layout.AdjustTo = &scale
	}
	if err := x.f.SetPageLayout(p.name, layout); err != nil {
		return err
	}
	return x.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// landscape reports whether a sheet is printed on paper that is wider than high.
func (x *xlsx) landscape(l *layout) bool {
	return len(l.Charts) == 0 && l.width() > x.book.paper().across(false)
}

// scale returns the size in per cent in which a table is as wide as a page.
func (x *xlsx) scale(l *layout) int {
	width, _ := x.book.paper().room(x.landscape(l))
	return min(100, int(100*width/(digit*float64(max(l.width(), 1)))))
}

// shortened says that not all texts are whole on paper.
const shortened = "Long texts are shortened on paper; the sheet has them whole."

// header is printed above a table: what is on it, and the columns with one value throughout, as far as there is room.
func (x *xlsx) header(p part) string {
	if len(p.columns) == 0 {
		return ""
	}
	remark := ""
	if p.shortened {
		remark = "&R&9 " + shortened
	}
	if x.book.Accessible {
		return remark
	}
	header := escapeHeader(p.Title)
	if units(header)+units(remark) > mostHeader {
		return remark
	}
	for _, l := range p.caption {
		if longer := header + " · " + escapeHeader(l.Text); units(longer)+units(remark) <= mostHeader {
			header = longer
		}
	}
	return "&L&9 " + header + remark
}

// escapeHeader returns a text for a header, in which & begins a command. A digit after the size of the type would belong to it.
func escapeHeader(s string) string {
	return strings.ReplaceAll(shorten(strings.Join(strings.Fields(clean(s)), " "), mostHeader), "&", "&&")
}

// mostHeader is the length of a header that has one line on a page. A longer text is left out.
const mostHeader = 200

// mostRows is the number of rows that a table read on paper has at most.
const mostRows = 2000

// mostPages is the number of pages that a workbook has at most, if columns of less importance can be left out for it.
const mostPages = 25

// limitPages takes columns off the paper until mostPages pages have room for the others: each time those with the fewest cells that save a
// page.
func (x *xlsx) limitPages() {
	pages := 0
	var now []*layout
	for _, p := range x.parts {
		switch {
		case p.Screen:
			continue
		case p.n > len(p.texts):
			return // not read on paper
		case p.Caption:
			now = append(now, p.layout)
		}
		pages += max(1, p.pages)
	}
	chosen := make([]*layout, len(now))
	copy(chosen, now)
	next := make([]*layout, len(now)) // with a page less
	for pages > mostPages {
		best := -1
		for i, l := range chosen {
			if next[i] == nil {
				next[i] = x.shorter(*l)
			}
			if next[i].pages < l.pages && (best < 0 || next[i].lost()-l.lost() < next[best].lost()-chosen[best].lost()) {
				best = i
			}
		}
		if best < 0 {
			return // out of reach
		}
		pages -= chosen[best].pages - next[best].pages
		chosen[best], next[best] = next[best], nil
	}
	for i, l := range now {
		*l = *chosen[i]
	}
}

// shorter returns a layout with columns of least importance off the paper, as many as save a page.
func (x *xlsx) shorter(l layout) *layout {
	for pages := l.pages; l.optional >= 0 && l.pages >= pages; {
		l.off = append(slices.Clone(l.off), l.optional)
		x.lay(&l)
	}
	return &l
}

// lost returns the number of cells with a value that are taken off the paper. Those of a column of first importance
// count more than all others.
func (l *layout) lost() int {
	cells := 0
	for _, i := range l.off {
		cells += l.seen[i].filled
		if slices.Contains(l.Main, i) {
			cells += mostRows
		}
	}
	return cells
}

// lay chooses the columns of a sheet, their widths, and the heights of the rows.
func (x *xlsx) lay(l *layout) {
	x.arrange(l)
	x.widths(l)
	if len(l.texts) > 0 {
		l.measureRows()
		x.paginate(l)
	}
}

// measureRows works out the heights of the rows of a table, and whether texts have no room.
func (l *layout) measureRows() {
	l.heights, l.shortened = make([]int, 0, l.n), false
	for _, row := range l.texts {
		high := 1
		for k, i := range l.columns {
			if row[i] == nil || l.places[k] >= Beside {
				continue
			}
			lines := lineCount(row[i], l.widths[k]-1)
			l.shortened = l.shortened || lines > l.lines[k]
			high = max(high, min(lines, l.lines[k]))
		}
		height := high * lineHeight
		if slices.Contains(l.Headings, len(l.heights)+1) {
			height = blockHeight
		}
		l.heights = append(l.heights, height)
	}
}

// paginate counts the pages of a table, and notes the rows with which a page begins: a block stays on one page, unless more pages would be
// needed then.
func (x *xlsx) paginate(l *layout) {
	_, page := x.book.paper().room(x.landscape(l))
	room := int(page*100/float64(x.scale(l))) - x.headingHeight(l)
	first := room
	for _, line := range x.linesAbove(l) {
		first -= styleHeights()[line.Style]
	}
	l.breaks = l.begins(first, room, len(l.heights))
	const least = 2 // rows of a block, below its heading
	if shorter := l.begins(first, room, least); len(shorter) < len(l.breaks) {
		l.breaks = shorter
	}
	l.pages = 1 + len(l.breaks)
}

// begins returns the rows with which the second page and those after it begin, if the heading of a block and so many rows below it stay
// together, where a page has room for them.
func (l *layout) begins(first, room, below int) (rows []int) {
	left := first
	for row, height := range l.heights {
		together := height
		if slices.Contains(l.Headings, row+1) {
			end := len(l.heights)
			if next, _ := slices.BinarySearch(l.Headings, row+2); next < len(l.Headings) {
				end = l.Headings[next] - 1
			}
			together = sum(l.heights[row:min(row+1+below, end)])
		}
		if left < height || left < together && together <= room {
			rows = append(rows, row+1)
			left = room
		}
		left -= height
	}
	return rows
}

// width returns the width of what is printed.
func (l *layout) width() int {
	width := 0
	for k, w := range l.widths {
		if l.places[k] < Beside {
			width += w
		}
	}
	if len(l.Charts) > 0 {
		width += chartGap + chartWidth
	}
	return width
}
