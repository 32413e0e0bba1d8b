package commands

import (
	"fmt"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/integrity"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/schema"
)

// check finds all that is wrong with one dataset, and counts its records.
func (r *runner) check(set *schema.Set, d *dataset.Dataset, quotes integrity.Quotes) (findings []diag.Finding, records int, err error) {
	checker, glance := integrity.New(set.Model), set.Glance()
	checker.Quotes = quotes
	for _, t := range d.Tables() { // of a directory; those of one file show only as it is read
		checker.Present(t)
		checker.Complete()
	}
	add := func(f diag.Finding) {
		if d.Only == "" || f.File == d.Only {
			findings = append(findings, f)
		}
	}
	place := func(rec record.Record, p diag.Problem) { add(diag.Place(rec, set.Model.Display(rec.Table), p)) }
	v := dataset.Visitor{
		Plain:   glance.Plain,
		Finding: add,
		Problem: place,
		Broken:  checker.Broken,
		Table:   checker.Present,
		Record: func(rec record.Record) error {
			if d.Only == "" || rec.File == d.Only {
				records++
			}
			var problems []diag.Problem
			if !rec.Plain {
				problems = set.Check(rec.Table, rec.Raw)
			}
			for _, p := range problems {
				place(rec, p)
			}
			var members []raw.Member
			var refs []schema.Ref
			if rec.Plain {
				members, refs = glance.Members(), glance.Refs()
			}
			for _, f := range checker.Record(rec, problems, members, refs) {
				add(f)
			}
			return nil
		},
		Member: func(m dataset.Member) bool {
			problems, known := set.CheckMember(m.Value.Table, m.Name, m.Value.Raw)
			for _, p := range problems {
				place(m.Value, p)
			}
			if !known {
				names := set.MemberNames(m.Value.Table)
				place(m.Key, diag.Problem{
					Code: diag.UnknownField, Message: fmt.Sprintf("unknown member %q of the file", m.Name),
					Hint: nearestOr(m.Name, names, ""),
				})
			}
			return known
		},
	}
	if err := d.Read(r.ctx, v, set.Model.Names()); err != nil {
		return nil, 0, err
	}
	for _, f := range checker.Finish() {
		add(f)
	}
	return findings, records, nil
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
