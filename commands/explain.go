package commands

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/finding"
	"malaga/internal/help"
	"malaga/internal/query"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/validate"
	"malaga/schema"
)

func newExplainCommand(a *app) *cli.Command {
	o := &output{app: a}
	return a.command(&cli.Command{
		Name: "explain", Usage: "explain a finding code, a table or a field",
		ArgsUsage: "[CODE|TABLE|TABLE.FIELD]",
		Flags:     o.flagsOr("a page to read; alone, table on a terminal, else tsv"),
	}, completeExplained, func(args []string) error {
		if len(args) == 0 {
			return o.writeRows(codeRows())
		}
		return runExplain(o, args[0])
	})
}

// runExplain explains a code, or a table or field from the schema alone.
func runExplain(o *output, name string) error {
	if code, ok := findCode(name); ok {
		return o.writePageOrRows(codeRow(code), func(p *render.Page) { help.Code(p, code) })
	}
	set, err := o.schemas()
	if err != nil {
		return err
	}
	tableName, fieldName, hasField := strings.Cut(name, ".")
	t := set.Model.Find(tableName)
	if t == nil {
		names := set.Model.Names()
		hint := "the tables are " + strings.Join(names, ", ") + "; malaga explain lists the codes"
		return usage(fmt.Sprintf("unknown table or code %q", tableName), text.DidYouMeanOr(tableName, append(names, codeNames()...), hint))
	}
	if !hasField {
		return o.writePageOrRows(help.FieldRows("", t.Fields()), func(p *render.Page) { help.Table(p, t) })
	}
	path, err := query.NewPath(set.Model, t, fieldName)
	if err != nil {
		return err
	}
	full, f := t.Name+"."+path.Name, path.Leaf()
	prefix := strings.TrimSuffix(full, f.Name)
	return o.writePageOrRows(help.FieldRows(prefix, []*schema.Field{f}), func(p *render.Page) { help.Field(p, full, f) })
}

// findCode finds a code of findings by its name, in capitals or not.
func findCode(name string) (finding.Code, bool) {
	for _, c := range validate.Codes() {
		if strings.EqualFold(c.Code, name) {
			return c, true
		}
	}
	return finding.Code{}, false
}

// codeRows lists the codes of all findings.
func codeRows() table.Rows {
	var rows []table.Row
	for _, c := range validate.Codes() {
		rows = append(rows, table.Row{table.String(c.Code), table.String(c.Title)})
	}
	return table.Of([]table.Column{{Name: "code", Title: "Code", Unbroken: true}, {Name: "title", Title: "Title"}}, rows)
}

// codeRow returns a code as one row.
func codeRow(c finding.Code) table.Rows {
	var columns []table.Column
	var row table.Row
	add := func(name, title, text string) {
		columns = append(columns, table.Column{Name: name, Title: title, Unbroken: name == "code"})
		row = append(row, table.Optional(text))
	}
	add("code", "Code", c.Code)
	add("severity", "Severity", string(c.Severity))
	add("title", "Title", c.Title)
	add("why", "Why", c.Why)
	add("example", "Example", c.Example)
	add("remedy", "Remedy", c.Remedy)
	add("fix", "Fix", c.Fix)
	return table.Of(columns, []table.Row{row})
}
