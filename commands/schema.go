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
	names, err := schema.Names(o.env.Schemas)
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
	formats := formatNamed("json", rowFormats())
	if _, err := o.ofEnding(formats); err != nil {
		return err
	}
	file, err := o.schemaNamed(name)
	if err != nil {
		return err
	}
	return o.writeAs("json", formats, file)
}

// schemaNamed returns a schema by its name, or by that of its table.
func (o *output) schemaNamed(name string) ([]byte, error) {
	if file, err := schema.Read(o.env.Schemas, name); err == nil {
		return file, nil
	}
	set, err := o.schemas()
	if err != nil {
		return nil, err
	}
	if t := set.Model.Find(name); t != nil {
		return schema.Read(o.env.Schemas, t.Name)
	}
	names, err := schema.Names(o.env.Schemas)
	if err != nil {
		return nil, err
	}
	return nil, usage(fmt.Sprintf("unknown schema %q", name), text.DidYouMeanOr(name, names, "malaga schema lists them"))
}
