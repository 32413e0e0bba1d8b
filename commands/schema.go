package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

func newSchemaCommand(a *app) *cli.Command {
	o := &output{app: a}
	c := &cli.Command{Name: "schema", Usage: "print a JSON Schema of the data", ArgsUsage: "[NAME]", Flags: o.flags()}
	return a.command(c, completeSchema, func(args []string) error {
		if len(args) == 0 {
			return runSchemaList(o)
		}
		return runSchema(o, args[0])
	})
}

func runSchemaList(o *output) error {
	names, err := schema.Names(o.schemaFiles())
	if err != nil {
		return err
	}
	var rows []table.Row
	for _, n := range names {
		rows = append(rows, table.Row{table.String(n)})
	}
	return o.writeRows(table.Of([]table.Column{{Name: "schema", Title: "Schema"}}, rows))
}

func runSchema(o *output, name string) error {
	if o.format.set || o.shaped() {
		return usage("--format, --jq and --template cannot be used with NAME", "leave them out: a schema is printed as it is")
	}
	if _, _, err := o.ofEnding(formatNamed("json", rowFormats())); err != nil {
		return err
	}
	file, err := schema.Read(o.schemaFiles(), name)
	if err == nil {
		return o.writeText(file)
	}
	set, err := o.schemas()
	if err != nil {
		return err
	}
	if t := set.Model.Find(name); t != nil {
		if file, err = schema.Read(o.schemaFiles(), t.Name); err != nil {
			return err
		}
		return o.writeText(file)
	}
	names, err := schema.Names(o.schemaFiles())
	if err != nil {
		return err
	}
	return usage(fmt.Sprintf("unknown schema %q", name), text.DidYouMeanOr(name, names, "malaga schema lists them"))
}
