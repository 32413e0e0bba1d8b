package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) listCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list the records of a table", ArgsUsage: "TABLE",
		Description: "Without --fields the main fields are shown; `list TABLE --fields` alone says which there are.\n" +
			"A condition is FIELD OP VALUE with one of = != ~ !~ < <= > >=; ~ means contains. A comma in the value\n" +
			"of = means any of. A reference matches by id, name or acronym, and dots lead on from it:\n" +
			"--where session.kind=thematic, --where organisers.organisation=UNOCT. So they do in --fields and --sort.\n" +
			"--expand session shows session.title and its other main fields beside the id.\n" +
			"--lists rows gives each entry of a list a row, --lists json writes a list as JSON also in formats that join its\n" +
			"entries by \"; \".",
		Flags: slices.Concat(selectFlags(), []cli.Flag{
			&cli.StringFlag{Name: "lists", Usage: "`WHAT` becomes of lists: " + strings.Join(lists(), ", ") + " (default: join)"},
		}, rowFlags()),
		Action: r.list,
	}
}

// What becomes of lists.
const (
	listsJoin = "join" // the entries in one cell
	listsRows = "rows" // each in a row
	listsJSON = "json" // the list as JSON
)

func lists() []string { return []string{listsJoin, listsRows, listsJSON} }

func (r *runner) list(c *cli.Context) error {
	set, d, err := r.open(c)
	if err != nil {
		return err
	}
	if t := set.Model.Find(c.String("fields")); t != nil && c.NArg() == 0 {
		return r.listFields(c, set.Model, t) // `list --fields TABLE`
	}
	args, err := exactly(c, "TABLE")
	if err != nil {
		return err
	}
	t, err := r.table(set.Model, args[0])
	if err != nil {
		return err
	}
	if name := c.String("lists"); c.IsSet("lists") && !slices.Contains(lists(), name) {
		return usage(fmt.Sprintf("--lists %q says nothing", name), nearestOr(name, lists(), "choose from "+strings.Join(lists(), ", ")))
	}
	if c.String("fields") == "help" {
		return r.listFields(c, set.Model, t)
	}
	if extension(c.String("output")) == "xlsx" && !c.IsSet("format") {
		if c.IsSet("jq") || c.IsSet("template") {
			return usage(c.String("output")+" would be a workbook, and --jq and --template write text", "another ending, or neither of them")
		}
		if c.String("lists") == listsJSON {
			return usage("--lists json is for text, not for a workbook", "join and rows do for both")
		}
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
	look, err := r.lookup(set, d, q.Tables(), q.Where...)
	if err != nil {
		return err
	}
	rows := q.Rows(r.records(set, d, t.Name), look)
	short, err := r.shortNames(c, set, d, rows.Columns)
	if err != nil {
		return err
	}
	if err := r.writeRowsWith(c, rows, render.Options{Short: short}); err != nil {
		return err
	}
	r.tellAbsent(append(q.Tables(), t.Name)...)
	return nil
}

// shortNames returns a function for render.Options that finds the short name of a record; nil if the rows are not written as a
// table, or no column refers to records that have one. It reads only the tables that have short names.
func (r *runner) shortNames(c *cli.Context, set *schema.Set, d *dataset.Dataset, columns []table.Column) (func(table, id string) string, error) {
	if people, f, err := r.forPeople(c); !people || f != render.Table {
		return nil, err
	}
	var tables []string
	for _, column := range columns {
		if t := set.Model.Table(column.Ref); t != nil && t.Short != "" && !slices.Contains(tables, t.Name) {
			tables = append(tables, t.Name)
		}
	}
	if tables == nil {
		return nil, nil
	}
	look, err := r.lookup(set, d, tables)
	return func(table, id string) string {
		if slices.Contains(tables, table) {
			return cmp.Or(rawjson.GetText(look(table, id), set.Model.Table(table).Short), id)
		}
		return id
	}, err
}

// listFields lists the fields of a table, and says where its references lead.
func (r *runner) listFields(c *cli.Context, m *schema.Model, t *schema.Table) error {
	if err := r.writeRows(c, fieldRows(t)); err != nil {
		return err
	}
	var beyond []string
	for _, name := range query.References(t) {
		p, err := query.NewPath(m, t, name)
		if err != nil {
			return err
		}
		beyond = append(beyond, name+"."+m.Display(p.Leaf().Ref))
	}
	if beyond != nil {
		r.note("dots lead on from a reference to what it refers to: "+strings.Join(beyond, ", "), "")
	}
	return nil
}

// selectFlags say which records and which of their fields.
func selectFlags() []cli.Flag {
	return []cli.Flag{
		whereFlag(),
		&cli.StringFlag{Name: "fields", Usage: "show these `FIELDS`, separated by commas; alone, list those there are"},
		&cli.StringFlag{Name: "add-fields", Usage: "show these `FIELDS` beside the main ones"},
		&cli.StringSliceFlag{Name: "expand", Usage: "show the main fields of what the reference `FIELD` refers to; may be repeated"},
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
	if q.Fields, err = r.fields(c, m, t); err != nil {
		return q, err
	}
	if c.String("lists") != listsRows {
		return q, nil
	}
	if q.List, err = query.ListOf(q.Fields); err == nil && q.List.Name == "" && len(q.Fields) > 1 {
		r.note("none of the fields is a list", fmt.Sprintf("malaga list %s --fields says which are", t.Name))
	}
	return q, err
}

// fields reads the flags that say which fields. None stands twice: JSON would have a key twice.
func (r *runner) fields(c *cli.Context, m *schema.Model, t *schema.Table) ([]query.Path, error) {
	names := t.Default
	if c.IsSet("fields") {
		names = strings.Split(c.String("fields"), ",")
	}
	if c.IsSet("add-fields") {
		names = append(names[:len(names):len(names)], strings.Split(c.String("add-fields"), ",")...)
	}
	var fields []query.Path
	add := func(at int, paths ...query.Path) {
		for _, p := range paths {
			if position(fields, p) < 0 {
				fields = slices.Insert(fields, at, p)
				at++
			}
		}
	}
	for _, n := range names {
		p, err := query.NewPath(m, t, n)
		if err != nil {
			return nil, err
		}
		add(len(fields), p)
	}
	var expand []string
	for _, text := range c.StringSlice("expand") {
		expand = append(expand, strings.Split(text, ",")...)
	}
	for _, n := range expand {
		paths, err := query.Expand(m, t, n)
		if err != nil {
			return nil, err
		}
		add(len(fields), paths[0])
		add(position(fields, paths[0])+1, paths[1:]...)
	}
	if f, err := r.rowFormat(c); err == nil && f == render.IDs {
		p, err := query.NewPath(m, t, "id")
		return []query.Path{p}, err
	}
	return fields, nil
}

func position(fields []query.Path, p query.Path) int {
	return slices.IndexFunc(fields, func(f query.Path) bool { return f.Name == p.Name })
}

func (r *runner) conditions(c *cli.Context, m *schema.Model, t *schema.Table) ([]query.Condition, error) {
	var conditions []query.Condition
	for _, text := range c.StringSlice("where") {
		cond, err := query.NewCondition(m, t, text)
		if err != nil {
			return nil, err
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
	for name, f := range schema.Walk(fields) {
		required := ""
		if f.Required {
			required = "required"
		}
		rows = append(rows, table.Row{rawjson.Quote(prefix + name), rawjson.Quote(f.Describe()), rawjson.QuoteAny(required), rawjson.Quote(f.Title), rawjson.Quote(f.Description)})
	}
	return table.Of([]table.Column{
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "kind", Title: "Kind"},
		{Name: "required", Title: "Required", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "description", Title: "Description"},
	}, rows)
}
