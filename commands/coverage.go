package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// floor is how far a field has to be filled.
type floor struct {
	table, field string
	percent      *big.Rat
	text         string // as given
}

// coverage tells how far the fields of a table, or of all, are filled. What is less than asked for is a finding.
func (r *runner) coverage(c *cli.Context, set *schema.Set, d *dataset.Dataset, t *schema.Table) error {
	tables, named := set.Model.Tables, []string(nil) // none named means all
	if t != nil {
		tables, named = []*schema.Table{t}, []string{t.Name}
	}
	counts := map[string]*query.Coverage{}
	for _, t := range tables {
		counts[t.Name] = query.NewCoverage(t)
	}
	people, _, err := r.forPeople(c)
	if err != nil {
		return err
	}
	floors, err := r.floors(c, set.Model, t, counts)
	if err != nil {
		return err
	}
	var q query.Query
	if t != nil {
		if q.Where, err = r.conditions(c, set.Model, t); err != nil {
			return err
		}
	}
	look, err := r.lookup(set, d, q.Tables(), q.Where...)
	if err != nil {
		return err
	}
	for rec, err := range q.Select(r.records(set, d, named...), look) {
		if err != nil {
			return err
		}
		counts[rec.Table].Add(rec.Raw)
	}
	err = r.writeRows(c, coverageRows(tables, counts, people, t == nil))
	var file *fs.PathError // of writing or renaming; else what was asked for is wrong, and there is no verdict
	var link *os.LinkError
	if (err != nil && !closedPipe(err) && !errors.As(err, &file) && !errors.As(err, &link)) || !r.below(floors, counts) {
		return err
	}
	if err != nil && !closedPipe(err) {
		r.report(err)
	}
	return &findingsError{told: true}
}

// floors reads --min.
func (r *runner) floors(c *cli.Context, m *schema.Model, t *schema.Table, counts map[string]*query.Coverage) ([]floor, error) {
	var floors []floor
	for _, text := range c.StringSlice("min") {
		name, value, ok := strings.Cut(text, "=")
		value = strings.TrimSuffix(strings.TrimSpace(value), "%")
		percent, isNumber := new(big.Rat).SetString(value)
		if !ok || value == "" || strings.Trim(value, "0123456789.") != "" || !isNumber || percent.Cmp(big.NewRat(100, 1)) > 0 {
			return nil, usage(fmt.Sprintf("--min %q is not FIELD=PCT", text), "write a field and a number from 0 to 100: --min title=100")
		}
		of, field := t, name
		if t == nil {
			var tableName string
			if tableName, field, ok = strings.Cut(name, "."); !ok {
				return nil, usage(fmt.Sprintf("--min %q names no table", text), "write TABLE.FIELD=PCT, or name the TABLE before --coverage")
			}
			var err error
			if of, err = r.table(m, strings.TrimSpace(tableName)); err != nil {
				return nil, err
			}
		}
		field = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(field), "-", "_"))
		names := counts[of.Name].Names()
		if !slices.Contains(names, field) {
			return nil, usage(fmt.Sprintf("%s has no field %q", of.Name, field), nearestOr(field, names, "malaga summarise "+of.Name+" --coverage names them"))
		}
		floors = append(floors, floor{of.Name, field, percent, value})
	}
	return floors, nil
}

// below tells what is filled less than asked for, and whether anything is. Of nothing, nothing is filled.
func (r *runner) below(floors []floor, counts map[string]*query.Coverage) bool {
	found := false
	for _, fl := range floors {
		for _, f := range counts[fl.table].Fields() {
			if f.Name != fl.field {
				continue
			}
			is := new(big.Rat)
			if f.Of > 0 {
				is.SetFrac64(int64(f.Count)*100, int64(f.Of))
			}
			if is.Cmp(fl.percent) < 0 {
				found = true
				r.note(fmt.Sprintf("%s.%s is filled in %s of %s, less than %s %%", fl.table, fl.field, text.Number(f.Count), unitOf(f), fl.text), "")
			}
		}
	}
	return found
}

// unit is what a field can be filled in: records, or entries of a list.
func unit(f *query.Filled) string {
	if f.Entries {
		return "entries"
	}
	return "records"
}

// unitOf tells what a field could have been filled in: "47 records".
func unitOf(f *query.Filled) string {
	if f.Of == 1 {
		return map[bool]string{true: "1 entry", false: "1 record"}[f.Entries]
	}
	return text.Number(f.Of) + " " + unit(f)
}

// coverageRows are the counts as rows. For people one column tells what is counted, and a single table is not
// named in each row.
func coverageRows(tables []*schema.Table, counts map[string]*query.Coverage, people, several bool) table.Rows {
	columns := []table.Column{
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "field", Title: "Field", Unbroken: true},
		{Name: "filled", Title: "Filled", Numeric: true},
		{Name: "of", Title: "Of", Numeric: true},
		{Name: "unit", Title: "Unit"},
		{Name: "percent", Title: "%", Numeric: true},
		{Name: "distinct", Title: "Distinct", Numeric: true},
		{Name: "examples", Title: "Examples", IDs: true},
	}
	var rows []table.Row
	for _, t := range tables {
		for _, f := range counts[t.Name].Fields() {
			rows = append(rows, coverageRow(t, f, people))
		}
	}
	leave := func(i int) {
		columns = slices.Delete(columns, i, i+1)
		for n := range rows {
			rows[n] = slices.Delete(rows[n], i, i+1)
		}
	}
	if people {
		leave(4) // the unit
		if !several {
			leave(0)
		}
	}
	return table.Of(columns, rows)
}

// examplesShown is how many values of a field are shown; to people of each no more than exampleLength characters.
const (
	examplesShown = 3
	exampleLength = 24
)

func coverageRow(t *schema.Table, f *query.Filled, people bool) table.Row {
	of, length := fmt.Appendf(nil, "%d", f.Of), query.ExampleMost
	if people {
		of, length = rawjson.Quote(unitOf(f)), exampleLength
	}
	row := table.Row{rawjson.Quote(t.Name), rawjson.Quote(f.Name), fmt.Appendf(nil, "%d", f.Count), of, rawjson.Quote(unit(f)), nil, nil, nil}
	if n, ok := f.Tenths(); ok {
		row[5] = fmt.Appendf(nil, "%d.%d", n/10, n%10)
	}
	n, ok := f.Distinct()
	switch {
	case f.More:
		row[6] = rawjson.Quote("more than " + text.Number(n))
	case ok:
		row[6] = fmt.Appendf(nil, "%d", n)
	}
	for i, e := range f.Examples(examplesShown) {
		if !render.IsID(e) { // of which a part says nothing
			e = query.Beginning(e, length)
		}
		row[7] = append(append(row[7], "[,"[min(i, 1)]), rawjson.Quote(e)...)
	}
	if row[7] != nil {
		row[7] = append(row[7], ']')
	}
	return row
}
