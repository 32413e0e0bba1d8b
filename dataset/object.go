package dataset

import (
	"fmt"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// object reads a file that is one object: the table of the file, or several tables, and members that describe them.
func (s *session) object(f file, r *rawjson.Reader) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if kind != '{' {
		return s.notObject(f, r, kind)
	}
	start, err := r.Open()
	if err != nil {
		return err
	}
	var names []string
	tables := 0
	unknown := 0
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
		switch {
		case slices.Contains(names, name):
			err = s.repeated(f, r, key, name)
		case s.isTable(f, name):
			tables++
			err = s.table(f, r, name)
		default:
			if !s.allows(f.table, name) {
				unknown++
			}
			err = s.member(f, r, key, name)
		}
		if err != nil {
			return err
		}
		names = append(names, name)
	}
	if err := r.Close(); err != nil {
		return err
	}
	switch {
	case tables > 0:
	case unknown == 0:
		err = s.missing(f, rawjson.Record{Table: f.table, Raw: []byte("{"), File: f.name, Pos: start})
	default: // its name is misspelt: the unknown member is a finding already
		err = s.broken(f.table)
	}
	if err != nil {
		return err
	}
	return r.End()
}

// name reads the name of a member.
func (s *session) name(f file, r *rawjson.Reader) (rawjson.Record, error) {
	quoted, pos, err := r.Value()
	if err != nil {
		return rawjson.Record{}, err
	}
	pointer := finding.Pointer([]string{rawjson.Text(quoted)})
	return rawjson.Record{Table: f.table, Raw: slices.Clone(quoted), File: f.name, Pos: pos, Pointer: pointer}, nil
}

func (s *session) isTable(f file, name string) bool {
	if f.table != "" {
		return name == f.table
	}
	return slices.Contains(s.Tables, name)
}

// repeated reports a member that appears again, and skips its value.
func (s *session) repeated(f file, r *rawjson.Reader, key rawjson.Record, name string) error {
	message := fmt.Sprintf("%q appears twice in the same object", name)
	err := s.problem(key, finding.Problem{Code: finding.DuplicateKey, Message: message, Hint: "keep one of them"})
	if err == nil && s.isTable(f, name) {
		err = s.broken(name)
	}
	if err != nil {
		return err
	}
	return r.Skip()
}

// missing reports a file without a table in it.
func (s *session) missing(f file, whole rawjson.Record) error {
	message := fmt.Sprintf("%q is missing: the list of the records", f.table)
	hint := "write {\"" + f.table + "\": [ … ]}"
	if f.table == "" {
		message = "no table of a dataset in the file"
		hint = "write {\"" + s.Tables[0] + "\": [ … ], …}"
	}
	return s.wrong(f.table, whole, finding.Problem{Code: finding.MissingField, Message: message, Hint: hint})
}

// notObject reports a file whose value is no object.
func (s *session) notObject(f file, r *rawjson.Reader, kind byte) error {
	p := finding.Problem{Code: finding.WrongType, Message: "the file of a dataset must hold an object, not " + article(kind)}
	if kind == '[' && f.table != "" {
		p.Hint = fmt.Sprintf("write {%q: [ … ]}", f.table)
	}
	var err error
	whole := rawjson.Record{Table: f.table, Raw: []byte("["), File: f.name}
	if kind == '[' { // not read whole: it may be large
		whole.Pos, err = r.Open()
	} else {
		whole.Raw, whole.Pos, err = r.Value()
	}
	if err != nil {
		return err
	}
	return s.wrong(f.table, whole, p)
}

// article names a kind of value, with its article.
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
func (s *session) table(f file, r *rawjson.Reader, name string) error {
	if err := s.emit(Event{Kind: Table, Table: name}); err != nil {
		return err
	}
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
		message := fmt.Sprintf("%q must be a list of records, not %s", name, article(kind))
		return s.wrong(name, rec, finding.Problem{Code: finding.WrongType, Message: message})
	}
	if !s.want(name) {
		return r.Skip()
	}
	if _, err := r.Open(); err != nil {
		return err
	}
	for entry := 1; ; entry++ {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == ']' {
			return r.Close()
		}
		if _, err := s.record(f, r, name, pointer, entry); err != nil {
			return err
		}
	}
}

// member reads a member of the file's object that is not a table.
func (s *session) member(f file, r *rawjson.Reader, key rawjson.Record, name string) error {
	v, pos, err := r.Value()
	if err != nil {
		return err
	}
	rec := rawjson.Record{Table: f.table, Raw: v, File: f.name, Pos: pos, Pointer: key.Pointer}
	if rawjson.IsEmpty(v) && s.allows(f.table, name) {
		return s.problem(rec, finding.Problem{Code: finding.EmptyValue, Message: name + " is empty", Hint: "remove it, or give it a value"})
	}
	safe, err := s.check(&rec)
	if err != nil || !safe {
		return err
	}
	return s.emit(Event{Kind: Member, Table: f.table, Record: rec, Key: key})
}
