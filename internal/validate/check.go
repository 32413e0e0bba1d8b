package validate

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/validate/rules"
	"malaga/schema"
)

// checkRun is the check of one dataset.
type checkRun struct {
	set       *schema.Set
	dataset   *dataset.Dataset
	checker   *rules.Checker
	fast      *schema.FastValidator
	collector *collector
	placer    *finding.Placer   // of the record that was placed in last
	empty     []placed          // empty values in the record that is being read
	members   []finding.Finding // about the members beside the tables

	records int      // of all tables, wanted or not
	errors  bool     // the dataset has an error that is reported
	own     []string // files of this run, which no finding is about
}

// placed is a problem and the record that it is in.
type placed struct {
	record  rawjson.Record
	problem finding.Problem
}

func newCheckRun(set *schema.Set, d *dataset.Dataset, quotes rules.Quotes, c *collector) *checkRun {
	s := &checkRun{set: set, dataset: d, checker: rules.New(set.Model), fast: set.FastValidator(), collector: c}
	s.checker.Quotes = quotes
	s.checker.Wanted = s.wanted
	for _, t := range d.Tables() { // of a directory; those of a single file show only as it is read
		s.checker.Present(t)
	}
	return s
}

// run finds everything that is wrong with the dataset. What could be read is checked, even after an error.
func (s *checkRun) run(ctx context.Context) error {
	err := s.read(ctx, true, s.take)
	s.flush(rawjson.Record{}, nil)
	if err == nil {
		err = s.readAgain(ctx, s.checker.ReadAgain(), s.checker.Again)
	}
	for _, f := range s.members {
		s.add(f)
	}
	for _, f := range s.checker.Finish() {
		s.add(f)
	}
	if again := s.readAgain(ctx, s.checker.Unplaced(), s.checker.Place); err == nil {
		err = again
	}
	if err == nil && s.records == 0 && !s.errors {
		s.collector.add(s.noRecords())
	}
	return err
}

// noRecords returns the finding for a dataset in which there is nothing to check.
func (s *checkRun) noRecords() finding.Finding {
	return finding.Finding{
		Code: finding.NoRecords, Severity: finding.Error, File: s.dataset.Place(), Message: "the dataset has no records",
		Hint: "name a folder or a file that has some",
	}
}

// read passes the events of one reading to take. A second goroutine reads, and a third checks by the schema: 1.2× on validate. It words
// the problems of records if explain is true.
func (s *checkRun) read(ctx context.Context, explain bool, take func(*event), tables ...string) (failed error) {
	dataset.Prefetch(func(next func(*batch) *batch) {
		checked := next(nil)
		dataset.Prefetch(func(next func(*batch) *batch) {
			failed = s.fill(ctx, next, tables)
		}, func(b *batch) bool {
			*checked, *b = *b, *checked
			checked.check(s.fast, explain)
			checked = next(checked)
			return true
		})
	}, func(b *batch) bool {
		for i := range b.events {
			take(&b.events[i])
		}
		return true
	})
	return failed
}

// fill reads tables of the dataset, or all, into batches.
func (s *checkRun) fill(ctx context.Context, next func(*batch) *batch, tables []string) error {
	b := next(nil)
	b.reset()
	for e, err := range s.dataset.Read(ctx, tables...) {
		if err != nil {
			next(b)
			return err
		}
		if b.full(e) {
			b = next(b)
			b.reset()
		}
		b.add(e)
	}
	next(b)
	return nil
}

func (s *checkRun) take(e *event) {
	switch e.Kind {
	case dataset.Table:
		s.checker.Present(e.Table)
	case dataset.Record:
		s.record(e)
	case dataset.Member:
		s.member(&e.Event)
	case dataset.Problem:
		s.problem(e.Record, *e.Problem)
	case dataset.Finding:
		if e.Finding.Code != finding.StrayFile || !s.isOwn(e.Finding.File) {
			s.add(*e.Finding)
		}
	case dataset.Broken:
		s.checker.Broken(e.Table)
	}
}

// problem takes a problem that the reader found. An empty value waits for its record, because it may be that of an unknown
// field.
func (s *checkRun) problem(rec rawjson.Record, p finding.Problem) {
	if p.Code != finding.EmptyValue {
		s.place(rec, p)
		return
	}
	if n := len(s.empty); n > 0 && s.empty[n-1].record.IsAt(rec) {
		rec = s.empty[n-1].record
	} else {
		rec.Raw = bytes.Clone(rec.Raw) // until the next record, which may be in another batch
	}
	s.empty = append(s.empty, placed{rec, p})
}

func (s *checkRun) record(e *event) {
	if s.wanted(e.Record.File) {
		s.collector.summary.Records++
	}
	if e.Record.Table != dataset.Meta {
		s.records++
	}
	s.flush(e.Record, e.problems)
	for _, p := range e.problems {
		s.place(e.Record, p)
	}
	for _, f := range s.checker.Record(e.Record, e.problems, e.parts) {
		s.add(f)
	}
}

// flush reports empty values, except those of unknown fields of their record: one cause, one finding.
func (s *checkRun) flush(rec rawjson.Record, problems []finding.Problem) {
	if len(s.empty) == 0 {
		return
	}
	unknown := map[string]bool{}
	for _, p := range problems {
		if p.Code == finding.UnknownField {
			unknown[finding.Pointer(p.Path)] = true
		}
	}
	for _, e := range s.empty {
		path := e.problem.Path
		if !rec.IsAt(e.record) || !unknown[finding.Pointer(path)] && (len(problems) < manyProblems || !s.isUnknown(rec.Table, path)) {
			s.place(e.record, e.problem)
		}
	}
	s.empty = nil
}

// manyProblems is the number of problems of a record from which on some may be missing: no more than finding.MostProblems are kept, of
// which those with the same cause as others are left out.
const manyProblems = finding.MostProblems / 2

// isUnknown reports whether a path leads to a member of an object whose schema does not list it.
func (s *checkRun) isUnknown(table string, path []string) bool {
	fields := cmp.Or(s.set.Model.Table(table), s.set.Model.Description).Fields()
	for len(path) > 0 && fields != nil {
		f := schema.FieldNamed(fields, path[0])
		if f == nil {
			return len(path) == 1
		}
		path = path[1:]
		if f.List && len(path) > 0 {
			path = path[1:] // the index
		}
		fields = f.Fields
	}
	return false
}

// wanted reports whether the findings of a file are reported: of every file, unless the path is that of one table.
func (s *checkRun) wanted(file string) bool { return s.dataset.Only == "" || file == s.dataset.Only }

// isOwn reports whether a file is one that this run reads or writes, other than the data.
func (s *checkRun) isOwn(file string) bool {
	return slices.ContainsFunc(s.own, func(own string) bool { return dataset.RealPath(own) == dataset.RealPath(file) })
}

func (s *checkRun) add(f finding.Finding) {
	if s.wanted(f.File) {
		s.errors = s.errors || f.Severity == finding.Error
		s.collector.add(f)
	}
}

// place adds a problem as a finding. Placing costs more than finding, so it is done only for what is kept.
func (s *checkRun) place(rec rawjson.Record, p finding.Problem) {
	switch {
	case !s.wanted(rec.File):
	case !s.collector.policy.Counts(p.Code):
		s.errors = true
	case s.collector.full():
		s.collector.summary.Add(p.Severity)
	default:
		s.add(s.placerOf(rec).Place(p))
	}
}

// placerOf returns the Placer of a record, the last one if it is of the same record.
func (s *checkRun) placerOf(rec rawjson.Record) *finding.Placer {
	if s.placer == nil || !s.placer.Of(rec) {
		s.placer = finding.NewPlacer(rec, s.set.Model.Display(rec.Table))
	}
	return s.placer
}

// member checks a member of a file beside its table.
func (s *checkRun) member(e *dataset.Event) {
	name := rawjson.Text(e.Key.Raw)
	problems, known := s.set.CheckMember(e.Table, name, e.Record.Raw)
	placer := finding.NewPlacer(e.Record, "")
	for _, p := range problems {
		s.members = append(s.members, placer.Place(p))
	}
	if known {
		return
	}
	p := finding.Problem{
		Code: finding.UnknownField, Severity: finding.Error, Message: fmt.Sprintf("unknown member %q of the file", name),
	}
	if len(s.members) >= keptFindings { // enough to show
		s.place(e.Key, p)
		return
	}
	p.Hint = text.DidYouMean(name, s.set.MemberNames(e.Table))
	s.members = append(s.members, finding.Place(e.Key, "", p))
}

// readAgain reads tables again, and passes each record to check.
func (s *checkRun) readAgain(ctx context.Context, tables []string, check func(rawjson.Record, schema.Parts) []finding.Finding) error {
	if len(tables) == 0 {
		return nil
	}
	return s.read(ctx, false, func(e *event) {
		if e.Kind != dataset.Record {
			return
		}
		for _, f := range check(e.Record, e.parts) {
			s.add(f)
		}
	}, tables...)
}
