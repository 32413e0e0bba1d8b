package schema

import (
	"encoding/json" // only for json.Number, the library's word for a number; nothing is decoded with it
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/diag"
	"malaga/internal/raw"
)

// Check validates one record of a table, or the dataset's description as table "dataset". The
// bytes must have passed package strict.
func (s *Set) Check(table string, v []byte) []diag.Problem {
	return s.validate("the record", s.row(table), v)
}

// CheckMember validates a member that stands in a file beside its table; table is "" for a file with
// several tables, which may hold what the dataset's description holds.
func (s *Set) CheckMember(table, name string, v []byte) (problems []diag.Problem, known bool) {
	sch := s.root(fileSchema(table)).Properties[name]
	if sch == nil {
		return nil, false
	}
	return s.validate(name, sch, v), true
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

// validate validates a value; what is how messages call it.
func (s *Set) validate(what string, sch *jsonschema.Schema, v []byte) []diag.Problem {
	err := sch.Validate(decode(v))
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []diag.Problem{{Code: diag.OtherSchema, Message: err.Error()}}
	}
	w := words{set: s, what: what, root: sch, value: v, seen: map[string]bool{}}
	w.leaves(invalid)
	if len(w.problems) == 0 { // never silence
		w.add(diag.Problem{Code: diag.OtherSchema, Message: "does not meet the schema: " + invalid.Message})
	}
	return w.problems
}

// decode builds what the library validates: maps, slices, strings and json.Number.
func decode(v []byte) any {
	switch raw.Kind(v) {
	case '{':
		obj := map[string]any{}
		for m := range raw.Members(v) {
			obj[raw.Text(m.Name)] = decode(m.Value)
		}
		return obj
	case '[':
		list := []any{}
		for _, e := range raw.Elements(v) {
			list = append(list, decode(e))
		}
		return list
	case '"':
		return raw.Text(v)
	case 't':
		return true
	case 'f':
		return false
	case 'n':
		return nil
	}
	return json.Number(v)
}

// tokens splits a JSON pointer. The library percent-encodes each token beside the escapes of RFC 6901.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range list {
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

func (w *words) add(p diag.Problem) {
	// Two branches of a schema can find the same mistake.
	if key := fmt.Sprint(p.Code, p.Path, p.Message); !w.seen[key] {
		w.seen[key] = true
		w.problems = append(w.problems, p)
	}
}
