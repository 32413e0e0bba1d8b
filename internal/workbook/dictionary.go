package workbook

import (
	"strings"

	"malaga/internal/flatten"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// textRow returns a row of texts; an empty one leaves its cell blank.
func textRow(texts ...string) table.Row {
	row := make(table.Row, len(texts))
	for i, s := range texts {
		row[i] = rawjson.QuoteAny(s)
	}
	return row
}

// contents lists the other sheets. Links are for the screen.
func contents(sheets []Sheet, relations []flatten.Relation, whole bool) Sheet {
	about := map[string]string{
		notesName:      "The meaning of blank cells, ids, dates and numbers.",
		summaryName:    "The main figures.",
		codesName:      "The codes in some columns, and their meaning.",
		dictionaryName: "The meaning of each column, and its name in the data.",
	}
	for _, r := range relations {
		about[r.Title] = sentence(r.Description)
	}
	var rows []table.Row
	for _, s := range sheets {
		if len(s.Charts) > 0 {
			about[s.Name] = "The main figures, with charts."
		}
		rows = append(rows, textRow(s.Name, about[s.Name]))
	}
	columns := []table.Column{{Name: "sheet", Title: "Sheet"}, {Name: "holds", Title: "What it holds"}}
	return Sheet{Name: contentsName, Title: "Contents", Into: 1, Rows: table.Of(columns, rows), Screen: whole}
}

// codes lists the codes of the columns of some relations. It has no columns if there are none.
func codes(relations []flatten.Relation) table.Rows {
	var rows []table.Row
	for _, r := range relations {
		for _, c := range r.Columns {
			if c.Field == nil {
				continue
			}
			for _, code := range c.Field.Codes {
				rows = append(rows, textRow(r.Title, c.Title, code.Code, code.Title, code.Description))
			}
		}
	}
	if rows == nil {
		return table.Rows{}
	}
	return table.Of([]table.Column{
		{Name: "sheet", Title: "Sheet"},
		{Name: "column", Title: "Column"},
		{Name: "code", Title: "Code", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "meaning", Title: "Meaning"},
	}, rows)
}

// dictionary lists the columns of some relations.
func dictionary(relations []flatten.Relation) table.Rows {
	var rows []table.Row
	for _, r := range relations {
		for _, c := range r.Columns {
			var field, kind, required, codes, example string
			if f := c.Field; f != nil { // else flattening has added the column
				field = strings.TrimSuffix(c.Name, flatten.LabelSuffix)
				kind = f.Describe()
				if f.Required {
					required = "always present"
				}
				for _, code := range f.Codes {
					codes += ", " + code.Code
				}
				if len(f.Examples) > 0 {
					example = table.Text([]byte(f.Examples[0]))
				}
			}
			rows = append(rows, textRow(r.Title, c.Title, field, c.Description, kind, required, strings.TrimPrefix(codes, ", "), example))
		}
	}
	return table.Of([]table.Column{
		{Name: "sheet", Title: "Sheet"},
		{Name: "column", Title: "Column"},
		{Name: "field", Title: "Name in the data", Unbroken: true},
		{Name: "meaning", Title: "Meaning"},
		{Name: "kind", Title: "Kind"},
		{Name: "required", Title: "Required"},
		{Name: "codes", Title: "Codes"},
		{Name: "example", Title: "Example"},
	}, rows)
}
