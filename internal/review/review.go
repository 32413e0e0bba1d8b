// Package review writes the changes between two datasets for those who review them: as a page, as Markdown, as JSON and as rows.
package review

import (
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/change"
	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/schema"
)

// Level is how much is written of a changed record.
type Level string

// The levels.
const (
	Fields  Level = "field"  // the old and the new values
	Records Level = "record" // the names of the fields
)

// style writes the parts of a line.
type style struct {
	plain          func(s string) string // escapes what would be markup
	id             func(id string) string
	field          func(name string) string
	removed, added func(s string) string // words of a text
}

// add takes a line of a section. A line of depth 1 belongs to the one before it. The text is made when it is asked for: there may
// be millions of lines, and a comment has room for few.
type add func(depth int, text func() string)

// section is what changed in a table, or what follows from the changes.
type section struct {
	title   string
	summary string
	empty   bool      // there are no lines
	lines   func(add) // calls add for each line
}

// Summary says in a sentence what changed.
func Summary(r *change.Result) string {
	total := r.Total()
	switch {
	case total.Any():
		return sentence(total)
	case r.Differs():
		return "no record changed"
	case r.Identical:
		return "no changes: the files are the same, byte by byte"
	}
	if parts := form(total); parts != nil {
		return "no changes: form only (" + strings.Join(parts, ", ") + ")"
	}
	return "no changes: form only"
}

// form counts the records that differ only in their form.
func form(c change.Counts) (parts []string) {
	if c.Moved > 0 {
		parts = append(parts, text.Number(c.Moved)+" moved")
	}
	if c.Reformed > 0 {
		parts = append(parts, text.Number(c.Reformed)+" written in another form")
	}
	return parts
}

// sentence returns counts in words.
func sentence(c change.Counts) string {
	var parts, none []string
	for _, one := range c.Content() {
		if one.N > 0 {
			parts = append(parts, text.Number(one.N)+" "+one.Name)
		} else {
			none = append(none, one.Name)
		}
	}
	if len(parts) == 0 {
		return "none " + text.Or(none)
	}
	return strings.Join(parts, ", ")
}

// sections returns a section for each table, also for those without changes.
func sections(r *change.Result, level Level, s style) (all []section) {
	for i := range r.Tables {
		t := &r.Tables[i]
		one := section{title: t.Title, summary: sentence(t.Counts), empty: !t.Any()}
		if i == 0 && t.Name == dataset.Meta { // one record without an id
			one.summary = [2]string{"not changed", "changed"}[t.Counts.Changed]
		}
		one.lines = func(add add) { s.table(t, level, add) }
		all = append(all, one)
	}
	return all
}

// table adds the lines of a table.
func (s style) table(t *change.Table, level Level, add add) {
	for _, r := range t.Added {
		add(0, func() string { return "added " + s.record(r) })
		for m := range rawjson.Members(r.Raw) {
			if name := rawjson.Text(m.Name); level == Fields && name != "id" && name != t.Display {
				add(1, func() string { return s.field(name) + ": " + s.value(m.Value) })
			}
		}
	}
	for _, r := range t.Removed {
		add(0, func() string { return "removed " + s.record(r) })
	}
	for _, r := range t.Renamed {
		add(0, func() string { return "renamed " + s.short(r.From) + " to " + s.record(r.Record) })
	}
	if level == Records {
		for _, e := range t.Changed {
			add(0, func() string { return "changed " + s.record(e.Record) + ": " + strings.Join(fieldNames(e), ", ") })
		}
		return
	}
	s.fields(t, add)
}

// fields adds the lines of the changed fields of a table.
func (s style) fields(t *change.Table, add add) {
	groups, own := t.Groups()
	for _, g := range groups {
		add(0, func() string {
			return s.change(g.Change) + " in " + text.Number(len(g.Records)) + " " + strings.ToLower(t.Title) + ": " + s.ids(g.Records)
		})
	}
	for _, e := range own {
		depth := 0
		if e.ID != "" {
			add(0, func() string { return s.record(e.Record) })
			depth = 1
		}
		for _, c := range e.Changes {
			add(depth, func() string { return s.change(c) })
		}
	}
}

// fieldNames returns the names of the changed fields of a record, each once.
func fieldNames(e change.Edited) []string {
	var names []string
	for _, c := range e.Changes {
		names = append(names, c.Name)
	}
	return slices.Compact(names)
}

// record returns the id and the name of a record.
func (s style) record(r change.Record) string {
	const most = 80 // code points of a name
	switch {
	case r.ID == "" && r.Title == "":
		return "a record without an id"
	case r.Title == "":
		return s.short(r.ID)
	}
	return s.short(r.ID) + " “" + s.plain(text.Shorten(r.Title, most)) + "”"
}

// short returns an id, cut if it is of very great length: it may stand in each of many lines.
func (s style) short(id string) string { return s.id(text.ShortenName(id)) }

// ids returns the ids of the first of some records.
func (s style) ids(records []change.Record) string {
	const most = 10
	var ids []string
	for _, r := range records[:min(len(records), most)] {
		ids = append(ids, s.short(r.ID))
	}
	listed := strings.Join(ids, ", ")
	if more := len(records) - most; more > 0 {
		listed += " and " + text.Number(more) + " more"
	}
	return listed
}

// change returns what changed in a field.
func (s style) change(c change.Change) string {
	name := s.field(c.Name)
	if c.Entry != "" {
		name += " of " + s.short(c.Entry)
	}
	switch {
	case c.Kind == change.Reordered:
		return name + ": in another order"
	case c.Old == nil:
		return name + ": " + s.added(s.value(c.New))
	case c.New == nil:
		return name + ": " + s.removed(s.value(c.Old))
	case c.Field != nil && c.Field.Kind == schema.Text && rawjson.Kind(c.Old) == '"' && rawjson.Kind(c.New) == '"':
		return name + ": " + s.words(rawjson.Text(c.Old), rawjson.Text(c.New))
	}
	return name + ": " + s.value(c.Old) + " → " + s.value(c.New)
}

// value returns a value in short.
func (s style) value(v []byte) string {
	const most = 200 // code points
	if rawjson.IsEmpty(v) {
		return s.plain(string(v))
	}
	return s.plain(text.Shorten(table.Text(v), most))
}
