package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
)

// table reads what a schema says of a table as a whole. That takes only its bytes; its fields wait until
// they are needed.
func (s *Set) table(name string) (*Table, error) {
	id := s.base + name + suffix
	root := s.src[id]
	items := rawjson.Get(rawjson.Get(rawjson.Get(root, "properties"), name), "items")
	ref := rawjson.GetText(items, "$ref")
	if !strings.HasPrefix(ref, "#") {
		return nil, &Error{name, fmt.Errorf("no list %q of records that are defined in the file", name)}
	}
	row := s.src.node(id + ref)
	if len(slices.Collect(rawjson.Members(items))) > 1 || rawjson.Get(row, "$ref") != nil { // what stands beside it would be lost
		return nil, &Error{name, fmt.Errorf("the items of %q must be one $ref, to what describes a record by itself", name)}
	}
	return s.described(name, row), nil
}

// described is a table by what describes its records.
func (s *Set) described(name string, row []byte) *Table {
	root := s.src[s.base+name+suffix]
	t := &Table{
		Name: name, Title: rawjson.GetText(root, "title"), Singular: rawjson.GetText(row, "title"),
		Description: rawjson.GetText(row, "description"), Display: rawjson.GetText(row, "x-display"),
	}
	for _, e := range rawjson.Elements(rawjson.Get(row, "x-list")) {
		t.Default = append(t.Default, rawjson.Text(e))
	}
	t.fields = sync.OnceValue(func() []*Field {
		row := s.row(name)
		s.reading.Lock()
		defer s.reading.Unlock()
		return s.src.fields(row)
	})
	return t
}

// fields builds the fields of an object, in the order of the schema's own bytes.
func (s source) fields(obj *jsonschema.Schema) []*Field {
	var fs []*Field
	for m := range rawjson.Members(rawjson.Get(s.node(obj.Location), "properties")) {
		name := rawjson.Text(m.Name)
		if name != "$schema" {
			fs = append(fs, s.field(name, obj.Properties[name], slices.Contains(obj.Required, name)))
		}
	}
	return fs
}

// order lists the properties of a schema as its file has them: records mostly keep to that.
func (s source) order(obj *jsonschema.Schema) []string {
	var names []string
	for m := range rawjson.Members(rawjson.Get(s.node(obj.Location), "properties")) {
		if name := rawjson.Text(m.Name); obj.Properties[name] != nil && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range keys(obj.Properties) { // of a schema whose bytes are not at hand
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// field builds one field. What a property says goes before what it refers to.
func (s source) field(name string, sch *jsonschema.Schema, required bool) *Field {
	f := &Field{Name: name, Required: required, Kind: Text}
	for _, e := range rawjson.Elements(rawjson.Get(s.node(sch.Location), "examples")) {
		f.Examples = append(f.Examples, string(e))
	}
	s.keywords(f, sch)
	if typed := resolve(sch); slices.Contains(typed.Types, "array") && typed.Items2020 != nil {
		f.List = true
		title, description := f.Title, f.Description
		s.keywords(f, typed.Items2020)
		f.Title, f.Description = title, description
	}
	return f
}

// keywords takes over what a schema and those it refers to say of a value.
func (s source) keywords(f *Field, sch *jsonschema.Schema) {
	for ; sch != nil; sch = sch.Ref {
		node := s.node(sch.Location)
		if f.Title == "" {
			f.Title = sch.Title
		}
		if f.Description == "" {
			f.Description = sch.Description
		}
		if ref := rawjson.Get(node, "x-ref"); ref != nil {
			f.Ref, f.Kind = rawjson.Text(ref), Reference
		}
		if w, err := strconv.Atoi(rawjson.GetText(node, "x-search")); err == nil && f.Weight == 0 {
			f.Weight = w
		}
		f.Set = f.Set || rawjson.GetText(node, "x-set") == "true"
		if sch.Pattern != nil && f.Pattern == "" {
			f.Pattern = sch.Pattern.String()
		}
		s.kind(f, sch, node)
	}
}

// kind reads the kind of value off a schema's type, format and codes.
func (s source) kind(f *Field, sch *jsonschema.Schema, node []byte) {
	switch {
	case f.Kind == Reference:
	case len(sch.Enum) > 0:
		f.Kind = CodeKind
		for _, e := range sch.Enum {
			f.Codes = append(f.Codes, code(e, rawjson.Get(node, "$defs")))
		}
	case sch.Format == "date":
		f.Kind = Date
	case len(sch.Types) != 1:
	case sch.Types[0] == "object":
		f.Kind, f.Fields = Object, s.fields(sch)
	case sch.Types[0] == "integer":
		f.Kind = Integer
	case sch.Types[0] == "number":
		f.Kind = Number
	case sch.Types[0] == "boolean":
		f.Kind = Boolean
	}
}

// code finds what a code means in the $defs beside the enum: definitions with the code as const.
func code(value any, defs []byte) Code {
	c, _ := value.(string)
	for d := range rawjson.Members(defs) {
		if rawjson.GetText(d.Value, "const") == c {
			return Code{c, rawjson.GetText(d.Value, "title"), rawjson.GetText(d.Value, "description")}
		}
	}
	return Code{Code: c}
}

// node finds the bytes of a schema by its location, $id and JSON pointer. Each step is taken once: a
// schema is asked for many times, by itself and on the way to those below it.
func (s source) node(location string) []byte {
	if v, ok := s[location]; ok {
		return v
	}
	cut := strings.LastIndexAny(location, "/#")
	if cut < 0 {
		return nil
	}
	parent, token := location[:cut], location[cut+1:]
	if location[cut] == '#' || parent == "" {
		return s[parent]
	}
	m, _ := rawjson.Child(s.node(strings.TrimSuffix(parent, "#")), tokens("/" + token)[0], 0)
	s[location] = m.Value
	return m.Value
}
