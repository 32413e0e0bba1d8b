package query

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// Coverage counts how many records fill each field of some tables, in memory that does not grow with the records.
type Coverage struct {
	tables  []*schema.Table
	records map[string]level     // by table
	fields  map[string][]*filled // by table, in the order of the schema, with those in objects
}

// level holds the fields of a record, or of an object in it, which are taken in one walk.
type level struct {
	names  []string
	values [][]byte
	fields []*filled
}

// filled counts how often a field is filled.
type filled struct {
	name    string // joined by dots
	count   int    // records or entries that fill it
	of      int    // records or entries in all
	entries bool   // it is a field of the entries of a list, not of records
	field   *schema.Field
	inside  level
	values  map[string]*example
	more    bool // there are more different values
}

// example is a value of a field and how often it occurs.
type example struct {
	text  string
	count int
}

const (
	maxDistinct   = 100_000 // different values of a field that are counted
	maxKey        = 64      // bytes; longer values are known by a hash
	examplesShown = 3       // values of a field
	exampleLength = 60      // code points of a value
	shortExample  = 24      // code points of a value in a table for people
)

// NewCoverage returns the coverage of some tables, without records.
func NewCoverage(tables []*schema.Table) *Coverage {
	c := &Coverage{tables: tables, records: map[string]level{}, fields: map[string][]*filled{}}
	for _, t := range tables {
		c.records[t.Name] = c.level(t, t.Fields(), "")
	}
	return c
}

func (c *Coverage) level(t *schema.Table, fields []*schema.Field, prefix string) level {
	l := level{values: make([][]byte, len(fields))}
	for _, field := range fields {
		f := &filled{name: prefix + field.Name, entries: prefix != "", field: field, values: map[string]*example{}}
		c.fields[t.Name] = append(c.fields[t.Name], f)
		f.inside = c.level(t, field.Fields, f.name+".")
		l.names = append(l.names, field.Name)
		l.fields = append(l.fields, f)
	}
	return l
}

// Add counts one record of the tables.
func (c *Coverage) Add(r rawjson.Record) { c.records[r.Table].add(r.Raw) }

func (l level) add(v []byte) {
	rawjson.Pick(v, l.names, l.values)
	for i, f := range l.fields {
		f.of++
		if isEmpty(l.values[i]) {
			continue
		}
		f.count++
		for _, e := range Entries(l.values[i]) {
			if f.field.Kind == schema.Object {
				f.inside.add(e)
			} else {
				f.addValue(canonical(e))
			}
		}
	}
}

// isEmpty reports whether a value is absent, null, "", [] or {}.
func isEmpty(v []byte) bool {
	switch rawjson.Kind(v) {
	case 0, 'n':
		return true
	case '"':
		return len(v) == len(`""`)
	case '[', '{':
		return len(bytes.TrimSpace(v[1:len(v)-1])) == 0
	}
	return false
}

func (f *filled) addValue(v []byte) {
	key := v
	if len(v) > maxKey {
		h := fnv.New128a()
		_, _ = h.Write(v) // never fails
		key = h.Sum([]byte{0})
	}
	if known := f.values[string(key)]; known != nil {
		known.count++
		return
	}
	if len(f.values) == maxDistinct {
		f.more = true
		return
	}
	f.values[string(key)] = &example{text.Shorten(rawjson.Text(v), exampleLength), 1}
}

// Rows returns the counts of each table: the least filled fields first, else in the order of the schema. For people, "of" has
// the unit, and a single table is not named.
func (c *Coverage) Rows(people bool) table.Rows {
	columns := []table.Column{
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "filled", Title: "Filled", Numeric: true},
		{Name: "of", Title: "Of", Numeric: true},
		{Name: "unit", Title: "Unit"},
		{Name: "percent", Title: "%", Numeric: true, Decimals: true},
		{Name: "distinct", Title: "Distinct", Numeric: true},
		{Name: "examples", Title: "Examples", IDs: true},
	}
	named := !people || len(c.tables) > 1
	columns = slices.DeleteFunc(columns, func(c table.Column) bool { return c.Name == "unit" && people || c.Name == "table" && !named })
	var rows []table.Row
	for _, t := range c.tables {
		fields := slices.Clone(c.fields[t.Name])
		slices.SortStableFunc(fields, func(a, b *filled) int { return cmp.Compare(a.share(), b.share()) })
		for _, f := range fields {
			row := f.row(people)
			if named {
				row = slices.Insert(row, 0, table.String(t.Name))
			}
			rows = append(rows, row)
		}
	}
	return table.Of(columns, rows)
}

// share returns the part that is filled; infinity if there are no records or entries.
func (f *filled) share() float64 {
	if f.of == 0 {
		return math.Inf(1)
	}
	return float64(f.count) / float64(f.of)
}

func (f *filled) row(people bool) table.Row {
	row := table.Row{table.String(f.name), table.Int(f.count)}
	length := exampleLength
	if people {
		row = append(row, table.String(f.total()))
		length = shortExample
	} else {
		row = append(row, table.Int(f.of), table.String(f.unit()))
	}
	return append(row, f.percent(), f.distinct(), table.Strings(f.examples(length)))
}

// unit returns what a field is counted in.
func (f *filled) unit() string {
	if f.entries {
		return "entries"
	}
	return "records"
}

// total returns the number of records or entries with the unit: "47 records".
func (f *filled) total() string {
	switch {
	case f.of != 1:
		return text.Number(f.of) + " " + f.unit()
	case f.entries:
		return "1 entry"
	}
	return "1 record"
}

// percent returns the part that is filled, rounded down: only a field that is always filled has 100.0.
func (f *filled) percent() []byte {
	if f.of == 0 {
		return nil
	}
	tenths := f.count * 1000 / f.of
	return fmt.Appendf(nil, "%d.%d", tenths/10, tenths%10)
}

// distinct returns the number of different values; nil for objects, which are not compared.
func (f *filled) distinct() []byte {
	switch {
	case f.field.Kind == schema.Object:
		return nil
	case f.more:
		return table.String("more than " + text.Number(len(f.values)))
	}
	return table.Int(len(f.values))
}

// examples returns the most frequent values.
func (f *filled) examples(length int) []string {
	all := slices.SortedFunc(maps.Values(f.values), func(a, b *example) int {
		return cmp.Or(cmp.Compare(b.count, a.count), text.NaturalCompare(a.text, b.text))
	})
	var texts []string
	for _, e := range all[:min(examplesShown, len(all))] {
		if table.IsID(e.text) { // part of an id says nothing
			texts = append(texts, e.text)
		} else {
			texts = append(texts, text.Shorten(e.text, length))
		}
	}
	return texts
}
