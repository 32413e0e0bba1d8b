package dataset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"malaga/internal/diag"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/internal/strict"
)

// Visitor takes what a dataset holds. A nil function takes nothing.
type Visitor struct {
	// Record takes the records of the tables, and the description of the dataset as table Meta.
	Record func(record.Record) error
	// Member takes what stands in a file beside its tables, and says whether it may stand there.
	Member func(Member) (known bool)
	// Finding takes what is wrong with files, their syntax and the limits.
	Finding func(diag.Finding)
	// Table takes the names of the tables that are there, before their records.
	Table func(name string)
	// Broken takes the tables whose records could not all be read.
	Broken func(table string)
}

// Member is a member of a file's object that is no table. Key and Value are its name and
// value as if they were records; their Table is that of the file, "" for several tables.
type Member struct {
	Name       string
	Key, Value record.Record
}

// Read reads the tables of a dataset (all of them if none is named) in order. The error is what
// stopped it: one of reading, or the visitor's own. What is wrong with the data goes to the
// visitor's Finding.
func (d *Dataset) Read(ctx context.Context, v Visitor, known []string, wanted ...string) error {
	s := session{ctx: ctx, Visitor: v, known: known, wanted: wanted}
	for _, f := range d.stray {
		s.finding(f)
	}
	for _, f := range d.files {
		if f.table != "" && !s.want(f.table) {
			continue
		}
		if err := s.file(f); err != nil {
			return err
		}
	}
	return nil
}

// session is one reading of a dataset.
type session struct {
	Visitor
	ctx           context.Context
	known, wanted []string
	seen          int
}

func (s *session) want(table string) bool {
	return len(s.wanted) == 0 || slices.Contains(s.wanted, table)
}

func (s *session) finding(f diag.Finding) {
	if s.Finding != nil {
		s.Finding(f)
	}
}

func (s *session) problem(r record.Record, p diag.Problem) {
	s.finding(diag.Place(r, "title", p))
}

// file reads one file. A fault in it ends the file, not the reading.
func (s *session) file(f file) error {
	in, err := f.open()
	if err != nil {
		return err
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
	if !errors.As(err, &fault) {
		return err
	}
	if fault.Table == "" {
		fault.Table = f.table
	}
	s.finding(fault.Finding)
	s.broken(f.table)
	return nil
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

// lines reads one record after the other.
func (s *session) lines(f file, r *strict.Reader) error {
	s.begin(f.table)
	for {
		kind, err := r.Peek()
		if err != nil || kind == 0 {
			return err
		}
		if err := s.record(f, r, f.table, "", 0); err != nil {
			return err
		}
	}
}

// meta reads the description of the dataset: one record.
func (s *session) meta(f file, r *strict.Reader) error {
	if _, err := r.Peek(); err != nil {
		return err
	}
	if err := s.record(f, r, Meta, "", 0); err != nil {
		return err
	}
	return r.End()
}

// record reads the next value, checks it and hands it on.
func (s *session) record(f file, r *strict.Reader, table, pointer string, depth int) error {
	if s.seen++; s.seen%256 == 0 && s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	v, pos, err := r.Value()
	if err != nil {
		return err
	}
	rec := record.Record{Table: table, Raw: v, File: f.name, Pos: pos, Pointer: pointer}
	if s.safe(rec, depth) && s.Record != nil && s.want(table) {
		return s.Record(rec)
	}
	return nil
}

// safe reports what the guard finds, and says whether the value may go further.
func (s *session) safe(rec record.Record, depth int) bool {
	problems, safe := strict.Check(rec.Raw, depth)
	for _, p := range problems {
		s.problem(rec, p)
	}
	if !safe {
		s.broken(rec.Table)
	}
	return safe
}

// object reads a file that is one object: the table of the file, or several tables, and members
// that describe them.
func (s *session) object(f file, r *strict.Reader) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if kind != '{' {
		return s.notObject(f, r)
	}
	start, err := r.Open()
	if err != nil {
		return err
	}
	whole := record.Record{Table: f.table, Raw: []byte("{"), File: f.name, Pos: start}
	var names []string
	tables, unknown := 0, 0
	for {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == '}' {
			break
		}
		quoted, pos, err := r.Value()
		if err != nil {
			return err
		}
		name := raw.Text(quoted)
		key := record.Record{Table: f.table, Raw: quoted, File: f.name, Pos: pos, Pointer: diag.Pointer([]string{name})}
		if slices.Contains(names, name) {
			s.problem(key, diag.Problem{Code: diag.DuplicateKey, Message: fmt.Sprintf("%q stands twice in the same object", name), Hint: "keep one of them"})
			if err := r.Skip(); err != nil {
				return err
			}
			continue
		}
		names = append(names, name)
		if s.isTable(f, name) {
			tables++
			err = s.table(f, r, name)
		} else {
			key.Raw = slices.Clone(quoted)
			known := false
			if known, err = s.member(f, r, key, name); !known {
				unknown++
			}
		}
		if err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	if tables == 0 && unknown == 0 { // else its name is misspelt, which is told already
		s.missing(f, whole)
	}
	return r.End()
}

func (s *session) isTable(f file, name string) bool {
	if f.table != "" {
		return name == f.table
	}
	return slices.Contains(s.known, name)
}

// missing reports a file without a table in it.
func (s *session) missing(f file, whole record.Record) {
	message, hint := fmt.Sprintf("%q is missing: the list of the records", f.table), "write {\""+f.table+"\": [ … ]}"
	if f.table == "" {
		message, hint = "no table of a dataset in it", "write {\""+s.known[0]+"\": [ … ], …}"
	}
	s.problem(whole, diag.Problem{Code: diag.MissingField, Message: message, Hint: hint})
	s.broken(f.table)
}

// notObject reports a file whose value is no object.
func (s *session) notObject(f file, r *strict.Reader) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if kind == 0 || kind == ']' || kind == '}' { // let the decoder say what is wrong
		_, _, err := r.Value()
		return err
	}
	hint := ""
	if kind == '[' && f.table != "" {
		hint = fmt.Sprintf("write {%q: [ … ]}", f.table)
	}
	var at record.Pos
	if kind == '[' {
		if at, err = r.Open(); err != nil {
			return err
		}
	} else if _, at, err = r.Value(); err != nil {
		return err
	}
	p := diag.Problem{Code: diag.WrongType, Message: "a file of a dataset holds an object, not " + article(kind), Hint: hint}
	s.problem(record.Record{Table: f.table, Raw: []byte{kind}, File: f.name, Pos: at}, p)
	s.broken(f.table)
	return nil
}

func article(kind byte) string {
	switch kind {
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '{':
		return "an object"
	}
	return "a number"
}

// table reads the records of one table.
func (s *session) table(f file, r *strict.Reader, name string) error {
	s.begin(name)
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if kind != '[' {
		v, pos, err := r.Value()
		if err != nil {
			return err
		}
		s.problem(record.Record{Table: name, Raw: v, File: f.name, Pos: pos, Pointer: "/" + name},
			diag.Problem{Code: diag.WrongType, Message: fmt.Sprintf("%q must be a list of records, not %s", name, article(kind))})
		s.broken(name)
		return nil
	}
	if !s.want(name) {
		return r.Skip()
	}
	if _, err := r.Open(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == ']' {
			return r.Close()
		}
		if err := s.record(f, r, name, "/"+name+"/"+strconv.Itoa(i), 2); err != nil {
			return err
		}
	}
}

// member reads what stands beside the tables.
func (s *session) member(f file, r *strict.Reader, key record.Record, name string) (known bool, err error) {
	v, pos, err := r.Value()
	if err != nil {
		return false, err
	}
	rec := record.Record{Table: f.table, Raw: v, File: f.name, Pos: pos, Pointer: key.Pointer}
	if !s.safe(rec, 1) || s.Member == nil {
		return true, nil
	}
	return s.Member(Member{Name: name, Key: key, Value: rec}), nil
}
