package cite

import (
	"slices"
	"strings"

	"malaga/internal/text"
)

// appendText writes a citation as one line of plain text.
func appendText(b []byte, c Citation) []byte {
	return append(append(b, text.Line(oneLine(c.String()))...), '\n')
}

// String is the citation as plain text.
func (c Citation) String() string {
	work, of := strings.TrimSuffix(c.Title, "."), ""
	switch {
	case c.Form == Dataset:
		work += " [dataset]"
		if c.Version != "" {
			of = "version " + c.Version
		}
	case c.Genre != "":
		work += " [" + strings.ToLower(c.Genre) + "]"
	}
	place, day := "", c.Dates.Words()
	switch c.Form {
	case Conference:
		place = c.Event.Place()
	case Entry: // the date is that of the dataset, and told with it
		day = ""
	}
	var sentences []string
	if len(c.Authors) > 0 {
		sentences = append(sentences, sentence(strings.Join(c.Authors, "; ")))
	}
	sentences = append(sentences, sentence(work, of, c.Publisher, place, day))
	if c.URL != "" {
		sentences = append(sentences, "<"+c.URL+">.")
	}
	return strings.Join(slices.Concat(sentences, c.voices(), c.notes(), c.source()), " ")
}
