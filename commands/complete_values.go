package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"malaga/dataset"
	"malaga/internal/complete"
	"malaga/internal/finding"
	"malaga/internal/query"
	"malaga/internal/text"
	"malaga/internal/timeline"
	"malaga/internal/validate"
	"malaga/schema"
)

// words completes a value by words that are always the same.
func words(texts ...string) completer {
	return func(_ *completion, typed string) complete.Reply {
		var r complete.Reply
		for _, t := range texts {
			r.Offer(typed, complete.Word{Text: t})
		}
		return r
	}
}

// completeFile offers names of files.
func completeFile(*completion, string) complete.Reply { return complete.Reply{Files: true} }

// tables returns the tables that the line names so far; all, if it names none.
func (l *completion) tables() []*schema.Table {
	var tables []*schema.Table
	for _, name := range append(l.values("in"), l.words...) {
		if t := l.Model.Find(name); t != nil {
			tables = append(tables, t)
		}
	}
	if tables == nil {
		return l.Model.Tables
	}
	return tables
}

// values returns the values that a flag has so far.
func (l *completion) values(flag string) []string {
	var values []string
	for _, g := range l.given {
		if g.name == flag {
			values = append(values, g.text)
		}
	}
	return values
}

// completeTables offers the tables that are not named yet.
func completeTables(l *completion, typed string) complete.Reply {
	r := l.Tables(typed)
	if named := l.tables(); len(named) < len(l.Model.Tables) {
		r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return slices.Contains(named, l.Model.Find(w.Text)) })
	}
	return r
}

// completeTable offers tables, if none is named yet.
func completeTable(l *completion, typed string) complete.Reply {
	if len(l.words) > 0 {
		return complete.Reply{}
	}
	return l.Tables(typed)
}

// completeWhere offers a condition.
func completeWhere(l *completion, typed string) complete.Reply { return l.Where(l.tables(), typed) }

// completePath offers a field.
func completePath(l *completion, typed string) complete.Reply { return l.Path(l.tables(), typed, nil) }

// completeFields offers a list of fields.
func completeFields(l *completion, typed string) complete.Reply {
	return l.Fields(l.tables(), typed, false)
}

// completeSort offers a list of sort keys.
func completeSort(l *completion, typed string) complete.Reply {
	return l.Fields(l.tables(), typed, true)
}

// completeReference offers the paths that end at a reference.
func completeReference(l *completion, typed string) complete.Reply {
	return l.Path(l.tables(), typed, func(f *schema.Field) bool { return f.Ref != "" })
}

// completeMin offers a field (of a table, if the line names none), to be followed by a percentage.
func completeMin(l *completion, typed string) complete.Reply {
	l.Inside = true
	if len(l.words) > 0 {
		return assigned(l.Path(l.tables(), typed, nil))
	}
	r := l.tableOrField(typed)
	if r.Stem == "" { // a table alone has no percentage
		r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return !w.Open })
	}
	return assigned(r)
}

// assigned adds an equals sign to words that end an argument.
func assigned(r complete.Reply) complete.Reply {
	for i, w := range r.Words {
		if !w.Open {
			r.Words[i] = complete.Word{Text: w.Text + "=", About: w.About, Open: true}
		}
	}
	return r
}

// completeRecord offers the records that are not named yet.
func completeRecord(l *completion, typed string) complete.Reply {
	r := l.IDs(l.Model.Tables, typed)
	r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return slices.Contains(l.words, w.Text) })
	return r
}

// promptPatience is the time that a prompt waits. What has been read by then is offered.
const promptPatience = time.Second

// completeDay offers the days of the programme: those on which something took place, or may have.
func completeDay(l *completion, typed string) complete.Reply {
	p := timeline.New(l.Model)
	l.records(timeline.Tables(l.Model), func(rec query.Record) bool {
		p.Add(rec)
		return true
	})
	var r complete.Reply
	for _, day := range timeline.EventDays(p.Chapters()) {
		r.Offer(typed, complete.Word{Text: day, About: text.Weekday(day)})
	}
	return r
}

// records reads the records of some tables; errors only end it. Data that can be read only once is left for the command itself.
func (l *completion) records(tables []string, yield func(query.Record) bool) {
	path := l.app.env.Getenv("MALAGA_DATA")
	if given := l.values("data"); given != nil {
		path = given[0]
	}
	if home := l.app.env.Getenv("HOME"); strings.HasPrefix(path, "~/") && home != "" { // as the shell will do
		path = home + path[1:]
	}
	if path == "-" {
		return
	}
	d, err := dataset.Open(path, dataset.Layout{Tables: l.Model.Names()}, nil)
	if err != nil || d.Stream() {
		return
	}
	ctx, stop := context.WithTimeout(l.app.ctx, promptPatience)
	defer stop()
	for rec, err := range d.Records(ctx, nil, tables...) {
		if err != nil || !yield(rec) {
			return
		}
	}
}

// completeCodes offers codes of findings, separated by commas.
func completeCodes(_ *completion, typed string) complete.Reply {
	return complete.After(typed, ",", findingCodes)
}

// findingCodes offers the codes of findings.
func findingCodes(typed string) complete.Reply {
	var r complete.Reply
	for _, c := range validate.Codes() {
		r.Offer(typed, complete.Word{Text: c.Code, About: c.Title})
	}
	return r
}

// completeReport offers the formats of a report, each to be followed by a file.
func completeReport(_ *completion, typed string) complete.Reply {
	var r complete.Reply
	for _, f := range finding.Formats() {
		r.Offer(typed, complete.Word{Text: f.Name, About: f.Summary})
	}
	return fileBehind(typed, assigned(r))
}

// completeSourceText offers documents, each to be followed by a file.
func completeSourceText(l *completion, typed string) complete.Reply {
	t := l.Model.Table(validate.SourceTable)
	if t == nil {
		return complete.Reply{}
	}
	return fileBehind(typed, assigned(l.IDs([]*schema.Table{t}, typed)))
}

// fileBehind offers files behind an equals sign, and names before it.
func fileBehind(typed string, names complete.Reply) complete.Reply {
	if stem, _, ok := strings.Cut(typed, "="); ok {
		return complete.Reply{Stem: stem + "=", Files: true}
	}
	return names
}

// completeExplained offers tables, fields of a table, and codes of findings.
func completeExplained(l *completion, typed string) complete.Reply {
	if len(l.words) > 0 {
		return complete.Reply{}
	}
	r := l.tableOrField(typed)
	r.Words = append(r.Words, findingCodes(strings.ToUpper(typed)).Words...)
	return r
}

// tableOrField offers tables, and behind a dot the fields of one.
func (l *completion) tableOrField(typed string) complete.Reply {
	if name, field, ok := strings.Cut(typed, "."); ok {
		t := l.Model.Find(name)
		if t == nil {
			return complete.Reply{}
		}
		r := l.Path([]*schema.Table{t}, field, nil)
		r.Stem = name + "." + r.Stem
		return r
	}
	r := l.Tables(typed)
	for _, w := range r.Words {
		r.Offer(typed, complete.Word{Text: w.Text + ".", About: "its fields", Open: true})
	}
	return r
}

// completeSchema offers the names of schemas.
func completeSchema(l *completion, typed string) complete.Reply {
	names, err := schema.Names(l.app.env.Schemas)
	if err != nil || len(l.words) > 0 {
		return complete.Reply{}
	}
	return words(names...)(l, typed)
}

// completeHelp offers commands, their subcommands, and topics.
func completeHelp(l *completion, typed string) complete.Reply {
	var r complete.Reply
	before := strings.Join(slices.Concat([]string{l.root.Name}, l.words, []string{""}), " ")
	for _, p := range l.app.helpPages()[1:] {
		if next, ok := strings.CutPrefix(p.Name, before); ok && !strings.Contains(next, " ") {
			r.Offer(typed, complete.Word{Text: next, About: p.Summary})
		}
	}
	return r
}
