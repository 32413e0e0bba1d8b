package query

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// sortable is a value ready to be compared: numbers by size, before anything else; texts by their
// folded form and then by their bytes; what is absent last.
type sortable struct {
	absent       bool
	number       *big.Rat
	folded, text string
}

func newSortable(v []byte) sortable {
	s := sortable{absent: v == nil, text: table.Text(v)}
	if rawjson.IsNumber(v) {
		s.number = number(s.text)
	}
	s.folded = text.Fold(s.text)
	return s
}

func (s sortable) compare(t sortable) int {
	switch {
	case s.absent || t.absent:
		return sign(s.absent) - sign(t.absent)
	case s.number != nil && t.number != nil:
		return s.number.Cmp(t.number)
	case s.number != nil || t.number != nil:
		return sign(t.number != nil) - sign(s.number != nil)
	}
	return cmp.Or(strings.Compare(s.folded, t.folded), strings.Compare(s.text, t.text))
}

func sign(b bool) int {
	if b {
		return 1
	}
	return 0
}

// number reads a number exactly; nil if it is none, or one whose exponent would fill the memory.
func number(s string) *big.Rat {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if n, err := strconv.Atoi(s[i+1:]); err != nil || n > 308 || n < -308 {
			return nil
		}
	}
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}
