package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"malaga/internal/rawjson"
)

// source holds the bytes of schemas: of files by $id, and of what is in them by location ($id and JSON pointer).
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

// subschema is a schema within a file. The model is made of the bytes alone: the library keeps properties in a map, knows no
// x- keywords, and takes 10 ms to compile a table.
type subschema struct {
	file string // its $id
	v    []byte
}

func (sub subschema) get(keyword string) []byte  { return rawjson.Get(sub.v, keyword) }
func (sub subschema) text(keyword string) string { return rawjson.GetText(sub.v, keyword) }

// follow returns the schema that a $ref names; none without a $ref.
func (s *Set) follow(sub subschema) subschema {
	ref := sub.text("$ref")
	if ref == "" {
		return subschema{}
	}
	file, pointer, _ := strings.Cut(ref, "#")
	if file == "" {
		file = sub.file
	} else {
		file = s.base + file
	}
	return subschema{file, s.node(file + "#" + pointer)}
}

// table reads the description of a table. Its fields wait until they are needed.
func (s *Set) table(name string) (*Table, error) {
	id := s.base + name + suffix
	items := subschema{id, s.node(id + "#/properties/" + name + "/items")}
	if !strings.HasPrefix(items.text("$ref"), "#") {
		return nil, &Error{name, fmt.Errorf("no list %q of records that are defined in the file", name)}
	}
	row := s.follow(items)
	if len(slices.Collect(rawjson.Members(items.v))) > 1 || row.get("$ref") != nil { // other keywords would be lost
		return nil, &Error{name, fmt.Errorf("the items of %q must be one $ref, to a complete description of a record", name)}
	}
	return s.described(name, row), nil
}

// described makes a table from the schema of its records.
func (s *Set) described(name string, row subschema) *Table {
	return &Table{
		Name:        name,
		Title:       rawjson.GetText(s.node(s.base+name+suffix), "title"),
		Singular:    row.text("title"),
		Description: row.text("description"),
		Display:     row.text("x-display"),
		Short:       row.text("x-short"),
		Default:     texts(row.get("x-list")),
		fields:      sync.OnceValue(func() []*Field { return s.fields(row) }),
	}
}

// fields makes the fields of an object, in the order of the schema's bytes.
func (s *Set) fields(obj subschema) []*Field {
	var fs []*Field
	required := texts(obj.get("required"))
	for m := range rawjson.Members(obj.get("properties")) {
		name := rawjson.Text(m.Name)
		if name != SchemaField {
			f := s.field(subschema{obj.file, m.Value})
			f.Name = name
			f.Required = slices.Contains(required, name)
			fs = append(fs, f)
		}
	}
	return fs
}

func (s *Set) field(property subschema) *Field {
	f := &Field{Kind: Text}
	for _, e := range rawjson.Elements(property.get("examples")) {
		f.Examples = append(f.Examples, string(e))
	}
	if items := s.keywords(f, property); items.v != nil {
		f.List = true
		title, description := f.Title, f.Description
		s.keywords(f, items)
		f.Title, f.Description = title, description
	}
	return f
}

// keywords takes over the keywords of a schema, and of those that it refers to. The first ones win. It returns the schema of
// the elements of a list.
func (s *Set) keywords(f *Field, sub subschema) (items subschema) {
	for ; sub.v != nil; sub = s.follow(sub) {
		f.Title = cmp.Or(f.Title, sub.text("title"))
		f.Description = cmp.Or(f.Description, sub.text("description"))
		f.Pattern = cmp.Or(f.Pattern, sub.text("pattern"))
		f.Ref = cmp.Or(f.Ref, sub.text("x-ref"))
		f.Set = f.Set || sub.text("x-set") == "true"
		f.Multiline = f.Multiline || sub.text("x-multiline") == "true"
		if w, err := strconv.Atoi(sub.text("x-search")); err == nil && f.Weight == 0 {
			f.Weight = w
		}
		s.kind(f, sub)
		items = subschema{sub.file, sub.get("items")}
	}
	return items
}

// kind derives the kind of value from a schema's references, codes, format and type.
func (s *Set) kind(f *Field, sub subschema) {
	codes := texts(sub.get("enum"))
	switch kind := sub.text("type"); {
	case f.Ref != "":
		f.Kind = Reference
	case len(codes) > 0:
		f.Kind = CodeKind
		for _, c := range codes {
			f.Codes = append(f.Codes, code(c, sub.get("$defs")))
		}
	case sub.text("format") == "date":
		f.Kind = Date
	case kind == "object":
		f.Kind = Object
		f.Fields = s.fields(sub)
	case kind == "integer", kind == "number", kind == "boolean":
		f.Kind = Kind(kind)
	}
}

// code finds the meaning of a code in the $defs beside the enum: a definition with the code as const.
func code(c string, defs []byte) Code {
	for d := range rawjson.Members(defs) {
		if rawjson.GetText(d.Value, "const") == c {
			return Code{c, rawjson.GetText(d.Value, "title"), rawjson.GetText(d.Value, "description")}
		}
	}
	return Code{Code: c}
}
