package query

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// ListOf is the list that some fields go through, so that each of its entries can have a row; it has no name if they go
// through none. Fields of one list stay together: an organisation with its role. Two lists have no rows in common.
func ListOf(fields []Path) (Path, error) {
	var list Path
	for _, f := range fields {
		at := slices.IndexFunc(f.steps, func(s *schema.Field) bool { return s.List })
		if at < 0 {
			continue
		}
		own := pathOf(f.steps[:at+1])
		if list.Name != "" && list.Name != own.Name {
			return Path{}, text.Usage(fmt.Sprintf("%s and %s are two lists, and a row is an entry of one", list.Name, own.Name), "choose the fields of one list")
		}
		list = own
	}
	return list, nil
}

// through says whether a field is the list whose entries have rows of their own, or goes through it.
func (q Query) through(f Path) bool {
	return q.List.Name != "" && (f.Name == q.List.Name || strings.HasPrefix(f.Name, q.List.Name+"."))
}

// entries yields the row of a record for each entry of the list, and once where there is none.
func (q Query) entries(v []byte, look Lookup, row table.Row, yield func(table.Row, error) bool) bool {
	if q.List.Name == "" {
		return yield(row, nil)
	}
	some, more := false, true
	q.List.Each(v, look, func(e []byte) bool {
		some = true
		for i, f := range q.Fields {
			if q.through(f) {
				row[i] = f.ofEntry(e, len(q.List.steps), look)
			}
		}
		more = yield(row, nil)
		return more
	})
	if !some {
		return yield(row, nil)
	}
	return more
}

// ofEntry is the value of a path in one entry of the list that its first steps lead to.
func (p Path) ofEntry(e []byte, steps int, look Lookup) []byte {
	if len(p.steps) == steps {
		return e
	}
	if ref := p.steps[steps-1].Ref; ref != "" {
		e = look(ref, rawjson.Text(e))
	}
	return Path{steps: p.steps[steps:]}.Cell(e, look)
}
