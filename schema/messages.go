package schema

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// messages words the errors of one validation. The library's own messages use Go syntax, come in random order, and name
// several members in one line: each is worked out again from the keyword, its schema and the value.
type messages struct {
	set      *Set
	subject  string   // the name of the value in messages
	table    string   // in which its fields are found
	within   []string // the path to the value, from a record of the table
	value    []byte
	index    *rawjson.Index // of value
	problems []finding.Problem
}

// failure is one keyword that a value does not meet.
type failure struct {
	set     *Set
	schema  string // the location of the schema that has the keyword
	keyword string
	path    []string
	name    string // of the value, in messages
	value   []byte
}

// get returns the value of a keyword of the schema.
func (f failure) get(keyword string) []byte { return f.set.node(f.schema + "/" + keyword) }

// leaves collects the problems of the innermost errors: the outer ones only repeat them.
func (m *messages) leaves(e *jsonschema.ValidationError) {
	for _, cause := range e.Causes {
		m.leaves(cause)
	}
	if len(e.Causes) > 0 {
		return
	}
	cut := strings.LastIndexByte(e.AbsoluteKeywordLocation, '/')
	path := tokens(e.InstanceLocation)
	f := failure{schema: e.AbsoluteKeywordLocation[:cut], keyword: e.AbsoluteKeywordLocation[cut+1:], path: path, value: m.index.Get(path)}
	for _, p := range m.explain(f, e.Message) {
		if !m.repeatedMember(p.Path) { // package rawjson reports it
			m.problems = append(m.problems, p)
		}
	}
}

// fail adds the problems of a keyword that a value does not meet.
func (m *messages) fail(p *program, keyword string, path []string, v []byte) {
	m.problems = append(m.problems, m.explain(failure{schema: p.location, keyword: keyword, path: path, value: v}, "")...)
}

// explain words one failure, of which the library says message. It returns no problem if another one has the same cause: package
// rawjson reports empty values.
func (m *messages) explain(f failure, message string) []finding.Problem {
	f.set = m.set
	f.name = m.subject
	if len(f.path) > 0 {
		f.name = dotted(f.path)
	}
	if f.get(f.keyword) == nil || f.value == nil {
		return []finding.Problem{{Code: finding.OtherSchema, Path: f.path, Message: message}}
	}
	switch f.keyword {
	case "required":
		return f.missing(f.condition())
	case "additionalProperties":
		return f.unknown()
	case "type":
		return f.wrongType()
	case "enum":
		return f.unknownCode()
	case "const":
		return f.problem(finding.UnknownCode, "must be "+rawjson.Text(f.get("const")), "")
	case "pattern", "format":
		return f.wrongForm(m.advice(f.path))
	case "uniqueItems":
		return f.repeated()
	}
	if limit := limits[f.keyword]; limit != "" {
		return f.beyond(limit)
	}
	return []finding.Problem{{Code: finding.OtherSchema, Path: f.path, Message: f.name + ": " + message}}
}

// problem returns one problem, at the value. The message begins with its name.
func (f failure) problem(code, message, hint string) []finding.Problem {
	return []finding.Problem{{Code: code, Path: f.path, Message: f.name + " " + message, Hint: hint}}
}

// missing reports each missing field by itself.
func (f failure) missing(condition string) (problems []finding.Problem) {
	if rawjson.IsEmpty(f.value) && len(f.path) > 0 {
		return nil
	}
	code := finding.MissingField
	if condition != "" {
		code = finding.MissingWith
	}
	for _, name := range texts(f.get("required")) {
		if rawjson.Get(f.value, name) == nil {
			message := dotted(f.path, name) + " is missing" + condition
			problems = append(problems, finding.Problem{Code: code, Path: f.path, Missing: name, Message: message})
		}
	}
	return problems
}

// condition returns why a value is required, if "required" is in the "then" of a schema.
func (f failure) condition() string {
	outer, ok := strings.CutSuffix(f.schema, "/then")
	if !ok {
		return ""
	}
	condition := rawjson.Get(f.set.node(outer), "if")
	required := texts(rawjson.Get(condition, "required"))
	for _, name := range required {
		if value := rawjson.GetText(get(condition, []string{"properties", name}), "const"); value != "" {
			return fmt.Sprintf(": required because %s is %s", name, value)
		}
	}
	return ": required with " + text.Join(required)
}

// unknown reports each unknown field at its name.
func (f failure) unknown() (problems []finding.Problem) {
	known := f.set.properties(f.schema)
	for m := range rawjson.Members(f.value) {
		name := rawjson.Text(m.Name)
		if slices.Contains(known, name) {
			continue
		}
		problems = append(problems, finding.Problem{
			Code: finding.UnknownField, Path: append(slices.Clone(f.path), name), Key: true,
			Message: "unknown field " + strconv.Quote(dotted(f.path, name)),
			Hint:    text.DidYouMeanOr(name, known, "the fields are "+strings.Join(known, ", ")),
		})
		if len(problems) == finding.MostProblems {
			break
		}
	}
	return problems
}

// wrongType suggests how to write a value whose content is valid.
func (f failure) wrongType() []finding.Problem {
	if rawjson.IsEmpty(f.value) {
		return nil
	}
	types := texts(f.get("type"))
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = cmp.Or(typeWords[t], t)
	}
	if n := len(f.path); n > 0 && isDigits(f.path[n-1]) {
		f.name = "an entry of " + f.name
	}
	hint := ""
	content := rawjson.Text(f.value)
	switch number := slices.Contains(types, "integer") || slices.Contains(types, "number"); {
	case number && rawjson.Kind(f.value) == '"' && isDigits(content):
		hint = "write " + content + " without quotation marks"
	case slices.Equal(types, []string{"array"}):
		hint = "put it in square brackets"
	}
	given := rawjson.KindName(f.value[0])
	if given == typeWords["number"] && slices.Contains(types, "integer") {
		given = shorten(f.value) // a fraction
	}
	return f.problem(finding.WrongType, fmt.Sprintf("must be %s, not %s", strings.Join(words, " or "), given), hint)
}

func (f failure) unknownCode() []finding.Problem {
	if rawjson.Kind(f.value) != '"' { // the keyword type reports it
		return nil
	}
	codes := texts(f.get("enum"))
	f.name += ":"
	message := fmt.Sprintf("%s is not one of its codes (%s)", f.value, strings.Join(codes, ", "))
	return f.problem(finding.UnknownCode, message, text.DidYouMean(rawjson.Text(f.value), codes))
}

func (f failure) wrongForm(advice string) []finding.Problem {
	if rawjson.Text(f.value) == "" {
		return nil
	}
	f.name += ":"
	if rawjson.Text(f.get("format")) == "date" {
		return f.problem(finding.WrongForm, string(f.value)+" is not a date", "write a day of the calendar as YYYY-MM-DD")
	}
	return f.problem(finding.WrongForm, shorten(f.value)+" does not have the right form", advice)
}

// limits are the keywords that limit a value, with the message and a %s for the limit.
var limits = map[string]string{
	"minLength": "is too short: at least %s characters",
	"maxLength": "is too long: at most %s characters",
	"minItems":  "has too few entries: at least %s",
	"maxItems":  "has too many entries: at most %s",
	"minimum":   "must be at least %s",
	"maximum":   "must be at most %s",
}

func (f failure) beyond(limit string) []finding.Problem {
	if rawjson.IsEmpty(f.value) {
		return nil
	}
	return f.problem(finding.OutOfRange, fmt.Sprintf(limit, f.get(f.keyword)), "")
}

// repeated reports the later of two equal entries.
func (f failure) repeated() (problems []finding.Problem) {
	seen := map[string]bool{}
	i := 0
	for _, e := range rawjson.Elements(f.value) {
		key := fmt.Sprint(decode(e))
		if seen[key] {
			problems = append(problems, finding.Problem{
				Code: finding.Repeated, Path: append(slices.Clone(f.path), strconv.Itoa(i)),
				Message: f.name + ": repeated entry", Hint: "remove one of the two",
			})
		}
		if len(problems) == finding.MostProblems {
			break
		}
		seen[key] = true
		i++
	}
	return problems
}

// advice describes the form of a value: the description of its field, and an example.
func (m *messages) advice(path []string) string {
	var f *Field
	element := false
	fields := cmp.Or(m.set.Model.Table(m.table), m.set.Model.Description).Fields()
	for _, step := range slices.Concat(m.within, path) {
		if element = isDigits(step); element {
			continue
		}
		if f = FieldNamed(fields, step); f == nil {
			return ""
		}
		fields = f.Fields
	}
	if f == nil || len(f.Examples) == 0 {
		return ""
	}
	example := []byte(f.Examples[0])
	if element { // the description is that of the list
		for _, first := range rawjson.Elements(example) {
			return "for example " + string(first)
		}
	}
	first, others, _ := strings.Cut(strings.TrimSuffix(f.Description, "."), " ")
	return fmt.Sprintf("%s %s, for example %s", text.Lower(first), others, example)
}

// repeatedMember reports whether a path leads to, or into, a member that its object has twice.
func (m *messages) repeatedMember(path []string) bool {
	at := 0
	v := m.value
	for _, step := range path {
		if _, second := m.index.Child(at, len(v), step, 1); second && rawjson.Kind(v) == '{' {
			return true
		}
		child, ok := m.index.Child(at, len(v), step, 0)
		if !ok {
			return false
		}
		at += child.ValueAt
		v = child.Value
	}
	return false
}

// misspelt reports whether a field is missing only because its name is misspelt: the unknown name is a finding already.
func (m *messages) misspelt(p finding.Problem) bool {
	return p.Code == finding.MissingField && slices.ContainsFunc(m.problems, func(u finding.Problem) bool {
		if u.Code != finding.UnknownField {
			return false
		}
		last := len(u.Path) - 1
		return slices.Equal(u.Path[:last], p.Path) && text.Offers(u.Hint, p.Missing)
	})
}

// get follows a path into a value; nil if it leads nowhere.
func get(v []byte, path []string) []byte {
	for _, step := range path {
		m, _ := rawjson.Child(v, step, 0)
		v = m.Value
	}
	return v
}

// texts reads a text or a list of texts.
func texts(v []byte) (all []string) {
	if rawjson.Kind(v) == '"' {
		return []string{rawjson.Text(v)}
	}
	for _, e := range rawjson.Elements(v) {
		all = append(all, rawjson.Text(e))
	}
	return all
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// typeWords are the names of JSON types in messages.
var typeWords = map[string]string{
	"string": "text", "array": "a list", "object": "an object", "integer": "a whole number", "number": "a number", "boolean": "true or false",
}

func shorten(v []byte) string { return text.Shorten(string(v), 80) }

func keys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
