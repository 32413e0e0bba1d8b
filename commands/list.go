package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/sink"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) listCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list the records of a table", ArgsUsage: "TABLE",
		Description: "Without --fields the main fields are shown; `list TABLE --fields` alone says which there are.\n" +
			"A condition is FIELD OP VALUE with one of = != ~ !~ < <= > >=; ~ means contains. A comma in the value\n" +
			"of = means any of. A reference matches by id, name or acronym, and dots lead on from it:\n" +
			"--where session.kind=thematic, --where organisers.organisation=UNOCT.",
		Flags: append(selectFlags(), rowFlags()...),
		Action: func(c *cli.Context) error {
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			if t := set.Model.Find(c.String("fields")); t != nil && c.NArg() == 0 {
				return r.writeRows(c, fieldRows(t)) // `list --fields TABLE`
			}
			args, err := exactly(c, "TABLE")
			if err != nil {
				return err
			}
			t, err := r.table(set.Model, args[0])
			if err != nil {
				return err
			}
			if c.String("fields") == "help" {
				return r.writeRows(c, fieldRows(t))
			}
			if extension(c.String("output")) == "xlsx" && !c.IsSet("format") {
				data, err := r.selection(c, set, d, t)
				if err != nil {
					return err
				}
				return r.writeBook(c, data, false)
			}
			q, err := r.query(c, set.Model, t)
			if err != nil {
				return err
			}
			look, err := r.lookup(set, d, q.Tables())
			if err != nil {
				return err
			}
			return r.writeRows(c, q.Rows(r.records(set, d, t.Name), look))
		},
	}
}

// selectFlags say which records and which of their fields.
func selectFlags() []cli.Flag {
	return []cli.Flag{
		whereFlag(),
		&cli.StringFlag{Name: "fields", Usage: "show these `FIELDS`, separated by commas; alone, list those there are"},
		&cli.StringFlag{Name: "add-fields", Usage: "show these `FIELDS` beside the main ones"},
		&cli.StringSliceFlag{Name: "sort", Usage: "sort by `FIELD`; -FIELD in descending order; may be repeated"},
		limitFlag(),
	}
}

func whereFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "where", Usage: "only records that meet this `CONDITION`; may be repeated, all must hold"}
}

func limitFlag() cli.Flag {
	return &cli.StringFlag{Name: "limit", Usage: "at most `N` records"}
}

// query reads the flags that say which records and fields.
func (r *runner) query(c *cli.Context, m *schema.Model, t *schema.Table) (query.Query, error) {
	var q query.Query
	var err error
	if q.Where, err = r.conditions(c, m, t); err != nil {
		return q, err
	}
	if q.Sort, err = query.NewKeys(m, t, c.StringSlice("sort")); err != nil {
		return q, err
	}
	if q.Limit, err = limit(c); err != nil {
		return q, err
	}
	names := t.Default
	if c.IsSet("fields") {
		names = strings.Split(c.String("fields"), ",")
	}
	if c.IsSet("add-fields") {
		names = append(names[:len(names):len(names)], strings.Split(c.String("add-fields"), ",")...)
	}
	if f, err := r.rowFormat(c); err == nil && f == sink.IDs {
		names = []string{"id"}
	}
	for _, n := range names {
		p, err := query.NewPath(m, t, n)
		if err != nil {
			return q, err
		}
		if !slices.ContainsFunc(q.Fields, func(f query.Path) bool { return f.Name == p.Name }) { // else JSON would have a key twice
			q.Fields = append(q.Fields, p)
		}
	}
	return q, nil
}

func (r *runner) conditions(c *cli.Context, m *schema.Model, t *schema.Table) ([]query.Condition, error) {
	var conditions []query.Condition
	for _, text := range c.StringSlice("where") {
		cond, err := query.NewCondition(m, t, text)
		if err != nil {
			return nil, err
		}
		if message, hint := cond.Doubts(); message != "" {
			r.note(message, hint)
		}
		conditions = append(conditions, cond)
	}
	return conditions, nil
}

// limit reads --limit; 0 means all. Only plain decimal digits are a number: 010 is 10.
func limit(c *cli.Context) (int, error) {
	if !c.IsSet("limit") {
		return 0, nil
	}
	text := c.String("limit")
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || n == 0 {
		return 0, usage(fmt.Sprintf("--limit %q is not a number of records", text), "write a whole number from 1 on")
	}
	return int(n), nil
}

// fieldRows lists the fields of a table, those of objects in them included.
func fieldRows(t *schema.Table) table.Rows { return rowsOf("", t.Fields()) }

func rowsOf(prefix string, fields []*schema.Field) table.Rows {
	var rows []table.Row
	var walk func(prefix string, fields []*schema.Field)
	walk = func(prefix string, fields []*schema.Field) {
		for _, f := range fields {
			required := ""
			if f.Required {
				required = "required"
			}
			rows = append(rows, table.Row{raw.Quote(prefix + f.Name), raw.Quote(f.Describe()), orNil(required), raw.Quote(f.Title), raw.Quote(f.Description)})
			walk(prefix+f.Name+".", f.Fields)
		}
	}
	walk(prefix, fields)
	return table.Of([]table.Column{
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "kind", Title: "Kind"},
		{Name: "required", Title: "Required", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "description", Title: "Description"},
	}, rows)
}

func orNil(s string) []byte {
	if s == "" {
		return nil
	}
	return raw.Quote(s)
}
