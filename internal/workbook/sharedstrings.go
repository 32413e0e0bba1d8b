package workbook

import (
	"bytes"
	"strings"
)

// sharedPart is the part of a package with the texts that several cells have.
const sharedPart = "xl/sharedStrings.xml"

// Bounds on the texts that are shared, so that memory does not grow with the rows: their number, and their bytes as XML.
const (
	maxShared      = 20_000
	maxSharedBytes = 8 << 20
)

// sharedStrings holds the texts that the cells of some columns have in common, beside those of excelize's own cells (ECMA-376,
// part 1, section 18.4). Such a cell has a number in place of its text: 1.2× on export xlsx, and a file a tenth smaller.
type sharedStrings struct {
	base    int // how many texts excelize has
	numbers map[string]int
	items   []byte // the texts as XML
}

// number returns the number of a text, and how many characters of a new one were replaced; ok is false if there is no room
// for one more.
func (s *sharedStrings) number(text []byte) (n, replaced int, ok bool) {
	if n, ok = s.numbers[string(text)]; ok {
		return n, 0, true
	}
	if s.numbers == nil || len(s.numbers) == maxShared || len(s.items) > maxSharedBytes {
		return 0, 0, false
	}
	n = s.base + len(s.numbers)
	s.numbers[string(text)] = n
	s.items = append(s.items, "<si>"...)
	s.items, replaced = appendText(s.items, text)
	s.items = append(s.items, "</si>"...)
	return n, replaced, true
}

// begin reads the part that excelize has made; without one nothing is shared.
func (s *sharedStrings) begin(part *bytes.Buffer) {
	if part != nil {
		s.base = bytes.Count(part.Bytes(), []byte("<si>"))
		s.numbers = map[string]int{}
	}
}

// complete returns the part with all texts. It leaves the counts out, which are optional: excelize's are too small.
func (s *sharedStrings) complete(part []byte) []byte {
	head, rest, _ := strings.Cut(string(part), ` count="`)
	_, rest, _ = strings.Cut(rest, ">")
	own, _, _ := strings.Cut(rest, "</sst>")
	return []byte(head + ">" + own + string(s.items) + "</sst>")
}
