package rules

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// record is the record that is being checked.
type record struct {
	rawjson.Record
	checker  *Checker
	table    *schema.Table
	members  []rawjson.Member
	plain    bool   // no rule has anything to say about its texts
	repeated bool   // another record has its id, and may be the same record
	code     string // of the rule that is being checked
	problems []finding.Problem
}

// get returns the value of a field; nil if it is absent.
func (r *record) get(name string) []byte {
	for i := range r.members {
		m := &r.members[i]
		if len(m.Name) == len(name)+2 && string(m.Name[1:len(m.Name)-1]) == name || !r.Trusted && rawjson.NameIs(m.Name, name) {
			return m.Value
		}
	}
	return nil
}

// text returns the text of a field; "" if it is absent.
func (r *record) text(name string) string { return rawjson.Text(r.get(name)) }

// has reports whether a dotted path leads to a value, in a list through any of its elements.
func (r *record) has(path []string) bool { return has(r.get(path[0]), path[1:]) }

func has(v []byte, path []string) bool {
	if v == nil || len(path) == 0 {
		return v != nil
	}
	if rawjson.Kind(v) != '[' {
		return has(rawjson.Get(v, path[0]), path[1:])
	}
	for _, e := range rawjson.Elements(v) {
		if has(e, path) {
			return true
		}
	}
	return false
}

// report adds a problem of the rule that is being checked. path leads to the value.
func (r *record) report(message, hint string, path ...string) { r.add(r.code, message, hint, path...) }

// add adds a problem with a code.
func (r *record) add(code, message, hint string, path ...string) {
	if len(r.problems) < finding.MostProblems {
		p := finding.Problem{Code: code, Severity: r.checker.severity[code], Path: path, Message: message, Hint: hint}
		r.problems = append(r.problems, p)
	}
}

// findings returns the problems of the record as findings.
func (r *record) findings() []finding.Finding {
	if r.problems == nil {
		return nil
	}
	placer := finding.NewPlacer(r.Record, r.table.Display)
	var findings []finding.Finding
	for _, p := range r.problems {
		findings = append(findings, placer.Place(p))
	}
	return findings
}

// without removes members, as if they were absent.
func (r *record) without(names map[string]bool) {
	r.members = slices.DeleteFunc(slices.Clone(r.members), func(m rawjson.Member) bool { return names[rawjson.Text(m.Name)] })
}

// target returns the record that a field refers to; nil if there is none, or if it has problems of its own: a
// finding about both would only repeat those.
func (r *record) target(name string) *target {
	id := r.get(name)
	if id == nil {
		return nil
	}
	f := r.table.Field(name)
	if f == nil || f.Ref == "" || f.List {
		return nil
	}
	return r.checker.target(f.Ref, unquoted(id))
}

// target is a record that others refer to. Many refer to the same, so the texts that were read of it are kept: 1.2× on validate.
type target struct {
	rawjson.Record
	texts map[string]string
}

// text returns the text of a field; "" if it is absent or if there is no record.
func (t *target) text(name string) string {
	if t == nil {
		return ""
	}
	s, known := t.texts[name]
	if !known {
		s = rawjson.GetText(t.Raw, name)
		if t.texts == nil {
			t.texts = map[string]string{}
		}
		t.texts[name] = s
	}
	return s
}

// keep remembers a record for the rules that follow references.
func (c *Checker) keep(r rawjson.Record, id string) {
	if c.kept[r.Table] == nil {
		c.kept[r.Table] = map[string]*target{}
	}
	r.Raw = bytes.Clone(r.Raw)
	c.kept[r.Table][id] = &target{Record: r}
}

// target returns the record of an id; nil if there is none or if it has problems.
func (c *Checker) target(table string, id []byte) *target {
	t := c.kept[table][string(id)]
	if t == nil && strings.Contains(table, "|") {
		for _, name := range schema.RefTables(table) {
			t = cmp.Or(t, c.kept[name][string(id)])
		}
	}
	if t == nil || t.HasProblems {
		return nil
	}
	return t
}

// unquoted returns the bytes of the text of a JSON string.
func unquoted(v []byte) []byte {
	if rawjson.Kind(v) == '"' && bytes.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1]
	}
	return []byte(rawjson.Text(v))
}

// entries yields the elements of a list with their indexes as tokens of a path.
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

// duplicates reports the entries of a list that have the same texts in some fields as an earlier one.
func (r *record) duplicates(list string, fields []string, message func(entry []byte) string) {
	seen := map[string]bool{}
	for i, e := range entries(r.get(list)) {
		var key []byte
		for _, f := range fields {
			key = append(rawjson.AppendText(key, rawjson.Get(e, f)), 0)
		}
		if seen[string(key)] {
			r.report(message(e), "keep one of them", list, i)
		}
		seen[string(key)] = true
	}
}
