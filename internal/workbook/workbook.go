// Package workbook writes a dataset as an XLSX workbook.
package workbook

import (
	"cmp"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/flatten"
	"malaga/internal/overview"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// The names of the sheets that do not come from a table.
const (
	coverName      = "Cover"
	contentsName   = "Contents"
	summaryName    = "Summary"
	codesName      = "Codes"
	dictionaryName = "Dictionary"
	notesName      = "Notes"
)

// Data holds what a workbook is made of. The rest follows from the schema.
type Data struct {
	Source    flatten.Source
	Meta      []byte             // the description of the dataset; nil if it has none
	Overview  *overview.Overview // of all records; nil for a selection, which has no summary
	Selection *flatten.Relation  // if only these rows are wanted
	Asked     string             // the selection in words
}

func (d Data) meta(name string) string { return rawjson.GetText(d.Meta, name) }

func (d Data) name() string { return cmp.Or(d.meta(vocab.Title), "Dataset without a title") }

func (d Data) citation() string { return cite.OfDataset(d.Meta).String() }

// Properties returns the properties of the workbook.
func (d Data) Properties() Properties {
	var names []string
	for _, t := range d.Source.Tables {
		names = append(names, strings.ToLower(t.Title))
	}
	keywords := strings.Join(names, ", ")
	return Properties{
		Title: d.name(), Subject: "Data in tables: " + keywords, Description: d.citation(), Keywords: keywords,
		Version: d.meta(vocab.Version), Language: d.meta(vocab.Language), Modified: d.meta(vocab.Modified),
	}
}

// Sheets returns the sheets, in order. With withNotes, one of them explains blank cells, ids and numbers.
func (d Data) Sheets(withNotes bool) []Sheet {
	relations := d.relations()
	var sheets []Sheet
	if withNotes {
		sheets = append(sheets, notes(relations))
	}
	if d.Overview != nil {
		sheets = append(sheets, d.summary())
	}
	whole := d.Selection == nil
	for _, r := range relations {
		if r.Name == vocab.Attendance {
			r = inWords(r)
		}
		about := []Line{{Text: sentence(r.Description) + " The sheet has one table. A cell is blank where the sources do not say."}}
		sheets = append(sheets, Sheet{
			Name: r.Title, Title: r.Title, Text: about, Rows: r.Rows(), Places: places(r, whole), Main: mainColumns(r), Caption: whole,
			Screen: whole && isForLookup(r),
		})
	}
	if codes := codes(relations); codes.Columns != nil {
		sheets = append(sheets, Sheet{Name: codesName, Title: "Codes and their meaning", Rows: codes, Screen: whole})
	}
	sheets = append(sheets, Sheet{
		Name: dictionaryName, Title: "The meaning of each column", Rows: dictionary(relations), Screen: whole,
	})
	for i := range sheets {
		sheets[i].Text = append(sheets[i].Text, Line{Text: "Back to the contents", Link: "#" + contentsName})
	}
	return append([]Sheet{d.cover(relations, withNotes), contents(sheets, relations, whole)}, sheets...)
}

func (d Data) relations() []flatten.Relation {
	if d.Selection != nil {
		return []flatten.Relation{*d.Selection}
	}
	return flatten.Relations(d.Source, flatten.Options{Lists: flatten.Split, Labels: true})
}

// places returns the places of a relation's columns. Where a person has chosen the columns, their order stays.
func places(r flatten.Relation, whole bool) []Place {
	all := make([]Place, len(r.Columns))
	for i, c := range r.Columns {
		all[i] = Middle
		switch {
		case strings.HasSuffix(c.Title, flatten.IDSuffix):
			all[i] = Grouped
		case !whole || c.Field == nil:
		case c.Name == vocab.ID:
			all[i] = Lead
		case r.Table != nil && c.Name == r.Table.Display:
			all[i] = Name
		case c.Link:
			all[i] = Beside
		case c.Field.Multiline || c.Name == vocab.Note:
			all[i] = Last
		}
	}
	return all
}

// isForLookup reports whether a sheet says where the others come from: nobody reads it from top to bottom.
func isForLookup(r flatten.Relation) bool { return r.Name == vocab.Sources || r.Name == vocab.Variants }

// mainColumns returns the columns of the fields that a list of the table shows, in order of importance.
func mainColumns(r flatten.Relation) []int {
	if r.Table == nil {
		return nil
	}
	var all []int
	for _, name := range r.Table.Default {
		for i, c := range r.Columns {
			if c.Field != nil && c.Field.Name == name && !strings.HasSuffix(c.Title, flatten.IDSuffix) {
				all = append(all, i)
			}
		}
	}
	return all
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// inWords adds a column with the counts in words, as the sources state them: "more than 400".
func inWords(r flatten.Relation) flatten.Relation {
	at := func(name string) int {
		return slices.IndexFunc(r.Columns, func(c flatten.Column) bool { return c.Name == name })
	}
	mode, comparator, number := at(vocab.Mode), at(vocab.Comparator), at(vocab.Count)
	if mode < 0 || comparator < 0 || number < 0 {
		return r
	}
	word := func(row table.Row, column int) string {
		return r.Columns[column].Field.CodeTitle(rawjson.Text(row[column]))
	}
	columns := append(slices.Clone(r.Columns), flatten.Column{
		Column: table.Column{Name: "words", Title: "In words"}, Description: "The count as the source states it.",
	})
	return r.With(columns, func(row table.Row) table.Row {
		return append(row, rawjson.Quote(text.Quantity(word(row, comparator), rawjson.Text(row[number]), word(row, mode))))
	})
}
