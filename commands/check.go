package commands

import (
	"fmt"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/integrity"
	"malaga/internal/record"
	"malaga/schema"
)

// check finds all that is wrong with one dataset, and counts its records.
func (r *runner) check(set *schema.Set, d *dataset.Dataset, quotes integrity.Quotes) (findings []diag.Finding, records int, err error) {
	checker := integrity.New(set.Model)
	checker.Quotes = quotes
	if d.Once() {
		checker.KeepIDs()
	}
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
	var members []diag.Finding // of the files, met in the other goroutine
	member := func(m dataset.Member) bool {
		found, known := checkMember(set, m)
		members = append(members, found...)
		return known
	}
	p := pipeline{glance: set.Glance()}
	err = p.run(r.ctx, d, set.Model.Names(), member, func(e *event) {
		switch {
		case e.finding != nil:
			add(*e.finding)
		case e.problem != nil:
			place(e.record, *e.problem)
		case e.broken != "":
			checker.Broken(e.broken)
		case e.present != "":
			checker.Present(e.present)
		default:
			if d.Only == "" || e.record.File == d.Only {
				records++
			}
			var problems []diag.Problem
			if !e.record.Plain {
				problems = set.Check(e.record.Table, e.record.Raw)
			}
			for _, problem := range problems {
				place(e.record, problem)
			}
			for _, f := range checker.Record(e.record, problems, e.members, e.refs) {
				add(f)
			}
		}
	})
	if again := checker.Unordered(); len(again) > 0 && err == nil {
		v := dataset.Visitor{Record: func(rec record.Record) error {
			for _, f := range checker.Again(rec) {
				add(f)
			}
			return nil
		}}
		err = d.Read(r.ctx, v, set.Model.Names(), again...)
	}
	for _, f := range append(members, checker.Finish()...) {
		add(f)
	}
	return findings, records, err // what could be read is judged, whatever could not
}

// checkMember checks what stands in a file beside its table, and says whether it may stand there.
func checkMember(set *schema.Set, m dataset.Member) (findings []diag.Finding, known bool) {
	problems, known := set.CheckMember(m.Value.Table, m.Name, m.Value.Raw)
	for _, p := range problems {
		findings = append(findings, diag.Place(m.Value, "", p))
	}
	if !known {
		findings = append(findings, diag.Place(m.Key, "", diag.Problem{
			Code: diag.UnknownField, Message: fmt.Sprintf("unknown member %q of the file", m.Name),
			Hint: nearestOr(m.Name, set.MemberNames(m.Value.Table), ""),
		}))
	}
	return findings, known
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
