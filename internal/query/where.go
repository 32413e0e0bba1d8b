package query

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Condition is one condition on records.
type Condition struct {
	Path  Path
	Op    string // = != ~ !~ < <= > >=
	Value string // as given

	values   []string          // without quotation marks: of = and != those between commas, else one
	whole    string            // the one value, or all of them as they are given
	any      map[string]bool   // for = and !=: the values between commas, folded
	numbers  []rawjson.Decimal // those of them that are numbers
	folded   string            // whole, for ~ and !~
	asText   sortKey           // whole, for the others
	asNumber sortKey
	model    *schema.Model
	known    map[reached]verdict
}

// operatorBytes are the bytes that operators consist of.
const operatorBytes = "=!~<>"

const conditionForm = "write FIELD OP VALUE; OP is one of = != ~ !~ < <= > >="

var operators = []string{"=", "!=", "~", "!~", "<", "<=", ">", ">="}

// otherOperators are operators of other languages, with those that stand for them here.
var otherOperators = map[string]string{
	"==": "=", "===": "=", "=>": ">=", "=<": "<=", "<>": "!=", "!==": "!=", "=~": "~", "~=": "~", "~~": "~",
}

// NewCondition parses a condition: FIELD OP VALUE.
func NewCondition(m *schema.Model, t *schema.Table, expr string) (Condition, error) {
	invalid := func(hint, format string, args ...any) (Condition, error) {
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: ", expr)+fmt.Sprintf(format, args...), hint)
	}
	i := strings.IndexAny(expr, operatorBytes)
	if i < 0 {
		return invalid(conditionForm, "no operator")
	}
	field := strings.TrimSpace(expr[:i])
	value := strings.TrimLeft(expr[i:], operatorBytes)
	op := expr[i : len(expr)-len(value)]
	switch {
	case field == "":
		return invalid(conditionForm, "no field before the operator")
	case otherOperators[op] != "":
		return invalid("write "+otherOperators[op], "%s is not an operator", op)
	case !slices.Contains(operators, op):
		return invalid(conditionForm+"; put a space before a value that starts with one of "+operatorBytes, "%s is not an operator", op)
	}
	if strings.TrimSpace(value) == "" && strings.ContainsAny(op, "<>") {
		return invalid("write a value after the operator; "+field+"!= holds where the field is present", "nothing to compare with")
	}
	p, err := NewPath(m, t, field)
	if err != nil {
		return Condition{}, err
	}
	if f := p.Leaf(); f.Kind == schema.Object && strings.ContainsAny(op, "<>") {
		return invalid("compare one of its fields: "+strings.Join(fieldNames(f.Fields), ", "),
			"%s is an object and cannot be compared with %s", p.Name, op)
	}
	if word, hint := joined(m, t, value); word != "" {
		return invalid(hint, "%s is not an operator", word)
	}
	c := Condition{Path: p, Op: op, Value: strings.TrimSpace(value), model: m}
	if message, hint := c.parseValues(); message != "" {
		return invalid(hint, "%s", message)
	}
	return c, nil
}

// joined returns the word by which a value goes on with another condition, as it would in SQL, and what to write instead.
func joined(m *schema.Model, t *schema.Table, value string) (word, hint string) {
	value = strings.TrimSpace(value)
	if open, size := utf8.DecodeRuneInString(value); closing(open) != 0 { // words in quotation marks are the value's
		_, value, _ = strings.Cut(value[size:], string(closing(open)))
	}
	next := regexp.MustCompile(`(?i)\s(and|or|&&|\|\|)\s+([a-z_.]+)\s*[=!~<>]`)
	for _, found := range next.FindAllStringSubmatch(value, -1) {
		if _, err := NewPath(m, t, found[2]); err != nil {
			continue // words of the value
		}
		switch word = found[1]; strings.ToLower(word) {
		case "and", "&&":
			return word, "repeat --where: all conditions must hold"
		}
		return word, "a comma between values means any of them: FIELD=VALUE,VALUE"
	}
	return "", ""
}

// equal reports whether the condition is about equality.
func (c *Condition) equal() bool { return c.Op == "=" || c.Op == "!=" }

// parseValues takes the values. It returns a message and a hint if one of them cannot be a value of the field.
func (c *Condition) parseValues() (message, hint string) {
	quoted := false
	if c.values, quoted, message, hint = unquoteAll(c.Value, c.equal()); message != "" {
		return message, hint
	}
	c.whole = c.Value
	if len(c.values) == 1 {
		c.whole = c.values[0]
	}
	c.folded, c.asText, c.asNumber = text.Fold(c.whole), textKey(c.whole), numberKey(c.whole)
	c.any = map[string]bool{}
	f := formOf(c.Path.Leaf())
	for _, v := range c.values {
		if v != "" && !strings.Contains(c.Op, "~") {
			if message, hint = f.misfit(c.Path.Name, v, c.equal()); message != "" {
				return message, hint
			}
		}
		c.addValue(v)
	}
	if len(c.values) > 1 && !quoted { // the comma may be part of a single value
		c.any[c.folded] = true
	}
	return "", ""
}

// addValue adds one of the values that may be equal.
func (c *Condition) addValue(v string) {
	f := c.Path.Leaf()
	folded := text.Fold(v)
	c.any[folded] = true
	for _, code := range f.Codes { // codes may be given by their titles
		if text.Fold(code.Title) == folded {
			c.any[text.Fold(code.Code)] = true
		}
	}
	if n, ok := rawjson.ParseDecimal(v); ok && (f.Kind == schema.Integer || f.Kind == schema.Number) {
		c.numbers = append(c.numbers, n)
	}
}

// Tables returns the tables whose records are needed to evaluate the condition.
func (c Condition) Tables() []string {
	tables := c.Path.Tables()
	for _, f := range schema.Walk([]*schema.Field{c.Path.Leaf()}) {
		if f.Ref != "" {
			tables = append(tables, f.Ref)
		}
	}
	return tables
}

// Match reports whether a record meets the condition. != and !~ are the opposites of = and ~: they hold where no value
// matches, also where there is none. `FIELD=` holds where the field is absent.
func (c *Condition) Match(v []byte, look Lookup) bool {
	got := c.along(Target{Raw: v}, c.Path.steps, look, c.test(look))
	switch c.Op {
	case "=":
		return got.found || (c.whole == "" && !got.present)
	case "!=":
		return !got.found && (c.whole != "" || got.present)
	case "!~":
		return !got.found
	}
	return got.found
}

// test returns the test of one value of a field.
func (c *Condition) test(look Lookup) func(v []byte, f *schema.Field) bool {
	switch c.Op {
	case "=", "!=":
		named := c.anyText(look, func(s string) bool { return c.any[text.Fold(s)] })
		return func(v []byte, f *schema.Field) bool { return named(v, f) || c.equalsNumber(v) }
	case "~", "!~":
		return c.anyText(look, func(s string) bool { return strings.Contains(text.Fold(s), c.folded) })
	}
	return func(v []byte, _ *schema.Field) bool {
		bound := c.asText
		if rawjson.IsNumber(v) {
			bound = c.asNumber
		}
		switch n := compareKeys(newSortKey(v), bound); {
		case n < 0:
			return c.Op[0] == '<'
		case n > 0:
			return c.Op[0] == '>'
		}
		return strings.HasSuffix(c.Op, "=")
	}
}

// equalsNumber reports whether a value is one of the numbers, however it is written.
func (c *Condition) equalsNumber(v []byte) bool {
	if len(c.numbers) == 0 || !rawjson.IsNumber(v) {
		return false
	}
	n, ok := rawjson.ParseDecimal(string(v))
	return ok && slices.Contains(c.numbers, n)
}

// anyText applies a test to the text of a value, to all names of the record that a reference refers to, and to all values
// in an object.
func (c *Condition) anyText(look Lookup, test func(string) bool) func([]byte, *schema.Field) bool {
	var match func(v []byte, f *schema.Field) bool
	match = func(v []byte, f *schema.Field) bool {
		switch f.Kind {
		case schema.Object:
			for m := range rawjson.Members(v) {
				sub := f.Field(rawjson.Text(m.Name))
				if sub != nil && slices.ContainsFunc(Entries(m.Value), func(e []byte) bool { return match(e, sub) }) {
					return true
				}
			}
			return false
		case schema.Reference:
			id := rawjson.Text(v)
			_, bare, _ := strings.Cut(id, "-")
			if test(id) || test(bare) {
				return true
			}
			target := look(f.Ref, id)
			got, met := c.recall(target, 0)
			if !met {
				for _, name := range Names(c.model.Table(f.Ref), target) {
					if got.found = test(name); got.found {
						break
					}
				}
				c.keep(target, 0, got)
			}
			return got.found
		}
		return test(rawjson.Text(v))
	}
	return match
}

// namesOf returns the fields with the names of a record, in whichever table they are.
func namesOf(t *schema.Table) []string {
	return []string{t.Display, vocab.Acronym, vocab.ShortTitle, vocab.AltLabels, vocab.OtherNames}
}

// Names yields the names of a record beside its id, each with the field that holds it. There may be no record.
func Names(t *schema.Table, in Target) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, field := range namesOf(t) {
			for _, e := range Entries(in.Get(field)) {
				if !yield(field, rawjson.Text(e)) {
					return
				}
			}
		}
	}
}
