package commands

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/flatten"
	"malaga/internal/overview"
	"malaga/internal/query"
	"malaga/internal/workbook"
	"malaga/schema"
)

func (r *runner) exportXLSXCommand() *cli.Command {
	return &cli.Command{
		Name: "xlsx", Usage: "a workbook: a cover, contents, figures, a sheet for each table, codes and a dictionary", ArgsUsage: "[TABLE…]",
		Description: "Lists of objects (speakers, organisers, attendance, sources) have sheets of their own.\n" +
			"--where, --fields, --sort and --limit choose rows and columns of one TABLE, as with list.\n" +
			"--profile accessible follows the guidance of the UK Government Analysis Function: each sheet begins with a title,\n" +
			"tables have no filters and no frozen panes; a checklist says what was verified.",
		Flags: append([]cli.Flag{
			outputFlag("write to `FILE`"),
			&cli.StringFlag{Name: "profile", Usage: "`WHAT` it is for: " + strings.Join(profiles(), ", ") + " (default: " + working + ")"},
		}, selectFlags()...),
		Action: r.exportXLSX,
	}
}

func (r *runner) exportXLSX(c *cli.Context) error {
	set, d, tables, err := r.openTables(c)
	if err != nil {
		return err
	}
	profile := c.String("profile")
	if c.IsSet("profile") && !slices.Contains(profiles(), profile) {
		return usage(fmt.Sprintf("no profile %q", profile), nearestOr(profile, profiles(), "the profiles are "+strings.Join(profiles(), ", ")))
	}
	if out := c.String("output"); out == "" || (out == "-" && r.env.Terminal) {
		return usage("export xlsx needs --output FILE", "a workbook is no text for a terminal")
	}
	if ext := filepath.Ext(c.String("output")); ext != "" && !strings.EqualFold(ext, ".xlsx") {
		return usage(fmt.Sprintf("a workbook is no %s file", ext), "let the name end in .xlsx")
	}
	if !selects(c) {
		data, err := r.allData(set, d, tables)
		if err != nil {
			return err
		}
		return r.writeBook(c, data, profile == accessible)
	}
	if c.NArg() != 1 {
		return usage("--where, --fields, --sort and --limit are for one table", "name it: malaga export xlsx TABLE …")
	}
	data, err := r.selection(c, set, d, tables[0])
	if err != nil {
		return err
	}
	return r.writeBook(c, data, profile == accessible)
}

// selects says whether only some rows or columns are asked for.
func selects(c *cli.Context) bool {
	return slices.ContainsFunc(selectFlags(), func(f cli.Flag) bool { return c.IsSet(f.Names()[0]) })
}

// The profiles of a workbook.
const (
	working    = "working"
	accessible = "accessible"
)

func profiles() []string { return []string{working, accessible} }

// allData is what a workbook of whole tables is made of. The figures are those of the dataset, and stand in a
// workbook only if all of it does.
func (r *runner) allData(set *schema.Set, d *dataset.Dataset, tables []*schema.Table) (workbook.Data, error) {
	s, err := r.source(set, d, tables, true)
	if err != nil {
		return workbook.Data{}, err
	}
	data := workbook.Data{Source: s}
	if data.Meta, err = r.meta(set, d); err != nil || len(tables) < len(set.Model.Tables) {
		return data, err
	}
	data.Overview = overview.New(set.Model)
	for rec, err := range r.records(set, d) {
		if err != nil {
			return data, err
		}
		data.Overview.Add(rec)
	}
	return data, nil
}

// selection is what a workbook of some rows of a table is made of: of chosen fields, or of the whole records.
func (r *runner) selection(c *cli.Context, set *schema.Set, d *dataset.Dataset, t *schema.Table) (workbook.Data, error) {
	q, err := r.query(c, set.Model, t)
	if err != nil {
		return workbook.Data{}, err
	}
	targets := append(q.Tables(), t.Targets()...)
	look, err := r.lookup(set, d, targets)
	if err != nil {
		return workbook.Data{}, err
	}
	all := r.records(set, d, t.Name)
	s := flatten.Source{Model: set.Model, Tables: []*schema.Table{t}, Look: look, Records: func(string) query.Records { return q.Select(all, look) }}
	data := workbook.Data{Source: s, Asked: asked(c, t)}
	if c.IsSet("fields") || c.IsSet("add-fields") || c.IsSet("expand") || c.Command.Name == "list" {
		rows := flatten.Of(t, q.Fields, q.Rows(all, look)).Labelled(s)
		data.Selection = &rows
	}
	data.Meta, err = r.meta(set, d)
	return data, err
}

// asked says in words what was selected.
func asked(c *cli.Context, t *schema.Table) string {
	text := t.Title
	if where := c.StringSlice("where"); len(where) > 0 {
		text += " where " + strings.Join(where, " and ")
	}
	if sort := c.StringSlice("sort"); len(sort) > 0 {
		text += ", sorted by " + strings.Join(sort, ", ")
	}
	if c.IsSet("limit") {
		text += ", at most " + c.String("limit")
	}
	if c.IsSet("fields") {
		text += "; the fields " + strings.ReplaceAll(c.String("fields"), ",", ", ")
	}
	return text + "."
}

// writeBook writes a workbook, and notes what it could not hold.
func (r *runner) writeBook(c *cli.Context, data workbook.Data, accessible bool) error {
	properties := data.Properties()
	properties.Accessible = accessible
	sheets := data.Sheets(accessible)
	progress := r.progress("rows")
	for i := range sheets {
		if sheets[i].Rows.Seq != nil {
			sheets[i].Rows = progress.watch(sheets[i].Rows)
		}
	}
	var changes workbook.Changes
	err := r.writeTo(c, func(out io.Writer) (err error) {
		changes, err = workbook.Write(out, properties, sheets)
		return err
	})
	progress.end()
	if err != nil {
		return err
	}
	r.noteChanges(changes)
	if accessible {
		r.note("accessible profile: "+workbook.AccessibleProfile, "check by hand: the wording of titles and notes, and that blank cells are explained")
	}
	return nil
}

func (r *runner) noteChanges(n workbook.Changes) {
	for _, one := range []struct {
		n          int
		what, hint string
	}{
		{n.Characters, "control character", "each stands as \uFFFD: a workbook cannot hold it"},
		{n.Cut, "long text", "each is cut at 32,767 characters, which is all that a cell holds, and says so; the CSV has all of it"},
		{n.Links, "link", "each is plain text: it is no address on the web, too long for one, or one more than a sheet can have"},
		{n.Parts, "sheet", "added: a table has more rows than one sheet holds"},
	} {
		if one.n > 0 {
			r.note(fmt.Sprintf("%s: %s", finding.Plural(one.n, one.what), one.hint), "")
		}
	}
}
