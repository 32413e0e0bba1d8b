package commands

import (
	"fmt"
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/validate"
	"malaga/schema"
)

// input is the dataset that a command reads, readable more than once.
type input struct {
	*dataset.Dataset
	app   *app
	model *schema.Model
	seen  map[string]bool // the tables that were met
}

// open opens the dataset that --data or MALAGA_DATA names, or the built-in one. The output will not replace a file of it.
func (o *output) open() (*input, error) {
	set, err := o.schemas()
	if err != nil {
		return nil, err
	}
	path, err := o.dataPath()
	if err != nil {
		return nil, err
	}
	layout := dataset.Layout{Tables: set.Model.Names(), Members: set.MemberNames, Display: set.Model.Display}
	d, err := dataset.Open(path, layout, o.env.Stdin)
	if err != nil {
		return nil, err
	}
	o.reads = append(o.reads, d.HasFile)
	return &input{Dataset: d, app: o.app, model: set.Model, seen: map[string]bool{}}, nil
}

// openTables opens the dataset, and finds tables of it by their names; all if none is named.
func (o *output) openTables(names ...string) (*input, []*schema.Table, error) {
	in, err := o.open()
	if err != nil {
		return nil, nil, err
	}
	tables, err := in.tables(names)
	return in, tables, err
}

// dataPath returns the path of the dataset; "" means the built-in one.
func (a *app) dataPath() (string, error) {
	if !a.data.set {
		return a.env.Getenv("MALAGA_DATA"), nil
	}
	if a.data.text == "" { // an unset variable in a script must not mean other data
		return "", usage("--data is empty", "name a directory or a file")
	}
	return a.data.text, nil
}

// pathsOf returns the paths of the datasets that a command is for: its arguments, or the dataset of --data.
func (a *app) pathsOf(command string, args []string) ([]string, error) {
	switch {
	case len(args) == 0:
		path, err := a.dataPath()
		return []string{path}, err
	case a.data.set:
		return nil, usage(command+" takes either --data or paths, not both", "")
	case slices.Contains(args, ""):
		return nil, usage("a path is empty", "name a directory or a file")
	}
	return validate.DistinctPaths(args), nil
}

// isTable reports whether a table has the name.
func (a *app) isTable(name string) bool {
	set, err := a.schemas()
	return err == nil && set.Model.Find(name) != nil
}

// table finds a table by the name that the user gave.
func (in *input) table(name string) (*schema.Table, error) {
	if t := in.model.Find(name); t != nil {
		return t, nil
	}
	names := in.model.Names()
	return nil, usage(fmt.Sprintf("unknown table %q", name), text.DidYouMeanOr(name, names, "the tables are "+strings.Join(names, ", ")))
}

// tables finds tables by their names; all if none is named.
func (in *input) tables(names []string) ([]*schema.Table, error) {
	if len(names) == 0 {
		return in.model.Tables, nil
	}
	var tables []*schema.Table
	for _, name := range names {
		t, err := in.table(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(tables, t) {
			return nil, usage(fmt.Sprintf("table %s is named twice", t.Name), "")
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// records reads the records of some tables; all if none is named. It ends with a dataset.Error if the data has errors: no
// command uses data quietly that could not be read whole.
func (in *input) records(tables ...string) query.Records {
	return in.Records(in.app.ctx, func(table string) { in.seen[table] = true }, distinct(tables)...)
}

// each calls fn with each of some records.
func each(records query.Records, fn func(query.Record)) error {
	for rec, err := range records {
		if err != nil {
			return err
		}
		fn(rec)
	}
	return nil
}

// ahead is records, read in a second goroutine: for commands that do much with each record.
func (in *input) ahead(tables ...string) query.Records { return dataset.Ahead(in.records(tables...)) }

// distinct returns the names of tables, each once. References may name several at a time.
func distinct(tables []string) []string {
	var names []string
	for _, t := range tables {
		names = append(names, schema.RefTables(t)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// noteAbsent prints which of some tables that were read are not in the dataset.
func (in *input) noteAbsent(tables ...string) {
	for _, name := range distinct(tables) {
		if !in.seen[name] {
			in.app.note("the dataset has no "+name, "")
		}
	}
}

// lookup reads the records of some tables into memory, to be found by id. It prints a warning for conditions that match
// nothing.
func (in *input) lookup(tables []string, conditions ...query.Condition) (query.Lookup, error) {
	index := query.NewIndex(in.model)
	if len(tables) > 0 { // none would mean all
		for rec, err := range in.records(tables...) {
			if err != nil {
				return nil, err
			}
			index.Add(rec.Table, rec.Raw)
		}
	}
	for _, c := range conditions {
		if message, hint := c.Warning(index.Lookup, index.IDs); message != "" {
			in.app.note(message, hint)
		}
	}
	return index.Lookup, nil
}

// meta returns the description of the dataset; nil if it has none.
func (in *input) meta() ([]byte, error) { return in.Description(in.app.ctx) }

// selected returns the records of a table that meet the conditions of --where, and a lookup of the tables that the conditions
// lead to and of some more.
func (in *input) selected(t *schema.Table, where []string, more ...string) (query.Records, query.Lookup, error) {
	var q query.Query
	var err error
	if q.Where, err = in.conditions(t, where); err != nil {
		return nil, nil, err
	}
	look, err := in.lookup(append(q.Tables(), more...), q.Where...)
	return q.Select(in.records(t.Name), look), look, err
}

// conditions reads the conditions of --where.
func (in *input) conditions(t *schema.Table, texts []string) ([]query.Condition, error) {
	var conditions []query.Condition
	for _, text := range texts {
		c, err := query.NewCondition(in.model, t, text)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, c)
	}
	return conditions, nil
}

// find finds records by their ids in one pass over the dataset, in which each sees every record.
func (in *input) find(ids []string, each func(query.Record)) (map[string]query.Record, error) {
	found, times, err := record.Find(in.ahead(), ids, each)
	for _, id := range ids {
		if times[id] > 1 {
			in.app.note(fmt.Sprintf("%d records have the id %q: the first is used", times[id], id), "malaga validate lists them")
		}
	}
	return found, err
}
