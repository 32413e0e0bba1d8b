package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) schemaCommand() *cli.Command {
	return &cli.Command{
		Name: "schema", Usage: "print a JSON Schema of the data; alone, list the schemas", ArgsUsage: "[NAME]",
		Flags: rowFlags(),
		Action: func(c *cli.Context) error {
			names, err := schema.Names(r.schemaFiles())
			if err != nil {
				return err
			}
			if !c.Args().Present() {
				var rows []table.Row
				for _, n := range names {
					rows = append(rows, table.Row{rawjson.Quote(n)})
				}
				return r.writeRows(c, table.Of([]table.Column{{Name: "schema", Title: "Schema"}}, rows))
			}
			if c.IsSet("format") || c.IsSet("jq") || c.IsSet("template") {
				return usage("a schema has only one form", "--format, --jq and --template are for the list of schemas")
			}
			args, err := exactly(c, "NAME")
			if err != nil {
				return err
			}
			text, err := schema.Read(r.schemaFiles(), args[0])
			if err != nil {
				set, err := r.schemas()
				if err != nil {
					return err
				}
				t := set.Model.Find(args[0])
				if t == nil {
					return usage(fmt.Sprintf("no schema %q", args[0]), nearestOr(args[0], names, "malaga schema lists them"))
				}
				if text, err = schema.Read(r.schemaFiles(), t.Name); err != nil {
					return err
				}
			}
			return r.writeText(c, text)
		},
	}
}
