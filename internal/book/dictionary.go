package book

import (
	"strings"

	"malaga/internal/flat"
	"malaga/internal/raw"
	"malaga/internal/table"
)

// codes lists the codes of the columns of some relations.
func (d Data) codes(relations []flat.Relation) table.Rows {
	var rows []table.Row
	for _, r := range relations {
		for _, c := range r.Columns {
			if c.Field == nil {
				continue
			}
			for _, code := range c.Field.Codes {
				rows = append(rows, table.Row{raw.Quote(r.Title), raw.Quote(c.Title), raw.Quote(code.Code), raw.QuoteAny(code.Title), raw.QuoteAny(code.Description)})
			}
		}
	}
	if rows == nil {
		return table.Rows{}
	}
	return table.Of([]table.Column{
		{Name: "sheet", Title: "Sheet"}, {Name: "column", Title: "Column"}, {Name: "code", Title: "Code", Unbroken: true}, {Name: "title", Title: "Title"}, {Name: "meaning", Title: "Meaning"},
	}, rows)
}

// dictionary says what each column of some relations is.
func dictionary(relations []flat.Relation) table.Rows {
	var rows []table.Row
	for _, r := range relations {
		for _, c := range r.Columns {
			kind, required, codes, example := "", "", "", ""
			if f := c.Field; f != nil {
				kind = f.Describe()
				if f.Required {
					required = "always there"
				}
				var names []string
				for _, code := range f.Codes {
					names = append(names, code.Code)
				}
				codes = strings.Join(names, ", ")
				if len(f.Examples) > 0 {
					example = table.Text([]byte(f.Examples[0]))
				}
			}
			rows = append(rows, table.Row{
				raw.Quote(r.Title), raw.Quote(c.Title), raw.QuoteAny(inData(c)), raw.QuoteAny(c.Description), raw.QuoteAny(kind), raw.QuoteAny(required), raw.QuoteAny(codes), raw.QuoteAny(example),
			})
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

// inData is the name of a column's field in the data; "" for what only the workbook has.
func inData(c flat.Column) string {
	if c.Field == nil {
		return ""
	}
	return strings.TrimSuffix(c.Name, flat.LabelSuffix)
}
