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

// header is printed above a table: what is on it, and the columns with one value throughout, as far as there is room.
func (x *xlsx) header(p part) string {
	if x.book.Accessible || len(p.columns) == 0 {
		return ""
	}
	header := escapeHeader(p.Title)
	for _, l := range p.caption {
		if longer := header + " · " + escapeHeader(l.Text); units(longer) <= mostHeader {
			header = longer
		}
	}
	return "&L&9 " + header
}

// escapeHeader returns a text for a header, in which & begins a command. A digit after the size of the type would belong to it.
func escapeHeader(s string) string {
	return strings.ReplaceAll(shorten(strings.Join(strings.Fields(clean(s)), " "), mostHeader), "&", "&&")
}

// mostHeader is the length of a header that has one line on a page. A longer text is left out.
const mostHeader = 200

// heights counts the lines of the rows of a table by how many lines the texts of a place may have.
type heights struct {
	names [rowLines + 1]int // ids and titles are whole, other texts of the middle have so many lines, and long texts have one
	texts [rowLines + 1]int // only long texts are cut, to so many lines
}

// add adds a row of which the three kinds of texts would take so many lines.
func (h *heights) add(title, middle, last int) {
	for limit := range h.names {
		h.names[limit] += max(title, min(middle, limit))
		h.texts[limit] += max(title, middle, min(last, limit))
	}
}

// count counts the lines of the rows of a table.
func (l *layout) count() error {
	l.heights = &heights{}
	l.cut = true
	var shown []byte
	for row, err := range l.Rows.Seq {
		if err != nil {
			return err
		}
		var lines [Beside]int
		for k, i := range l.columns {
			if at := l.places[k]; row[i] != nil && at < Beside {
				shown = table.AppendText(shown[:0], row[i], "\n")
				lines[at] = max(lines[at], min(lineCount(shown, l.widths[k]-1), l.lines[k]))
			}
		}
		l.heights.add(max(1, lines[Lead], lines[Name]), lines[Middle], lines[Last])
	}
	return nil
}

// mostPages is the number of pages that a workbook has at most, if its titles need no more.
const mostPages = 25

// limits limits the heights of the rows of the tables that have heights. Ids and titles are never cut. Names and other texts of the
// middle have as many lines as mostPages pages have room for: first, in all tables, as many as most of them need. Long texts take what
// room is left on these pages, and what is left then gives the first rows a line more.
func (x *xlsx) limits() {
	room := mostPages
	var tables []*layout
	for _, p := range x.parts {
		room -= x.pages(p.layout, 1, false)
		if p.heights != nil && p.first == 0 {
			p.middle = 1
			tables = append(tables, p.layout)
		}
	}
	for _, wanted := range []int{rowLines / 2, rowLines} {
		for _, l := range tables {
			now, middle := x.pages(l, l.middle, false), wanted
			for middle > l.middle && x.pages(l, middle, false) > now+max(room, 0) {
				middle--
			}
			room -= x.pages(l, middle, false) - now
			l.middle = middle
		}
	}
	for _, l := range tables {
		x.useRoom(l)
	}
}

// useRoom limits the lines of the texts of a table, so that its pages are full.
func (x *xlsx) useRoom(l *layout) {
	pages := x.pages(l, l.middle, false)
	used, last := l.heights.names[l.middle], 1
	for l.middle == rowLines && last < rowLines && x.pages(l, last+1, true) <= pages {
		last++
		used = l.heights.texts[last]
	}
	const lost = 2 // lines, at the end of a page
	l.spare = max(0, pages*(x.pageLines(l)-lost)-x.aboveLines(l)-used)
	l.limit(l.middle, last)
}

// aboveLines returns the number of lines above the heading of a table: a title is higher than a line.
func (x *xlsx) aboveLines(l *layout) int { return x.above(l) * 3 / 2 }

// pages returns how many pages a sheet takes, if the texts of a place have so many lines.
func (x *xlsx) pages(l *layout, limit int, texts bool) int {
	switch {
	case l.Screen:
		return 0
	case len(l.columns) == 0:
		return 1
	case l.heights == nil:
		return 1 + (l.n-1)/x.pageLines(l)
	}
	lines := l.heights.names[limit]
	if texts {
		lines = l.heights.texts[limit]
	}
	return 1 + (x.aboveLines(l)+lines-1)/x.pageLines(l)
}

// limit limits the lines of the texts of a table.
func (l *layout) limit(middle, last int) {
	for k, at := range l.places {
		switch {
		case at >= Beside:
			l.lines[k] = 1
		case at == Middle:
			l.lines[k] = min(l.lines[k], middle)
		case at == Last:
			l.lines[k] = min(l.lines[k], last)
		}
	}
}

// pageLines returns how many lines of a table a page has room for, without the heading.
func (x *xlsx) pageLines(l *layout) int {
	heading := 2 // lines, with one that is lost where a row does not fit on the page
	for k, i := range l.columns {
		if l.places[k] != Grouped || x.book.Accessible { // the height is that of the whole row
			heading = max(heading, 1+x.headingLines(l.Rows.Columns[i].Title, l.widths[k]))
		}
	}
	on := x.book.paper()
	across, high := on.across(true), on.width
	if l.width() <= on.across(false) {
		across, high = on.across(false), on.height
	}
	scale := min(1, float64(across)*leastType/(float64(l.width())*fontSize))
	return max(1, int((high-2*lineMargin*72)/(lineHeight*scale))-heading)
}

// width returns the width of the columns that are printed.
func (l *layout) width() int {
	width := 0
	for k, w := range l.widths {
		if l.places[k] < Beside {
			width += w
		}
	}
	return max(width, 1)
}
