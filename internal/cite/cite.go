// Package cite writes citations of a dataset and of the records in it.
//
// A citation has only what the data states. Authors are only those that the data names as authors. Names are as in the data,
// which does not divide the names of people into given and family names.
package cite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Citation describes one work, whatever the format. What is not known is empty.
type Citation struct {
	ID        string // of the record; of a dataset, one made from its title
	Key       string // the ID, or one made from it if another record has the same; Write sets it
	Form      Form
	Genre     string // in words: "Thematic session (a)"
	Title     string
	Authors   []string // the organisations responsible for it
	Speakers  []string
	Publisher string
	URL       string
	Language  string // a BCP 47 tag
	Licence   string // an SPDX id, of a dataset
	Version   string // of a dataset, or of an entry in it
	Dates     Dates
	Event     *Event   // the conference that it is, or belongs to
	Location  string   // of a conference
	Remarks   []string // sentences that a reader needs

	// The dataset that holds the record; none for a dataset itself.
	Dataset, DatasetVersion string
	Collection              string // the dataset's title again, if the record is no work in its own right
}

// Event is a conference.
type Event struct {
	Label, Title, City, Country string // Country is a code
	Dates                       Dates
}

// Place returns the city and the country's code of an event.
func (e *Event) Place() string { return record.Place(e.City, e.Country) }

// Dates is a day, a month, a year, or a range of days, written as in the data: 2022-05-10, 2022-05, 2022. To is empty
// unless it is a range.
type Dates struct {
	From, To         string
	Year, Month, Day string // of From, in digits; empty if not known
}

// datesOf drops what is not a date: the data need not be valid.
func datesOf(from, to string) Dates {
	if text.Date(from) == "" {
		return Dates{}
	}
	const day = len(time.DateOnly)
	if len(from) < day || len(to) < day || to <= from || text.Date(to) == "" {
		to = ""
	}
	parts := append(strings.Split(from, "-"), "", "")
	return Dates{From: from, To: to, Year: parts[0], Month: parts[1], Day: parts[2]}
}

// Last returns the last date.
func (d Dates) Last() string { return cmp.Or(d.To, d.From) }

// Words returns the dates as the United Nations writes them: 10-11 May 2022.
func (d Dates) Words() string { return cmp.Or(text.Days(d.From, d.To), text.Date(d.From)) }

// String returns the citation as text.
func (c Citation) String() string {
	var sentences []string
	if len(c.Authors) > 0 {
		sentences = append(sentences, sentence(strings.Join(c.Authors, "; ")))
	}
	work, version := strings.TrimSuffix(c.Title, "."), ""
	if c.Form == Dataset {
		work += " [dataset]"
		version = versionOf(c.Version)
	} else if c.Genre != "" {
		work += " [" + strings.ToLower(c.Genre) + "]"
	}
	dates := c.Dates.Words()
	if c.Form == Entry { // the date is that of the dataset, and stands with it
		dates = ""
	}
	sentences = append(sentences, sentence(work, version, c.Publisher, c.Location, dates))
	if c.URL != "" {
		sentences = append(sentences, "<"+c.URL+">.")
	}
	return strings.Join(append(sentences, c.Sentences()...), " ")
}

// Notes returns, as one text, what no format has a field for.
func (c Citation) Notes() string { return strings.Join(c.Sentences(), " ") }

// Sentences returns what no format has a field for.
func (c Citation) Sentences() []string {
	switch len(c.Speakers) {
	case 0:
		return c.remarks()
	case 1:
		return slices.Insert(c.remarks(), 0, sentence("Speaker: "+c.Speakers[0]))
	}
	return slices.Insert(c.remarks(), 0, sentence("Speakers: "+strings.Join(c.Speakers, "; ")))
}

// remarks are the sentences without the speakers, for formats that have a field for them.
func (c Citation) remarks() []string {
	all := slices.Clone(c.Remarks)
	if c.Event != nil && c.Form != Conference {
		all = append(all, sentence(c.Event.Label+": "+c.Event.Title, c.Event.Place(), c.Event.Dates.Words()))
	}
	if c.Licence != "" {
		all = append(all, "Licence: "+c.Licence+".")
	}
	if c.Dataset != "" {
		changed := ""
		if c.Form == Entry { // which has no other date
			changed = c.Dates.Words()
		}
		all = append(all, sentence(fmt.Sprintf("Record %s in %s [dataset]", c.ID, c.Dataset), versionOf(c.DatasetVersion), changed))
	}
	return all
}

func versionOf(version string) string {
	if version == "" {
		return ""
	}
	return "version " + version
}

// sentence joins what is known with commas.
func sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.TrimSuffix(strings.Join(parts, ", "), ".") + "."
}

// Untitled is the title of a dataset that has none.
const Untitled = "Dataset without a title"

// OfDataset cites a dataset. meta is its description, nil if it has none.
func OfDataset(meta []byte) Citation {
	get := func(name string) string { return rawjson.GetText(meta, name) }
	// An id of lower-case letters and digits is a key in all formats.
	slug := strings.FieldsFunc(text.Fold(get(vocab.Title)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return Citation{
		ID:       strings.Join(slices.Insert(slug, 0, "dataset"), "-"),
		Form:     Dataset,
		Title:    cmp.Or(get(vocab.Title), Untitled),
		Version:  get(vocab.Version),
		Licence:  get(vocab.Licence),
		Language: get(vocab.Language),
		Dates:    datesOf(get(vocab.Modified), ""),
	}
}
