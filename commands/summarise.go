package commands

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/record"
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
	if c.IsSet("format") || c.IsSet("output") {
		return r.writeRows(c, overview.Rows(lines))
	}
	p := &sink.Page{Width: r.width()}
	var meta []byte
	v := dataset.Visitor{Record: func(rec record.Record) error { meta = append(meta, rec.Raw...); return nil }}
	if err := d.Read(r.ctx, v, set.Model.Names(), dataset.Meta); err != nil {
		return err
	}
	if meta != nil {
		p.Text(fmt.Sprintf("%s, version %s of the data, %s", raw.Text(raw.Get(meta, "title")), raw.Text(raw.Get(meta, "version")), raw.Text(raw.Get(meta, "licence"))))
	}
	for i, l := range lines {
		if l.Section == "Conference" {
			p.Blank()
			p.Text(l.Text)
			continue
		}
		if i == 0 || lines[i-1].Section != l.Section {
			p.Heading(l.Section)
		}
		p.Item(l.Item, l.Text, sectionWidth(lines, l.Section))
	}
	return r.writeText(c, p.Bytes())
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

// sectionWidth is how wide the labels of a part of the overview are.
func sectionWidth(lines []overview.Line, section string) int {
	var labels []string
	for _, l := range lines {
		if l.Section == section {
			labels = append(labels, l.Item)
		}
	}
	return sink.LabelWidth(labels)
}
