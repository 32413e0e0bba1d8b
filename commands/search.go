package commands

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/search"
	"malaga/internal/text"
	"malaga/schema"
)

func (r *runner) searchCommand() *cli.Command {
	return &cli.Command{
		Name: "search", Usage: "find records by words, the best first", ArgsUsage: "WORDS…",
		Description: "A record must have all words, in its own fields or in the names of what it refers to; phrases, beginnings, fields\n" +
			"and words that are not wanted can be asked for as well.",
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "in", Usage: "search only this `TABLE`; may be repeated"},
			whereFlag(),
			limitFlag(),
		}, rowFlags()...),
		Action: func(c *cli.Context) error {
			people, f, err := r.forPeople(c)
			if err != nil {
				return err
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			s := searching{runner: r, set: set, dataset: d, text: strings.Join(c.Args().Slice(), " "), data: dataFlag(c)}
			if s.limit, err = limit(c); err != nil {
				return err
			}
			if err := s.prepare(c); err != nil {
				return err
			}
			found, err := s.find()
			if err != nil {
				return err
			}
			if people && f == render.Table {
				return r.writeRows(c, found.Page())
			}
			return r.writeRows(c, found.Rows())
		},
	}
}

// searching is one search.
type searching struct {
	*runner
	set     *schema.Set
	dataset *dataset.Dataset
	text    string
	data    string // the flag for commands to be hinted at
	limit   int

	index *search.Index
	names []string // of the tables to be read; none means all
	where map[string]query.Query
	look  query.Lookup
}

// prepare reads what must be known before anything is searched.
func (s *searching) prepare(c *cli.Context) error {
	tables, err := s.tables(s.set.Model, c.StringSlice("in"))
	if err != nil {
		return err
	}
	if tables, err = s.conditionsOf(c, tables); err != nil {
		return err
	}
	if c.IsSet("in") || c.IsSet("where") {
		for _, t := range tables {
			s.names = append(s.names, t.Name)
		}
	}
	s.index = search.New(s.set.Model, tables)
	if _, err := s.index.Compile(s.text); err != nil { // before anything is read
		return err
	}
	if known := s.index.Tables(); len(known) > 0 {
		for rec, err := range s.records(s.set, s.dataset, known...) {
			if err != nil {
				return err
			}
			s.index.Add(rec)
		}
	}
	var needed []string
	var asked []query.Condition
	for _, q := range s.where {
		needed, asked = append(needed, q.Tables()...), q.Where
	}
	if len(s.where) > 1 { // what one table does not refer to, another may
		asked = nil
	}
	slices.Sort(needed)
	s.look, err = s.lookup(s.set, s.dataset, slices.Compact(needed), asked...)
	return err
}

// conditionsOf reads the conditions for each table. A table that has no such field can hold nothing that meets them.
func (s *searching) conditionsOf(c *cli.Context, tables []*schema.Table) ([]*schema.Table, error) {
	s.where = map[string]query.Query{}
	if !c.IsSet("where") {
		return tables, nil
	}
	var failed error
	var apt []*schema.Table
	for _, t := range tables {
		var q query.Query
		var err error
		for _, text := range c.StringSlice("where") {
			cond, wrong := query.NewCondition(s.set.Model, t, text)
			if err = wrong; err != nil {
				break
			}
			q.Where = append(q.Where, cond)
		}
		var unknown *text.UsageError
		switch {
		case err == nil:
			apt, s.where[t.Name] = append(apt, t), q
		case !errors.As(err, &unknown):
			return nil, err
		case failed == nil:
			failed = err
		}
	}
	switch {
	case len(apt) == 0 && len(tables) > 1:
		return nil, usage("no table has all the fields of --where", "malaga list TABLE --fields names those of a table; --in TABLE searches one")
	case len(apt) == 0:
		return nil, failed
	}
	return apt, nil
}

// find searches, and prints how much is found.
func (s *searching) find() (*search.Result, error) {
	keep := func(rec rawjson.Record) bool { return s.where[rec.Table].Match(rec.Raw, s.look) }
	found, err := s.index.Search(s.ctx, s.text, s.records(s.set, s.dataset, s.names...), keep, s.limit)
	if err != nil {
		return nil, err
	}
	if found.Hits == 0 {
		hint, err := s.advice(found)
		if len(s.where) > 0 {
			s.note("no record that meets the conditions matches "+inQuotes(s.text), hint)
		} else {
			s.note("no record matches "+inQuotes(s.text), hint)
		}
		return found, err
	}
	if found.Question != s.text {
		s.note("no record matches "+inQuotes(s.text)+"; showing matches for "+inQuotes(found.Question), "")
	}
	s.tell(found)
	return found, nil
}

// advice returns a hint for a search that found nothing.
func (s *searching) advice(found *search.Result) (string, error) {
	if _, err := time.Parse(time.DateOnly, s.text); err == nil {
		return "malaga timeline --day " + s.text + s.data + " shows that day", nil
	}
	if id := strings.ToLower(s.text); strings.Contains(id, "-") && !strings.ContainsAny(id, " :\"*") {
		for rec, err := range s.records(s.set, s.dataset) {
			if err != nil {
				return "", err
			}
			if rawjson.GetText(rec.Raw, "id") == id {
				return "malaga show " + id + s.data + " shows the record with that id", nil
			}
		}
	}
	return cmp.Or(found.Hint(), "malaga help search explains what a search can ask for"), nil
}

// inQuotes returns a question in quotation marks, or as the shell quotes it if it has some of its own.
func inQuotes(text string) string {
	if strings.Contains(text, `"`) {
		return quoted(text)
	}
	return strconv.Quote(text)
}

// tell says how many records were found in which tables.
func (s *searching) tell(found *search.Result) {
	var parts []string
	for _, t := range s.set.Model.Tables {
		if n := found.Tables[t.Name]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d in %s", n, t.Name))
		}
	}
	shown := ""
	if s.limit > 0 && s.limit < found.Hits {
		shown = fmt.Sprintf("; showing the best %d", s.limit)
	}
	s.note(fmt.Sprintf("%d found: %s%s", found.Hits, strings.Join(parts, ", "), shown), "")
}
