// Package workbook writes a dataset as an XLSX workbook: a cover, contents, figures, a sheet for each table and each list
// in it, the codes, and a dictionary of the columns. All of it follows from the schema and the data.
package workbook

import (
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

// Data is what a workbook is made of.
type Data struct {
	Source    flatten.Source
	Meta      []byte             // the description of the dataset; nil if it has none
	Overview  *overview.Overview // of all records; nil for a selection, which has no summary
	Selection *flatten.Relation  // if only these rows are wanted
	Asked     string             // in words, what was selected
}

func (d Data) meta(name string) string { return rawjson.GetText(d.Meta, name) }

// Properties returns what the document says of itself.
func (d Data) Properties() Properties {
	var names []string
	for _, t := range d.Source.Tables {
		names = append(names, strings.ToLower(t.Title))
	}
	return Properties{
		Title: d.name(), Subject: "Data in tables: " + strings.Join(names, ", "), Description: d.citation(),
		Keywords: strings.Join(names, ", "), Version: d.meta(vocab.Version), Language: d.meta(vocab.Language), Modified: d.meta(vocab.Modified),
	}
}

func (d Data) name() string {
	if name := d.meta(vocab.Title); name != "" {
		return name
	}
	return "Dataset without a title"
}

// citation is how the dataset is cited, as far as it describes itself.
func (d Data) citation() string { return cite.OfDataset(d.Meta).String() }

// Sheets are the sheets, in order. With notes, one of them says what blank cells and short words mean.
func (d Data) Sheets(notes bool) []Sheet {
	relations := d.relations()
	var inner []Sheet
	if d.Overview != nil {
		if s, ok := d.summary(); ok {
			inner = append(inner, s)
		}
	}
	for _, r := range relations {
		if r.Name == vocab.Attendance {
			r = inWords(r)
		}
		inner = append(inner, Sheet{Name: r.Title, Title: r.Title, Text: about(r), Rows: r.Rows()})
	}
	if codes := d.codes(relations); codes.Columns != nil {
		inner = append(inner, Sheet{Name: codesName, Title: "Codes and what they mean", Rows: codes})
	}
	inner = append(inner, Sheet{Name: dictionaryName, Title: "What each column means", Rows: dictionary(relations)})
	if notes {
		inner = append([]Sheet{d.notes(relations)}, inner...)
	}
	sheets := append([]Sheet{d.cover(relations), contents(inner, relations)}, inner...)
	for i := range sheets[1:] {
		s := &sheets[i+1]
		s.Text = append(s.Text, Line{Text: "Back to the contents", Link: "#" + contentsName})
		if s.Name == contentsName {
			s.Text = nil
		}
	}
	return sheets
}

func (d Data) relations() []flatten.Relation {
	if d.Selection != nil {
		return []flatten.Relation{*d.Selection}
	}
	return flatten.Relations(d.Source, flatten.Options{Lists: flatten.Split, Labels: true})
}

// about is what is said of a relation above its table.
func about(r flatten.Relation) []Line {
	return []Line{
		{Text: sentence(r.Description)},
		{Text: "The sheet has one table. A cell is blank where the sources say nothing."},
	}
}

// sentence ends a text with a full stop.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// cover says what the workbook is.
func (d Data) cover(relations []flatten.Relation) Sheet {
	lines := []Line{{Style: Title, Text: d.name()}}
	say := func(text string) { lines = append(lines, Line{Text: text}) }
	heading := func(text string) { lines = append(lines, Line{Style: Heading, Text: text}) }
	if v := d.meta(vocab.Version); v != "" {
		say("Version " + v)
	}
	if day := text.Days(d.meta(vocab.Modified), ""); day != "" {
		say("Last changed " + day)
	}
	if l := d.meta(vocab.Licence); l != "" {
		lines = append(lines, Line{Text: "Licence: " + l, Link: "https://spdx.org/licenses/" + l + ".html"})
	}
	if d.Overview != nil {
		for i, l := range d.Overview.Lines() {
			if l.Section == "Conference" {
				if i == 0 {
					heading("What it is about")
				}
				say(l.Text)
			}
		}
	}
	if d.Asked != "" {
		heading("What was selected")
		say(d.Asked)
	}
	heading("How to cite")
	say(d.citation())
	heading("What the sheets are")
	lines = append(lines, Line{Text: "The contents name every sheet and lead to it.", Link: "#" + contentsName})
	if len(relations) > 1 {
		say("Each table has a sheet of its own. Lists in it that say more than one thing of each entry, such as who spoke and in what role, stand on sheets of their own, by the record that they belong to.")
	}
	if slices.ContainsFunc(relations, func(r flatten.Relation) bool {
		return slices.ContainsFunc(r.Columns, func(c flatten.Column) bool { return strings.HasSuffix(c.Name, flatten.LabelSuffix) })
	}) {
		say("A reference shows the name of the record, and beside it the record's id.")
	}
	say("Columns without any value are left out.")
	if d.codes(relations).Columns != nil {
		say("The dictionary says what each column means, and the codes what the short words in some columns stand for.")
	} else {
		say("The dictionary says what each column means.")
	}
	if d.Overview != nil {
		say("Numbers of people are given as the sources state them: at least, more than, about. They are not added up.")
	}
	return Sheet{Name: coverName, Title: d.name(), Text: lines}
}

// notes explains what is the same on all sheets.
func (d Data) notes(relations []flatten.Relation) Sheet {
	lines := []Line{{Style: Title, Text: "Notes"}}
	for _, text := range []string{
		"A blank cell means that the sources say nothing, or that what the column is about does not apply.",
		"An id names one record in all sheets. It stays the same from one version to the next.",
		"Dates are written year-month-day. A time is local to the conference.",
		"Numbers of people are those of the sources: at least, more than or about mean that the source says so.",
		"Several entries in one cell stand on lines of their own.",
	} {
		lines = append(lines, Line{Text: text})
	}
	if i := slices.IndexFunc(relations, func(r flatten.Relation) bool { return r.Name == vocab.Variants }); i >= 0 {
		text := "Where sources contradict each other, one value is shown, and the others are on the sheet " + relations[i].Title + "."
		lines = append(lines, Line{Text: text})
	}
	return Sheet{Name: notesName, Title: "Notes", Text: lines}
}

// contents lists the other sheets.
func contents(sheets []Sheet, relations []flatten.Relation) Sheet {
	said := map[string]string{
		notesName:      "What blank cells, ids, dates and numbers mean.",
		summaryName:    "The figures at a glance.",
		codesName:      "The codes that some columns have, and what they mean.",
		dictionaryName: "What each column of each sheet means, and where it is in the data.",
	}
	for _, r := range relations {
		said[r.Title] = sentence(r.Description)
	}
	var rows []table.Row
	for _, s := range sheets {
		if len(s.Charts) > 0 {
			said[s.Name] = "The figures at a glance, with charts."
		}
		rows = append(rows, table.Row{rawjson.Quote(s.Name), rawjson.Quote(said[s.Name])})
	}
	return Sheet{
		Name: contentsName, Title: "Contents", Into: 1,
		Rows: table.Of([]table.Column{{Name: "sheet", Title: "Sheet"}, {Name: "holds", Title: "What it holds"}}, rows),
	}
}
