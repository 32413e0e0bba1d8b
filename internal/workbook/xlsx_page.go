package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A sheet with so many characters side by side is printed on A3, for on A4 it would be too small to read. A wider one goes on
// over more pages side by side, each with the first column.
const (
	wideSheet = 200
	onePage   = 360
)

// Sizes of paper (ECMA-376, part 1, section 18.3.1.63).
const (
	a3 = 8
	a4 = 9
)

// page sets how a sheet is shown and printed.
func (x *xlsx) page(p part) error {
	if err := x.paper(p); err != nil {
		return err
	}
	margin, head := 0.5, 0.3
	margins := &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &head, Footer: &head}
	if err := x.f.SetPageMargins(p.name, margins); err != nil {
		return err
	}
	footer := "&L&8 " + strings.ReplaceAll(shorten(x.book.Title, 80), "&", "&&") + "&C&8&A&R&8&P / &N"
	if err := x.f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
		return err
	}
	if len(p.columns) == 0 {
		return nil
	}
	top := x.above(p.layout) + 1
	repeated := fmt.Sprintf("%[1]s!$A:$A,%[1]s!$%[2]d:$%[2]d", quotedName(p.name), top)
	if err := x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: repeated}); err != nil {
		return err
	}
	if x.book.Accessible {
		return nil
	}
	return x.f.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: cellName(1, top+1), ActivePane: "bottomLeft"})
}

// paper chooses the paper for a sheet, and how many pages it takes.
func (x *xlsx) paper(p part) error {
	width := 0
	for _, w := range p.widths {
		width += w
	}
	orientation := "landscape"
	if len(p.columns) == 0 {
		orientation = "portrait"
	}
	size := a4
	if width >= wideSheet || len(p.Charts) > 0 {
		size = a3
	}
	across := 1 + width/onePage
	high := 0 // as many as needed
	if len(p.Charts) > 0 {
		high = 1 // a page break would cut a chart
	}
	layout := &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToWidth: &across, FitToHeight: &high}
	if err := x.f.SetPageLayout(p.name, layout); err != nil {
		return err
	}
	fit := true
	return x.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit})
}
