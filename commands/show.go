package commands

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show records in full, with what they refer to and what refers to them", ArgsUsage: "ID…",
		Description: "Without --format the records are shown as a page to read; with it, as rows. On the page a number in brackets is that\n" +
			"of the note, at the end, that tells which source says so; that of a list stands under it.",
		Flags: formatFlags("a page to read"),
		Action: func(c *cli.Context) error {
			ids := distinctIDs(c.Args().Slice())
			if len(ids) == 0 {
				return usage("show needs the ID of a record", "malaga list TABLE lists them")
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			s := shower{runner: r, set: set, ids: ids}
			s.More = listing(c)
			if err := s.read(d); err != nil {
				return err
			}
			if r.wantsRows(c) {
				return r.writeRows(c, s.rows())
			}
			return r.writePage(c, s.pages())
		},
	}
}

// shower gathers what is to be shown.
type shower struct {
	*runner
	set   *schema.Set
	ids   []string
	found map[string]rawjson.Record
	record.Pages
}

// read finds the records and what refers to them in one pass, then the names of what they refer to.
func (s *shower) read(d *dataset.Dataset) error {
	s.Model, s.Back = s.set.Model, record.NewMentions(s.set.Model, s.ids)
	var err error
	if s.found, err = s.find(s.set, d, s.ids, s.Back.Add); err != nil {
		return err
	}
	tables := s.Back.Tables()
	for _, id := range s.ids {
		tables = append(tables, s.set.Model.Table(s.found[id].Table).Targets()...)
	}
	s.Look, err = s.lookup(s.set, d, tables)
	return err
}

// find finds records by their ids in one pass over the dataset, in which each sees every record.
func (r *runner) find(set *schema.Set, d *dataset.Dataset, ids []string, each func(rawjson.Record)) (map[string]rawjson.Record, error) {
	found, times := map[string]rawjson.Record{}, map[string]int{}
	for _, id := range ids {
		times[id] = 0
	}
	all := []string{}
	for rec, err := range r.records(set, d) {
		if err != nil {
			return nil, err
		}
		id := rawjson.GetText(rec.Raw, "id")
		if n, wanted := times[id]; wanted {
			if times[id] = n + 1; n == 0 {
				kept := rec
				kept.Raw = bytes.Clone(rec.Raw)
				found[id] = kept
			}
		}
		if len(all) < 1<<16 { // enough for a suggestion
			all = append(all, id)
		}
		each(rec)
	}
	for _, id := range ids {
		if _, ok := found[id]; !ok {
			return nil, usage(fmt.Sprintf("no record %q", id), nearID(id, all))
		}
		if times[id] > 1 {
			r.note(fmt.Sprintf("the id %q is that of %d records: the first is taken", id, times[id]), "malaga validate tells where")
		}
	}
	return found, nil
}

// nearID is the hint for an id that no record has: one that it is the end or the beginning of, or one like it.
func nearID(id string, all []string) string {
	lower := strings.ToLower(id)
	for _, fits := range []func(known string) bool{
		func(known string) bool { _, bare, _ := strings.Cut(known, "-"); return bare == lower },
		func(known string) bool { return strings.HasPrefix(known, lower+"-") },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 && lower != "" {
			return fmt.Sprintf("did you mean %q?", all[i])
		}
	}
	return nearestOr(id, all, "malaga search finds records by words")
}

// rows gives the records as rows with all the fields that any of them has.
func (s *shower) rows() table.Rows {
	columns := []table.Column{{Name: "table", Title: "Table", Unbroken: true}}
	var names []string
	for _, id := range s.ids {
		for _, f := range s.set.Model.Table(s.found[id].Table).Fields() {
			if !slices.Contains(names, f.Name) && s.any(f.Name) {
				names = append(names, f.Name)
				columns = append(columns, table.Column{Name: f.Name, Title: f.Title, Numeric: f.Kind == schema.Integer && !f.List, Unbroken: f.Name == "id", IDs: f.Kind != schema.Text})
			}
		}
	}
	var rows []table.Row
	for _, id := range s.ids {
		row := table.Row{rawjson.Quote(s.found[id].Table)}
		for _, n := range names {
			row = append(row, rawjson.Get(s.found[id].Raw, n))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}

func (s *shower) any(field string) bool {
	return slices.ContainsFunc(s.ids, func(id string) bool { return rawjson.Get(s.found[id].Raw, field) != nil })
}

// pages are the records for a person to read.
func (s *shower) pages() []byte {
	p := &render.Page{Width: s.width()}
	for i, id := range s.ids {
		if i > 0 {
			p.Blank()
			p.Text(strings.Repeat("─", min(20, s.width())))
		}
		s.Write(p, s.found[id])
	}
	return p.Bytes()
}

// distinctIDs leaves out ids that stand there already.
func distinctIDs(ids []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			all = append(all, id)
		}
	}
	return all
}

// listing is the command that lists records of the dataset in use.
func listing(c *cli.Context) func(table, condition string) string {
	data := dataFlag(c)
	return func(table, condition string) string {
		return fmt.Sprintf("malaga list %s --where %s%s", table, quoted(condition), data)
	}
}

// dataFlag is what a command of its own needs to read the same dataset.
func dataFlag(c *cli.Context) string {
	if !c.IsSet("data") {
		return ""
	}
	return " --data " + quoted(c.String("data"))
}

// quoted is a word as a shell wants it.
func quoted(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
