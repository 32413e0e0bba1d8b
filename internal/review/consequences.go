package review

import (
	"cmp"
	"fmt"

	"malaga/internal/change"
	"malaga/internal/finding"
	"malaga/internal/text"
)

// consequences returns what follows from the changes.
func (s style) consequences(r *change.Result) section {
	references := 0
	for _, d := range r.Dangling {
		references += len(d.References)
	}
	n := len(r.New) + references
	return section{
		title:   "Consequences",
		summary: fmt.Sprintf("%s, %s gone", text.Count(n, "new finding"), text.Number(len(r.Gone))),
		empty:   n+len(r.Gone) == 0 && !r.Incomplete,
		lines:   func(add add) { s.consequenceLines(r, add) },
	}
}

// consequenceLines adds the lines of what follows from the changes.
func (s style) consequenceLines(r *change.Result, add add) {
	for _, d := range r.Dangling {
		add(0, func() string {
			n := len(d.References)
			lead := [2]string{"leads", "lead"}[min(n-1, 1)]
			return fmt.Sprintf("%s is gone, and %s to it now %s nowhere:", s.short(d.ID), text.Count(n, "reference"), lead)
		})
		for _, f := range d.References {
			add(1, func() string { return s.record(change.Record{ID: f.ID, Title: f.Title}) + ", " + s.field(f.Field()) })
		}
	}
	for _, g := range append(grouped("new finding", r.New), grouped("finding gone", r.Gone)...) {
		add(0, func() string { return s.findings(g) })
	}
	if r.Incomplete {
		add(0, func() string { return "findings beyond the first 10,000 of each dataset were not compared" })
	}
}

// findings are findings that differ only in their record.
type findings struct {
	what    string
	first   finding.Finding
	records []change.Record
}

// grouped groups findings with the same code, field and message, in the order of the first of each.
func grouped(what string, all []finding.Finding) (groups []*findings) {
	type key struct{ code, field, message string }
	known := map[key]*findings{}
	for _, f := range all {
		k := key{f.Code, f.Field(), f.Message}
		if known[k] == nil {
			known[k] = &findings{what: what, first: f}
			groups = append(groups, known[k])
		}
		known[k].records = append(known[k].records, change.Record{ID: cmp.Or(f.ID, f.File)})
	}
	return groups
}

// findings returns a line for findings.
func (s style) findings(g *findings) string {
	in := s.ids(g.records)
	if n := len(g.records); n > 1 {
		in = text.Number(n) + " records, " + in
	}
	return fmt.Sprintf("%s: %s %s in %s: %s", g.what, string(g.first.Severity), g.first.Code, in, s.plain(g.first.Message))
}
