package query

import (
	"cmp"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// kind is the kind of a value; values of different kinds are in the order of these.
type kind int

const (
	numeric kind = iota
	textual
	absent
)

// sortKey is a value prepared for comparison: of numbers by size, of texts by the natural order of their folded form and then by
// their bytes. All texts have the natural order, since titles have numbers as ids do.
type sortKey struct {
	kind   kind
	number *rawjson.Decimal
	folded string
	text   string
}

func newSortKey(v []byte) sortKey { return keyOf(v).fold() }

// keyOf returns the key of a value, without the folded form of a text.
func keyOf(v []byte) sortKey {
	if v == nil {
		return sortKey{kind: absent}
	}
	s := table.Text(v)
	if rawjson.IsNumber(v) {
		if n, ok := rawjson.ParseDecimal(s); ok {
			return sortKey{kind: numeric, number: &n}
		}
	}
	return sortKey{kind: textual, text: s}
}

func (k sortKey) fold() sortKey {
	k.folded = text.Fold(k.text)
	return k
}

func textKey(s string) sortKey { return sortKey{kind: textual, text: s}.fold() }

// numberKey returns the key of a number, or that of a text if s is not a number.
func numberKey(s string) sortKey {
	if n, ok := rawjson.ParseDecimal(s); ok {
		return sortKey{kind: numeric, number: &n}
	}
	return textKey(s)
}

func (k *sortKey) compare(other *sortKey) int {
	return cmp.Or(k.compareFolded(other), strings.Compare(k.text, other.text))
}

func (k *sortKey) compareFolded(other *sortKey) int {
	if k.kind == numeric && other.kind == numeric {
		return k.number.Compare(*other.number)
	}
	return cmp.Or(cmp.Compare(k.kind, other.kind), text.NaturalCompare(k.folded, other.folded))
}

func compareKeys(a, b sortKey) int { return a.compare(&b) }
