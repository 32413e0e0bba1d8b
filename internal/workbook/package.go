package workbook

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
)

// pack is the package of a workbook, with its parts in an order that is always the same and the rows of
// tables streamed into the sheets. excelize would keep all of it in memory.
type pack struct {
	w          io.Writer
	names      []string
	parts      map[string]*bytes.Buffer
	rows       map[string]func(io.Writer) error // by the name of the part
	accessible bool                             // no table has a filter
	links      links
	undated    bool // no date is known
}

// contentTypes is the part that comes first by convention: it tells what the others are.
const contentTypes = "[Content_Types].xml"

// level of compression: higher ones take longer for next to nothing.
const level = 6

// Create begins a part.
func (z *pack) Create(name string) (io.Writer, error) {
	if z.parts == nil {
		z.parts = map[string]*bytes.Buffer{}
	}
	z.names = append(z.names, name)
	z.parts[name] = &bytes.Buffer{}
	return z.parts[name], nil
}

// AddFS is part of excelize's interface; workbooks have no use for it.
func (z *pack) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the package.
func (z *pack) Close() error {
	slices.SortFunc(z.names, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
	zw := zip.NewWriter(z.w)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, level) })
	for _, name := range z.names {
		w, err := zw.Create(name) // without a time: same data, same bytes
		if err != nil {
			return err
		}
		if err := z.part(w, name); err != nil {
			return err
		}
	}
	return zw.Close()
}

var sheetNumber = pattern(`^xl/worksheets/sheet([0-9]+)\.xml$`)

// rank puts the sheets in order, for the rows of a table can go on from one to the next.
func rank(name string) int {
	if name == contentTypes {
		return -1
	}
	if m := sheetNumber().FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits, as matched
		return n
	}
	return 0
}

// filter is what makes a table of excelize's have filter buttons, whether they are wanted or not.
var filter = pattern(`<autoFilter[^>]*(/>|>.*?</autoFilter>)`)

// defaults are the types of parts by the endings of their names, which excelize writes in random order where
// there are charts.
var defaults = pattern(`(<Default [^>]*></Default>)+`)

func sorted(content []byte) []byte {
	return defaults().ReplaceAllFunc(content, func(all []byte) []byte {
		types := bytes.SplitAfter(all, []byte("</Default>"))
		slices.SortFunc(types, bytes.Compare)
		return bytes.Join(types, nil)
	})
}

var (
	// anchors are the places of charts. excelize lets them end in the cell in which they begin, whose edge is as far as
	// Excel would draw them: they are given their size instead.
	anchors = pattern(`<xdr:twoCellAnchor editAs="oneCell">(<xdr:from>.*?</xdr:from>)<xdr:to><xdr:col>\d+</xdr:col><xdr:colOff>(\d+)</xdr:colOff><xdr:row>\d+</xdr:row><xdr:rowOff>(\d+)</xdr:rowOff></xdr:to>(.*?)</xdr:twoCellAnchor>`)
	// dates are those of a document's properties, which excelize makes up if it is given none.
	dates = pattern(`<dcterms:(created|modified)[^>]*>[^<]*</dcterms:(created|modified)>`)
)

// mended is a part without what excelize gets wrong, and with what was added while the sheets were written.
func (z *pack) mended(name string, part []byte) []byte {
	switch {
	case name == contentTypes:
		return sorted(part)
	case name == "docProps/core.xml" && z.undated:
		return dates().ReplaceAll(part, nil)
	case strings.HasPrefix(name, "xl/drawings/drawing"):
		return anchors().ReplaceAll(part, []byte(`<xdr:oneCellAnchor>$1<xdr:ext cx="$2" cy="$3"></xdr:ext>$4</xdr:oneCellAnchor>`))
	}
	return z.links.mended(name, part)
}

// part writes a part, and the rows of a table into it.
func (z *pack) part(w io.Writer, name string) error {
	content := z.parts[name].Bytes()
	if z.accessible && strings.HasPrefix(name, "xl/tables/") {
		content = filter().ReplaceAll(content, nil)
	}
	content = z.mended(name, content)
	rows := z.rows[name]
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
	if err := rows(w); err != nil {
		return err
	}
	_, err := w.Write(content[end:])
	return err
}

// pattern is a regular expression that is compiled when it is first used: most commands write no workbook.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
