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
	return func(yield func(Link) bool) {
		w := linkWalk{yield: yield}
		w.object(Link{Object: record}, t.Fields())
	}
}

// linkWalk is one walk over the references of a record. Its methods report whether the walk goes on.
type linkWalk struct {
	yield func(Link) bool
	path  []string
}

// object visits the members of l.Object.
func (w *linkWalk) object(l Link, fields []*Field) bool {
	for m := range rawjson.Members(l.Object) {
		i := slices.IndexFunc(fields, func(f *Field) bool { return rawjson.NameIs(m.Name, f.Name) })
		if i < 0 || (fields[i].Kind != Reference && fields[i].Kind != Object) {
			continue
		}
		l.Field = fields[i]
		if !w.at(l.Field.Name, func() bool { return w.member(l, m.Value) }) {
			return false
		}
	}
	return true
}

// member visits the value of l.Field, or each element of a list.
func (w *linkWalk) member(l Link, v []byte) bool {
	if !l.Field.List {
		return w.value(l, v)
	}
	n := 0
	for _, e := range rawjson.Elements(v) {
		if !w.at(strconv.Itoa(n), func() bool { return w.value(l, e) }) {
			return false
		}
		n++
	}
	return true
}

func (w *linkWalk) value(l Link, v []byte) bool {
	if l.Field.Kind == Object {
		return w.object(Link{Parent: l.Field, Object: v}, l.Field.Fields)
	}
	if rawjson.Kind(v) != '"' {
		return true
	}
	l.ID = rawjson.Text(v)
	l.path = w.path
	return w.yield(l)
}

// at runs visit with one more token on the path.
func (w *linkWalk) at(token string, visit func() bool) bool {
	w.path = append(w.path, token)
	defer func() { w.path = w.path[:len(w.path)-1] }()
	return visit()
}

// Targets lists the tables that a table refers to.
func (t *Table) Targets() []string {
	var targets []string
	for _, f := range Walk(t.Fields()) {
		if f.Ref != "" && !slices.Contains(targets, f.Ref) {
			targets = append(targets, f.Ref)
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
