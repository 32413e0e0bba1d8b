// Package query selects, sorts and counts records.
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

// Path leads from a record to a field: through objects, lists and, where a step is a reference, into the record that it
// names.
type Path struct {
	Name  string // as in the schema, joined by dots
	steps []*schema.Field
}

// NewPath finds the field that a dotted name means. Hyphens stand for underscores.
func NewPath(m *schema.Model, t *schema.Table, name string) (Path, error) {
	var p Path
	owner, fields := t.Name, t.Fields()
	for step := range strings.SplitSeq(name, ".") {
		if last := p.Leaf(); last != nil && last.Ref != "" {
			owner, fields = last.Ref, m.Table(last.Ref).Fields()
		} else if last != nil {
			owner, fields = owner+"."+last.Name, last.Fields
		}
		f := schema.FieldNamed(fields, fieldName(step))
		if f == nil {
			return Path{}, text.Usage(fmt.Sprintf("%s has no field %q", owner, step), fieldHint(step, fields))
		}
		p.steps = append(p.steps, f)
	}
	return newPath(p.steps), nil
}

func newPath(steps []*schema.Field) Path {
	return Path{strings.Join(fieldNames(steps), "."), steps}
}

// fieldName returns the name of a field as the schema writes it.
func fieldName(s string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), "-", "_"))
}

func fieldHint(name string, fields []*schema.Field) string {
	if len(fields) == 0 {
		return "the field before it has no fields of its own"
	}
	names := fieldNames(fields)
	return text.DidYouMeanOr(name, names, "its fields are "+strings.Join(names, ", "))
}

func fieldNames(fields []*schema.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Expand finds a reference by its name. It returns its path, and behind it those of the main fields of the record that it
// refers to.
func Expand(m *schema.Model, t *schema.Table, name string) ([]Path, error) {
	p, err := NewPath(m, t, name)
	if err != nil {
		return nil, err
	}
	if p.Leaf().Ref == "" {
		hint := fmt.Sprintf("the references of %s are %s", t.Name, strings.Join(References(t), ", "))
		return nil, text.Usage(fmt.Sprintf("%s.%s is not a reference", t.Name, p.Name), hint)
	}
	paths := []Path{p}
	for _, main := range m.Table(p.Leaf().Ref).Default {
		if main == "id" { // the reference itself
			continue
		}
		field, err := NewPath(m, t, p.Name+"."+main)
		if err != nil {
			return nil, err
		}
		paths = append(paths, field)
	}
	return paths, nil
}

// References returns the names of the references of a table, with those in objects.
func References(t *schema.Table) []string {
	var names []string
	for name, f := range schema.Walk(t.Fields()) {
		if f.Ref != "" {
			names = append(names, name)
		}
	}
	return names
}

// Leaf returns the field at the end of the path, or nil for an empty path.
func (p Path) Leaf() *schema.Field {
	if len(p.steps) == 0 {
		return nil
	}
	return p.steps[len(p.steps)-1]
}

// Tables returns the tables that the path goes into by references, in order.
func (p Path) Tables() []string {
	var tables []string
	for _, f := range p.steps[:len(p.steps)-1] {
		if f.Ref != "" {
			tables = append(tables, f.Ref)
		}
	}
	return tables
}

// Many reports whether the path can lead to several values.
func (p Path) Many() bool { return hasList(p.steps) }

func hasList(steps []*schema.Field) bool {
	return slices.ContainsFunc(steps, func(f *schema.Field) bool { return f.List })
}

// Column returns the column of the path's values.
func (p Path) Column() table.Column { return p.column(p.Many()) }

func (p Path) column(many bool) table.Column {
	f := *p.Leaf()
	titles := make([]string, len(p.steps))
	for i, s := range p.steps {
		titles[i] = s.Title
	}
	f.List = many
	c := Column(&f)
	c.Name = p.Name
	c.Title = strings.Join(titles, ": ")
	return c
}

// Column returns the column of a field's values.
func Column(f *schema.Field) table.Column {
	whole := f.Kind == schema.Reference || f.Kind == schema.CodeKind || f.Kind == schema.Date || f.Name == "id"
	return table.Column{
		Name: f.Name, Title: f.Title,
		Numeric:  (f.Kind == schema.Integer || f.Kind == schema.Number) && !f.List,
		Unbroken: whole && !f.List,
		IDs:      whole && f.List || f.Kind == schema.Object,
		Date:     f.Kind == schema.Date && !f.List,
		Link:     strings.HasPrefix(f.Pattern, "^https?://") && !f.List,
		Ref:      f.Ref,
	}
}

// Each calls fn with every value at the end of the path, entry by entry, until fn returns false.
func (p Path) Each(v []byte, look Lookup, fn func([]byte) bool) {
	each(Target{Raw: v}, p.steps, look, fn)
}

// each walks a path and returns false if fn did.
func each(in Target, steps []*schema.Field, look Lookup, fn func([]byte) bool) bool {
	f := steps[0]
	v := in.Get(f.Name)
	if v == nil {
		return true
	}
	next := func(v []byte) bool {
		if len(steps) == 1 {
			return fn(v)
		}
		return each(behind(f, v, look), steps[1:], look, fn)
	}
	if f.List && rawjson.Kind(v) == '[' {
		for _, e := range rawjson.Elements(v) {
			if !next(e) {
				return false
			}
		}
		return true
	}
	return next(v)
}

// Values returns the value of the path, or the list of its values if the path goes through a list: the first mostValues, for the entries
// of lists behind references multiply. It is nil where there is none.
func (p Path) Values(v []byte, look Lookup) []byte {
	if !hasList(p.steps[:len(p.steps)-1]) {
		room := maxCell
		return cellOf(Target{Raw: v}, p.steps, look, &room)
	}
	var all [][]byte
	p.Each(v, look, func(v []byte) bool { all = append(all, v); return len(all) < mostValues })
	return rawjson.Array(all)
}

// mostValues is how many values of one record are compared: no list in a record has more entries.
const mostValues = 20_000

// Cell returns the value of the path as one cell: the value itself or, if the path goes through a list, a list with a place
// for each entry, so that the fields of one list stay aligned. The place is null where an entry has no value, and a list
// where the path goes through a list in the entry. Cell returns nil if there is no value at all, and an error if a list takes more than
// maxCell: the entries of lists behind references multiply.
func (p Path) Cell(v []byte, look Lookup) ([]byte, error) { return p.cell(Target{Raw: v}, look) }

func (p Path) cell(in Target, look Lookup) ([]byte, error) {
	room := maxCell
	cell := cellOf(in, p.steps, look, &room)
	if room < 0 {
		return nil, &text.Failure{
			Err:  fmt.Errorf("%s has more than %d MiB of values in one record", p.Name, maxCell>>20),
			Hint: "choose a field behind fewer lists",
		}
	}
	return cell, nil
}

// maxCell is the size in bytes that a cell with the values of a list has at most.
const maxCell = 16 << 20

// cellOf returns a cell, with what lists take taken off room. It is of no use if less than nothing is left.
func cellOf(in Target, steps []*schema.Field, look Lookup, room *int) []byte {
	f := steps[0]
	v := in.Get(f.Name)
	switch {
	case v == nil || len(steps) == 1:
		return v
	case !f.List || rawjson.Kind(v) != '[':
		return cellOf(behind(f, v, look), steps[1:], look, room)
	}
	list, found := []byte(nil), false
	for _, e := range rawjson.Elements(v) {
		value := cellOf(behind(f, e, look), steps[1:], look, room)
		found = found || value != nil
		if value == nil {
			value = []byte("null")
		}
		list = append(append(list, ','), value...)
		if *room -= len(value) + 1; *room < 0 {
			return nil
		}
	}
	if !found {
		return nil
	}
	list[0] = '['
	return append(list, ']')
}

// behind returns what a value of a field leads to: the record that it refers to, or the object that it is.
func behind(f *schema.Field, v []byte, look Lookup) Target {
	if f.Ref != "" {
		return look(f.Ref, rawjson.Text(v))
	}
	return Target{Raw: v}
}

// Entries returns the entries of a list, or the value itself; nothing if it is absent.
func Entries(v []byte) [][]byte {
	switch rawjson.Kind(v) {
	case 0:
		return nil
	case '[':
		var list [][]byte
		for _, e := range rawjson.Elements(v) {
			list = append(list, e)
		}
		return list
	}
	return [][]byte{v}
}
