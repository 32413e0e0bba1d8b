package commands

import (
	"bytes"
	"fmt"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/validate/rules"
	"malaga/schema"
)

// kept is how many findings are kept in full; the rest are counted. Nobody reads more, and what a
// stranger sends must not fill the memory.
const kept = 10_000

// tally is what has been found.
type tally struct {
	policy  policy
	limit   int
	partial bool // of some dataset only the findings of one file are told

	documents map[string]bool // that source texts are of, and which are there
	findings  []finding.Finding
	more      finding.Summary // counts of what was found beyond the limit, and of the records
}

func (t *tally) add(f finding.Finding) {
	switch {
	case !t.policy.counts(f.Code):
	case len(t.findings) < t.limit:
		t.findings = append(t.findings, f)
	default:
		t.count(f.Severity)
	}
}

func (t *tally) count(s finding.Severity) {
	if s == finding.Warning {
		t.more.Warnings++
	} else {
		t.more.Errors++
	}
}

// checking is the check of one dataset.
type checking struct {
	set     *schema.Set
	dataset *dataset.Dataset
	found   *tally
	checker *rules.Checker
	fast    *schema.FastValidator
	empty   []*event          // values of the record being read that are empty
	members []finding.Finding // of the files
}

// check finds all that is wrong with one dataset.
func (r *runner) check(set *schema.Set, d *dataset.Dataset, quotes rules.Quotes, found *tally) error {
	c := &checking{set: set, dataset: d, found: found, checker: rules.New(set.Model), fast: set.FastValidator()}
	found.partial = found.partial || d.Only != ""
	c.checker.Quotes = quotes
	if d.Once() {
		c.checker.KeepAll()
	}
	for _, t := range d.Tables() { // of a directory; those of one file show only as it is read
		c.checker.Present(t)
	}
	p := pipeline{fast: c.fast, known: func(table, name string) bool { return slices.Contains(set.MemberNames(table), name) }}
	err := p.run(r.ctx, d, set.Model.Names(), c.member, c.take)
	c.flush(nil)
	if err == nil {
		err = r.readAgain(set, d, c.checker, c.add)
	}
	for _, f := range append(c.members, c.checker.Finish()...) {
		c.add(f)
	}
	for doc := range quotes {
		if c.checker.Has(doc) {
			found.documents[doc] = true
		}
	}
	return err // what could be read is judged, whatever could not
}

// take takes what the reading met.
func (c *checking) take(e *event) {
	switch {
	case e.finding != nil:
		c.add(*e.finding)
	case e.problem != nil && e.problem.Code == finding.EmptyValue: // it may be that of a field that there is not
		held := *e
		held.record.Raw = bytes.Clone(e.record.Raw) // its batch may be handed back before the record comes
		c.empty = append(c.empty, &held)
	case e.problem != nil:
		c.place(e.record, *e.problem)
	case e.broken != "":
		c.checker.Broken(e.broken)
	case e.present != "":
		c.checker.Present(e.present)
	default:
		c.record(e)
	}
}

func (c *checking) record(e *event) {
	if c.dataset.Only == "" || e.record.File == c.dataset.Only {
		c.found.more.Records++
	}
	if !e.record.Plain {
		e.problems = c.fast.Check(e.record.Table, e.record.Raw)
	}
	c.flush(e)
	for _, problem := range e.problems {
		c.place(e.record, problem)
	}
	for _, f := range c.checker.Record(e.record, e.problems, e.parts) {
		c.add(f)
	}
}

// flush tells of empty values, except those of unknown fields of the record that they are in: one cause,
// one finding.
func (c *checking) flush(of *event) {
	for _, e := range c.empty {
		unknown := func(p finding.Problem) bool {
			return p.Code == finding.UnknownField && slices.Equal(p.Path, e.problem.Path)
		}
		if of == nil || of.record.Pos != e.record.Pos || !slices.ContainsFunc(of.problems, unknown) {
			c.place(e.record, *e.problem)
		}
	}
	c.empty = nil
}

func (c *checking) add(f finding.Finding) {
	if c.dataset.Only == "" || f.File == c.dataset.Only {
		c.found.add(f)
	}
}

// place adds a problem, at its place.
func (c *checking) place(rec rawjson.Record, p finding.Problem) {
	switch {
	case c.dataset.Only != "" && rec.File != c.dataset.Only, !c.found.policy.counts(p.Code):
	case len(c.found.findings) >= c.found.limit: // placing costs more than finding
		c.found.count(p.Severity)
	default:
		c.add(finding.Place(rec, c.set.Model.Display(rec.Table), p))
	}
}

// member checks what stands in a file beside its table.
func (c *checking) member(m dataset.Member) bool {
	findings, known := checkMember(c.set, m)
	c.members = append(c.members, findings...)
	return known
}

// readAgain reads those tables again of which one reading does not tell all.
func (r *runner) readAgain(set *schema.Set, d *dataset.Dataset, checker *rules.Checker, add func(finding.Finding)) error {
	tables := checker.ReadAgain()
	if len(tables) == 0 {
		return nil
	}
	v := dataset.Visitor{Record: func(rec rawjson.Record) error {
		for _, f := range checker.Again(rec) {
			add(f)
		}
		return nil
	}}
	return d.Read(r.ctx, v, set.Model.Names(), tables...)
}

// checkMember checks what stands in a file beside its table, and says whether it may stand there.
func checkMember(set *schema.Set, m dataset.Member) (findings []finding.Finding, known bool) {
	problems, known := set.CheckMember(m.Value.Table, m.Name, m.Value.Raw)
	for _, p := range problems {
		findings = append(findings, finding.Place(m.Value, "", p))
	}
	if !known {
		findings = append(findings, finding.Place(m.Key, "", finding.Problem{
			Code: finding.UnknownField, Message: fmt.Sprintf("unknown member %q of the file", m.Name),
			Hint: nearestOr(m.Name, set.MemberNames(m.Value.Table), ""),
		}))
	}
	return findings, known
}
