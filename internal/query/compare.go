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

// sortKey is a value prepared for comparison. Numbers come first, by size; then texts, by their folded form and then by
// their bytes; absent values come last.
type sortKey struct {
	absent bool
	number *big.Rat // exact: 9007199254740993 is more than 9007199254740992
	folded string
	text   string
}

func newSortKey(v []byte) sortKey {
	k := sortKey{absent: v == nil, text: table.Text(v)}
	if rawjson.IsNumber(v) {
		k.number = number(k.text)
	}
	k.folded = text.Fold(k.text)
	return k
}

func (k sortKey) compare(other sortKey) int {
	switch {
	case k.absent || other.absent:
		return compareBool(k.absent, other.absent)
	case k.number != nil && other.number != nil:
		return k.number.Cmp(other.number)
	case k.number != nil || other.number != nil:
		return compareBool(k.number == nil, other.number == nil)
	}
	return cmp.Or(strings.Compare(k.folded, other.folded), strings.Compare(k.text, other.text))
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// number parses a decimal number exactly. It returns nil for other texts, and for exponents beyond ±308, which could
// exhaust the memory.
func number(s string) *big.Rat {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if n, err := strconv.Atoi(s[i+1:]); err != nil || n > 308 || n < -308 {
			return nil
		}
	}
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return nil
	}
	if r, ok := new(big.Rat).SetString(s); ok {
		return r
	}
	return nil
}
