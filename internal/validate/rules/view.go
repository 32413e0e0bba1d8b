package rules

import (
	"bytes"
	"strconv"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// view is a record as the rules see it.
type view struct {
	rawjson.Record
	table    *schema.Table
	members  []rawjson.Member
	kept     kept
	severity map[string]finding.Severity
	free     []string // the fields whose texts have no form
	repeated bool     // its id is another's: it may be the same record twice
	problems []finding.Problem
}

// get is the value of a field; nil if it is absent.
func (v *view) get(name string) []byte {
	for i := range v.members {
		m := &v.members[i]
		if len(m.Name) == len(name)+2 && string(m.Name[1:len(m.Name)-1]) == name || !v.Trusted && rawjson.NameIs(m.Name, name) {
			return m.Value
		}
	}
	return nil
}

// text is the text of a field; "" if it is absent.
func (v *view) text(name string) string { return rawjson.Text(v.get(name)) }

// say reports a problem at a path.
func (v *view) say(code, message, hint string, path ...string) {
	if len(v.problems) == finding.MostProblems {
		return
	}
	v.problems = append(v.problems, finding.Problem{Code: code, Severity: v.severity[code], Path: path, Message: message, Hint: hint})
}

// target is the record that a field refers to; nil if it is absent or unknown.
func (v *view) target(name string) []byte {
	f := v.table.Field(name)
	if f == nil || f.Ref == "" || f.List {
		return nil
	}
	id := v.text(name)
	if id == "" {
		return nil
	}
	return v.kept.raw(f.Ref, id)
}

// entries gives the entries of a list with their indexes as path steps.
func entries(v []byte) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		i := 0
		for _, e := range rawjson.Elements(v) {
			if !yield(strconv.Itoa(i), e) {
				return
			}
			i++
		}
	}
}

// number is a whole number; ok is false if it is absent or none.
func number(v []byte) (n int64, ok bool) {
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}

// kept are the records that others refer to, for the rules that look across references.
type kept map[string]map[string]rawjson.Record

func (k kept) add(r rawjson.Record, id string) {
	if k[r.Table] == nil {
		k[r.Table] = map[string]rawjson.Record{}
	}
	if _, taken := k[r.Table][id]; !taken {
		r.Raw = bytes.Clone(r.Raw)
		k[r.Table][id] = r
	}
}

// raw is the record of an id; nil if it is unknown, or has an error of its own: what is judged by it
// would only repeat that.
func (k kept) raw(table, id string) []byte {
	if r := k[table][id]; !r.HasProblems {
		return r.Raw
	}
	return nil
}

// has says whether a dotted path leads to anything in a value, through lists as well.
func has(v []byte, path []string) bool {
	if len(path) == 0 {
		return v != nil
	}
	if rawjson.Kind(v) == '[' {
		for _, e := range rawjson.Elements(v) {
			if has(e, path) {
				return true
			}
		}
		return false
	}
	next := rawjson.Get(v, path[0])
	return next != nil && has(next, path[1:])
}

// holds says whether a list of texts holds one.
func holds(list []byte, text string) bool {
	for _, e := range rawjson.Elements(list) {
		if rawjson.Text(e) == text {
			return true
		}
	}
	return false
}
