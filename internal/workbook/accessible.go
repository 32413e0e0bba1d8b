package workbook

import (
	"bytes"
	"fmt"
	"strings"
)

// Check is one point of a checklist: what is asked for, and whether it was found in what was written.
type Check struct {
	Text string
	OK   bool
}

// audit looks at the parts of a workbook as they are written, for the points of the UK Government Analysis
// Function's checklist for accessible spreadsheets (analysisfunction.civilservice.gov.uk, "Making spreadsheets
// accessible") that a program can verify.
type audit struct {
	sheets, tables, charts                                      int
	untitled, crowded, merged, frozen, filtered, hidden, silent int
	headless                                                    int
	title, language                                             bool
}

var (
	described    = pattern(`<xdr:cNvPr[^>]* descr="[^"]+"`)
	hiddenThing  = pattern(`<(row|col|sheet) [^>]*(hidden="(1|true)"|state="(hidden|veryHidden)")`)
	documentName = pattern(`<dc:title>[^<]+</dc:title>`)
	documentLang = pattern(`<dc:language>[^<]+</dc:language>`)
)

// look takes a part without the rows that are streamed into it.
func (a *audit) look(name string, part []byte) {
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	count(&a.hidden, hiddenThing().Match(part))
	switch {
	case sheetNumber().MatchString(name):
		a.sheets++
		count(&a.untitled, !bytes.Contains(part, []byte(`<c r="A1"`)))
		count(&a.crowded, bytes.Count(part, []byte("<tablePart ")) > 1)
		count(&a.merged, bytes.Contains(part, []byte("<mergeCell ")))
		count(&a.frozen, bytes.Contains(part, []byte("<pane ")))
		count(&a.filtered, bytes.Contains(part, []byte("<autoFilter")))
	case strings.HasPrefix(name, "xl/tables/"):
		a.tables++
		count(&a.filtered, bytes.Contains(part, []byte("<autoFilter")))
		count(&a.headless, bytes.Contains(part, []byte(`headerRowCount="0"`)))
	case strings.HasPrefix(name, "xl/drawings/drawing"):
		frames := bytes.Count(part, []byte("</xdr:graphicFrame>"))
		a.charts += frames
		a.silent += frames - len(described().FindAll(part, -1))
	case name == "docProps/core.xml":
		a.title, a.language = documentName().Match(part), documentLang().Match(part)
	}
}

// checks is the checklist.
func (a *audit) checks() []Check {
	return []Check{
		{fmt.Sprintf("each of the %d sheets begins with a title in cell A1", a.sheets), a.untitled == 0},
		{fmt.Sprintf("each of the %d tables is marked up as one, with a heading row, and is alone on its sheet", a.tables), a.crowded == 0 && a.headless == 0},
		{"no cells are merged", a.merged == 0},
		{"no panes are frozen", a.frozen == 0},
		{"no table has a filter", a.filtered == 0},
		{"no rows, columns or sheets are hidden", a.hidden == 0},
		{fmt.Sprintf("each of the %d charts has a text that says what it shows", a.charts), a.silent == 0},
		{"the document has a title", a.title},
		{"the document says its language", a.language},
	}
}
