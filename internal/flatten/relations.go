// Package flatten turns records with lists into flat tables.
//
// There is a relation for each table, and one for each kind of entry that lists hold, keyed by the record and the entry's
// number. Lists of objects with one name are one relation, even if several tables have such a list (the sources of all records).
// Nothing is lost: every value of a record is in exactly one cell.
package flatten

import (
	"bytes"
	"slices"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Lists is the way in which lists are written.
type Lists int

// The ways.
const (
	Join  Lists = iota // each list in one cell
	Split              // lists of objects as relations, others in one cell
	Rows               // each list as a relation, with a row for each entry
)

// Source gives the records.
type Source struct {
	Model   *schema.Model
	Tables  []*schema.Table
	Records func(table string) query.Records
	Look    query.Lookup // finds the records of which labels are shown
}

// Options choose how records are flattened.
type Options struct {
	Lists  Lists
	Labels bool // for people: show the names of records before their ids, and the titles of codes
}

// Relation is a flat table.
type Relation struct {
	Name        string
	Title       string
	Description string
	Columns     []Column
	Key         []string      // the columns that together identify a row
	Table       *schema.Table // whose records the rows are; nil for entries of lists

	rows func(yield func(table.Row, error) bool)
}

// Column is a column of a relation.
type Column struct {
	table.Column
	Description string
	Field       *schema.Field // that the values are of; nil for what flattening adds
	Refers      string        // the relation whose key the values are; "" if they are none

	convert func(value []byte) []byte // from the field's value; nil if the value stays
}

// Rows returns the rows of a relation. They can be read more than once.
func (r Relation) Rows() table.Rows {
	columns := make([]table.Column, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = c.Column
	}
	return table.Rows{Columns: columns, Seq: r.rows}
}

// Relations returns those of a dataset, the tables first.
func Relations(s Source, o Options) []Relation {
	var all, lists []Relation
	for _, t := range s.Tables {
		all = append(all, s.records(t, o))
		for _, f := range t.Fields() {
			if o.Lists == Rows && f.List && f.Kind != schema.Object {
				r := s.entries([]*schema.Table{t}, f, o)
				r.Name = t.Name + "_" + f.Name
				r.Title = t.Title + ": " + f.Title
				lists = append(lists, r)
			}
		}
	}
	if o.Lists == Join {
		return all
	}
	for _, f := range objectLists(s.Tables) {
		r := s.entries(holders(s.Tables, f), f, o)
		if s.Model.Table(r.Name) != nil {
			r.Name = "list_of_" + r.Name
		}
		lists = append(lists, r)
	}
	return append(all, lists...)
}

// objectLists returns the lists of objects of some tables, one of each name.
func objectLists(tables []*schema.Table) []*schema.Field {
	var lists []*schema.Field
	for _, t := range tables {
		for _, f := range t.Fields() {
			known := slices.ContainsFunc(lists, func(other *schema.Field) bool { return other.Name == f.Name })
			if f.List && f.Kind == schema.Object && !known {
				lists = append(lists, f)
			}
		}
	}
	return lists
}

// holders returns the tables that have a list of objects.
func holders(tables []*schema.Table, list *schema.Field) []*schema.Table {
	return slices.DeleteFunc(slices.Clone(tables), func(t *schema.Table) bool {
		f := t.Field(list.Name)
		return f == nil || !f.List || f.Kind != schema.Object
	})
}

// records returns the relation of a table's records.
func (s Source) records(t *schema.Table, o Options) Relation {
	r := Relation{Name: t.Name, Title: t.Title, Description: t.Description, Key: []string{vocab.ID}, Table: t}
	for _, f := range t.Fields() {
		if o.Lists == Join || f.Kind != schema.Object && (!f.List || o.Lists == Split) {
			r.Columns = append(r.Columns, s.columns(f, o)...)
		}
	}
	names := fieldNames(r.Columns)
	r.rows = func(yield func(table.Row, error) bool) {
		row := make(table.Row, len(names))
		for rec, err := range s.Records(t.Name) {
			if err != nil {
				yield(nil, err)
				return
			}
			rawjson.Pick(rec.Raw, names, row)
			convert(r.Columns, row)
			if !yield(row, nil) {
				return
			}
		}
	}
	return r
}

func fieldNames(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Field.Name
	}
	return names
}

// convert replaces the values of fields by those of columns.
func convert(columns []Column, row table.Row) {
	for i, c := range columns {
		if c.convert != nil {
			row[i] = c.convert(row[i])
		}
	}
}

// LabelSuffix ends the name of the column with the names of what a reference refers to.
const LabelSuffix = "_label"

// IDSuffix ends the title of the column beside it, with the ids.
const IDSuffix = " (id)"

// columns returns the columns of a field: one, or for a reference that is shown by name two.
func (s Source) columns(f *schema.Field, o Options) []Column {
	c := Column{Column: query.Column(f), Description: f.Description, Field: f}
	label := c
	if f.Kind == schema.Reference && !f.List && len(schema.RefTables(f.Ref)) == 1 { // a foreign key has one table
		c.Refers = f.Ref
	}
	if f.Kind == schema.CodeKind && o.Labels {
		titles := codeTitles(f)
		c.Unbroken, c.IDs = false, false
		c.convert = func(v []byte) []byte { return table.Replace(v, titles) }
	}
	if f.Kind != schema.Reference || !o.Labels {
		return []Column{c}
	}
	c.Title += IDSuffix
	label.Unbroken = false
	label.Name += LabelSuffix
	label.convert = s.labels(f.Ref)
	return []Column{label, c}
}

// codeTitles returns a function that gives the title of a code, both as JSON. A code without a title stays.
func codeTitles(f *schema.Field) func(code []byte) []byte {
	titles := map[string][]byte{}
	for _, c := range f.Codes {
		titles[string(rawjson.Quote(c.Code))] = rawjson.Quote(f.CodeTitle(c.Code))
	}
	return func(code []byte) []byte {
		if title := titles[string(code)]; title != nil {
			return title
		}
		return code
	}
}

// maxLabels is the number of names that are kept, for many records refer to the same: 1.1× on export xlsx.
const maxLabels = 10_000

// labels returns a function that gives the name of the record that an id refers to, or the names for a list of ids. An id that leads
// nowhere stays, and a name of very great length is cut.
func (s Source) labels(target string) func(v []byte) []byte {
	display := s.Model.Display(target)
	known := map[string][]byte{}
	label := func(id []byte) []byte {
		name, met := known[string(id)]
		if !met {
			if name = table.Optional(s.Look(target, rawjson.Text(id)).Name(display)); name == nil {
				name = bytes.Clone(id)
			}
			if len(known) < maxLabels {
				known[string(id)] = name
			}
		}
		return name
	}
	return func(v []byte) []byte { return table.Replace(v, label) }
}

// The columns that name the record of an entry, and its place in the list.
const (
	tableColumn  = "table"
	recordColumn = "record"
	numberColumn = "no"
)

// entries returns the relation of the entries that lists of one name have in some tables.
func (s Source) entries(holders []*schema.Table, f *schema.Field, o Options) Relation {
	r := Relation{Name: f.Name, Title: f.Title, Description: f.Description, Key: []string{recordColumn, numberColumn}}
	of := Column{
		Column:      table.Column{Name: recordColumn, Title: "Record (id)", Unbroken: true},
		Description: "The id of the record that has the entry.",
	}
	number := Column{
		Column:      table.Column{Name: numberColumn, Title: "No.", Numeric: true},
		Description: "The place of the entry in its list, from 1.",
	}
	if len(holders) == 1 {
		of.Refers = holders[0].Name
		of.Title = holders[0].Singular + IDSuffix
	} else {
		r.Columns = append(r.Columns, Column{
			Column: table.Column{Name: tableColumn, Title: "Table", Unbroken: true}, Description: "The table of the record that has the entry.",
		})
	}
	if o.Labels {
		r.Columns = append(r.Columns, Column{
			Column: table.Column{Name: recordColumn + LabelSuffix, Title: "Of"}, Description: "The record that has the entry.",
		})
	}
	r.Columns = append(r.Columns, of, number)
	e := entryRows{Source: s, holders: holders, list: f, labels: o.Labels, first: len(r.Columns)}
	members := f.Fields
	if f.Kind != schema.Object {
		value := *f
		value.List = false
		members = []*schema.Field{&value}
	}
	for _, m := range members {
		e.columns = append(e.columns, s.columns(m, o)...)
	}
	r.Columns = append(r.Columns, e.columns...)
	r.rows = e.all
	return r
}
