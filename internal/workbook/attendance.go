package workbook

import (
	"slices"

	"malaga/internal/flatten"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// inWords adds to counts of people what they say in words: a number alone would say more than the source does.
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
