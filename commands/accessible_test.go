package commands_test

import (
	"archive/zip"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// accessible checks a workbook against the points of the UK Government Analysis Function's checklist "Making spreadsheets
// accessible" that a program can verify:
//
//	[!] accessible FILE
func accessible(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] accessible FILE")
	}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer func() { ts.Check(z.Close()) }()
	a := audit{}
	for _, f := range z.File {
		in, err := f.Open()
		ts.Check(err)
		part, err := io.ReadAll(in)
		ts.Check(err)
		a.look(f.Name, string(part))
	}
	if a.sheets < 3 || a.tables < 2 {
		ts.Fatalf("only %d sheets and %d tables found", a.sheets, a.tables)
	}
	if !a.title || !a.language {
		a.unmet = append(a.unmet, "the document properties have no title or no language")
	}
	if neg != (len(a.unmet) > 0) {
		ts.Fatalf("%d sheets, %d tables, %d charts; not met:\n%s", a.sheets, a.tables, a.charts, strings.Join(a.unmet, "\n"))
	}
}

// audit collects what a workbook does not meet.
type audit struct {
	sheets, tables, charts int
	title, language        bool
	unmet                  []string
}

var (
	sheetPart    = regexp.MustCompile(`^xl/worksheets/sheet[0-9]+\.xml$`)
	described    = regexp.MustCompile(`<xdr:cNvPr[^>]* descr="[^"]+"`)
	hiddenThing  = regexp.MustCompile(`<(row|col|sheet) [^>]*(hidden="(1|true)"|state="(hidden|veryHidden)")`)
	documentName = regexp.MustCompile(`<dc:title>[^<]+</dc:title>`)
	documentLang = regexp.MustCompile(`<dc:language>[^<]+</dc:language>`)
)

func (a *audit) look(name, part string) {
	refuse := func(met bool, point string) {
		if !met {
			a.unmet = append(a.unmet, fmt.Sprintf("%s: %s", name, point))
		}
	}
	refuse(!hiddenThing.MatchString(part), "a row, column or sheet is hidden")
	switch {
	case sheetPart.MatchString(name):
		a.sheets++
		refuse(strings.Contains(part, `<c r="A1"`), "no title in cell A1")
		refuse(strings.Count(part, "<tablePart ") <= 1, "more than one table")
		refuse(!strings.Contains(part, "<mergeCell "), "merged cells")
		refuse(!strings.Contains(part, "<pane "), "frozen panes")
		refuse(!strings.Contains(part, "<autoFilter"), "a filter")
	case strings.HasPrefix(name, "xl/tables/"):
		a.tables++
		refuse(!strings.Contains(part, "<autoFilter"), "a filter")
		refuse(!strings.Contains(part, `headerRowCount="0"`), "a table without a heading")
	case strings.HasPrefix(name, "xl/drawings/drawing"):
		frames := strings.Count(part, "</xdr:graphicFrame>")
		a.charts += frames
		refuse(frames == len(described.FindAllString(part, -1)), "a chart without alternative text")
	case name == "docProps/core.xml":
		a.title = documentName.MatchString(part)
		a.language = documentLang.MatchString(part)
	}
}
