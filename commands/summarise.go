package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/sink"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) summariseCommand() *cli.Command {
	return &cli.Command{
		Name: "summarise", Aliases: []string{"summarize"},
		Usage:     "say what the dataset holds; of a table, count records --by a field",
		ArgsUsage: "[TABLE]",
		Description: "Without TABLE an overview is shown as a page to read; with --format, as rows.\n" +
			"A record with a list in the field counts once for each of its values.",
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "by", Usage: "count by `FIELD`; may be repeated"},
			whereFlag(),
		}, rowFlags()...),
		Action: func(c *cli.Context) error {
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			if !c.Args().Present() {
				if c.IsSet("by") || c.IsSet("where") {
					return usage("--by and --where need a TABLE", "malaga summarise sessions --by kind")
				}
				return r.overview(c, set, d)
			}
			args, err := exactly(c, "TABLE")
			if err != nil {
				return err
			}
			t, err := r.table(set.Model, args[0])
			if err != nil {
				return err
			}
			return r.count(c, set, d, t)
		},
	}
}

// overview shows what the dataset is about.
func (r *runner) overview(c *cli.Context, set *schema.Set, d *dataset.Dataset) error {
	o := overview.New(set.Model)
	for rec, err := range r.records(set, d) {
		if err != nil {
			return err
		}
		o.Add(rec)
	}
	lines := o.Lines()
	f, err := r.rowFormat(c)
	report := f == sink.Markdown && !c.IsSet("jq") && !c.IsSet("template")
	switch {
	case err != nil:
		return err
	case r.wantsRows(c) && !report:
		return r.writeRows(c, overview.Rows(lines))
	}
	meta, err := r.meta(set, d)
	if err != nil {
		return err
	}
	text := overview.Page(meta, lines, r.width(), r.toTerminal(c))
	if report {
		if text, err = overview.Markdown(meta, lines); err != nil {
			return err
		}
	}
	return r.writeText(c, text)
}

// count counts the records of a table, by fields if any are named.
func (r *runner) count(c *cli.Context, set *schema.Set, d *dataset.Dataset, t *schema.Table) error {
	var q query.Query
	var err error
	if q.Where, err = r.conditions(c, set.Model, t); err != nil {
		return err
	}
	var g query.Group
	tables := q.Tables()
	for _, name := range c.StringSlice("by") {
		p, err := query.NewPath(set.Model, t, name)
		if err != nil {
			return err
		}
		g.By = append(g.By, p)
	}
	look, err := r.lookup(set, d, append(tables, g.Tables()...))
	if err != nil {
		return err
	}
	rows, err := g.Count(set.Model, q.Select(r.records(set, d, t.Name), look), look)
	if err != nil {
		return err
	}
	if len(g.By) == 0 && len(rows) == 0 {
		rows = []table.Row{{[]byte("0")}}
	}
	for _, p := range g.By {
		if p.Many() {
			r.note(fmt.Sprintf("a record counts once for each of its %s, so the counts may add up to more than the records", p.Name), "")
		}
	}
	return r.writeRows(c, table.Of(g.Columns(), rows))
}
