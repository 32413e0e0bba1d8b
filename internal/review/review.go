// Package review writes the changes between two datasets for those who review them: as a page, as Markdown, as JSON and as rows.
package review

import (
	"fmt"
	"strings"

	"malaga/dataset"
	"malaga/internal/change"
	"malaga/internal/finding"
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

// line is one line of a section. A line of depth 1 belongs to the one before it.
type line struct {
	depth int
	text  string
}

// section is what changed in a table, or what follows from the changes.
type section struct {
	title   string
	summary string
	lines   []line
}

// Summary says in a sentence what changed.
func Summary(r *change.Result) string {
	total := r.Total()
	switch {
	case total.Any():
		return sentence(total)
	case r.Identical:
		return "no changes: the files are the same, byte by byte"
	}
	var form []string
	if total.Moved > 0 {
		form = append(form, text.Count(total.Moved, "record")+" moved")
	}
	if total.Reformed > 0 {
		form = append(form, text.Count(total.Reformed, "record")+" written in another form")
	}
	if form == nil {
		return "no changes: form only"
	}
	return "no changes: form only (" + strings.Join(form, ", ") + ")"
}

// sentence returns counts in words.
func sentence(c change.Counts) string {
	var parts, none []string
	for _, one := range []struct {
		n    int
		what string
	}{{c.Added, "added"}, {c.Removed, "removed"}, {c.Renamed, "renamed"}, {c.Changed, "changed"}} {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", text.Number(one.n), one.what))
		} else {
			none = append(none, one.what)
		}
	}
	if len(parts) == 0 {
		return "none " + text.Or(none)
	}
	return strings.Join(parts, ", ")
}

// sections returns a section for each table, also for those without changes.
func sections(r *change.Result, level Level, s style) []section {
	var all []section
	for i := range r.Tables {
		t := &r.Tables[i]
		one := section{title: t.Title, summary: sentence(t.Counts), lines: s.table(t, level)}
		if i == 0 && t.Name == dataset.Meta { // one record without an id
			one.summary = [2]string{"not changed", "changed"}[t.Counts.Changed]
		}
		all = append(all, one)
	}
	return all
}

func (s style) table(t *change.Table, level Level) (lines []line) {
	add := func(depth int, format string, args ...any) {
		lines = append(lines, line{depth, fmt.Sprintf(format, args...)})
	}
	for _, r := range t.Added {
		add(0, "added %s", s.record(r))
	}
	for _, r := range t.Removed {
		add(0, "removed %s", s.record(r))
	}
	for _, r := range t.Renamed {
		add(0, "renamed %s to %s", s.id(r.From), s.record(r.Record))
	}
	if level == Records {
		for _, e := range t.Changed {
			add(0, "changed %s: %s", s.record(e.Record), strings.Join(fieldNames(e), ", "))
		}
		return lines
	}
	groups, own := t.Groups()
	for _, g := range groups {
		add(0, "%s in %s: %s", s.change(g.Change), text.Number(len(g.Records))+" "+strings.ToLower(t.Title), s.ids(g.Records))
	}
	for _, e := range own {
		depth := 0
		if e.ID != "" {
			add(0, "%s", s.record(e.Record))
			depth = 1
		}
		for _, c := range e.Changes {
			add(depth, "%s", s.change(c))
		}
	}
	return lines
}

// fieldNames returns the names of the changed fields of a record, each once.
func fieldNames(e change.Edited) []string {
	var names []string
	for _, c := range e.Changes {
		if len(names) == 0 || names[len(names)-1] != c.Name {
			names = append(names, c.Name)
		}
	}
	return names
}

// record returns the id and the name of a record.
func (s style) record(r change.Record) string {
	const most = 80 // code points of a name
	if r.Title == "" {
		return s.id(r.ID)
	}
	return s.id(r.ID) + " “" + s.plain(text.Shorten(r.Title, most)) + "”"
}

// ids returns the ids of the first of some records.
func (s style) ids(records []change.Record) string {
	const most = 10
	var ids []string
	for _, r := range records[:min(len(records), most)] {
		ids = append(ids, s.id(r.ID))
	}
	if more := len(records) - most; more > 0 {
		return strings.Join(ids, ", ") + fmt.Sprintf(" and %s more", text.Number(more))
	}
	return strings.Join(ids, ", ")
}

// change returns what changed in a field.
func (s style) change(c change.Change) string {
	name := s.field(c.Name)
	if c.Entry != "" {
		name += " of " + s.id(c.Entry)
	}
	switch {
	case c.Kind == change.Reordered:
		return name + ": in another order"
	case c.Kind == change.Entry && c.Old == nil, c.Old == nil:
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

// words returns the changed words of a text, with some around them.
func (s style) words(old, new string) string {
	const around = 4
	var b strings.Builder
	pieces := change.Words(old, new)
	if len(pieces) == 1 && old != "" && new != "" { // nothing in common
		return s.value(rawjson.Quote(old)) + " → " + s.value(rawjson.Quote(new))
	}
	for i, p := range pieces {
		if p.Same() {
			b.WriteString(s.plain(context(p.Old, around, i > 0, i < len(pieces)-1)))
			continue
		}
		before, after := strings.TrimSpace(p.Old), strings.TrimSpace(p.New)
		b.WriteString(s.plain(edge(p.Old+p.New, true)))
		if before != "" {
			b.WriteString(s.removed(s.plain(shortened(before))))
		}
		if before != "" && after != "" {
			b.WriteByte(' ')
		}
		if after != "" {
			b.WriteString(s.added(s.plain(shortened(after))))
		}
		b.WriteString(s.plain(edge(p.Old+p.New, false)))
	}
	return strings.TrimSpace(b.String())
}

// edge returns a space if a text begins, or ends, with white space.
func edge(s string, start bool) string {
	trimmed := strings.TrimSpace(s)
	if start && !strings.HasPrefix(s, trimmed) || !start && !strings.HasSuffix(s, trimmed) {
		return " "
	}
	return ""
}

func shortened(s string) string {
	const most = 300 // code points
	return text.Shorten(s, most)
}

// context returns the first words of an unchanged text if a change comes before it, the last if one follows, and … for the
// others.
func context(s string, most int, before, after bool) string {
	words := strings.Fields(s)
	keep := 0
	if before {
		keep += most
	}
	if after {
		keep += most
	}
	if len(words) <= keep+1 {
		return s
	}
	short := " … "
	if before {
		short = edge(s, true) + strings.Join(words[:most], " ") + short
	}
	if after {
		short += strings.Join(words[len(words)-most:], " ") + edge(s, false)
	}
	return short
}

// consequences returns what follows from the changes.
func (s style) consequences(r *change.Result) section {
	all := section{title: "Consequences"}
	add := func(depth int, format string, args ...any) {
		all.lines = append(all.lines, line{depth, fmt.Sprintf(format, args...)})
	}
	for _, d := range r.Dangling {
		add(0, "%s is gone, and %s to it now %s nowhere:", s.id(d.ID), text.Count(len(d.References), "reference"), verb(len(d.References)))
		for _, f := range d.References {
			add(1, "%s, %s", s.record(change.Record{ID: f.ID, Title: f.Title}), s.field(f.Field()))
		}
	}
	for _, list := range []struct {
		what string
		all  []finding.Finding
	}{{"new finding", r.New}, {"finding gone", r.Gone}} {
		for _, f := range list.all {
			subject := f.File
			if f.ID != "" {
				subject = f.ID
			}
			add(0, "%s: %s %s %s: %s", list.what, string(f.Severity), f.Code, s.id(subject), s.plain(f.Message))
		}
	}
	if r.Incomplete {
		add(0, "%s", "findings beyond the first 10,000 of each dataset were not compared")
	}
	n := len(r.New) + references(r)
	all.summary = fmt.Sprintf("%s, %s gone", text.Count(n, "new finding"), text.Number(len(r.Gone)))
	return all
}

func verb(n int) string {
	if n == 1 {
		return "leads"
	}
	return "lead"
}

// references counts the references that lead nowhere.
func references(r *change.Result) (n int) {
	for _, d := range r.Dangling {
		n += len(d.References)
	}
	return n
}
