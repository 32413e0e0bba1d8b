package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
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
	footer := "&L&8 " + strings.ReplaceAll(shorten(x.book.Title, 80), "&", "&&") + "&C&8&A&R&8&P / &N"
	if err := x.f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddHeader: x.header(p), OddFooter: footer}); err != nil {
		return err
	}
	if len(p.columns) == 0 {
		return nil
	}
	top := x.above(p.layout) + 1
	if p.Screen { // only a cell without content is printed, that is nothing
		empty := fmt.Sprintf("%s!$%s$1", quotedName(p.name), columnName(len(p.columns)+2))
		if err := x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: p.name, RefersTo: empty}); err != nil {
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

// layout chooses the orientation of the paper, and how many pages a sheet takes side by side: one, if it can be read then.
func (x *xlsx) layout(p part) error {
	width := p.width(x.book.Accessible)
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
	return "&L&8 " + strings.ReplaceAll(shorten(strings.Join(strings.Fields(clean(all)), " "), mostHeader), "&", "&&")
}

// mostHeader is the length of a header, which can have 255 characters, each & twice.
const mostHeader = 120
