package rules

import (
	"bytes"
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
	refs     []schema.Ref // of a valid record
	texts    uint32       // where those that are kept begin; 0 if none are
	plain    bool         // no rule has anything to say about its texts
	repeated bool         // another record has its id, and may be the same record
	code     string       // of the rule that is being checked
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

// is reports whether a field has a text, which needs no escapes.
func (r *record) is(name, text string) bool {
	v := r.get(name)
	return string(v) == `"`+text+`"` || !r.Trusted && rawjson.Text(v) == text
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

// fieldsOf answers which fields a record has, however often it is asked.
type fieldsOf struct {
	*record
	asked int
	all   names
}

// has is like record.has, for a path as it is written.
func (f *fieldsOf) has(dotted string) bool {
	const few = 200 // to look for so many costs less than to list all
	path := strings.Split(dotted, ".")
	if f.asked++; f.asked <= few {
		return f.record.has(path)
	}
	if f.all == nil {
		f.all = names{}
		f.all.add(f.members)
	}
	return f.all.have(path)
}

// names are the names of members, with those of the members in them.
type names map[string]names

func (n names) add(members []rawjson.Member) {
	for _, m := range members {
		name := rawjson.Text(m.Name)
		if n[name] == nil {
			n[name] = names{}
		}
		n[name].addValue(m.Value)
	}
}

// addValue adds the names in a value, in a list those in any of its elements.
func (n names) addValue(v []byte) {
	n.add(slices.Collect(rawjson.Members(v)))
	for _, e := range rawjson.Elements(v) {
		n.addValue(e)
	}
}

func (n names) have(path []string) bool {
	return len(path) == 0 || n[path[0]] != nil && n[path[0]].have(path[1:])
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
