// Package query asks questions of records: which of them, which of their fields, in which order,
// how many of each.
//
// A question is data (conditions, sort keys, paths) built from text and a model. Answers are
// rows, made from the records' bytes.
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

// Lookup finds a record by its table and id; nil if there is none.
type Lookup func(table, id string) []byte

// Path leads from a record to a field: through objects, lists and, where a step is a reference, into
// the record that it names.
type Path struct {
	Name  string // as in the schema, joined by dots
	steps []*schema.Field
}

// NewPath finds the field that a dotted name means. Hyphens stand for underscores.
func NewPath(m *schema.Model, t *schema.Table, name string) (Path, error) {
	var p Path
	owner, fields := t.Name, t.Fields()
	for step := range strings.SplitSeq(name, ".") {
		if last := p.leaf(); last != nil && last.Ref != "" {
			target := m.Table(last.Ref)
			owner, fields = target.Name, target.Fields()
		} else if last != nil {
			owner, fields = owner+"."+last.Name, last.Fields
		}
		f := findField(fields, step)
		if f == nil {
			return Path{}, text.Usage(fmt.Sprintf("%s has no field %q", owner, step), fieldHint(step, fields))
		}
		p.steps = append(p.steps, f)
	}
	return pathOf(p.steps), nil
}

func pathOf(steps []*schema.Field) Path {
	names := make([]string, len(steps))
	for i, f := range steps {
		names[i] = f.Name
	}
	return Path{strings.Join(names, "."), steps}
}

func findField(fields []*schema.Field, name string) *schema.Field {
	name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), "-", "_"))
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func fieldHint(name string, fields []*schema.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	if len(names) == 0 {
		return "the field before it holds no fields of its own"
	}
	if hint := text.DidYouMean(name, names); hint != "" {
		return hint
	}
	return "its fields are " + strings.Join(names, ", ")
}

// Leaf is the field that the path ends at.
func (p Path) Leaf() *schema.Field { return p.leaf() }

func (p Path) leaf() *schema.Field {
	if len(p.steps) == 0 {
		return nil
	}
	return p.steps[len(p.steps)-1]
}

// Tables lists the tables that the path goes into by references, in order.
func (p Path) Tables() []string {
	var tables []string
	for _, f := range p.steps[:len(p.steps)-1] {
		if f.Ref != "" {
			tables = append(tables, f.Ref)
		}
	}
	return tables
}

// Many says whether the path can lead to several values.
func (p Path) Many() bool { return many(p.steps) }

func many(steps []*schema.Field) bool {
	return slices.ContainsFunc(steps, func(f *schema.Field) bool { return f.List })
}

// Column is the column of the path's values.
func (p Path) Column() table.Column { return p.column(p.Many()) }

func (p Path) column(many bool) table.Column {
	f := *p.leaf()
	titles := make([]string, len(p.steps))
	for i, s := range p.steps {
		titles[i] = s.Title
	}
	f.List = many
	c := Column(&f)
	c.Name, c.Title = p.Name, strings.Join(titles, ": ")
	return c
}

// Column is the column of a field's values.
func Column(f *schema.Field) table.Column {
	whole := f.Kind == schema.Reference || f.Kind == schema.CodeKind || f.Kind == schema.Date || f.Name == "id"
	return table.Column{
		Name: f.Name, Title: f.Title,
		Numeric:  (f.Kind == schema.Integer || f.Kind == schema.Number) && !f.List,
		Unbroken: whole && !f.List,
		IDs:      whole && f.List || f.Kind == schema.Object,
		Date:     f.Kind == schema.Date && !f.List,
		Link:     strings.HasPrefix(f.Pattern, "^https?://") && !f.List,
	}
}

// Each calls fn with every value at the end of the path, entry by entry, until fn returns false.
func (p Path) Each(v []byte, look Lookup, fn func([]byte) bool) {
	each(v, p.steps, look, true, fn)
}

// Cell is the value of the path as one cell: the value itself, or the list of all values where
// a list stands on the way. It is nil where there is none.
func (p Path) Cell(v []byte, look Lookup) []byte {
	if len(p.steps) == 1 {
		return rawjson.Get(v, p.steps[0].Name)
	}
	last := len(p.steps) - 1
	if !many(p.steps[:last]) {
		var cell []byte
		each(v, p.steps, look, false, func(v []byte) bool { cell = v; return false })
		return cell
	}
	var cell []byte
	each(v, p.steps, look, true, func(v []byte) bool {
		cell = append(cell, ',')
		cell = append(cell, v...)
		return true
	})
	if cell == nil {
		return nil
	}
	cell[0] = '['
	return append(cell, ']')
}

// each walks a path. split says whether a list at its end is given entry by entry.
func each(v []byte, steps []*schema.Field, look Lookup, split bool, fn func([]byte) bool) bool {
	f := steps[0]
	v = rawjson.Get(v, f.Name)
	if v == nil {
		return true
	}
	next := func(v []byte) bool {
		if len(steps) == 1 {
			return fn(v)
		}
		if f.Ref != "" {
			if v = look(f.Ref, rawjson.Text(v)); v == nil {
				return true
			}
		}
		return each(v, steps[1:], look, split, fn)
	}
	if f.List && rawjson.Kind(v) == '[' && (split || len(steps) > 1) {
		for _, e := range rawjson.Elements(v) {
			if !next(e) {
				return false
			}
		}
		return true
	}
	return next(v)
}
