package commands

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/internal/sink"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show records in full, with what they refer to and what refers to them", ArgsUsage: "ID…",
		Description: "Without --format the records are shown as a page to read; with it, as rows.",
		Flags:       rowFlags(),
		Action: func(c *cli.Context) error {
			ids := c.Args().Slice()
			if len(ids) == 0 {
				return usage("show needs the ID of a record", "malaga list TABLE lists them")
			}
			set, d, err := r.open(c)
			if err != nil {
				return err
			}
			s := shower{runner: r, set: set, ids: ids}
			if err := s.read(d); err != nil {
				return err
			}
			if r.wantsRows(c) {
				return r.writeRows(c, s.rows())
			}
			return r.writeText(c, s.page())
		},
	}
}

// shower gathers what is to be shown.
type shower struct {
	*runner
	set   *schema.Set
	ids   []string
	found map[string]record.Record
	back  map[string][]mention // by the id mentioned
	look  query.Lookup
}

// mention is a record that refers to a shown one.
type mention struct {
	field   *schema.Field
	table   *schema.Table
	id, say string
	in      string // the name of the field, with those around it
}

// mentionsShown is how many mentions of one kind are listed.
const mentionsShown = 30

// read finds the records and what refers to them in one pass, then the names of what they refer to.
func (s *shower) read(d *dataset.Dataset) error {
	s.back = map[string][]mention{}
	var err error
	s.found, err = s.find(s.set, d, s.ids, func(rec record.Record) {
		id := raw.Text(raw.Get(rec.Raw, "id"))
		t := s.set.Model.Table(rec.Table)
		eachReference(rec.Raw, t.Fields(), "", func(f *schema.Field, name, target string) {
			if slices.Contains(s.ids, target) && target != id {
				s.back[target] = append(s.back[target], mention{f, t, id, raw.Text(raw.Get(rec.Raw, t.Display)), name})
			}
		})
	})
	if err != nil {
		return err
	}
	var tables []string
	for _, id := range s.ids {
		tables = append(tables, s.set.Model.Table(s.found[id].Table).Targets()...)
	}
	s.look, err = s.lookup(s.set, d, tables)
	return err
}

// find finds records by their ids in one pass over the dataset, in which each sees every record.
func (r *runner) find(set *schema.Set, d *dataset.Dataset, ids []string, each func(record.Record)) (map[string]record.Record, error) {
	found := map[string]record.Record{}
	all := []string{}
	for rec, err := range r.records(set, d) {
		if err != nil {
			return nil, err
		}
		id := raw.Text(raw.Get(rec.Raw, "id"))
		if slices.Contains(ids, id) {
			kept := rec
			kept.Raw = bytes.Clone(rec.Raw)
			found[id] = kept
		}
		if len(all) < 1<<16 { // enough for a suggestion
			all = append(all, id)
		}
		each(rec)
	}
	for _, id := range ids {
		if _, ok := found[id]; !ok {
			return nil, usage(fmt.Sprintf("no record %q", id), nearestOr(id, all, "malaga search finds records by words"))
		}
	}
	return found, nil
}

// eachReference calls fn with every reference in an object, however deep.
func eachReference(v []byte, fields []*schema.Field, prefix string, fn func(f *schema.Field, name, target string)) {
	for _, f := range fields {
		if f.Kind != schema.Reference && f.Kind != schema.Object {
			continue
		}
		for _, e := range query.Entries(raw.Get(v, f.Name)) {
			if f.Kind == schema.Object {
				eachReference(e, f.Fields, prefix+f.Name+".", fn)
			} else {
				fn(f, prefix+f.Name, raw.Text(e))
			}
		}
	}
}

// rows gives the records as rows with all the fields that any of them has.
func (s *shower) rows() table.Rows {
	columns := []table.Column{{Name: "table", Title: "Table", Unbroken: true}}
	var names []string
	for _, id := range s.ids {
		for _, f := range s.set.Model.Table(s.found[id].Table).Fields() {
			if !slices.Contains(names, f.Name) && s.any(f.Name) {
				names = append(names, f.Name)
				columns = append(columns, table.Column{Name: f.Name, Title: f.Title, Numeric: f.Kind == schema.Integer && !f.List, Unbroken: f.Name == "id"})
			}
		}
	}
	var rows []table.Row
	for _, id := range s.ids {
		row := table.Row{raw.Quote(s.found[id].Table)}
		for _, n := range names {
			row = append(row, raw.Get(s.found[id].Raw, n))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}

func (s *shower) any(field string) bool {
	return slices.ContainsFunc(s.ids, func(id string) bool { return raw.Get(s.found[id].Raw, field) != nil })
}

// page is the records for a person to read.
func (s *shower) page() []byte {
	p := &sink.Page{Width: s.width()}
	for i, id := range s.ids {
		if i > 0 {
			p.Blank()
			p.Text(strings.Repeat("─", min(20, s.width())))
		}
		s.one(p, s.found[id])
	}
	return p.Bytes()
}

func (s *shower) one(p *sink.Page, rec record.Record) {
	t := s.set.Model.Table(rec.Table)
	id := raw.Text(raw.Get(rec.Raw, "id"))
	p.Text(fmt.Sprintf("%s (%s)", id, strings.ToLower(t.Singular)))
	p.Text(raw.Text(raw.Get(rec.Raw, t.Display)))
	p.Blank()
	var items [][2]string
	for _, f := range t.Fields() {
		if f.Name == "id" || f.Name == t.Display {
			continue
		}
		label, bullet := f.Title, ""
		entries := query.Entries(raw.Get(rec.Raw, f.Name))
		if f.Kind == schema.Object && len(entries) > 1 { // they run over several lines
			bullet = "- "
		}
		for _, e := range entries {
			items = append(items, [2]string{label, bullet + s.words(e, f)})
			label = ""
		}
	}
	p.List(items)
	s.mentions(p, id)
}

// words is a value as a reader wants it: codes by their titles, references with their names.
func (s *shower) words(v []byte, f *schema.Field) string {
	switch f.Kind {
	case schema.CodeKind:
		for _, c := range f.Codes {
			if c.Code == raw.Text(v) && c.Title != "" {
				return c.Title
			}
		}
	case schema.Reference:
		id := raw.Text(v)
		if target := s.look(f.Ref, id); target != nil {
			return fmt.Sprintf("%s (%s)", raw.Text(raw.Get(target, s.set.Model.Display(f.Ref))), id)
		}
	case schema.Object:
		var parts []string
		for _, sub := range f.Fields {
			var entries []string
			for _, e := range query.Entries(raw.Get(v, sub.Name)) {
				entries = append(entries, s.words(e, sub))
			}
			if len(entries) == 0 {
				continue
			}
			text := strings.Join(entries, ", ")
			switch {
			case len(parts) == 0: // the first says what the entry is
			case sub.Kind == schema.CodeKind: // a code's title speaks for itself
				text = strings.ToLower(text)
			default:
				text = strings.ToLower(sub.Title) + ": " + text
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, "; ")
	}
	return raw.Text(v)
}

// mentions lists what refers to a record, by table and field.
func (s *shower) mentions(p *sink.Page, id string) {
	byKind := map[string][]mention{}
	var kinds []string
	for _, m := range s.back[id] {
		kind := m.table.Title + ", " + m.in
		if byKind[kind] == nil {
			kinds = append(kinds, kind)
		}
		byKind[kind] = append(byKind[kind], m)
	}
	for _, kind := range kinds {
		p.Heading("Referred to by " + kind)
		var items [][2]string
		for i, m := range byKind[kind] {
			if i == mentionsShown {
				items = append(items, [2]string{"…", fmt.Sprintf("and %d more", len(byKind[kind])-i)})
				break
			}
			items = append(items, [2]string{m.id, m.say})
		}
		p.List(items)
	}
}
