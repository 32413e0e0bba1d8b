package workbook

import (
	"bytes"
	"fmt"
	"strings"
)

// links are the links to the web of the rows of sheets. excelize compares each new one with all before it; there may
// be tens of thousands.
type links map[int][]webLink // by the number of the sheet

type webLink struct{ cell, address string }

const (
	relsFolder    = "xl/worksheets/_rels/sheet"
	hyperlinkType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
)

// behind is what follows the links in a sheet (ECMA-376, part 1, section 18.3.1.99).
var behind = pattern(`<(printOptions|pageMargins|pageSetup|headerFooter|ignoredErrors|drawing|tableParts)[ >]`)

// mended adds the links to the parts of their sheets.
func (l links) mended(name string, part []byte) []byte {
	for n, all := range l {
		switch name {
		case fmt.Sprintf("xl/worksheets/sheet%d.xml", n):
			return addLinks(part, all)
		case fmt.Sprintf(relsFolder+"%d.xml.rels", n):
			end := bytes.LastIndex(part, []byte("</Relationships>"))
			out := append([]byte(nil), part[:end]...)
			for i, link := range all {
				out = fmt.Appendf(out, `<Relationship Id="link%d" Type="%s" Target="%s" TargetMode="External"></Relationship>`, i+1, hyperlinkType, attribute(link.address))
			}
			return append(out, part[end:]...)
		}
	}
	return part
}

func addLinks(sheet []byte, all []webLink) []byte {
	var b []byte
	for i, link := range all {
		b = fmt.Appendf(b, `<hyperlink ref="%s" r:id="link%d"></hyperlink>`, link.cell, i+1)
	}
	at := bytes.Index(sheet, []byte("</hyperlinks>"))
	if at < 0 {
		data := bytes.LastIndex(sheet, []byte("</sheetData>"))
		at = data + behind().FindIndex(sheet[data:])[0]
		b = append(append([]byte("<hyperlinks>"), b...), "</hyperlinks>"...)
	}
	return append(append(append([]byte(nil), sheet[:at]...), b...), sheet[at:]...)
}

// attribute is an address as a relationship has it: escaped for XML, and without what no address may hold.
func attribute(address string) string {
	return strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", `"`, "%22", " ", "%20", "\n", "%0A", "\r", "%0D", "\t", "%09").Replace(address)
}
