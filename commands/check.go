package commands

import (
	"fmt"
	"sync"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/integrity"
	"malaga/internal/record"
	"malaga/schema"
)

// kept is how many findings are kept in full; the rest are counted. Nobody reads more, and what a
// stranger sends must not fill the memory.
const kept = 10_000

// tally is what has been found.
type tally struct {
	policy   policy
	limit    int
	partial  bool // of some dataset only the findings of one file are told
	findings []diag.Finding
	more     diag.Summary // counts of what was found beyond the limit, and of the records
}

func (t *tally) add(f diag.Finding) {
	switch {
	case !t.policy.counts(f.Code):
	case len(t.findings) < t.limit:
		t.findings = append(t.findings, f)
	default:
		t.count(f.Severity)
	}
}

func (t *tally) count(s diag.Severity) {
	if s == diag.Warning {
		t.more.Warnings++
	} else {
		t.more.Errors++
	}
}

// check finds all that is wrong with one dataset.
func (r *runner) check(set *schema.Set, d *dataset.Dataset, quotes integrity.Quotes, found *tally) error {
	found.partial = found.partial || d.Only != ""
	checker := integrity.New(set.Model)
	checker.Quotes = quotes
	if d.Once() {
		checker.KeepAll()
	}
	for _, t := range d.Tables() { // of a directory; those of one file show only as it is read
		checker.Present(t)
	}
	add := func(f diag.Finding) {
		if d.Only == "" || f.File == d.Only {
			found.add(f)
		}
	}
	place := func(rec record.Record, p diag.Problem) {
		switch {
		case d.Only != "" && rec.File != d.Only, !found.policy.counts(p.Code):
		case len(found.findings) >= found.limit: // placing costs more than finding
			found.count(p.Severity)
		default:
			add(diag.Place(rec, set.Model.Display(rec.Table), p))
		}
	}
	var members []diag.Finding // of the files, met in the other goroutine
	member := func(m dataset.Member) bool {
		fs, known := checkMember(set, m)
		members = append(members, fs...)
		return known
	}
	own := sync.OnceValue(set.Glance) // that of the pipeline is at work in the other goroutine
	p := pipeline{glance: set.Glance()}
	err := p.run(r.ctx, d, set.Model.Names(), member, func(e *event) {
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
				found.more.Records++
			}
			if !e.record.Plain && !e.checked {
				e.problems = own().Check(e.record.Table, e.record.Raw)
			}
			for _, problem := range e.problems {
				place(e.record, problem)
			}
			for _, f := range checker.Record(e.record, e.problems, e.parts) {
				add(f)
			}
		}
	})
	if err == nil {
		err = r.readAgain(set, d, checker, add)
	}
	for _, f := range append(members, checker.Finish()...) {
		add(f)
	}
	return err // what could be read is judged, whatever could not
}

// readAgain reads those tables again of which one reading does not tell all.
func (r *runner) readAgain(set *schema.Set, d *dataset.Dataset, checker *integrity.Checker, add func(diag.Finding)) error {
	tables := checker.ReadAgain()
	if len(tables) == 0 {
		return nil
	}
	v := dataset.Visitor{Record: func(rec record.Record) error {
		for _, f := range checker.Again(rec) {
			add(f)
		}
		return nil
	}}
	return d.Read(r.ctx, v, set.Model.Names(), tables...)
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
