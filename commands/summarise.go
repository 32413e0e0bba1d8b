package commands

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/render"
	"malaga/schema"
)

type summariseOptions struct {
	output
	by, min, where []string
	coverage       bool
}

func newSummariseCommand(a *app) *cli.Command {
	o := &summariseOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "summarise", Aliases: []string{"summarize"},
		Usage:     "count records and show how complete they are",
		ArgsUsage: "[TABLE]",
		Flags: append([]cli.Flag{
			&option{name: "by", takes: "FIELD", values: &o.by, usage: "count by FIELD; may be repeated", complete: completePath},
			&option{name: "coverage", enabled: &o.coverage, usage: "show how complete the fields are, with examples"},
			&option{
				name: "min", takes: "FIELD=PERCENT", values: &o.min, complete: completeMin,
				usage: "with --coverage: exit status 3 if a field is less complete (TABLE.FIELD=PERCENT without TABLE); may be repeated",
			},
			whereFlag(&o.where),
		}, o.flagsOr("a page to read; of a TABLE, table on a terminal, else tsv")...),
	}, completeTable, o.run)
}

func (o *summariseOptions) run(args []string) error {
	switch {
	case o.coverage && o.by != nil:
		return usage("--coverage and --by cannot be used together", "run the command once with each")
	case o.min != nil && !o.coverage:
		return usage("--min needs --coverage", "for example: malaga summarise sessions --coverage --min title=100")
	case len(args) == 0 && (o.by != nil || o.where != nil):
		return usage("--by and --where need a TABLE", "for example: malaga summarise sessions --by kind")
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	var t *schema.Table
	if len(args) > 0 {
		if t, err = in.table(args[0]); err != nil {
			return err
		}
	}
	switch {
	case o.coverage:
		return o.measureCoverage(in, t)
	case t == nil:
		return o.overview(in)
	}
	return o.count(in, t)
}

// overview shows what the dataset holds.
func (o *summariseOptions) overview(in *input) error {
	people, f, err := o.forPeople()
	if err != nil {
		return err
	}
	all, err := in.overview()
	if err != nil {
		return err
	}
	lines := all.Lines()
	report := people && f == render.Markdown
	if o.wantsRows() && !report {
		return o.writeRows(overview.Rows(lines))
	}
	meta, err := in.meta()
	if err != nil {
		return err
	}
	text := overview.Page(meta, lines, o.width(), o.toTerminal())
	if report {
		if text, err = overview.Markdown(meta, lines); err != nil {
			return err
		}
	}
	return o.writePage(text)
}

// overview reads all records into an overview.
func (in *input) overview() (*overview.Overview, error) {
	o := overview.New(in.model)
	return o, each(in.records(), o.Add)
}

// count counts the records of a table, by fields if any are named.
func (o *summariseOptions) count(in *input, t *schema.Table) error {
	people, f, err := o.forPeople()
	if err != nil {
		return err
	}
	var q query.Query
	if q.Where, err = in.conditions(t, o.where); err != nil {
		return err
	}
	g, err := o.group(in.model, t)
	if err != nil {
		return err
	}
	tables := q.Tables()
	look, err := in.lookup(append(tables, g.Tables()...), q.Where...)
	if err != nil {
		return err
	}
	tally, err := g.Count(in.model, q.Select(in.ahead(t.Name), look), look)
	if err != nil {
		return err
	}
	defer tally.Close()
	for _, p := range g.By {
		tables = append(tables, p.Tables()...)
	}
	in.noteAbsent(append(tables, t.Name)...)
	if many := manyOf(g.By); many != "" {
		note := "a record counts once for each of its " + many
		if people {
			o.note(note+"; the total counts it once", "")
		} else {
			o.note(note+", so the counts may add up to more than the records", "")
		}
	}
	switch {
	case !people || len(g.By) == 0:
		return o.writeRows(tally.Rows())
	case len(g.By) == 2:
		return o.writeCross(tally, f)
	}
	return o.writeRows(tally.Table(f == render.Table && o.toTerminal()))
}

// group reads the fields of --by.
func (o *summariseOptions) group(m *schema.Model, t *schema.Table) (g query.Group, err error) {
	for _, name := range o.by {
		if strings.Contains(name, ",") {
			return g, usage(fmt.Sprintf("--by %q is more than one field", name), "repeat the flag: --by "+strings.ReplaceAll(name, ",", " --by "))
		}
		p, err := query.NewPath(m, t, name)
		if err != nil {
			return g, err
		}
		if position(g.By, p) >= 0 { // else JSON would have a key twice
			return g, usage(fmt.Sprintf("--by %s is given twice", p.Name), "")
		}
		g.By = append(g.By, p)
	}
	return g, nil
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
func (o *summariseOptions) writeCross(tally *query.Tally, f render.Format) error {
	rows, ok := tally.Cross()
	hint := "use --format csv, or name the field with fewer values last"
	if ok && f == render.Table {
		var err error
		if ok, err = render.Fits(rows, o.width()); err != nil {
			return err
		}
		hint = "use a wider terminal or --format md, or name the field with fewer values last"
	}
	if !ok {
		what := "columns"
		if tally.Spilled() {
			what = "rows"
		}
		o.note("the cross table has too many "+what+", so each pair has a row", hint)
		rows = tally.Table(f == render.Table && o.toTerminal())
	}
	return o.writeRows(rows)
}
