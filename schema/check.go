package schema

import (
	"cmp"
	"encoding/json" // only for json.Number, the library's word for a number; nothing is decoded with it
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/strict"
	"malaga/internal/text"
)

// Check validates one record of a table, or the dataset's description as table "dataset". The
// bytes must have passed package strict.
func (s *Set) Check(table string, v []byte) []finding.Problem {
	row := s.row(table)
	return s.validate("the record", row, row, v, decode(v))
}

// CheckMember validates a member that stands in a file beside its table; table is "" for a file with
// several tables, which may hold what the dataset's description holds.
func (s *Set) CheckMember(table, name string, v []byte) (problems []finding.Problem, known bool) {
	sch := s.root(fileSchema(table)).Properties[name]
	if sch == nil {
		return nil, false
	}
	return s.validate(name, sch, sch, v, decode(v)), true
}

// MemberNames lists the members that a file may have.
func (s *Set) MemberNames(table string) []string {
	names := keys(s.root(fileSchema(table)).Properties)
	if table == "" {
		names = append(names, s.Model.Names()...)
	}
	return names
}

func fileSchema(table string) string {
	if table == "" {
		return metaName
	}
	return table
}

// validate validates a value by a schema. asked and given are what the library is asked, which may be less
// than all; what is how messages call the value.
func (s *Set) validate(what string, sch, asked *jsonschema.Schema, v []byte, given any) []finding.Problem {
	err := asked.Validate(given)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []finding.Problem{{Code: finding.OtherSchema, Message: err.Error()}}
	}
	w := words{set: s, what: what, root: sch, value: v, seen: map[string]bool{}}
	w.leaves(invalid)
	if len(w.problems) == 0 {
		if told, _ := strict.Check(v, 0); len(told) == 0 { // never silence
			w.add(finding.Problem{Code: finding.OtherSchema, Message: "does not meet the schema: " + invalid.Message})
		}
	}
	w.problems = slices.DeleteFunc(w.problems, w.misspelt)
	slices.SortFunc(w.problems, func(a, b finding.Problem) int { // the library's order is random
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return w.problems
}

// decode builds what the library validates: maps, slices, strings and json.Number.
func decode(v []byte) any {
	switch rawjson.Kind(v) {
	case '{':
		return decodeObject(v, func(string) bool { return false })
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

// decodeObject leaves out some members.
func decodeObject(v []byte, without func(name string) bool) map[string]any {
	obj := map[string]any{}
	for m := range rawjson.Members(v) {
		name := rawjson.Text(m.Name)
		if _, repeated := obj[name]; repeated { // the first counts, as everywhere; the guard tells of the other
			continue
		}
		if !without(name) {
			obj[name] = decode(m.Value)
		}
	}
	return obj
}

// tokens splits a JSON pointer. The library percent-encodes each token beside the escapes of RFC 6901.
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

func (w *words) leaves(e *jsonschema.ValidationError) {
	if len(e.Causes) > 0 {
		for _, c := range e.Causes {
			w.leaves(c)
		}
		return
	}
	w.say(e)
}

func (w *words) add(p finding.Problem) {
	if w.full() || w.repeatedMember(p.Path) { // that it stands twice is told; the one or the other goes
		return
	}
	// Two branches of a schema can find the same mistake.
	if key := fmt.Sprint(p.Code, p.Path, p.Message); !w.seen[key] {
		w.seen[key] = true
		w.problems = append(w.problems, p)
	}
}

// full says that no more is told of the value.
func (w *words) full() bool { return len(w.problems) >= finding.MostProblems }

// repeatedMember says whether a path leads to, or into, a member that its object has twice.
func (w *words) repeatedMember(at []string) bool {
	for i := range at {
		n := 0
		for m := range rawjson.Members(get(w.value, at[:i])) {
			if rawjson.NameIs(m.Name, at[i]) {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// misspelt says whether a field is missing only because its name is misspelt, which is told at the name.
func (w *words) misspelt(p finding.Problem) bool {
	return p.Code == finding.MissingField && slices.ContainsFunc(w.problems, func(u finding.Problem) bool {
		return u.Code == finding.UnknownField && slices.Equal(u.Path[:len(u.Path)-1], p.Path) && u.Hint == text.DidYouMean(u.Path[len(u.Path)-1], []string{p.Missing})
	})
}
