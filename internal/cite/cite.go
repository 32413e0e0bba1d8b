// Package cite makes citations: of a dataset, and of the records in it.
//
// A citation says what the data say and nothing more. Nobody is made an author who is not recorded as one, and no
// name is taken apart: organisations are named whole, and so are people, whose names the data do not divide into
// given and family names.
package cite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Citation is what is to be said of one work, in no format's words. What is not known is empty.
type Citation struct {
	ID        string // of the record; of a dataset, one made of its title
	Form      Form
	Genre     string // in words: "Thematic session (a)"
	Title     string
	Authors   []string // who answers for it
	Speakers  []string
	Publisher string
	URL       string
	Language  string // a BCP 47 tag
	Licence   string // an SPDX id, of a dataset
	Version   string // of the dataset
	Dates     Dates
	Event     *Event   // the conference that it is, or belongs to
	Remarks   []string // sentences that a reader needs
	Dataset   string   // the title of the dataset that holds the record; "" for the dataset itself
}

// Form is what sort of work is cited.
type Form string

// The forms.
const (
	Dataset     Form = "dataset"
	Conference  Form = "conference"
	Part        Form = "part of a conference"
	Entry       Form = "entry in the dataset"
	Document    Form = "document"
	Report      Form = "report"
	Pamphlet    Form = "pamphlet"
	Film        Form = "film"
	Resolution  Form = "resolution"
	Legislation Form = "legislation"
	Speech      Form = "speech"
	WebPage     Form = "web page"
)

// Event is a conference.
type Event struct {
	Label, Title, City, Country string // Country is a code
	Dates                       Dates
}

// Place is where it was, as far as known.
func (e *Event) Place() string {
	if e.City != "" && e.Country != "" {
		return e.City + " (" + e.Country + ")"
	}
	return cmp.Or(e.City, e.Country)
}

// Dates is a day, a month, a year, or a range of days, written as in the data: 2022-05-10, 2022-05, 2022. To is empty
// if it is no range.
type Dates struct{ From, To string }

// datesOf drops what is no date: data that have not been validated may hold anything.
func datesOf(from, to string) Dates {
	d := Dates{From: from}
	if layout(from) == "" {
		return Dates{}
	}
	if layout(to) == time.DateOnly && layout(from) == time.DateOnly && to > from {
		d.To = to
	}
	return d
}

// layout is the form of a date; "" if it is none.
func layout(s string) string {
	for _, l := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(l, s); err == nil {
			return l
		}
	}
	return ""
}

// Words tells the dates as the United Nations writes them: 10-11 May 2022.
func (d Dates) Words() string {
	if layout(d.From) != "2006-01" {
		return cmp.Or(text.Days(d.From, d.To), d.From)
	}
	month, _ := time.Parse("2006-01", d.From) // layout has parsed it
	return month.Format("January 2006")
}

// parts are the year, month and day of a date, as far as known, in digits.
func parts(day string) []string { return strings.Split(day, "-") }

// notes are the sentences that every format adds, since none has a place of its own for what they say.
func (c Citation) notes() []string {
	notes := slices.Clone(c.Remarks)
	if c.Event != nil && c.Form != Conference {
		notes = append(notes, sentence(c.Event.Label+": "+c.Event.Title, c.Event.Place(), c.Event.Dates.Words()))
	}
	if c.Licence != "" {
		notes = append(notes, "Licence: "+c.Licence+".")
	}
	return notes
}

// source says which record of what the citation was drawn from.
func (c Citation) source() []string {
	if c.Dataset == "" {
		return nil
	}
	of, changed := "", ""
	if c.Version != "" {
		of = "version " + c.Version
	}
	if c.Form == Entry { // which has no other date
		changed = c.Dates.Words()
	}
	return []string{sentence(fmt.Sprintf("Record %s in %s [dataset]", c.ID, c.Dataset), of, changed)}
}

// sentence joins what is known with commas.
func sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.TrimSuffix(strings.Join(parts, ", "), ".") + "."
}

// voices names the speakers, for the formats that have no field for them.
func (c Citation) voices() []string {
	switch len(c.Speakers) {
	case 0:
		return nil
	case 1:
		return []string{sentence("Speaker: " + c.Speakers[0])}
	}
	return []string{sentence("Speakers: " + strings.Join(c.Speakers, "; "))}
}

// versionOf is the version of the work that is cited: of a dataset, or of an entry in it.
func (c Citation) versionOf() string {
	if c.Form == Dataset || c.Form == Entry {
		return c.Version
	}
	return ""
}

// Untitled is the title of a dataset that has none.
const Untitled = "Dataset without a title"

// OfDataset cites a dataset, as far as it describes itself. meta is its description; nil if it has none.
func OfDataset(meta []byte) Citation {
	get := func(name string) string { return rawjson.GetText(meta, name) }
	return Citation{
		ID: strings.Join(append([]string{"dataset"}, slug(get(vocab.Title))...), "-"), Form: Dataset, Title: cmp.Or(get(vocab.Title), Untitled),
		Version: get(vocab.Version), Licence: get(vocab.Licence), Language: get(vocab.Language), Dates: datesOf(get(vocab.Modified), ""),
	}
}

// slug is a text as words of plain letters and digits, which all formats allow in a key.
func slug(title string) []string {
	return strings.FieldsFunc(text.Fold(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// oneLine is a text with no line breaks and no other control characters, for formats in which a line is a field.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || (r >= 0x7f && r < 0xa0) || r == '\u2028' || r == '\u2029'
	}), " ")
}
