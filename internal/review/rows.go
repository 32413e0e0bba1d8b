package review

import (
	"iter"
	"strings"

	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/workbook"
)

// Stat returns a row of counts for each table.
func Stat(r *change.Result) table.Rows {
	columns := []table.Column{{Name: "table", Title: "Table", Unbroken: true}}
	for _, one := range (change.Counts{}).Named() {
		title := strings.ToUpper(one.Name[:1]) + strings.ReplaceAll(one.Name[1:], "_", " ")
		columns = append(columns, table.Column{Name: one.Name, Title: title, Numeric: true})
	}
	var rows []table.Row
	for _, t := range r.Tables {
		row := table.Row{table.String(t.Name)}
		for _, one := range t.Named() {
			row = append(row, table.Int(one.N))
		}
		rows = append(rows, row)
	}
	return table.Of(columns, rows)
}

// kind names the kind of a change in a field.
func kind(c change.Change) string {
	switch {
	case c.Kind == change.Reordered:
		return "reordered"
	case c.Old == nil:
		return "added"
	case c.New == nil:
		return "removed"
	}
	return "changed"
}

// Rows returns a row for each change of a field, and for each record that was added, removed or renamed. Ids are whole, for programs
// join by them.
func Rows(r *change.Result, level Level) table.Rows {
	return rows(r, level, func(id string) string { return id })
}

// rows is Rows with ids as idOf shows them.
func rows(r *change.Result, level Level, idOf func(string) string) table.Rows {
	columns := []table.Column{
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "change", Title: "Change", Unbroken: true},
		{Name: "id", Title: "ID", Unbroken: true},
		{Name: "title", Title: "Title"},
		{Name: "field", Title: "Field", IDs: true},
		{Name: "entry", Title: "Entry", IDs: true},
		{Name: "old", Title: "Old", Tint: table.Removed},
		{Name: "new", Title: "New", Tint: table.Added},
	}
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		for i := range r.Tables {
			for row := range tableRows(&r.Tables[i], level, idOf) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}}
}

// tableRows returns the rows of a table. Those of a record share the cells that name it, for each of them may be long.
func tableRows(t *change.Table, level Level, idOf func(string) string) iter.Seq[table.Row] {
	return func(yield func(table.Row) bool) {
		of := table.String(t.Name)
		named := func(r change.Record) func(what string, c change.Change) bool {
			id, title := table.Optional(idOf(r.ID)), table.Optional(text.ShortenText(r.Title))
			return func(what string, c change.Change) bool {
				return yield(table.Row{of, table.String(what), id, title, table.Optional(c.Name), table.Optional(idOf(c.Entry)), c.Old, c.New})
			}
		}
		for _, r := range t.Added {
			if !named(r)("added", change.Change{}) {
				return
			}
		}
		for _, r := range t.Removed {
			if !named(r)("removed", change.Change{}) {
				return
			}
		}
		for _, r := range t.Renamed {
			if !named(r.Record)("renamed", change.Change{Name: "id", Old: table.String(r.From), New: table.String(r.ID)}) {
				return
			}
		}
		for _, e := range t.Changed {
			if !editedRows(e, level, named(e.Record)) {
				return
			}
		}
	}
}

// editedRows adds the rows of a record that is in both versions, as long as add wants more.
func editedRows(e change.Edited, level Level, add func(what string, c change.Change) bool) bool {
	if level == Records {
		return add("changed", change.Change{Name: strings.Join(fieldNames(e), ", ")})
	}
	for _, c := range e.Changes {
		if !add("field "+kind(c), c) {
			return false
		}
	}
	return true
}

// Sheets returns a summary, the changes and what follows from them as sheets of a workbook.
func Sheets(r *change.Result, level Level) []workbook.Sheet {
	about := []workbook.Line{
		{Style: workbook.Title, Text: "What changed"},
		{Text: "From " + r.From + " to " + r.To + ": " + Summary(r) + "."},
		{Text: "On the sheet Changes, old values have a red background and new values a green one. " +
			"A record without values was added or removed as a whole."},
		{Text: "The sheet Consequences has the findings of malaga validate that only one of the versions has."},
		{Style: workbook.Heading, Text: "Tables"},
	}
	for _, s := range sections(r, Records, bare()) {
		about = append(about, workbook.Line{Text: s.title + ": " + s.summary})
	}
	return []workbook.Sheet{
		{Name: "Summary", Title: "What changed", Text: about},
		{Name: "Changes", Title: "Changes", Rows: rows(r, level, text.ShortenName)},
		{Name: "Consequences", Title: "Findings that only one of the versions has", Rows: findingRows(r)},
	}
}

// findingRows returns a row for each finding that only one of the versions has.
func findingRows(r *change.Result) table.Rows {
	columns := []table.Column{
		{Name: "finding", Title: "Finding", Unbroken: true},
		{Name: "severity", Title: "Severity", Unbroken: true},
		{Name: "code", Title: "Code", Unbroken: true},
		{Name: "table", Title: "Table", Unbroken: true},
		{Name: "id", Title: "ID", Unbroken: true},
		{Name: "field", Title: "Field", IDs: true},
		{Name: "message", Title: "Message"},
	}
	return table.Rows{Columns: columns, Seq: func(yield func(table.Row, error) bool) {
		add := func(what string, all []finding.Finding) bool {
			for _, f := range all {
				row := table.Row{
					table.String(what), table.String(string(f.Severity)), table.String(f.Code), table.Optional(f.Table),
					table.Optional(text.ShortenName(f.ID)), table.Optional(f.Field()), table.String(f.Message),
				}
				if !yield(row, nil) {
					return false
				}
			}
			return true
		}
		for _, d := range r.Dangling {
			if !add("new", d.References) {
				return
			}
		}
		_ = add("new", r.New) && add("gone", r.Gone)
	}}
}
