package help

import (
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/schema"
)

// byHand stands for the remedy of `malaga fix` for a code that has none.
const byHand = "by hand"

// Code writes the page of a code of findings.
func Code(p *render.Page, c finding.Code) {
	p.Text(fmt.Sprintf("%s (%s): %s", c.Code, c.Severity, c.Title))
	p.Blank()
	p.Text(c.Why)
	p.Blank()
	p.List([][2]string{{"example", c.Example}, {"remedy", c.Remedy}, {"fix", cmp.Or(c.Fix, byHand)}})
}

// Table writes the page of a table, from its schema.
func Table(p *render.Page, t *schema.Table) {
	p.Text(t.Name + ": " + t.Title)
	p.Blank()
	p.Text(t.Description)
	p.Heading("Fields (* required)")
	fields(p, t.Fields())
	p.Blank()
	p.Text(fmt.Sprintf("malaga explain %s.FIELD explains a field.", t.Name))
}

// fields lists fields with their descriptions.
func fields(p *render.Page, all []*schema.Field) {
	var items [][2]string
	for _, f := range all {
		label := f.Name
		if f.Required {
			label += " *"
		}
		items = append(items, [2]string{label, fmt.Sprintf("%s (%s)", f.Description, f.Describe())})
	}
	p.List(items)
}

// Field writes the page of a field, from its schema.
func Field(p *render.Page, name string, f *schema.Field) {
	p.Text(name + ": " + f.Title)
	p.Blank()
	p.Text(f.Description)
	p.Blank()
	required := "no"
	if f.Required {
		required = "yes"
	}
	items := [][2]string{{"kind", f.Describe()}, {"required", required}}
	if f.Pattern != "" && f.Kind == schema.Text {
		items = append(items, [2]string{"pattern", f.Pattern})
	}
	for _, ex := range f.Examples {
		items = append(items, [2]string{"example", compact(ex)})
	}
	p.List(items)
	if len(f.Codes) > 0 {
		p.Heading("Codes")
		items = nil
		for _, c := range f.Codes {
			text := c.Title
			if c.Description != "" {
				text += ": " + c.Description
			}
			items = append(items, [2]string{c.Code, text})
		}
		p.List(items)
	}
	if len(f.Fields) > 0 {
		p.Heading("Fields of each entry (* required)")
		fields(p, f.Fields)
	}
}

// compact returns a JSON value on one line, with a space after each comma.
func compact(v string) string {
	var b strings.Builder
	for i, line := range strings.Split(v, "\n") {
		line = strings.TrimSpace(line)
		if i > 0 && strings.HasSuffix(b.String(), ",") {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// FieldRows lists fields, those of objects in them included.
func FieldRows(prefix string, fields []*schema.Field) table.Rows {
	var rows []table.Row
	for name, f := range schema.Walk(fields) {
		required := ""
		if f.Required {
			required = "required"
		}
		rows = append(rows, table.Row{
			table.String(prefix + name), table.String(f.Describe()), table.Optional(required),
			table.String(f.Title), table.String(f.Description),
		})
	}
	return table.Of([]table.Column{
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "kind", Title: "Kind"},
		{Name: "required", Title: "Required", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "description", Title: "Description"},
	}, rows)
}
