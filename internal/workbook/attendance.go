package workbook

import (
	"slices"
	"strings"

	"malaga/internal/flatten"
	"malaga/internal/overview"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// inWords adds to counts of people what they say in words: a number alone would say more than the source does.
func inWords(r flatten.Relation) flatten.Relation {
	at := func(name string) int {
		return slices.IndexFunc(r.Columns, func(c flatten.Column) bool { return c.Name == name })
	}
	mode, comparator, number := at(mode), at(comparator), at(number)
	if mode < 0 || comparator < 0 || number < 0 {
		return r
	}
	word := func(row table.Row, column int) string {
		return strings.ToLower(r.Columns[column].Field.CodeTitle(rawjson.Text(row[column])))
	}
	columns := append(slices.Clone(r.Columns), flatten.Column{
		Column: table.Column{Name: "words", Title: "In words"}, Description: "The count as the source states it.",
	})
	return r.With(columns, func(row table.Row) table.Row {
		words := []string{word(row, comparator), overview.Grouped(rawjson.Text(row[number])), word(row, mode)}
		return append(row, rawjson.Quote(strings.TrimSpace(strings.Join(words, " "))))
	})
}
