package schema

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/rawjson"
)

// Link is one reference in a record.
type Link struct {
	Field  *Field // its Ref names the table that the reference points into
	Parent *Field // the field of the object that holds the reference; nil if the record itself does
	Object []byte // the bytes of that object, or of the record
	ID     string

	path []string // shared by all links of a record
}

// Path returns the tokens of the JSON pointer from the record to the reference.
func (l Link) Path() []string { return slices.Clone(l.path) }

// Name returns the dotted name of the field, as in Walk.
func (l Link) Name() string { return dotted(l.path) }

// References yields the references in a record of the table, however deep, in the order of its bytes.
func (t *Table) References(record []byte) iter.Seq[Link] {
	return func(yield func(Link) bool) { links(record, nil, t.Fields(), nil, yield) }
}

// links yields the references in an object, and reports whether to go on.
func links(obj []byte, parent *Field, fields []*Field, path []string, yield func(Link) bool) bool {
	for m := range rawjson.Members(obj) {
		i := slices.IndexFunc(fields, func(f *Field) bool { return rawjson.NameIs(m.Name, f.Name) })
		if i < 0 || (fields[i].Kind != Reference && fields[i].Kind != Object) {
			continue
		}
		f := fields[i]
		visit := func(v []byte, path []string) bool {
			if f.Kind == Object {
				return links(v, f, f.Fields, path, yield)
			}
			return rawjson.Kind(v) != '"' || yield(Link{f, parent, obj, rawjson.Text(v), path})
		}
		at := append(path, f.Name)
		if !f.List && !visit(m.Value, at) {
			return false
		}
		n := 0
		for _, e := range rawjson.Elements(m.Value) {
			if f.List && !visit(e, append(at, strconv.Itoa(n))) {
				return false
			}
			n++
		}
	}
	return true
}

// Targets lists the tables that a table refers to.
func (t *Table) Targets() []string {
	var targets []string
	for _, f := range Walk(t.Fields()) {
		if f.Ref == "" {
			continue
		}
		for _, table := range RefTables(f.Ref) {
			if !slices.Contains(targets, table) {
				targets = append(targets, table)
			}
		}
	}
	return targets
}

// ReadOrder lists the tables so that those referred to come before those that refer to them, as far as
// that is possible: then a reference can be checked when it is read.
func (m *Model) ReadOrder() []string {
	var order []string
	visited := map[string]bool{}
	var visit func(t *Table)
	visit = func(t *Table) {
		if visited[t.Name] {
			return
		}
		visited[t.Name] = true
		for _, target := range t.Targets() {
			visit(m.Table(target))
		}
		order = append(order, t.Name)
	}
	for _, t := range m.Tables {
		visit(t)
	}
	return order
}

// dotted joins a path into the name of a field, without the indexes; last is a name in the field's object.
func dotted(path []string, last ...string) string {
	names := slices.DeleteFunc(slices.Clone(path), isDigits)
	return strings.Join(append(names, last...), ".")
}
