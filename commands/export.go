package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/flatten"
	"malaga/internal/query"
	"malaga/schema"
)

func (r *runner) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "write the data for other programs: xlsx, csv, ics", ArgsUsage: "FORMAT [TABLE…]",
		Subcommands: []*cli.Command{r.exportXLSXCommand(), r.exportCSVCommand(), r.exportICSCommand()},
	}
}

// tables finds tables by their names; all if none is given.
func (r *runner) tables(m *schema.Model, given []string) ([]*schema.Table, error) {
	if len(given) == 0 {
		return m.Tables, nil
	}
	var tables []*schema.Table
	for _, name := range given {
		t, err := r.table(m, name)
		if err != nil {
			return nil, err
		}
		for _, other := range tables {
			if other == t {
				return nil, usage(fmt.Sprintf("table %s is named twice", t.Name), "")
			}
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// openTables opens the dataset that is asked for, and finds the tables that are named.
func (r *runner) openTables(c *cli.Context) (*schema.Set, *dataset.Dataset, []*schema.Table, error) {
	set, d, err := r.open(c)
	if err != nil {
		return nil, nil, nil, err
	}
	tables, err := r.tables(set.Model, c.Args().Slice())
	return set, d, tables, err
}

// source is where the records of some tables come from. With labels, the records that they refer to are read
// at once, for their names.
func (r *runner) source(set *schema.Set, d *dataset.Dataset, tables []*schema.Table, labels bool) (flatten.Source, error) {
	s := flatten.Source{
		Model: set.Model, Tables: tables,
		Records: func(table string) query.Records { return r.records(set, d, table) },
	}
	if !labels {
		return s, nil
	}
	var targets []string
	for _, t := range tables {
		targets = append(targets, t.Targets()...)
	}
	var err error
	s.Look, err = r.lookup(set, d, targets)
	return s, err
}
