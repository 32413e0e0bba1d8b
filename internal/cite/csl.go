package cite

import (
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
)

// writeCSL writes citations as CSL-JSON (https://github.com/citation-style-language/schema), one array.
func writeCSL(w io.Writer, cs iter.Seq2[int, Citation]) error {
	before, end := "[", "[]\n"
	for _, c := range cs {
		item := jsontext.Value(cslItem(c))
		if err := item.Indent(jsontext.WithIndentPrefix("  "), jsontext.WithIndent("  ")); err != nil {
			return err
		}
		if _, err := w.Write(append([]byte(before+"\n  "), text.EscapeJSON(item)...)); err != nil {
			return err
		}
		before, end = ",", "\n]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

func cslItem(c Citation) []byte {
	var event Event
	if c.Event != nil {
		event = *c.Event
	}
	return rawjson.Object([]rawjson.Pair{
		{"id", table.String(c.Key)},
		{"type", table.String(c.Form.Types().CSL)},
		{"title", table.String(c.Title)},
		{"genre", table.Optional(c.Genre)},
		{"author", cslNames(c.Authors)},
		{"contributor", cslNames(c.Speakers)},
		{"issued", cslDate(c.Dates)},
		{"container-title", table.Optional(c.Collection)},
		{"event-title", table.Optional(event.Title)},
		{"event-place", table.Optional(event.Place())},
		{"event-date", cslDate(event.Dates)},
		{"publisher", table.Optional(c.Publisher)},
		{"version", table.Optional(c.Version)},
		{"URL", table.Optional(c.URL)},
		{"language", table.Optional(c.Language)},
		{"note", table.Optional(strings.Join(c.remarks(), " "))},
	})
}

// cslNames returns names that are not divided into given and family names.
func cslNames(names []string) []byte {
	var all [][]byte
	for _, n := range names {
		all = append(all, rawjson.Object([]rawjson.Pair{{"literal", table.String(n)}}))
	}
	return rawjson.Array(all)
}

// cslDate returns dates as arrays of numbers: [[2022, 5, 10], [2022, 5, 11]].
func cslDate(d Dates) []byte {
	var dates [][]byte
	for _, day := range []string{d.From, d.To} {
		var numbers [][]byte
		for part := range strings.SplitSeq(day, "-") {
			n, _ := strconv.Atoi(part) // it has been parsed as a date
			numbers = append(numbers, table.Int(n))
		}
		if day != "" {
			dates = append(dates, rawjson.Array(numbers))
		}
	}
	if dates == nil {
		return nil
	}
	return rawjson.Object([]rawjson.Pair{{"date-parts", rawjson.Array(dates)}})
}
