package query

import (
	"fmt"
	"slices"
	"strings"

	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// ListOf returns the path of the list that some fields go through, so that each of its entries can have a row; the path has
// no name if they go through none. Fields of one list stay together: an organisation with its role. Fields of two lists are
// an error.
func ListOf(fields []Path) (Path, error) {
	var list Path
	for _, f := range fields {
		at := slices.IndexFunc(f.steps, func(s *schema.Field) bool { return s.List })
		if at < 0 {
			continue
		}
		own := newPath(f.steps[:at+1])
		if list.Name != "" && list.Name != own.Name {
			message := fmt.Sprintf("%s and %s are different lists", list.Name, own.Name)
			return Path{}, text.Usage(message, "with --lists rows, choose the fields of one list")
		}
		list = own
	}
	return list, nil
}

// through reports whether a field is the list whose entries have rows, or goes through it.
func (q Query) through(f Path) bool {
	return q.List.Name != "" && (f.Name == q.List.Name || strings.HasPrefix(f.Name, q.List.Name+"."))
}

// entryRows yields the row of a record once for each entry of the list, and once if it has none.
func (q Query) entryRows(v []byte, look Lookup, row table.Row, yield func(table.Row, error) bool) bool {
	if q.List.Name == "" {
		return yield(row, nil)
	}
	found, more := false, true
	q.List.Each(v, look, func(e []byte) bool {
		found = true
		var err error
		for i, f := range q.Fields {
			if q.through(f) && err == nil {
				row[i], err = f.inEntry(e, len(q.List.steps), look)
			}
		}
		more = yield(row, err) && err == nil
		return more
	})
	if !found {
		return yield(row, nil)
	}
	return more
}

// inEntry returns the value of a path in one entry of the list that its first steps lead to.
func (p Path) inEntry(e []byte, steps int, look Lookup) ([]byte, error) {
	if len(p.steps) == steps {
		return e, nil
	}
	return Path{Name: p.Name, steps: p.steps[steps:]}.cell(behind(p.steps[steps-1], e, look), look)
}
