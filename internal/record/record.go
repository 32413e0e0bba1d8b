// Package record reads what records have in common, such as their names, and writes the page of one record.
package record

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Source resolves the references of records.
type Source struct {
	Model *schema.Model
	Look  query.Lookup
}

// ID returns the id of a record.
func ID(v []byte) string { return rawjson.GetText(v, vocab.ID) }

// Name returns the name of a record of a table (x-display in its schema), or its id if it has none.
func Name(t *schema.Table, v []byte) string { return cmp.Or(rawjson.GetText(v, t.Display), ID(v)) }

// Name returns the name of the record that a reference leads to, or the id if it leads nowhere. A name of very great length is cut.
func (s Source) Name(table, id string) string {
	return cmp.Or(s.Look(table, id).Name(s.Model.Display(table)), id)
}

// Address returns the web address of the record that a reference leads to; "" if it has none, or one that is longer than the schema
// allows.
func (s Source) Address(table, id string) string {
	const most, escaped = 2000, 12 // code points, and the bytes of each at most
	v := s.Look(table, id).Get(vocab.URL)
	if len(v) > most*escaped {
		return ""
	}
	address := rawjson.Text(v)
	if utf8.RuneCountInString(address) > most {
		return ""
	}
	return address
}

// NameAndID returns the name of the record that a reference leads to with the id in brackets, or the id alone.
func (s Source) NameAndID(table, id string) string {
	if name := s.Name(table, id); name != id {
		return fmt.Sprintf("%s (%s)", name, id)
	}
	return id
}

// ShortTables returns the tables that columns refer to and whose records have short names; nil if there are none.
func ShortTables(m *schema.Model, columns []table.Column) []string {
	var tables []string
	for _, c := range columns {
		if t := m.Table(c.Ref); t != nil && t.Short != "" && !slices.Contains(tables, t.Name) {
			tables = append(tables, t.Name)
		}
	}
	return tables
}

// Short returns the short name of a record, or its id if it has none.
func (s Source) Short(table, id string) string {
	return cmp.Or(rawjson.Text(s.Look(table, id).Get(s.Model.Table(table).Short)), id)
}

// Entries returns the entries of a list, or the one value of a field that is no list.
func Entries(v []byte, field string) [][]byte { return query.Entries(rawjson.Get(v, field)) }

// Organises reports whether a role in an event makes an organisation responsible for it. Supporters and partners are not.
func Organises(role string) bool {
	return slices.Contains([]string{vocab.RoleOrganiser, vocab.RoleHost, vocab.RoleLead, vocab.RoleCoOrganiser}, role)
}

// Days returns the first and the last day of a record, the same if it has one.
func Days(v []byte) (first, last string) {
	first = cmp.Or(rawjson.GetText(v, vocab.StartDate), rawjson.GetText(v, vocab.Date))
	return first, cmp.Or(rawjson.GetText(v, vocab.EndDate), first)
}

// Variants returns the values that other sources give for a field, from the list of a record's variants.
func Variants(list []byte, field string) []string {
	var values []string
	for _, e := range query.Entries(list) {
		if rawjson.GetText(e, vocab.Field) == field {
			values = append(values, rawjson.GetText(e, vocab.Value))
		}
	}
	return values
}

// hoursOf returns the days and the clock times of an event.
func hoursOf(v []byte) vocab.Hours {
	first, last := Days(v)
	get := func(field string) string { return rawjson.GetText(v, field) }
	return vocab.Hours{First: first, Last: last, Meaning: get(vocab.DateMeaning), Start: get(vocab.StartTime), End: get(vocab.EndTime)}
}

// daily reports whether an event starts on several days. Its clock times are then those of each day.
func daily(v []byte) bool {
	h := hoursOf(v)
	return h.First != h.LastStart() && h.Meaning != vocab.DateWithin
}

// Place returns a city with its country's code in brackets, as far as they are known.
func Place(city, country string) string {
	if city != "" && country != "" {
		return city + " (" + country + ")"
	}
	return cmp.Or(city, country)
}

// Quantity returns a count of people as its source states it, and what it counts; ok is false where the field holds other
// objects.
func Quantity(f *schema.Field, v []byte) (scope, quantity string, ok bool) {
	if f.Field(vocab.Comparator) == nil || f.Field(vocab.Count) == nil {
		return "", "", false
	}
	word := func(name string) string {
		if sub := f.Field(name); sub != nil {
			return sub.CodeTitle(rawjson.GetText(v, name))
		}
		return ""
	}
	quantity = text.Quantity(word(vocab.Comparator), rawjson.GetText(v, vocab.Count), word(vocab.Mode))
	return word(vocab.Scope), quantity, true
}
