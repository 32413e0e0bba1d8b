package dataset

import (
	"fmt"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// object reads a file that is one object: the table of the file, or several tables, and members that describe them.
func (s *reading) object(f file, r *rawjson.Reader) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if kind != '{' {
		return s.notObject(f, r, kind)
	}
	start := r.Open()
	names := map[string]bool{}
	members, tables, unknown := 0, 0, 0
	for {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == '}' {
			break
		}
		key, err := s.name(f, r)
		if err != nil {
			return err
		}
		name := rawjson.Text(key.Raw)
		if members++; members > rawjson.MaxValues {
			s.tooMany(f, key)
			return nil
		}
		switch {
		case names[name]:
			s.repeated(f, key, name)
			err = r.Skip()
		case s.isTable(f, name):
			tables++
			err = s.table(f, r, name)
		default:
			var known bool
			if known, err = s.member(f, r, key, name); !known {
				unknown++
			}
		}
		if err != nil {
			return err
		}
		names[name] = true
	}
	r.Close()
	if tables == 0 {
		if unknown == 0 { // else its name is misspelt: the unknown member is a finding already
			s.missing(rawjson.Record{Table: f.table, Raw: []byte("{"), File: f.name, Pos: start})
		}
		s.broken(f.table)
	}
	return r.End()
}

// name reads the name of a member.
func (s *reading) name(f file, r *rawjson.Reader) (rawjson.Record, error) {
	quoted, pos, err := r.Value()
	if err != nil {
		return rawjson.Record{}, err
	}
	pointer := finding.Pointer([]string{rawjson.Text(quoted)})
	return rawjson.Record{Table: f.table, Raw: slices.Clone(quoted), File: f.name, Pos: pos, Pointer: pointer}, nil
}

func (s *reading) isTable(f file, name string) bool {
	if f.table != "" {
		return name == f.table
	}
	return slices.Contains(s.Tables, name)
}

// repeated reports a member that appears again.
func (s *reading) repeated(f file, key rawjson.Record, name string) {
	message := fmt.Sprintf("%q appears twice in the same object", name)
	s.problem(key, finding.Problem{Code: finding.DuplicateKey, Message: message, Hint: "keep one of them"})
	if s.isTable(f, name) {
		s.broken(name)
	}
}

// tooMany reports the member with which a file has more than any dataset. The rest of the file is not read.
func (s *reading) tooMany(f file, key rawjson.Record) {
	message := fmt.Sprintf("more than %d members in the file's object", rawjson.MaxValues)
	s.problem(key, finding.Problem{Code: finding.Length, Message: message, Hint: "records belong into the list of their table"})
	s.broken(f.table)
}

// missing reports a file without a table in it.
func (s *reading) missing(whole rawjson.Record) {
	p := finding.Problem{
		Code: finding.MissingField, Message: fmt.Sprintf("the list of records %q is missing", whole.Table),
		Hint: "write {\"" + whole.Table + "\": [ … ]}",
	}
	if whole.Table == "" {
		p.Message = "the file has no table of a dataset"
		p.Hint = "write {\"" + s.Tables[0] + "\": [ … ], …}"
	}
	s.problem(whole, p)
}

// notObject reports a file whose value is no object.
func (s *reading) notObject(f file, r *rawjson.Reader, kind byte) error {
	p := finding.Problem{Code: finding.WrongType, Message: "a dataset file must contain an object, not " + rawjson.KindName(kind)}
	whole := rawjson.Record{Table: f.table, Raw: []byte("["), File: f.name}
	rest := func() error { return nil }
	var err error
	if kind == '[' { // read entry by entry: it may be large
		whole.Pos = r.Open()
		rest = r.SkipRest
	} else if whole.Raw, whole.Pos, err = r.Value(); err != nil {
		return err
	}
	if kind == '[' && f.table != "" {
		p.Hint = fmt.Sprintf("write {%q: [ … ]}", f.table)
	}
	s.problem(whole, p)
	s.broken(f.table)
	if err := rest(); err != nil {
		return err
	}
	return r.End()
}

// table reads the records of one table.
func (s *reading) table(f file, r *rawjson.Reader, name string) error {
	s.emit(Event{Kind: Table, Table: name})
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	pointer := "/" + name
	if kind != '[' {
		v, pos, err := r.Value()
		if err != nil {
			return err
		}
		rec := rawjson.Record{Table: name, Raw: v, File: f.name, Pos: pos, Pointer: pointer}
		message := fmt.Sprintf("%q must be a list of records, not %s", name, rawjson.KindName(kind))
		s.problem(rec, finding.Problem{Code: finding.WrongType, Message: message})
		s.broken(name)
		return nil
	}
	if !s.want(name) {
		return r.Skip()
	}
	r.Open()
	for entry := 1; ; entry++ {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == ']' {
			r.Close()
			return nil
		}
		if _, err := s.record(f, r, name, pointer, entry); err != nil {
			return err
		}
	}
}

// member reads a member of the file's object that is not a table. known is false if it is yielded and cannot stand there.
func (s *reading) member(f file, r *rawjson.Reader, key rawjson.Record, name string) (known bool, err error) {
	v, pos, err := r.Value()
	if err != nil {
		return true, err
	}
	rec := rawjson.Record{Table: f.table, Raw: v, File: f.name, Pos: pos, Pointer: key.Pointer}
	known = s.allows(f.table, name)
	switch {
	case rawjson.IsEmpty(v) && known:
		s.problem(rec, finding.Problem{Code: finding.EmptyValue, Message: name + " is empty", Hint: "remove it, or give it a value"})
	case s.check(&rec, name):
		s.emit(Event{Kind: Member, Table: f.table, Record: rec, Key: key})
	default:
		known = true // the value is a finding already
	}
	return known, nil
}
