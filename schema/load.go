// Package schema reads the JSON Schemas that describe the data, and validates records by them.
//
// Every command knows a field that is added to a schema: Go has no second list of fields. load.go reads the schema files and
// fields.go makes the model of them (model.go). compile.go makes a program of each schema, which fast.go runs over the bytes
// of a record, and which also finds most mistakes (mistakes.go). Other records go to github.com/santhosh-tekuri/jsonschema/v5
// (check.go). messages.go says in words what is wrong.
package schema

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

//go:embed *.schema.json
var embedded embed.FS

// Embedded returns the folder of the schemas in the program.
func Embedded() fs.FS { return embedded }

const (
	suffix   = ".schema.json" // of the name of a schema file
	metaName = "dataset"      // the schema of a dataset's description
)

// Set is a set of schemas. It compiles each when a record is first validated by it: reading does without. It may be used in
// several goroutines.
type Set struct {
	Model *Model

	base     string // what all $ids begin with
	compiler *jsonschema.Compiler

	mu    sync.Mutex // guards what follows
	src   source
	roots map[string]*jsonschema.Schema // of files, by name
	names map[string][]string           // of the properties of schemas, by location
}

// Error reports a schema that cannot be used. If that shows only after Load, it is the value of a panic: the schemas are
// part of the program, and its tests compile them all.
type Error struct {
	Name string
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("schema %s: %v", e.Name, e.Err) }

// Names lists the schemas in a folder, without their endings.
func Names(fsys fs.FS) ([]string, error) {
	files, err := fs.Glob(fsys, "*"+suffix)
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], suffix)
	}
	return files, err
}

// Read returns the text of one schema.
func Read(fsys fs.FS, name string) ([]byte, error) {
	return fs.ReadFile(fsys, name+suffix)
}

// Load reads the schemas of a folder. The schema "dataset" names the tables, in order, in its $defs.
func Load(fsys fs.FS) (*Set, error) {
	s := &Set{Model: &Model{}, src: source{}, roots: map[string]*jsonschema.Schema{}, names: map[string][]string{}}
	if err := s.read(fsys); err != nil {
		return nil, err
	}
	s.compiler = jsonschema.NewCompiler()
	s.compiler.Draft = jsonschema.Draft2020
	s.compiler.AssertFormat = true // off by default in this draft
	// The library would read files and fetch addresses; a schema may refer only to its own folder.
	s.compiler.LoadURL = func(url string) (io.ReadCloser, error) {
		if text := s.src[url]; text != nil {
			return io.NopCloser(bytes.NewReader(text)), nil
		}
		return nil, fmt.Errorf("%s is not in the folder of schemas", url)
	}
	meta := s.src[s.base+metaName+suffix]
	if meta == nil {
		return nil, &Error{metaName, errors.New("it is missing")}
	}
	s.Model.Description = s.described(metaName, subschema{s.base + metaName + suffix, meta})
	for m := range rawjson.Members(rawjson.Get(meta, "$defs")) {
		t, err := s.table(rawjson.Text(m.Name))
		if err != nil {
			return nil, err
		}
		s.Model.Tables = append(s.Model.Tables, t)
	}
	return s, nil
}

// read reads the files of a folder.
func (s *Set) read(fsys fs.FS) error {
	names, err := Names(fsys)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := Read(fsys, name)
		if err != nil {
			return err
		}
		if fsys != Embedded() { // a test guards those; here it would cost as much as reading a table
			if err := guard(name+suffix, text); err != nil {
				return &Error{name, err}
			}
		}
		id := rawjson.GetText(text, "$id")
		s.src[id] = text
		s.base = strings.TrimSuffix(id, name+suffix)
	}
	return nil
}

// guard applies the checks of data to a schema file.
func guard(name string, text []byte) error {
	v, err := rawjson.ReadAll(name, bytes.NewReader(text))
	if err != nil {
		return err
	}
	problems, _ := rawjson.Check(v, 0)
	for _, p := range problems {
		if p.Code != finding.EmptyValue { // only records must not have one
			return errors.New(p.Message)
		}
	}
	if path.Base(rawjson.GetText(v, "$id")) != name {
		return errors.New("its $id does not end in the file's name")
	}
	return nil
}

// root returns the compiled schema of a file.
func (s *Set) root(name string) *jsonschema.Schema {
	s.mu.Lock()
	defer s.mu.Unlock()
	if root := s.roots[name]; root != nil {
		return root
	}
	root, err := s.compiler.Compile(s.base + name + suffix)
	if err != nil {
		panic(&Error{name, err})
	}
	s.roots[name] = root
	return root
}

// row returns the compiled schema of a table's records; for "dataset", of a dataset's description.
func (s *Set) row(name string) *jsonschema.Schema {
	root := s.root(name)
	if list := root.Properties[name]; list != nil && list.Items2020 != nil {
		return resolve(list.Items2020)
	}
	return root
}

// node returns the bytes of the schema, or of the keyword, at a location.
func (s *Set) node(location string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.src.node(location)
}

// properties returns the sorted names of the properties of the schema at a location. It caches them: 1.2× on bad data.
func (s *Set) properties(location string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names, ok := s.names[location]
	if !ok {
		for m := range rawjson.Members(s.src.node(location + "/properties")) {
			names = append(names, rawjson.Text(m.Name))
		}
		slices.Sort(names)
		s.names[location] = names
	}
	return names
}

// resolve follows references to the schema that they name.
func resolve(sch *jsonschema.Schema) *jsonschema.Schema {
	for sch.Ref != nil {
		sch = sch.Ref
	}
	return sch
}
