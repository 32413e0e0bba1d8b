package dataset

import (
	"fmt"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/strict"
)

// object reads a file that is one object: the table of the file, or several tables, and members
// that describe them.
func (s *session) object(f file, r *strict.Reader) error {
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
	whole := rawjson.Record{Table: f.table, Raw: []byte("{"), File: f.name, Pos: start}
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
		name := rawjson.Text(quoted)
		key := rawjson.Record{Table: f.table, Raw: quoted, File: f.name, Pos: pos, Pointer: finding.Pointer([]string{name})}
		if slices.Contains(names, name) {
			s.problem(key, finding.Problem{Code: finding.DuplicateKey, Message: fmt.Sprintf("%q stands twice in the same object", name), Hint: "keep one of them"})
			if s.isTable(f, name) {
				s.broken(name)
			}
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
	switch {
	case tables > 0:
	case unknown == 0:
		s.missing(f, whole)
	default: // its name is misspelt, which is told already
		s.broken(f.table)
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
func (s *session) missing(f file, whole rawjson.Record) {
	message, hint := fmt.Sprintf("%q is missing: the list of the records", f.table), "write {\""+f.table+"\": [ … ]}"
	if f.table == "" {
		message, hint = "no table of a dataset in it", "write {\""+s.known[0]+"\": [ … ], …}"
	}
	s.problem(whole, finding.Problem{Code: finding.MissingField, Message: message, Hint: hint})
	s.broken(f.table)
}

// notObject reports a file whose value is no object.
func (s *session) notObject(f file, r *strict.Reader, kind byte) (err error) {
	hint := ""
	if kind == '[' && f.table != "" {
		hint = fmt.Sprintf("write {%q: [ … ]}", f.table)
	}
	value := []byte("[")
	var at rawjson.Pos
	if kind == '[' { // not read whole: it may be large
		at, err = r.Open()
	} else {
		value, at, err = r.Value()
	}
	if err != nil {
		return err
	}
	p := finding.Problem{Code: finding.WrongType, Message: "a file of a dataset holds an object, not " + article(kind), Hint: hint}
	s.problem(rawjson.Record{Table: f.table, Raw: value, File: f.name, Pos: at}, p)
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
		s.problem(rawjson.Record{Table: name, Raw: v, File: f.name, Pos: pos, Pointer: "/" + name},
			finding.Problem{Code: finding.WrongType, Message: fmt.Sprintf("%q must be a list of records, not %s", name, article(kind))})
		s.broken(name)
		return nil
	}
	if !s.want(name) {
		return r.Skip()
	}
	if _, err := r.Open(); err != nil {
		return err
	}
	pointer := "/" + name
	for i := 1; ; i++ {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == ']' {
			return r.Close()
		}
		if _, err := s.record(f, r, name, pointer, i); err != nil {
			return err
		}
	}
}

// member reads what stands beside the tables.
func (s *session) member(f file, r *strict.Reader, key rawjson.Record, name string) (known bool, err error) {
	v, pos, err := r.Value()
	if err != nil {
		return false, err
	}
	rec := rawjson.Record{Table: f.table, Raw: v, File: f.name, Pos: pos, Pointer: key.Pointer}
	if strict.IsEmpty(v) && (s.Known == nil || s.Known(f.table, name)) {
		s.problem(rec, finding.Problem{Code: finding.EmptyValue, Message: name + " is empty", Hint: "leave it out, or give it a value"})
		return true, nil
	}
	if safe, _ := s.guard(rec); !safe || s.Member == nil {
		return true, nil
	}
	return s.Member(Member{Name: name, Key: key, Value: rec}), nil
}
