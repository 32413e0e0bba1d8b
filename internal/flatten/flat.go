// Package flat makes flat tables of records that hold lists: a relation of the records, and one for every
// kind of entry that their lists have, keyed by the record and the entry's number.
//
// A list of objects of one name is one relation, in however many tables it stands (the sources of all
// records, the speakers of sessions and side events): one kind of thing is looked for in one place. Nothing
// is lost: every value of a record stands in exactly one cell.
package flatten

import (
	"slices"
	"strconv"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

// Lists is what becomes of lists.
type Lists int

// The ways.
const (
	Join  Lists = iota // each in one cell
	Split              // lists of objects are relations, the others each in one cell
	Rows               // each is a relation, with a row for each entry
)

// Source is where records come from.
type Source struct {
	Model   *schema.Model
	Tables  []*schema.Table
	Records func(table string) query.Records
	Look    query.Lookup // finds the records of which labels are shown
}

// Options is how records are flattened.
type Options struct {
	Lists  Lists
	Labels bool // show the names of records before their ids: for people
}

// Relation is a flat table.
type Relation struct {
	Name        string
	Title       string
	Description string
	Columns     []Column
	Key         []string      // the columns that together name a row
	Table       *schema.Table // whose records the rows are; nil for entries of lists

	rows func(yield func(table.Row, error) bool)
}

// Column is a column of a relation.
type Column struct {
	table.Column
	Description string
	Field       *schema.Field // that the values are of; nil for what flattening adds
	Refers      string        // the relation whose key the values are; "" if they are none
}

// Rows are the rows of a relation. They can be asked for more than once.
func (r Relation) Rows() table.Rows {
	columns := make([]table.Column, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = c.Column
	}
	return table.Rows{Columns: columns, Seq: r.rows}
}

// Relations are those of a dataset, first the tables.
func Relations(s Source, o Options) []Relation {
	var all, lists []Relation
	for _, t := range s.Tables {
		all = append(all, records(s, t, o))
		if o.Lists == Rows {
			for _, f := range t.Fields() {
				if f.List && f.Kind != schema.Object {
					lists = append(lists, entries(s, []*schema.Table{t}, t.Name+"_"+f.Name, f, o))
				}
			}
		}
	}
	if o.Lists == Join {
		return all
	}
	for _, f := range objectLists(s.Tables) {
		holders := slices.DeleteFunc(slices.Clone(s.Tables), func(t *schema.Table) bool {
			own := t.Field(f.Name)
			return own == nil || !own.List || own.Kind != schema.Object
		})
		name := f.Name
		if s.Model.Table(name) != nil {
			name = "list_of_" + name
		}
		lists = append(lists, entries(s, holders, name, f, o))
	}
	return append(all, lists...)
}

// objectLists are the lists of objects of some tables, one of each name.
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

// records is the relation of a table's records.
func records(s Source, t *schema.Table, o Options) Relation {
	r := Relation{Name: t.Name, Title: t.Title, Description: t.Description, Key: []string{"id"}, Table: t}
	var cells []cell
	for _, f := range t.Fields() {
		if o.Lists == Join || f.Kind != schema.Object && (!f.List || o.Lists == Split) {
			cells = append(cells, r.add(s, f, o)...)
		}
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.field.Name
	}
	r.rows = func(yield func(table.Row, error) bool) {
		row := make(table.Row, len(cells))
		for rec, err := range s.Records(t.Name) {
			if err != nil {
				yield(nil, err)
				return
			}
			rawjson.Pick(rec.Raw, names, row)
			for i, c := range cells {
				row[i] = c.value(row[i])
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return r
}

// LabelSuffix ends the name of the column with the names of what a reference refers to.
const LabelSuffix = "_label"

// idSuffix ends the title of the column beside it, with the ids.
const idSuffix = " (id)"

// cell is what makes a column's value of a field's.
type cell struct {
	field *schema.Field
	value func([]byte) []byte
}

// add adds the columns of a field: one, or for a reference that is shown by name two.
func (r *Relation) add(s Source, f *schema.Field, o Options) []cell {
	same := func(v []byte) []byte { return v }
	c := Column{Column: query.Column(f), Description: f.Description, Field: f}
	if f.Kind == schema.Reference && !f.List {
		c.Refers = f.Ref
	}
	if f.Kind != schema.Reference || !o.Labels {
		r.Columns = append(r.Columns, c)
		return []cell{{f, same}}
	}
	label := c
	label.Refers, label.Unbroken, label.Name = "", false, f.Name+LabelSuffix
	c.Title += idSuffix
	r.Columns = append(r.Columns, label, c)
	display := s.Model.Display(f.Ref)
	return []cell{{f, func(v []byte) []byte { return labels(s.Look, f.Ref, display, v) }}, {f, same}}
}

// labels gives the name of a record that an id refers to, or the names for a list of ids. An id that leads
// nowhere stands for itself.
func labels(look query.Lookup, target, display string, v []byte) []byte {
	if rawjson.Kind(v) != '[' {
		if label := rawjson.Get(look(target, rawjson.Text(v)), display); label != nil {
			return label
		}
		return v
	}
	list := []byte{'['}
	for _, e := range rawjson.Elements(v) {
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = append(list, labels(look, target, display, e)...)
	}
	return append(list, ']')
}

// The columns that name the record of an entry, and its place there.
const (
	tableColumn  = "table"
	recordColumn = "record"
	numberColumn = "no"
)

// entries is the relation of the entries that lists of one name have in some tables.
func entries(s Source, holders []*schema.Table, name string, f *schema.Field, o Options) Relation {
	r := Relation{Name: name, Title: f.Title, Description: f.Description, Key: []string{recordColumn, numberColumn}}
	of := Column{Column: table.Column{Name: recordColumn, Title: "Record (id)", Unbroken: true}, Description: "The id of the record that has the entry."}
	if len(holders) == 1 {
		of.Refers, of.Title = holders[0].Name, holders[0].Singular+" (id)"
		if name == holders[0].Name+"_"+f.Name {
			r.Title = holders[0].Title + ": " + f.Title
		}
	} else {
		r.Columns = append(r.Columns, Column{Column: table.Column{Name: tableColumn, Title: "Table", Unbroken: true}, Description: "The table of the record that has the entry."})
	}
	if o.Labels {
		r.Columns = append(r.Columns, Column{Column: table.Column{Name: recordColumn + LabelSuffix, Title: "Of"}, Description: "The record that has the entry."})
	}
	r.Columns = append(r.Columns, of, Column{Column: table.Column{Name: numberColumn, Title: "No.", Numeric: true}, Description: "The place of the entry in its list, from 1."})
	first := len(r.Columns)
	var cells []cell
	members := f.Fields
	if f.Kind != schema.Object {
		value := *f
		value.List = false
		members = []*schema.Field{&value}
	}
	for _, m := range members {
		cells = append(cells, r.add(s, m, o)...)
	}
	r.rows = entryRows(s, holders, f, o, first, cells)
	return r
}

// entryRows yields the rows of entries; first is the column where the fields of an entry begin.
func entryRows(s Source, holders []*schema.Table, f *schema.Field, o Options, first int, cells []cell) func(func(table.Row, error) bool) {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.field.Name
	}
	return func(yield func(table.Row, error) bool) {
		row := make(table.Row, first+len(cells))
		for _, t := range holders {
			heading := [3][]byte{}
			for rec, err := range s.Records(t.Name) {
				if err != nil {
					yield(nil, err)
					return
				}
				rawjson.Pick(rec.Raw, []string{f.Name, t.Display, "id"}, heading[:])
				n := 0
				for _, e := range rawjson.Elements(heading[0]) {
					n++
					head := row[:0]
					switch {
					case len(holders) == 1:
					case o.Labels:
						head = append(head, rawjson.Quote(t.Title))
					default:
						head = append(head, rawjson.Quote(t.Name))
					}
					if o.Labels {
						head = append(head, heading[1])
					}
					head = append(head, heading[2], strconv.AppendInt(nil, int64(n), 10))
					values := row[len(head):]
					if f.Kind == schema.Object {
						rawjson.Pick(e, names, values)
					} else {
						for i := range values {
							values[i] = e
						}
					}
					for i, c := range cells {
						values[i] = c.value(values[i])
					}
					if !yield(row, nil) {
						return
					}
				}
			}
		}
	}
}
