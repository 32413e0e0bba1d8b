package sink

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"sync"
)

// stringsPart is the part of a package with the texts that several cells have.
const stringsPart = "xl/sharedStrings.xml"

// mostShared is how many texts are shared: memory must not grow with the rows.
const mostShared = 20_000

// shared are the texts that cells of some columns have in common, beside those of excelize's own cells. Such a cell
// has a number in place of its text: less to write, to compress and to read.
type shared struct {
	base    int // how many excelize has
	uses    int
	numbers map[string]int
	items   []byte // as XML
}

// number is the number of a text; ok is false if there are too many to share one more.
func (s *shared) number(text []byte) (n int, replaced int, ok bool) {
	if n, ok = s.numbers[string(text)]; !ok {
		if len(s.numbers) == mostShared {
			return 0, 0, false
		}
		n = s.base + len(s.numbers)
		if s.numbers == nil {
			s.numbers = map[string]int{}
		}
		s.numbers[string(text)] = n
		s.items = append(s.items, "<si><t"...)
		if padded(text) {
			s.items = append(s.items, ` xml:space="preserve"`...)
		}
		s.items, replaced = appendXML(append(s.items, '>'), text)
		s.items = append(s.items, "</t></si>"...)
	}
	s.uses++
	return n, replaced, true
}

var counts = pattern(` (count|uniqueCount)="[0-9]+"`)

// begin takes what excelize has of the part.
func (s *shared) begin(part []byte) { s.base = bytes.Count(part, []byte("<si>")) }

// complete adds the texts to the part.
func (s *shared) complete(part []byte) []byte {
	if s.items == nil {
		return part
	}
	part = counts().ReplaceAllFunc(part, func(attribute []byte) []byte {
		name, value, _ := bytes.Cut(attribute, []byte("="))
		n, _ := strconv.Atoi(string(bytes.Trim(value, `"`))) // digits, as matched
		if bytes.Equal(name, []byte(" count")) {
			n += s.uses
		} else {
			n += len(s.numbers)
		}
		return []byte(fmt.Sprintf(`%s="%d"`, name, n))
	})
	end := bytes.LastIndex(part, []byte("</sst>"))
	return append(append(append([]byte(nil), part[:end]...), s.items...), part[end:]...)
}

// pattern is a regular expression that is compiled when it is first used: most commands write no workbook.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
