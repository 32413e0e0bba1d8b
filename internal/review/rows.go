package review

import (
	"strings"

	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/table"
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

// Rows returns a row for each change of a field, and for each record that was added, removed or renamed.
func Rows(r *change.Result, level Level) table.Rows {
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
	var rows []table.Row
	for i := range r.Tables {
		t := &r.Tables[i]
		add := func(what string, r change.Record, c change.Change) {
			rows = append(rows, table.Row{
				table.String(t.Name), table.String(what), table.Optional(r.ID), table.Optional(r.Title),
				table.Optional(c.Name), table.Optional(c.Entry), c.Old, c.New,
			})
		}
		for _, r := range t.Added {
			add("added", r, change.Change{})
		}
		for _, r := range t.Removed {
			add("removed", r, change.Change{})
		}
		for _, r := range t.Renamed {
			add("renamed", r.Record, change.Change{Name: "id", Old: table.String(r.From), New: table.String(r.ID)})
		}
		for _, e := range t.Changed {
			if level == Records {
				add("changed", e.Record, change.Change{Name: strings.Join(fieldNames(e), ", ")})
				continue
			}
			for _, c := range e.Changes {
				add("field "+kind(c), e.Record, c)
			}
		}
	}
	return table.Of(columns, rows)
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
		{Name: "Changes", Title: "Changes", Rows: Rows(r, level)},
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
	var rows []table.Row
	add := func(what string, all []finding.Finding) {
		for _, f := range all {
			rows = append(rows, table.Row{
				table.String(what), table.String(string(f.Severity)), table.String(f.Code), table.Optional(f.Table), table.Optional(f.ID),
				table.Optional(f.Field()), table.String(f.Message),
			})
		}
	}
	for _, d := range r.Dangling {
		add("new", d.References)
	}
	add("new", r.New)
	add("gone", r.Gone)
	return table.Of(columns, rows)
}
