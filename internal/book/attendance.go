package book

import (
	"slices"
	"strings"

	"malaga/internal/flat"
	"malaga/internal/overview"
	"malaga/internal/raw"
	"malaga/internal/table"
)

// inWords adds to counts of people what they say in words: a number alone would say more than the source does.
func inWords(r flat.Relation) flat.Relation {
	at := func(name string) int {
		return slices.IndexFunc(r.Columns, func(c flat.Column) bool { return c.Name == name })
	}
	mode, comparator, number := at(mode), at(comparator), at(number)
	if mode < 0 || comparator < 0 || number < 0 {
		return r
	}
	word := func(row table.Row, column int) string {
		return strings.ToLower(r.Columns[column].Field.CodeTitle(raw.Text(row[column])))
	}
	columns := append(slices.Clone(r.Columns), flat.Column{
		Column: table.Column{Name: "words", Title: "In words"}, Description: "The count as the source states it.",
	})
	return r.With(columns, func(row table.Row) table.Row {
		words := []string{word(row, comparator), overview.Grouped(raw.Text(row[number])), word(row, mode)}
		return append(row, raw.Quote(strings.TrimSpace(strings.Join(words, " "))))
	})
}
