package schema

import (
	"encoding/json" // only for json.Number
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/strict"
	"malaga/internal/text"
)

// words turns the errors of one validation into problems in plain words. The library's own messages
// use Go syntax and come in random order, and those of several names at once in one line: what is
// said is worked out again from the keyword and the value.
type words struct {
	set      *Set
	what     string // the value as a whole
	root     *jsonschema.Schema
	value    []byte
	problems []finding.Problem
	seen     map[string]bool
}

// say puts one error into words.
func (w *words) say(e *jsonschema.ValidationError) {
	at := tokens(e.InstanceLocation)
	cut := strings.LastIndexByte(e.AbsoluteKeywordLocation, '/')
	keyword := e.AbsoluteKeywordLocation[cut+1:]
	sch := w.set.at(e.AbsoluteKeywordLocation[:cut])
	v := get(w.value, at)
	if sch == nil || v == nil {
		w.add(finding.Problem{Code: finding.OtherSchema, Path: at, Message: e.Message})
		return
	}
	name := w.label(at)
	switch keyword {
	case "required":
		w.required(sch, e, at, v)
	case "additionalProperties", "unevaluatedProperties":
		w.unknown(sch, at, v)
	case "type":
		w.wrongType(sch, at, name, v)
	case "enum":
		w.enum(sch, at, name, v)
	case "pattern", "format":
		w.form(sch, at, name, v)
	case "minLength", "minItems", "minProperties":
		if hasInside(v) { // that it is empty the guard has told
			w.limit(sch, keyword, at, name)
		}
	case "maxLength", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		w.limit(sch, keyword, at, name)
	case "uniqueItems":
		w.repeated(at, name, v)
	case "const":
		w.add(finding.Problem{Code: finding.UnknownCode, Path: at, Message: fmt.Sprintf("%s must be %s", name, plainValue(sch.Constant[0]))})
	default:
		w.add(finding.Problem{Code: finding.OtherSchema, Path: at, Message: name + ": " + e.Message})
	}
}

// hasInside says whether a list or an object has anything in it.
func hasInside(v []byte) bool {
	for range rawjson.Members(v) {
		return true
	}
	for range rawjson.Elements(v) {
		return true
	}
	return rawjson.Kind(v) == '"' && len(v) > 2
}

func (w *words) required(sch *jsonschema.Schema, e *jsonschema.ValidationError, at []string, v []byte) {
	if strict.IsEmpty(v) && len(at) > 0 { // the guard has told
		return
	}
	condition, code := w.condition(e), finding.MissingField
	if condition != "" {
		code = finding.MissingWith
	}
	for _, name := range sch.Required {
		if rawjson.Get(v, name) == nil {
			w.add(finding.Problem{Code: code, Path: at, Missing: name, Message: dotted(at, name) + " is missing" + condition})
		}
	}
}

// condition says on what a requirement depends, if it stands in the "then" of a schema.
func (w *words) condition(e *jsonschema.ValidationError) string {
	outer, ok := strings.CutSuffix(e.AbsoluteKeywordLocation, "/then/required")
	sch := w.set.at(outer)
	if !ok || sch == nil || sch.If == nil {
		return ""
	}
	cond := sch.If
	for _, name := range cond.Required {
		if p := cond.Properties[name]; p != nil && len(p.Constant) > 0 {
			return fmt.Sprintf(": needed because %s is %s", name, plainValue(p.Constant[0]))
		}
	}
	return ": needed with " + strings.Join(cond.Required, " and ")
}

func (w *words) unknown(sch *jsonschema.Schema, at []string, v []byte) {
	known := keys(sch.Properties)
	for m := range rawjson.Members(v) {
		name := rawjson.Text(m.Name)
		if sch.Properties[name] != nil || w.full() {
			continue
		}
		hint := text.DidYouMean(name, known)
		if hint == "" {
			hint = "the fields are " + strings.Join(known, ", ")
		}
		w.add(finding.Problem{
			Code: finding.UnknownField, Path: append(slices.Clone(at), name), Key: true,
			Message: "unknown field " + strconv.Quote(dotted(at, name)), Hint: hint,
		})
	}
}

func (w *words) wrongType(sch *jsonschema.Schema, at []string, name string, v []byte) {
	if strict.IsEmpty(v) { // the guard has told
		return
	}
	want := make([]string, len(sch.Types))
	for i, t := range sch.Types {
		want[i] = typeWord(t)
	}
	if len(at) > 0 && isDigits(at[len(at)-1]) {
		name = "an entry of " + name
	}
	p := finding.Problem{Code: finding.WrongType, Path: at, Message: fmt.Sprintf("%s must be %s, not %s", name, strings.Join(want, " or "), valueWord(v))}
	if rawjson.Kind(v) == '"' && slices.ContainsFunc(sch.Types, func(t string) bool { return t == "integer" || t == "number" }) && isDigits(rawjson.Text(v)) {
		p.Hint = "write " + rawjson.Text(v) + " without quotation marks"
	}
	if len(sch.Types) == 1 && sch.Types[0] == "array" {
		p.Hint = "put it in square brackets"
	}
	w.add(p)
}

func (w *words) enum(sch *jsonschema.Schema, at []string, name string, v []byte) {
	if rawjson.Kind(v) != '"' { // the wrong type is said already
		return
	}
	codes := make([]string, len(sch.Enum))
	for i, e := range sch.Enum {
		codes[i] = plainValue(e)
	}
	hint := text.DidYouMean(rawjson.Text(v), codes)
	message := fmt.Sprintf("%s: %s is not one of its codes (%s)", name, v, strings.Join(codes, ", "))
	w.add(finding.Problem{Code: finding.UnknownCode, Path: at, Message: message, Hint: hint})
}

func (w *words) form(sch *jsonschema.Schema, at []string, name string, v []byte) {
	text := rawjson.Text(v)
	if text == "" { // the guard has told
		return
	}
	if sch.Format == "date" {
		w.add(finding.Problem{Code: finding.WrongForm, Path: at, Message: fmt.Sprintf("%s: %s is not a date", name, v), Hint: "a date is a day of the calendar, YYYY-MM-DD"})
		return
	}
	hint := w.set.advice(at, w.root)
	w.add(finding.Problem{Code: finding.WrongForm, Path: at, Message: fmt.Sprintf("%s: %s does not have the right form", name, cut(v)), Hint: hint})
}

func (w *words) limit(sch *jsonschema.Schema, keyword string, at []string, name string) {
	var message string
	switch keyword {
	case "minLength":
		message = fmt.Sprintf("%s is too short: at least %d characters", name, sch.MinLength)
	case "maxLength":
		message = fmt.Sprintf("%s is too long: at most %d characters", name, sch.MaxLength)
	case "minItems":
		message = fmt.Sprintf("%s has too few entries: at least %d", name, sch.MinItems)
	case "maxItems":
		message = fmt.Sprintf("%s has too many entries: at most %d", name, sch.MaxItems)
	case "minProperties":
		message = fmt.Sprintf("%s has too few members: at least %d", name, sch.MinProperties)
	case "minimum":
		message = fmt.Sprintf("%s must be at least %s", name, sch.Minimum.RatString())
	case "maximum":
		message = fmt.Sprintf("%s must be at most %s", name, sch.Maximum.RatString())
	case "exclusiveMinimum":
		message = fmt.Sprintf("%s must be more than %s", name, sch.ExclusiveMinimum.RatString())
	case "exclusiveMaximum":
		message = fmt.Sprintf("%s must be less than %s", name, sch.ExclusiveMaximum.RatString())
	case "multipleOf":
		message = fmt.Sprintf("%s must be a multiple of %s", name, sch.MultipleOf.RatString())
	}
	w.add(finding.Problem{Code: finding.OutOfRange, Path: at, Message: message})
}

func (w *words) repeated(at []string, name string, v []byte) {
	seen := map[string]bool{}
	i := 0
	for _, e := range rawjson.Elements(v) {
		if key := fmt.Sprint(decode(e)); seen[key] {
			w.add(finding.Problem{Code: finding.Repeated, Path: append(slices.Clone(at), strconv.Itoa(i)), Message: fmt.Sprintf("%s: the entry stands twice", name), Hint: "remove one of them"})
		} else {
			seen[key] = true
		}
		i++
	}
}

// advice says of what form a value is to be: what its schema says of it, and an example.
func (s *Set) advice(at []string, sch *jsonschema.Schema) string {
	var description string
	var example any
	for _, step := range at {
		typed := resolve(sch)
		switch {
		case typed.Properties[step] != nil:
			sch = typed.Properties[step]
		case typed.Items2020 != nil:
			sch = typed.Items2020
		default:
			return ""
		}
		description, example = "", entry(example)
		for one := sch; one != nil; one = one.Ref {
			if description == "" {
				description = one.Description
			}
			if len(one.Examples) > 0 {
				example = one.Examples[0]
				break
			}
		}
	}
	if description != "" {
		description = strings.ToLower(description[:1]) + strings.TrimSuffix(description[1:], ".") + "; "
	}
	if text, ok := example.(string); ok {
		return description + "an example is " + strconv.Quote(text)
	}
	return strings.TrimSuffix(description, "; ")
}

// entry is the first entry of an example that is a list, for the entries have none of their own.
func entry(example any) any {
	if list, ok := example.([]any); ok && len(list) > 0 {
		return list[0]
	}
	return nil
}

// get follows a path into a value; nil if it leads nowhere.
func get(v []byte, at []string) []byte {
	for _, step := range at {
		m, _ := rawjson.Child(v, step, 0)
		v = m.Value
	}
	return v
}

// label is a path in words: names joined by dots, without the indexes, which the position tells.
func (w *words) label(at []string) string {
	if len(at) == 0 {
		return w.what
	}
	return dotted(at)
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func typeWord(t string) string {
	switch t {
	case "string":
		return "a text"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "integer":
		return "a whole number"
	case "number":
		return "a number"
	case "boolean":
		return "true or false"
	}
	return t
}

func valueWord(v []byte) string {
	switch rawjson.Kind(v) {
	case '"':
		return "a text"
	case '[':
		return "a list"
	case '{':
		return "an object"
	case 't', 'f':
		return string(v)
	}
	return "the number " + cut(v)
}

// cut shortens a value for a message.
func cut(v []byte) string {
	const most = 80
	if r := []rune(string(v)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(v)
}

func plainValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return fmt.Sprint(v)
}

func keys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
