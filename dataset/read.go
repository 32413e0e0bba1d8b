package dataset

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// Kind is the kind of an Event.
type Kind int

// The kinds of events.
const (
	Table   Kind = iota // Table is there: its records follow
	Record              // a record of Table, or the description of the dataset as table Meta
	Member              // a member of a file's object beside its tables: Key is its name, Record its value
	Problem             // something wrong with Record, or with what stands in its place
	Finding             // something wrong with a file
	Broken              // not all records of Table could be read
)

// Event is one step in reading a dataset. It and its bytes are valid until the next.
type Event struct {
	Kind    Kind
	Table   string
	Record  rawjson.Record
	Key     rawjson.Record // its Table is that of the file, "" in a file of several tables
	Problem *finding.Problem
	Finding *finding.Finding
}

// errStopped ends a reading whose rest nobody wants.
var errStopped = errors.New("stopped")

// Read yields what tables of the dataset hold (all of them if none is named), in order. What is wrong with the data is an
// event; an error is one of reading, or of ctx, and the last thing yielded. A file that cannot be read does not keep the
// others from being read.
func (d *Dataset) Read(ctx context.Context, tables ...string) iter.Seq2[*Event, error] {
	return d.read(ctx, d.layout, tables)
}

// readAny is Read for commands that do not check the members of files: all members are allowed, so a file without a table is
// a problem of its own.
func (d *Dataset) readAny(ctx context.Context, tables ...string) iter.Seq2[*Event, error] {
	l := d.layout
	l.Members = nil
	return d.read(ctx, l, tables)
}

func (d *Dataset) read(ctx context.Context, l Layout, tables []string) iter.Seq2[*Event, error] {
	return func(yield func(*Event, error) bool) {
		s := reading{ctx: ctx, Layout: l, wanted: tables, yield: yield}
		if err := s.files(d); err != nil && !s.stopped {
			yield(&Event{}, err)
		}
	}
}

// reading is the state of one Read.
type reading struct {
	Layout
	ctx     context.Context
	wanted  []string
	yield   func(*Event, error) bool
	stopped bool // the loop over the events has ended
	event   Event
	seen    int // records
}

// files reads the files of a dataset. The error is the first of a file that cannot be read, or what stopped the reading.
func (s *reading) files(d *Dataset) error {
	for _, f := range d.stray {
		s.emit(Event{Kind: Finding, Finding: &f})
	}
	var unread error
	for _, f := range d.files {
		if f.table != "" && !s.want(f.table) {
			continue
		}
		err := s.file(f)
		var unreadable *readError
		if !errors.As(err, &unreadable) {
			if err != nil {
				return err
			}
			continue
		}
		if unread == nil {
			unread = unreadable.error
		}
		s.broken(f.table)
	}
	return unread
}

// readError is an error of reading a file.
type readError struct{ error }

func (s *reading) want(table string) bool {
	return len(s.wanted) == 0 || slices.Contains(s.wanted, table)
}

// emit yields an event, unless the loop has ended: reading then ends at the next record.
func (s *reading) emit(e Event) {
	s.event = e
	s.stopped = s.stopped || !s.yield(&s.event, nil)
}

func (s *reading) problem(r rawjson.Record, p finding.Problem) {
	s.emit(Event{Kind: Problem, Record: r, Problem: &p})
}

// broken reports a table as incomplete; "" means any table of a file with several.
func (s *reading) broken(table string) {
	tables := []string{table}
	if table == "" {
		tables = s.Tables
	}
	for _, t := range tables {
		s.emit(Event{Kind: Broken, Table: t})
	}
}

// file reads one file. A syntax error ends the file, not the reading.
func (s *reading) file(f file) error {
	in, err := f.open()
	if err != nil {
		return &readError{err}
	}
	defer func() { _ = in.Close() }() // only read from: nothing is lost if closing fails
	r := rawjson.NewReader(f.name, in)
	switch {
	case f.lines:
		err = s.lines(f, r)
	case f.table == Meta:
		err = s.description(f, r)
	default:
		err = s.object(f, r)
	}
	if err := r.Err(); err != nil {
		return &readError{err}
	}
	var syntax *rawjson.SyntaxError
	if errors.As(err, &syntax) {
		s.syntaxError(f, syntax)
		return nil
	}
	return err
}

func (s *reading) syntaxError(f file, e *rawjson.SyntaxError) {
	found := finding.OfSyntax(e)
	found.Table = f.table
	s.emit(Event{Kind: Finding, Finding: &found})
	s.broken(f.table)
}

// lines reads one record a line. A file without any is an empty table. A syntax error ends its line, not the file.
func (s *reading) lines(f file, r *rawjson.Reader) error {
	s.emit(Event{Kind: Table, Table: f.table})
	for last := 0; ; {
		kind, err := r.Peek()
		var syntax *rawjson.SyntaxError
		if errors.As(err, &syntax) && syntax.Code == rawjson.EmptyFile || err == nil && kind == 0 {
			return nil
		}
		if err == nil {
			last, err = s.line(f, r, last)
		}
		if errors.As(err, &syntax) && s.ctx.Err() == nil && r.NextLine(syntax) {
			s.syntaxError(f, syntax)
		} else if err != nil {
			return err
		}
	}
}

// line reads the next record of a file of lines. last is the line on which the one before it ended.
func (s *reading) line(f file, r *rawjson.Reader, last int) (end int, err error) {
	rec, err := s.record(f, r, f.table, "", 0)
	if err != nil {
		return 0, err
	}
	if rec.Pos.Line == last {
		s.problem(rec, finding.Problem{Code: finding.Trailing, Message: "a second record on the line", Hint: "write one record a line"})
	}
	breaks := bytes.Count(rec.Raw, []byte("\n"))
	if breaks > 0 {
		s.problem(rec, finding.Problem{Code: finding.Trailing, Message: "a record on several lines", Hint: "write one record a line"})
	}
	return rec.Pos.Line + breaks, nil
}

// description reads the description of the dataset: one record.
func (s *reading) description(f file, r *rawjson.Reader) error {
	if _, err := s.record(f, r, Meta, "", 0); err != nil {
		return err
	}
	return r.End()
}

// record reads and yields the next value. A value over a limit is not yielded: no library must get it.
func (s *reading) record(f file, r *rawjson.Reader, table, pointer string, entry int) (rawjson.Record, error) {
	const interval = 256 // of records, between two looks at the context
	if s.seen++; s.stopped || s.seen%interval == 0 && s.ctx.Err() != nil {
		return rawjson.Record{}, cmp.Or(s.ctx.Err(), errStopped)
	}
	v, pos, err := r.Value()
	if err != nil {
		return rawjson.Record{}, err
	}
	rec := rawjson.Record{Table: table, Raw: v, File: f.name, Pos: pos, Pointer: pointer, Entry: entry}
	if k := rawjson.Kind(v); k != '{' {
		s.problem(rec, finding.Problem{Code: finding.WrongType, Message: "a record must be an object, not " + rawjson.KindName(k)})
		s.broken(table)
		return rec, nil
	}
	if (r.Clean() || s.check(&rec, "")) && s.want(table) {
		s.event.Kind = Record
		s.event.Table = table
		s.event.Record = rec
		s.stopped = s.stopped || !s.yield(&s.event, nil)
	}
	return rec, nil
}

// check yields the problems of a value's form, and reports whether a library may get it. name is that of a member beside the
// tables.
func (s *reading) check(r *rawjson.Record, name string) (safe bool) {
	problems, safe := rawjson.CheckMember(name, r.Raw, r.Depth())
	r.HasProblems = len(problems) > 0
	for _, p := range problems {
		s.problem(*r, finding.OfValue(p))
	}
	if !safe {
		s.broken(r.Table)
	}
	return safe
}
