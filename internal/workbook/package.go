package workbook

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"

	"malaga/dataset"
)

// archive is the ZIP package of a workbook. Its parts have a fixed order, and the rows of tables are streamed into the sheets:
// excelize would keep all of them in memory, and compares each new link with all before it.
type archive struct {
	w          io.Writer
	parts      map[string]*bytes.Buffer
	rows       map[int]func(io.Writer) error // by the number of the sheet
	links      map[int][]webLink             // of rows, by the number of the sheet
	shared     sharedStrings
	accessible bool // tables have no filter
	undated    bool // no date is known
}

// webLink is a cell that leads to a web address.
type webLink struct{ cell, address string }

const (
	contentTypes  = "[Content_Types].xml" // comes first by convention
	sheetPart     = "xl/worksheets/sheet"
	relationsPart = "xl/worksheets/_rels/sheet"
	hyperlinkType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
)

// level of compression: higher ones take longer for next to nothing.
const level = 4

// Create begins a part.
func (a *archive) Create(name string) (io.Writer, error) {
	a.parts[name] = &bytes.Buffer{}
	return a.parts[name], nil
}

// AddFS is part of excelize's interface; workbooks have no use for it.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the package.
func (a *archive) Close() error {
	var names []string
	for name := range a.parts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(rank(x), rank(y)), strings.Compare(x, y)) })
	zw := zip.NewWriter(a.w)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, level) })
	a.shared.begin(a.parts[sharedPart])
	for _, name := range names {
		w, err := zw.Create(name) // without a time: same data, same bytes
		if err != nil {
			return err
		}
		if err := a.write(w, name); err != nil {
			return err
		}
	}
	return zw.Close()
}

// rank orders the sheets by number, for the rows of a table can go on from one to the next, and puts the texts that they share
// behind them.
func rank(name string) int {
	switch name {
	case contentTypes:
		return -1
	case sharedPart:
		return math.MaxInt
	}
	return numbered(name, sheetPart, ".xml")
}

// numbered returns the number in the name of a part such as "xl/worksheets/sheet2.xml"; 0 if it is none of those.
func numbered(name, before, after string) int {
	name, ok := strings.CutPrefix(name, before)
	digits, end := strings.CutSuffix(name, after)
	n, err := strconv.Atoi(digits)
	if !ok || !end || err != nil {
		return 0
	}
	return n
}

// write writes a part, and the rows of a table into it.
func (a *archive) write(w io.Writer, name string) error {
	content := a.patched(name, a.parts[name].Bytes())
	rows := a.rows[rank(name)]
	if rows == nil {
		_, err := w.Write(content)
		return err
	}
	end := bytes.LastIndex(content, []byte("</sheetData>"))
	if end < 0 {
		return errors.New("a sheet without a heading")
	}
	if _, err := w.Write(content[:end]); err != nil {
		return err
	}
	if err := compressed(w, rows); err != nil {
		return err
	}
	_, err := w.Write(content[end:])
	return err
}

// compressed writes rows to w, which compresses them, while a second goroutine makes the next (1.4× on export xlsx).
func compressed(w io.Writer, rows func(io.Writer) error) (failed error) {
	var made error
	dataset.Prefetch(func(next func(*bytes.Buffer) *bytes.Buffer) {
		b := &blocks{next: next, Buffer: next(nil)}
		if made = rows(b); made == nil {
			next(b.Buffer)
		}
	}, func(block *bytes.Buffer) bool {
		_, failed = block.WriteTo(w)
		return failed == nil
	})
	return cmp.Or(failed, made)
}

// blocks passes on what is written to it in blocks.
type blocks struct {
	*bytes.Buffer
	next func(*bytes.Buffer) *bytes.Buffer
}

func (b *blocks) Write(p []byte) (int, error) {
	const size = 128 << 10
	if b.Len() >= size {
		if b.Buffer = b.next(b.Buffer); b.Buffer == nil {
			return 0, io.ErrClosedPipe // what failed is the error that counts
		}
	}
	return b.Buffer.Write(p)
}

// patched returns a part with what excelize has no option for, and with the links of the rows.
func (a *archive) patched(name string, part []byte) []byte {
	switch {
	case name == contentTypes:
		return sortDefaults(part)
	case name == sharedPart:
		return a.shared.complete(part)
	case name == "docProps/core.xml" && a.undated: // excelize makes dates up if it is given none
		return without(without(part, "dcterms:created"), "dcterms:modified")
	case strings.HasPrefix(name, "xl/tables/") && a.accessible: // excelize gives every table filter buttons
		return without(part, "autoFilter")
	case strings.HasPrefix(name, "xl/drawings/drawing"):
		return oneCellAnchors(part)
	}
	if links := a.links[numbered(name, sheetPart, ".xml")]; links != nil {
		return addLinks(part, links)
	}
	if links := a.links[numbered(name, relationsPart, ".xml.rels")]; links != nil {
		return addTargets(part, links)
	}
	return part
}

// sortDefaults sorts the types of parts by the endings of their names: excelize writes them in random order where there are
// charts.
func sortDefaults(part []byte) []byte {
	const opening, closing = "<Default ", "</Default>"
	start, end := bytes.Index(part, []byte(opening)), bytes.LastIndex(part, []byte(closing))
	if start < 0 || end < start {
		return part
	}
	end += len(closing)
	types := bytes.SplitAfter(bytes.Clone(part[start:end]), []byte(closing))
	slices.SortFunc(types, bytes.Compare)
	return slices.Concat(part[:start], bytes.Join(types, nil), part[end:])
}

// without removes the first element of a name.
func without(part []byte, element string) []byte {
	before, rest, found := bytes.Cut(part, []byte("<"+element))
	_, after, closed := bytes.Cut(rest, []byte("</"+element+">"))
	if !found || !closed {
		return part
	}
	return slices.Concat(before, after)
}

// twoCellAnchor is the anchor that excelize gives a chart. With "oneCell" it lets the chart end in the cell in which it begins, as far as
// Excel would draw it, and without it needs the heights of rows that it never sees.
var twoCellAnchor = pattern(`<xdr:twoCellAnchor editAs="oneCell">(<xdr:from>.*?</xdr:from>)` +
	`<xdr:to><xdr:col>\d+</xdr:col><xdr:colOff>(\d+)</xdr:colOff><xdr:row>\d+</xdr:row><xdr:rowOff>(\d+)</xdr:rowOff></xdr:to>` +
	`(.*?)</xdr:twoCellAnchor>`)

// oneCellAnchors gives charts their size in the place of the cell where they end.
func oneCellAnchors(part []byte) []byte {
	return twoCellAnchor().ReplaceAll(part, []byte(`<xdr:oneCellAnchor>$1<xdr:ext cx="$2" cy="$3"></xdr:ext>$4</xdr:oneCellAnchor>`))
}

// addLinks adds the links of rows to a sheet, behind those that it has.
func addLinks(sheet []byte, links []webLink) []byte {
	var all []byte
	for i, link := range links {
		all = fmt.Appendf(all, `<hyperlink ref="%s" r:id="link%d"></hyperlink>`, link.cell, i+1)
	}
	if at := bytes.Index(sheet, []byte("</hyperlinks>")); at >= 0 {
		return slices.Concat(sheet[:at], all, sheet[at:])
	}
	at := bytes.LastIndex(sheet, []byte("<pageMargins ")) // links stand before it (ECMA-376, part 1, section 18.3.1.99)
	return slices.Concat(sheet[:at], []byte("<hyperlinks>"), all, []byte("</hyperlinks>"), sheet[at:])
}

// addTargets adds the addresses of links to the relations of a sheet.
func addTargets(relations []byte, links []webLink) []byte {
	end := bytes.LastIndex(relations, []byte("</Relationships>"))
	all := bytes.Clone(relations[:end])
	for i, link := range links {
		all = fmt.Appendf(all, `<Relationship Id="link%d" Type="%s" Target="%s" TargetMode="External"></Relationship>`,
			i+1, hyperlinkType, target(link.address))
	}
	return append(all, relations[end:]...)
}

// target returns an address as an attribute of XML. What neither an address nor XML may hold is percent-encoded (RFC 3986,
// section 2.1).
func target(address string) string {
	var b strings.Builder
	for i := 0; i < len(address); {
		r, size := utf8.DecodeRuneInString(address[i:])
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r <= ' ' || strings.ContainsRune("<>\"\\^`{|}\x7f\uFFFE\uFFFF", r) || r == utf8.RuneError && size == 1:
			for _, c := range []byte(address[i : i+size]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		default:
			b.WriteString(address[i : i+size])
		}
		i += size
	}
	return b.String()
}

// pattern returns a regular expression that is compiled when it is first used: most commands write no workbook.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
