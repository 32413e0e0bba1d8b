package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"malaga/internal/query"
	"malaga/internal/record"
	"malaga/internal/render"
	"malaga/internal/search"
	"malaga/schema"
)

type searchOptions struct {
	output
	tables, where []string
	limit         value
}

func newSearchCommand(a *app) *cli.Command {
	o := &searchOptions{output: output{app: a}}
	in := &option{name: "in", takes: "TABLE", values: &o.tables, usage: "search only this table; may be repeated", complete: completeTables}
	return a.command(&cli.Command{
		Name: "search", Usage: "search the text of records, best matches first", ArgsUsage: "WORDS…",
		Flags: append([]cli.Flag{in, whereFlag(&o.where), limitFlag(&o.limit)}, o.flags()...),
	}, nil, o.run)
}

func (o *searchOptions) run(words []string) error {
	people, f, err := o.forPeople()
	if err != nil {
		return err
	}
	in, err := o.open()
	if err != nil {
		return err
	}
	s := searching{input: in, text: strings.Join(words, " ")}
	if s.limit, err = number(o.limit, "limit", 1); err != nil {
		return err
	}
	if err := s.prepare(o); err != nil {
		return err
	}
	found, err := s.find()
	if err != nil {
		return err
	}
	defer found.Close()
	if people && f == render.Table {
		return o.writeRows(found.Page())
	}
	return o.writeRows(found.Rows())
}

// searching is one search.
type searching struct {
	*input
	text  string
	limit int
	index *search.Index
	names []string // of the tables to be read; none means all
	where map[string]query.Query
	look  query.Lookup
}

// prepare reads what must be known before anything is searched.
func (s *searching) prepare(o *searchOptions) error {
	tables, err := s.tables(o.tables)
	if err != nil {
		return err
	}
	if tables, err = s.conditionsOf(o.where, tables); err != nil {
		return err
	}
	if o.tables != nil || o.where != nil {
		for _, t := range tables {
			s.names = append(s.names, t.Name)
		}
	}
	s.index = search.New(s.model, tables)
	if _, err := s.index.Compile(s.text); err != nil { // before anything is read
		return err
	}
	if known := s.index.Tables(); len(known) > 0 { // none would mean all
		if err := each(s.records(known...), s.index.Add); err != nil {
			return err
		}
	}
	var needed []string
	var conditions []query.Condition
	for _, q := range s.where {
		needed = append(needed, q.Tables()...)
		conditions = q.Where
	}
	if len(s.where) > 1 { // what one table does not refer to, another may
		conditions = nil
	}
	s.look, err = s.lookup(needed, conditions...)
	return err
}

// conditionsOf reads the conditions for each table. A table without such a field has no record that meets them.
func (s *searching) conditionsOf(texts []string, tables []*schema.Table) ([]*schema.Table, error) {
	s.where = map[string]query.Query{}
	if texts == nil {
		return tables, nil
	}
	var failed error
	var usable []*schema.Table
	for _, t := range tables {
		conditions, err := s.conditions(t, texts)
		if err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		usable = append(usable, t)
		s.where[t.Name] = query.Query{Where: conditions}
	}
	switch {
	case len(usable) == 0 && len(tables) > 1:
		return nil, usage("no table has all fields that --where names",
			"malaga list TABLE --fields lists the fields; --in TABLE searches one table")
	case len(usable) == 0:
		return nil, failed
	}
	return usable, nil
}

// find searches, and prints how much is found.
func (s *searching) find() (*search.Result, error) {
	keep := func(rec query.Record) bool { return s.where[rec.Table].Match(rec.Raw, s.look) }
	found, err := s.index.Search(s.app.ctx, s.text, s.ahead(s.names...), keep, s.limit)
	if err != nil {
		return nil, err
	}
	if found.Hits == 0 {
		hint, err := s.advice(found)
		what := "no record"
		if len(s.where) > 0 {
			what += " that meets the conditions"
		}
		s.app.note(what+" matches "+inQuotes(s.text), hint)
		return found, err
	}
	if found.Question != s.text {
		s.app.note("no record matches "+inQuotes(s.text)+"; showing matches for "+inQuotes(found.Question), "")
	}
	s.noteHits(found)
	return found, nil
}

// advice returns a hint for a search that found nothing.
func (s *searching) advice(found *search.Result) (string, error) {
	if _, err := time.Parse(time.DateOnly, s.text); err == nil {
		return "malaga timeline --day " + s.text + s.app.dataFlag() + " shows that day", nil
	}
	field, id, hasField := strings.Cut(s.text, ":")
	if !hasField {
		field, id = "", s.text
	}
	if id = strings.ToLower(id); strings.Contains(id, "-") && !strings.ContainsAny(id, " :\"*") {
		for rec, err := range s.records() {
			switch {
			case err != nil:
				return "", err
			case record.ID(rec.Raw) != id:
			case hasField && !s.refers(field):
			case hasField:
				return field + ": searches names; --where '" + field + "=" + id + "' keeps the records that refer to that id", nil
			default:
				return "malaga show " + id + s.app.dataFlag() + " shows the record with that id", nil
			}
		}
	}
	return cmp.Or(found.OperatorHint(), found.Hint(), "malaga help search explains the search syntax"), nil
}

// refers reports whether a field holds ids of records in some table.
func (s *searching) refers(field string) bool {
	return slices.ContainsFunc(s.model.Tables, func(t *schema.Table) bool {
		f := t.Field(field)
		return f != nil && f.Kind == schema.Reference
	})
}

// inQuotes returns a question in quotation marks, or as the shell quotes it if it has some of its own.
func inQuotes(text string) string {
	if strings.Contains(text, `"`) {
		return quoted(text)
	}
	return strconv.Quote(text)
}

// noteHits prints how many records were found in which tables.
func (s *searching) noteHits(found *search.Result) {
	var parts []string
	for _, t := range s.model.Tables {
		if n := found.Tables[t.Name]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d in %s", n, t.Name))
		}
	}
	shown := ""
	if s.limit > 0 && s.limit < found.Hits {
		shown = fmt.Sprintf("; showing the best %d", s.limit)
	}
	s.app.note(fmt.Sprintf("%d found: %s%s", found.Hits, strings.Join(parts, ", "), shown), found.OperatorHint())
}
