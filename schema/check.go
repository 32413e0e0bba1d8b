package schema

import (
	"cmp"
	"encoding/json" // only for json.Number, the library's type of a number; nothing is decoded with it
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// check validates one record of a table, or the dataset's description as table "dataset", with the library. The bytes must
// have passed package rawjson.
func (s *Set) check(table string, v []byte) []finding.Problem {
	return s.validate(s.row(table), decode(v), &messages{subject: "the record", table: table, value: v})
}

// CheckMember validates a member beside the table of a file. table is "" for a file with several tables, which
// may hold the members of the dataset's description.
func (s *Set) CheckMember(table, name string, v []byte) (problems []finding.Problem, known bool) {
	file := cmp.Or(table, metaName)
	sch := s.root(file).Properties[name]
	if sch == nil {
		return nil, false
	}
	return s.validate(sch, decode(v), &messages{subject: name, table: file, within: []string{name}, value: v}), true
}

// MemberNames lists the members that a file may have.
func (s *Set) MemberNames(table string) []string {
	names := s.properties(s.base + cmp.Or(table, metaName) + suffix + "#")
	if table == "" {
		return slices.Concat(names, s.Model.Names())
	}
	return names
}

// validate validates a decoded value with the library, and words its errors.
func (s *Set) validate(sch *jsonschema.Schema, decoded any, m *messages) []finding.Problem {
	err := sch.Validate(decoded)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []finding.Problem{{Code: finding.OtherSchema, Message: err.Error()}}
	}
	m.set = s
	m.index = rawjson.NewIndex(m.value)
	m.leaves(invalid)
	if len(m.problems) == 0 {
		// An error is never dropped, unless package rawjson has reported its cause.
		if reported, _ := rawjson.Check(m.value, 0); len(reported) == 0 {
			m.problems = []finding.Problem{{Code: finding.OtherSchema, Message: "does not meet the schema: " + invalid.Message}}
		}
	}
	return m.sorted()
}

// sorted returns the problems in order. Where the cause of two is one, it leaves the second out.
func (m *messages) sorted() []finding.Problem {
	slices.SortFunc(m.problems, func(a, b finding.Problem) int { // the library's order is random
		return cmp.Or(slices.CompareFunc(a.Path, b.Path, compareSteps), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	m.problems = slices.CompactFunc(m.problems, sameCause)
	m.problems = m.problems[:min(len(m.problems), finding.MostProblems)]
	return slices.DeleteFunc(slices.Clone(m.problems), m.misspelt)
}

// sameCause reports whether two problems are the same, found by two branches of a schema, or about one value that is of the wrong form
// and also too long. The first one stays.
func sameCause(a, b finding.Problem) bool {
	codes := []string{a.Code, b.Code}
	both := slices.Contains(codes, finding.WrongForm) && slices.Contains(codes, finding.OutOfRange)
	return (both || a.Code == b.Code && a.Message == b.Message) && slices.Equal(a.Path, b.Path)
}

// compareSteps compares two steps of paths, indexes by their value.
func compareSteps(a, b string) int {
	if isDigits(a) && isDigits(b) {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}
	return strings.Compare(a, b)
}

// decode builds the types that the library validates: maps, slices, strings and json.Number.
func decode(v []byte) any {
	switch rawjson.Kind(v) {
	case '{':
		return decodeObject(v)
	case '[':
		list := []any{}
		for _, e := range rawjson.Elements(v) {
			list = append(list, decode(e))
		}
		return list
	case '"':
		return rawjson.Text(v)
	case 't':
		return true
	case 'f':
		return false
	case 'n':
		return nil
	}
	return json.Number(v)
}

// decodeObject decodes an object. Of repeated members it takes the first, as everything here does; package rawjson reports the
// second.
func decodeObject(v []byte) map[string]any {
	obj := map[string]any{}
	for m := range rawjson.Members(v) {
		name := rawjson.Text(m.Name)
		if _, repeated := obj[name]; !repeated {
			obj[name] = decode(m.Value)
		}
	}
	return obj
}

// tokens splits a JSON pointer. The library percent-encodes each token, and escapes it as RFC 6901 does.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range list {
		if !strings.ContainsAny(t, "%~") {
			continue
		}
		if u, err := url.PathUnescape(t); err == nil {
			t = u
		}
		list[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(t)
	}
	return list
}
