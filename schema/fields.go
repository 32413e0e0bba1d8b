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

// source holds the bytes of schemas: of files by $id, and of what is in them by location ($id and JSON pointer). The library
// keeps properties in a map and knows no x- keywords: order and keywords are taken from here.
type source map[string][]byte

// node returns the bytes at a location; nil if there are none. It caches each step.
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

// table reads the description of a table as a whole from its bytes. Its fields wait until they are needed.
func (s *Set) table(name string) (*Table, error) {
	id := s.base + name + suffix
	root := s.src[id]
	items := rawjson.Get(rawjson.Get(rawjson.Get(root, "properties"), name), "items")
	ref := rawjson.GetText(items, "$ref")
	if !strings.HasPrefix(ref, "#") {
		return nil, &Error{name, fmt.Errorf("no list %q of records that are defined in the file", name)}
	}
	row := s.src.node(id + ref)
	if len(slices.Collect(rawjson.Members(items))) > 1 || rawjson.Get(row, "$ref") != nil { // other keywords would be lost
		return nil, &Error{name, fmt.Errorf("the items of %q must be one $ref, to a complete description of a record", name)}
	}
	return s.described(name, row), nil
}

// described makes a table from the schema of its records.
func (s *Set) described(name string, row []byte) *Table {
	root := s.src[s.base+name+suffix]
	t := &Table{
		Name:        name,
		Title:       rawjson.GetText(root, "title"),
		Singular:    rawjson.GetText(row, "title"),
		Description: rawjson.GetText(row, "description"),
		Display:     rawjson.GetText(row, "x-display"),
		Short:       rawjson.GetText(row, "x-short"),
	}
	for _, e := range rawjson.Elements(rawjson.Get(row, "x-list")) {
		t.Default = append(t.Default, rawjson.Text(e))
	}
	t.fields = sync.OnceValue(func() []*Field {
		row := s.row(name)
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.src.fields(row)
	})
	return t
}

// fields makes the fields of an object, in the order of the schema's bytes.
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

// keywords takes over the keywords of a property, and of the schemas that it refers to. The property's own win.
func (s source) keywords(f *Field, sch *jsonschema.Schema) {
	for ; sch != nil; sch = sch.Ref {
		node := s.node(sch.Location)
		if f.Title == "" {
			f.Title = sch.Title
		}
		if f.Description == "" {
			f.Description = sch.Description
		}
		if ref := rawjson.GetText(node, "x-ref"); ref != "" {
			f.Ref = ref
		}
		if w, err := strconv.Atoi(rawjson.GetText(node, "x-search")); err == nil && f.Weight == 0 {
			f.Weight = w
		}
		if rawjson.GetText(node, "x-set") == "true" {
			f.Set = true
		}
		if sch.Pattern != nil && f.Pattern == "" {
			f.Pattern = sch.Pattern.String()
		}
		s.kind(f, sch, node)
	}
}

// kind derives the kind of value from a schema's references, codes, format and type.
func (s source) kind(f *Field, sch *jsonschema.Schema, node []byte) {
	switch {
	case f.Ref != "":
		f.Kind = Reference
	case len(sch.Enum) > 0:
		f.Kind = CodeKind
		for _, e := range sch.Enum {
			f.Codes = append(f.Codes, code(e, rawjson.Get(node, "$defs")))
		}
	case sch.Format == "date":
		f.Kind = Date
	case len(sch.Types) != 1:
	case sch.Types[0] == "object":
		f.Kind = Object
		f.Fields = s.fields(sch)
	case slices.Contains([]string{"integer", "number", "boolean"}, sch.Types[0]):
		f.Kind = Kind(sch.Types[0])
	}
}

// code finds the meaning of a code in the $defs beside the enum: a definition with the code as const.
func code(value any, defs []byte) Code {
	c, _ := value.(string)
	for d := range rawjson.Members(defs) {
		if rawjson.GetText(d.Value, "const") == c {
			return Code{c, rawjson.GetText(d.Value, "title"), rawjson.GetText(d.Value, "description")}
		}
	}
	return Code{Code: c}
}
