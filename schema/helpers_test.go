package schema_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// load loads the schemas that the program carries.
func load(tb testing.TB) *schema.Set {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// copied is a copy of the schemas that the program carries, to be changed.
func copied(tb testing.TB) fstest.MapFS {
	tb.Helper()
	fsys := fstest.MapFS{}
	names, err := schema.Names(schema.Embedded())
	if err != nil || len(names) == 0 {
		tb.Fatal(names, err)
	}
	for _, n := range names {
		b, err := schema.Read(schema.Embedded(), n)
		if err != nil {
			tb.Fatal(err)
		}
		fsys[n+".schema.json"] = &fstest.MapFile{Data: b}
	}
	return fsys
}

// edited replaces the first occurrence of a text in one of the schemas.
func edited(tb testing.TB, fsys fstest.MapFS, name, from, to string) fstest.MapFS {
	tb.Helper()
	changed := maps.Clone(fsys)
	old := string(fsys[name+".schema.json"].Data)
	if !strings.Contains(old, from) {
		tb.Fatalf("%s does not hold %q", name, from)
	}
	changed[name+".schema.json"] = &fstest.MapFile{Data: []byte(strings.Replace(old, from, to, 1))}
	return changed
}

// panics runs fn and gives what it panics with.
func panics(fn func()) (p any) {
	defer func() { p = recover() }()
	fn()
	return nil
}

// node is a schema in a file: where it stands, and its bytes.
type node struct {
	file     string
	pointer  string
	v        []byte
	property string // its name, if it is a property that describes data
}

func (n node) String() string { return n.file + "#" + n.pointer }

func (n node) get(keyword string) []byte { return rawjson.Get(n.v, keyword) }

func (n node) text(keyword string) string { return rawjson.GetText(n.v, keyword) }

// nodes lists all the schemas in the files that the program carries.
func nodes(tb testing.TB) []node {
	tb.Helper()
	var all []node
	for name, f := range copied(tb) {
		all = append(all, below(node{file: name, v: f.Data}, true)...)
	}
	return all
}

// below lists a schema and those in it. describes says that its properties describe data; those in a
// condition only name them.
func below(n node, describes bool) []node {
	all := []node{n}
	for m := range rawjson.Members(n.v) {
		keyword := rawjson.Text(m.Name)
		sub := node{file: n.file, pointer: n.pointer + "/" + keyword, v: m.Value}
		switch keyword {
		case "properties", "$defs", "patternProperties", "dependentSchemas":
			for p := range rawjson.Members(m.Value) {
				name := rawjson.Text(p.Name)
				one := node{file: n.file, pointer: sub.pointer + "/" + name, v: p.Value}
				if keyword == "properties" && describes {
					one.property = name
				}
				all = append(all, below(one, describes)...)
			}
		case "items", "additionalProperties", "not", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "else":
			all = append(all, below(sub, describes)...)
		case "if", "then":
			all = append(all, below(sub, false)...)
		case "allOf", "anyOf", "oneOf", "prefixItems":
			i := 0
			for _, e := range rawjson.Elements(m.Value) {
				all = append(all, below(node{file: n.file, pointer: sub.pointer + "/" + strconv.Itoa(i), v: e}, describes)...)
				i++
			}
		}
	}
	return all
}

// list reads a list of texts.
func list(v []byte) []string {
	var all []string
	for _, e := range rawjson.Elements(v) {
		all = append(all, rawjson.Text(e))
	}
	return all
}
