package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/render"
	"malaga/schema"
)

func (r *runner) summariseCommand() *cli.Command {
	return &cli.Command{
		Name: "summarise", Aliases: []string{"summarize"},
		Usage:     "say what the dataset holds; of a table, count records --by fields; say how far fields are filled",
		ArgsUsage: "[TABLE]",
		Description: "Without TABLE an overview is shown as a page to read, with --format md as a report in Markdown; other formats\n" +
			"write rows. Two fields make a cross table for people (table, md), and one line for each pair in other formats.\n" +
			"A record with a list in the field counts once for each of its values, and once in a total. --coverage tells\n" +
			"how many records fill each field, the least filled first; what is inside a list is told of its entries. Percentages\n" +
			"are rounded down, so that --min can ask for what is shown.",
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "by", Usage: "count by `FIELD`; may be repeated"},
			&cli.BoolFlag{Name: "coverage", DisableDefaultText: true, Usage: "how far the fields are filled, with how many different values, and examples"},
			&cli.StringSliceFlag{Name: "min", Usage: "with --coverage: exit 3 unless a field is filled so far: `FIELD=PCT`, or TABLE.FIELD=PCT without TABLE; may be repeated"},
			whereFlag(),
		}, formatFlags("a page to read; of a TABLE, table on a terminal, else tsv")...),
		Action: func(c *cli.Context) error {
			switch {
			case c.Bool("coverage") && c.IsSet("by"):
				return usage("--coverage and --by do not go together", "ask for one after the other")
			case c.IsSet("min") && !c.Bool("coverage"):
				return usage("--min needs --coverage", "malaga summarise sessions --coverage --min title=100")
			case !c.Args().Present() && (c.IsSet("by") || c.IsSet("where")):
				return usage("--by and --where need a TABLE", "malaga summarise sessions --by kind")
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			var t *schema.Table
			if c.Args().Present() {
				args, err := exactly(c, "TABLE")
				if err != nil {
					return err
				}
				if t, err = r.table(set.Model, args[0]); err != nil {
					return err
				}
			}
			switch {
			case c.Bool("coverage"):
				return r.coverage(c, set, d, t)
			case t == nil:
				return r.overview(c, set, d)
			}
			return r.count(c, set, d, t)
		},
	}
}

// overview shows what the dataset is about.
func (r *runner) overview(c *cli.Context, set *schema.Set, d *dataset.Dataset) error {
	people, f, err := r.forPeople(c)
	if err != nil {
		return err
	}
	o := overview.New(set.Model)
	for rec, err := range r.records(set, d) {
		if err != nil {
			return err
		}
		o.Add(rec)
	}
	lines := o.Lines()
	report := people && f == render.Markdown
	if r.wantsRows(c) && !report {
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
	return r.writePage(c, text)
}

// count counts the records of a table, by fields if any are named.
func (r *runner) count(c *cli.Context, set *schema.Set, d *dataset.Dataset, t *schema.Table) error {
	people, f, err := r.forPeople(c)
	if err != nil {
		return err
	}
	var q query.Query
	if q.Where, err = r.conditions(c, set.Model, t); err != nil {
		return err
	}
	var g query.Group
	tables := q.Tables()
	for _, name := range c.StringSlice("by") {
		if strings.Contains(name, ",") {
			return usage(fmt.Sprintf("--by %q is more than one field", name), "--by may be repeated: --by "+strings.ReplaceAll(name, ",", " --by "))
		}
		p, err := query.NewPath(set.Model, t, name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(g.By, func(by query.Path) bool { return by.Name == p.Name }) { // else JSON would have a key twice
			return usage(fmt.Sprintf("--by %s is given twice", p.Name), "")
		}
		g.By = append(g.By, p)
	}
	look, err := r.lookup(set, d, append(tables, g.Tables()...), q.Where...)
	if err != nil {
		return err
	}
	tally, err := g.Count(set.Model, q.Select(r.records(set, d, t.Name), look), look)
	if err != nil {
		return err
	}
	for _, p := range g.By {
		tables = append(tables, p.Tables()...)
	}
	r.tellAbsent(append(tables, t.Name)...)
	if many := manyOf(g.By); many != "" {
		note := "a record counts once for each of its " + many
		if people {
			r.note(note+"; the total counts it once", "")
		} else {
			r.note(note+", so the counts may add up to more than the records", "")
		}
	}
	switch {
	case !people || len(g.By) == 0:
		return r.writeRows(c, tally.Rows())
	case len(g.By) == 2:
		return r.writeCross(c, tally, f)
	}
	return r.writeRows(c, tally.Table(f == render.Table && r.toTerminal(c)))
}

// manyOf names the fields of which a record can have several values.
func manyOf(paths []query.Path) string {
	var names []string
	for _, p := range paths {
		if p.Many() {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, " and ")
}

// writeCross writes a cross table where there is room for one, else a line for each pair.
func (r *runner) writeCross(c *cli.Context, tally *query.Tally, f render.Format) error {
	rows, ok := tally.Cross()
	hint := "--format csv is made for programs; the field with fewer values goes second"
	if ok && f == render.Table {
		var err error
		if ok, err = render.Fits(rows, r.width()); err != nil {
			return err
		}
		hint = "a wider terminal or --format md shows it; the field with fewer values goes second"
	}
	if !ok {
		r.note("the cross table has too many columns, so each pair has a line", hint)
		rows = tally.Table(f == render.Table && r.toTerminal(c))
	}
	return r.writeRows(c, rows)
}
