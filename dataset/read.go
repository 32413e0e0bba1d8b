package dataset

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/strict"
)

// Visitor takes what a dataset holds. A nil function takes nothing.
type Visitor struct {
	// Plain says whether a record is plainly valid, so that it need not pass the guard. It may only err
	// towards no.
	Plain func(table string, v []byte) bool
	// Record takes the records of the tables, and the description of the dataset as table Meta.
	Record func(rawjson.Record) error
	// Member takes what stands in a file beside its tables, and says whether it may stand there.
	Member func(Member) (known bool)
	// Known says whether a member may stand in the file of a table; "" is a file of several.
	Known func(table, name string) bool
	// Finding takes what is wrong with files and their syntax.
	Finding func(finding.Finding)
	// Problem takes what is wrong with a value, or what stands for one, to be placed in its file.
	Problem func(rawjson.Record, finding.Problem)
	// Table takes the names of the tables that are there, before their records.
	Table func(name string)
	// Broken takes the tables whose records could not all be read.
	Broken func(table string)
}

// Member is a member of a file's object that is no table. Key and Value are its name and
// value as if they were records; their Table is that of the file, "" for several tables.
type Member struct {
	Name       string
	Key, Value rawjson.Record
}

// Read reads the tables of a dataset (all of them if none is named) in order. The error is what
// stopped it: one of reading, or the visitor's own. What is wrong with the data goes to the
// visitor's Finding.
func (d *Dataset) Read(ctx context.Context, v Visitor, known []string, wanted ...string) error {
	s := session{ctx: ctx, Visitor: v, known: known, wanted: wanted}
	for _, f := range d.stray {
		s.finding(f)
	}
	var unread error
	for _, f := range d.files {
		if f.table != "" && !s.want(f.table) {
			continue
		}
		err := s.file(f)
		var unreadable *readError
		if errors.As(err, &unreadable) { // the other files are read all the same
			s.broken(f.table)
			if unread == nil {
				unread = unreadable.error
			}
		} else if err != nil {
			return err
		}
	}
	return unread
}

// readError is an error of reading a file, not one of the visitor.
type readError struct{ error }

// session is one reading of a dataset.
type session struct {
	Visitor
	ctx           context.Context
	known, wanted []string
	seen          int
	checker       strict.Checker
}

func (s *session) want(table string) bool {
	return len(s.wanted) == 0 || slices.Contains(s.wanted, table)
}

func (s *session) finding(f finding.Finding) {
	if s.Finding != nil {
		s.Finding(f)
	}
}

func (s *session) problem(r rawjson.Record, p finding.Problem) {
	if s.Problem != nil {
		s.Problem(r, p)
	}
}

// file reads one file. A fault in it ends the file, not the reading.
func (s *session) file(f file) error {
	in, err := f.open()
	if err != nil {
		return &readError{err}
	}
	defer func() { _ = in.Close() }() // only read from: nothing is lost if closing fails
	r := strict.NewReader(f.name, in)
	var fault *strict.Fault
	switch {
	case f.lines:
		err = s.lines(f, r)
	case f.table == Meta:
		err = s.meta(f, r)
	default:
		err = s.object(f, r)
	}
	if err := r.Unreadable(); err != nil {
		return &readError{err}
	}
	if !errors.As(err, &fault) {
		return err
	}
	s.fault(f, fault)
	return nil
}

// fault reports a fault in a file.
func (s *session) fault(f file, fault *strict.Fault) {
	if fault.Table == "" {
		fault.Table = f.table
	}
	s.finding(fault.Finding)
	s.broken(f.table)
}

func (s *session) broken(table string) {
	if s.Broken == nil {
		return
	}
	if table != "" {
		s.Broken(table)
		return
	}
	for _, t := range s.known { // any of them may have stood behind the fault
		s.Broken(t)
	}
}

// begin notes that a table is there.
func (s *session) begin(name string) {
	if s.Table != nil {
		s.Table(name)
	}
}

// lines reads one record a line. A file without any is an empty table. A fault in a line ends that line, not the file.
func (s *session) lines(f file, r *strict.Reader) error {
	s.begin(f.table)
	last := 0
	for {
		kind, err := r.Peek()
		var fault *strict.Fault
		if errors.As(err, &fault) && fault.Code == finding.Empty || err == nil && kind == 0 {
			return nil
		}
		var rec rawjson.Record
		if err == nil {
			rec, err = s.record(f, r, f.table, "", 0)
		}
		if errors.As(err, &fault) && s.ctx.Err() == nil && r.NextLine(fault) {
			s.fault(f, fault)
			continue
		}
		if err != nil {
			return err
		}
		if rec.Pos.Line == last {
			s.problem(rec, finding.Problem{Code: finding.Trailing, Message: "a second record on the line", Hint: "write one record a line"})
		}
		if last = rec.Pos.Line; bytes.IndexByte(rec.Raw, '\n') >= 0 {
			s.problem(rec, finding.Problem{Code: finding.Trailing, Message: "a record over several lines", Hint: "write one record a line"})
			last += bytes.Count(rec.Raw, []byte("\n"))
		}
	}
}

// meta reads the description of the dataset: one record.
func (s *session) meta(f file, r *strict.Reader) error {
	if _, err := r.Peek(); err != nil {
		return err
	}
	if _, err := s.record(f, r, Meta, "", 0); err != nil {
		return err
	}
	return r.End()
}

// record reads the next value, checks it and hands it on.
func (s *session) record(f file, r *strict.Reader, table, pointer string, entry int) (rawjson.Record, error) {
	if s.seen++; s.seen%256 == 0 && s.ctx.Err() != nil {
		return rawjson.Record{}, s.ctx.Err()
	}
	v, pos, err := r.Value()
	if err != nil {
		return rawjson.Record{}, err
	}
	rec := rawjson.Record{Table: table, Raw: v, File: f.name, Pos: pos, Pointer: pointer, Entry: entry}
	rec.Plain = s.Plain != nil && s.Plain(table, v)
	if !rec.Plain {
		if rawjson.Kind(v) != '{' {
			s.problem(rec, finding.Problem{Code: finding.WrongType, Message: "a record must be an object, not " + article(rawjson.Kind(v))})
			s.broken(table)
			return rec, nil
		}
		if !r.Sound() {
			var safe bool
			if safe, rec.Flawed = s.guard(rec); !safe {
				return rec, nil
			}
		}
	}
	if s.Record != nil && s.want(table) {
		err = s.Record(rec)
	}
	return rec, err
}

// guard reports what the guard finds, and says whether the value may go further.
func (s *session) guard(rec rawjson.Record) (safe, flawed bool) {
	problems, safe := s.checker.Check(rec.Raw, rec.Depth())
	for _, p := range problems {
		s.problem(rec, p)
	}
	if !safe {
		s.broken(rec.Table)
	}
	return safe, len(problems) > 0
}
