package cite

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// item has the members of CSL-JSON, in the order in which they are written:
// https://github.com/citation-style-language/schema
type item struct {
	ID          string    `json:"id"`
	Type        string    `json:"type"`
	Title       string    `json:"title"`
	Genre       string    `json:"genre,omitempty"`
	Author      []cslName `json:"author,omitempty"`
	Contributor []cslName `json:"contributor,omitempty"`
	Issued      *cslDate  `json:"issued,omitempty"`
	Container   string    `json:"container-title,omitempty"`
	EventTitle  string    `json:"event-title,omitempty"`
	EventPlace  string    `json:"event-place,omitempty"`
	EventDate   *cslDate  `json:"event-date,omitempty"`
	Publisher   string    `json:"publisher,omitempty"`
	Version     string    `json:"version,omitempty"`
	URL         string    `json:"URL,omitempty"`
	Language    string    `json:"language,omitempty"`
	Note        string    `json:"note,omitempty"`
}

// cslName is a name that is not taken apart.
type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

// marshalCSL writes citations as CSL-JSON, one array.
func marshalCSL(cs []Citation) ([]byte, error) {
	items := make([]item, len(cs))
	for i, c := range cs {
		items[i] = item{
			ID: c.ID, Type: c.Types().CSL, Title: c.Title, Genre: c.Genre, Author: cslNames(c.Authors), Contributor: cslNames(c.Speakers),
			Issued: cslDates(c.Dates), Container: c.Collection(), Publisher: c.Publisher, Version: c.Edition(), URL: c.URL, Language: c.Language,
			Note: strings.Join(c.remarks(), " "),
		}
		if e := c.Event; e != nil {
			items[i].EventTitle = e.Title
			items[i].EventPlace = e.Place()
			items[i].EventDate = cslDates(e.Dates)
		}
	}
	b, err := json.Marshal(items, jsontext.WithIndent("  "))
	return append(b, '\n'), err
}

func cslNames(names []string) []cslName {
	var all []cslName
	for _, n := range names {
		all = append(all, cslName{n})
	}
	return all
}

func cslDates(d Dates) *cslDate {
	if d.From == "" {
		return nil
	}
	var date cslDate
	for _, day := range []string{d.From, d.To} {
		if day == "" {
			continue
		}
		var numbers []int
		for p := range strings.SplitSeq(day, "-") {
			n, _ := strconv.Atoi(p) // it has been parsed as a date
			numbers = append(numbers, n)
		}
		date.Parts = append(date.Parts, numbers)
	}
	return &date
}
