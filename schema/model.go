package schema

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"malaga/internal/text"
)

// Model is the tables and their fields, in the order of the schemas.
type Model struct {
	Tables      []*Table
	Description *Table // of the dataset as a whole, which is one record

	unions sync.Map // of several tables, by their names
}

// Table is one table.
type Table struct {
	Name        string
	Title       string // of the table: "Side events"
	Singular    string // of one record: "Side event"
	Description string
	Display     string   // the field that names a record (x-display)
	Short       string   // the field that names it in a few letters, shown for its id in tables; "" if there is none (x-short)
	Default     []string // the fields shown by default, the most important first (x-list)

	fields func() []*Field
}

// Fields returns the fields of a table's records, in order.
func (t *Table) Fields() []*Field { return t.fields() }

// SchemaField is the member of a file that says where its schema is.
const SchemaField = "$schema"

// Kind is the kind of a field's value.
type Kind string

// The kinds.
const (
	Text      Kind = "text"
	Date      Kind = "date"
	Integer   Kind = "integer"
	Number    Kind = "number"
	Boolean   Kind = "boolean"
	CodeKind  Kind = "code"
	Reference Kind = "reference"
	Object    Kind = "object"
)

// Field is one field of a table, or of an object in it. Of a list, Kind and what depends on it describe the elements.
type Field struct {
	Name        string
	Title       string
	Description string
	Kind        Kind
	List        bool
	Set         bool // a list without order (x-set)
	Multiline   bool // a text that may have line breaks (x-multiline)
	Required    bool
	Ref         string   // the table that a reference points into; several are joined by "|" (x-ref)
	Codes       []Code   // of a code
	Fields      []*Field // of an object
	Pattern     string   // a regular expression for the text, if there is one
	Weight      int      // in a search; of an object, the weight of the references in it; 0 means not searched (x-search)
	Examples    []string // as JSON
}

// Code is one code that a field can take.
type Code struct{ Code, Title, Description string }

// CodeTitle returns the title of a code, or the code itself if it has none.
func (f *Field) CodeTitle(code string) string {
	for _, c := range f.Codes {
		if c.Code == code && c.Title != "" {
			return c.Title
		}
	}
	return code
}

// Field finds a field by name; nil if there is none.
func (t *Table) Field(name string) *Field { return FieldNamed(t.Fields(), name) }

// Field finds a field of an object by name; nil if there is none.
func (f *Field) Field(name string) *Field { return FieldNamed(f.Fields, name) }

// FieldNamed finds one of some fields by name; nil if there is none.
func FieldNamed(fields []*Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Describe names the kind of a field's value: "list of references to themes".
func (f *Field) Describe() string {
	one, many := string(f.Kind), string(f.Kind)+"s"
	if f.Kind == Reference {
		to := text.Or(RefTables(f.Ref))
		one, many = "reference to "+to, "references to "+to
	}
	if f.List {
		return "list of " + many
	}
	return one
}

// Walk yields fields and those of the objects in them, each with its dotted name, an object before its fields.
func Walk(fields []*Field) iter.Seq2[string, *Field] {
	return func(yield func(string, *Field) bool) { walk("", fields, yield) }
}

func walk(prefix string, fields []*Field, yield func(string, *Field) bool) bool {
	for _, f := range fields {
		if !yield(prefix+f.Name, f) || !walk(prefix+f.Name+".", f.Fields, yield) {
			return false
		}
	}
	return true
}

// Names lists the names of the tables, in order.
func (m *Model) Names() []string {
	names := make([]string, len(m.Tables))
	for i, t := range m.Tables {
		names[i] = t.Name
	}
	return names
}

// RefTables returns the tables that a reference points into.
func RefTables(ref string) []string { return strings.Split(ref, "|") }

// union describes the records of several tables by the fields that all of them have; nil if one is no table. It is made once: it
// is asked for with each record.
func (m *Model) union(name string, names []string) *Table {
	if known, ok := m.unions.Load(name); ok {
		return known.(*Table)
	}
	if slices.ContainsFunc(names, func(name string) bool { return m.Table(name) == nil }) {
		return nil
	}
	first := m.Table(names[0])
	u := *first
	u.Name = name
	u.fields = sync.OnceValue(func() []*Field {
		fields := first.Fields()
		for _, name := range names[1:] {
			fields = common(fields, m.Table(name).Fields())
		}
		return fields
	})
	u.Default = slices.DeleteFunc(slices.Clone(first.Default), func(name string) bool { return u.Field(name) == nil })
	m.unions.Store(name, &u)
	return &u
}

// common returns the fields that two tables have, with the codes of both.
func common(a, b []*Field) []*Field {
	var fields []*Field
	for _, f := range a {
		other := FieldNamed(b, f.Name)
		if other == nil || other.Kind != f.Kind || other.List != f.List {
			continue
		}
		both := *f
		for _, c := range other.Codes {
			if !slices.ContainsFunc(f.Codes, func(known Code) bool { return known.Code == c.Code }) {
				both.Codes = append(slices.Clip(both.Codes), c)
			}
		}
		fields = append(fields, &both)
	}
	return fields
}

// Table finds a table by its exact name; nil if there is none. Of several names, joined as in Field.Ref, it returns what the
// tables have in common.
func (m *Model) Table(name string) *Table {
	for _, t := range m.Tables {
		if t.Name == name {
			return t
		}
	}
	if names := RefTables(name); len(names) > 1 {
		return m.union(name, names)
	}
	return nil
}

// Find finds a table by a forgiving form of its name: with hyphens, of one record, in capitals, or by its last word if no
// other table has it ("messages").
func (m *Model) Find(name string) *Table {
	want := fold(name)
	var last []*Table
	for _, t := range m.Tables {
		for _, known := range []string{fold(t.Name), fold(t.Singular), fold(t.Title)} {
			if want == known {
				return t
			}
			if strings.HasSuffix(known, "_"+want) && !slices.Contains(last, t) {
				last = append(last, t)
			}
		}
	}
	if len(last) == 1 {
		return last[0]
	}
	return nil
}

func fold(s string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(s))
}

// Display returns the name of the field that names a record of a table; "title" for anything else.
func (m *Model) Display(table string) string {
	if t := m.Table(table); t != nil {
		return t.Display
	}
	return "title"
}
