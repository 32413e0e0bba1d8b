package workbook

import (
	"strings"

	"malaga/internal/flatten"
	"malaga/internal/rawjson"
	"malaga/internal/table"
)

// codes lists the codes of the columns of some relations.
func (d Data) codes(relations []flatten.Relation) table.Rows {
	var rows []table.Row
	for _, r := range relations {
		for _, c := range r.Columns {
			if c.Field == nil {
				continue
			}
			for _, code := range c.Field.Codes {
				rows = append(rows, table.Row{rawjson.Quote(r.Title), rawjson.Quote(c.Title), rawjson.Quote(code.Code), rawjson.QuoteAny(code.Title), rawjson.QuoteAny(code.Description)})
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
func dictionary(relations []flatten.Relation) table.Rows {
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
				rawjson.Quote(r.Title), rawjson.Quote(c.Title), rawjson.QuoteAny(inData(c)), rawjson.QuoteAny(c.Description), rawjson.QuoteAny(kind), rawjson.QuoteAny(required), rawjson.QuoteAny(codes), rawjson.QuoteAny(example),
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
func inData(c flatten.Column) string {
	if c.Field == nil {
		return ""
	}
	return strings.TrimSuffix(c.Name, flatten.LabelSuffix)
}
