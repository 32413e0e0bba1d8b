// Package schema holds the JSON Schemas of the data and everything that follows from them: the
// model (tables, fields, references, codes) and the check of one record.
//
// The schemas are the only description of the data. A field that is added to a schema is known
// to every command; there is no second list of fields in Go. Validation is that of
// github.com/santhosh-tekuri/jsonschema/v5, which is named nowhere else.
package schema

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/strict"
)

//go:embed *.schema.json
var embedded embed.FS

// Embedded is the folder of the schemas that the program carries.
func Embedded() fs.FS { return embedded }

// suffix ends the name of every schema file.
const suffix = ".schema.json"

// Set is a set of schemas. Each is compiled when it is first needed, because compiling costs more than
// listing a table does.
type Set struct {
	Model    *Model
	src      source
	compiler *jsonschema.Compiler
	base     string                        // what all $ids begin with
	roots    map[string]*jsonschema.Schema // of files, by name
	index    map[string]*jsonschema.Schema // of all that is compiled, by location

	// A set may be used in several goroutines, and compiles as it goes. compiling guards roots and index,
	// reading guards src, which remembers what it has found.
	compiling, reading sync.Mutex
}

// Error says that a schema cannot be used. Where it comes to light after Load, in the midst of work,
// it is the value of a panic: the schemas are part of the program, and its tests compile them all.
type Error struct {
	Name string
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("schema %s: %v", e.Name, e.Err) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// source holds the schema files as bytes, by $id, and the schemas in them by location. The library keeps properties in a map and knows
// no x- keywords: order and keywords are taken from here.
type source map[string][]byte

// Names lists the schemas in a folder, without their endings.
func Names(fsys fs.FS) ([]string, error) {
	files, err := fs.Glob(fsys, "*"+suffix)
	if err != nil {
		return nil, err
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], suffix)
	}
	return files, nil
}

// Read returns the text of one schema.
func Read(fsys fs.FS, name string) ([]byte, error) {
	return fs.ReadFile(fsys, name+suffix)
}

// Load reads the schemas of a folder. The schema "dataset" names the tables, in order, in its $defs.
func Load(fsys fs.FS) (*Set, error) {
	names, err := Names(fsys)
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true // off by default in this draft
	c.ExtractAnnotations = true
	s := &Set{
		Model: &Model{}, src: source{}, compiler: c,
		roots: map[string]*jsonschema.Schema{}, index: map[string]*jsonschema.Schema{},
	}
	// The library would read files and fetch addresses; a schema may refer only to its own folder. It decodes a schema
	// when it is first referred to: most commands need two or three.
	c.LoadURL = func(url string) (io.ReadCloser, error) {
		if text := s.src[url]; text != nil {
			return io.NopCloser(bytes.NewReader(text)), nil
		}
		return nil, fmt.Errorf("%s is not in the folder of schemas", url)
	}
	for _, n := range names {
		text, err := Read(fsys, n)
		if err != nil {
			return nil, err
		}
		if fsys != Embedded() { // those have passed it in the tests, and it costs as much as reading a table
			if err := guard(n+suffix, text); err != nil {
				return nil, &Error{n, err}
			}
		}
		id := rawjson.GetText(text, "$id")
		s.src[id] = text
		s.base = strings.TrimSuffix(id, n+suffix)
	}
	meta := s.src[s.base+metaName+suffix]
	if meta == nil {
		return nil, &Error{metaName, errors.New("it is missing")}
	}
	s.Model.Description = s.described(metaName, meta)
	for m := range rawjson.Members(rawjson.Get(meta, "$defs")) {
		t, err := s.table(rawjson.Text(m.Name))
		if err != nil {
			return nil, err
		}
		s.Model.Tables = append(s.Model.Tables, t)
	}
	return s, nil
}

// metaName is the schema of a dataset's description.
const metaName = "dataset"

// root is the compiled schema of a file.
func (s *Set) root(name string) *jsonschema.Schema {
	s.compiling.Lock()
	defer s.compiling.Unlock()
	if root := s.roots[name]; root != nil {
		return root
	}
	root, err := s.compiler.Compile(s.base + name + suffix)
	if err != nil {
		panic(&Error{name, err})
	}
	s.register(root)
	s.roots[name] = root
	return root
}

// at is the compiled schema at a location; nil if there is none.
func (s *Set) at(location string) *jsonschema.Schema {
	s.compiling.Lock()
	defer s.compiling.Unlock()
	return s.index[location]
}

// row is the compiled schema of a table's records; for "dataset", of a dataset's description.
func (s *Set) row(name string) *jsonschema.Schema {
	root := s.root(name)
	if list := root.Properties[name]; list != nil && list.Items2020 != nil {
		return resolve(list.Items2020)
	}
	return root
}

// guard passes a schema through the same checks as data.
func guard(name string, text []byte) error {
	r := strict.NewReader(name, bytes.NewReader(text))
	if _, err := r.Peek(); err != nil {
		return err
	}
	v, _, err := r.Value()
	if err != nil {
		return err
	}
	problems, _ := strict.Check(v, 0)
	for _, p := range problems {
		if p.Code != finding.EmptyValue { // which only records must not have
			return errors.New(p.Message)
		}
	}
	if path.Base(rawjson.GetText(v, "$id")) != name {
		return errors.New("its $id does not end in the file's name")
	}
	return r.End()
}

// register notes a schema and all below it under their locations, so that an error can be
// traced to the keyword that made it.
func (s *Set) register(sch *jsonschema.Schema) {
	if sch == nil || s.index[sch.Location] != nil {
		return
	}
	s.index[sch.Location] = sch
	for _, sub := range []*jsonschema.Schema{sch.Ref, sch.Items2020, sch.If, sch.Then, sch.Else, sch.Not, sch.Contains, sch.PropertyNames} {
		s.register(sub)
	}
	for _, p := range sch.Properties {
		s.register(p)
	}
	for _, list := range [][]*jsonschema.Schema{sch.AllOf, sch.AnyOf, sch.OneOf, sch.PrefixItems} {
		for _, sub := range list {
			s.register(sub)
		}
	}
}

// resolve follows references to the schema that they name.
func resolve(sch *jsonschema.Schema) *jsonschema.Schema {
	for sch.Ref != nil {
		sch = sch.Ref
	}
	return sch
}
