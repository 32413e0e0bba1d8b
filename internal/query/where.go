package query

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// Names by which a record may be called beside its id and the field that its table displays.
// They are looked for where a condition compares a reference with a name, and where a search looks into what is referred to.
var nameFields = []string{"acronym", "short_title", "alt_labels", "other_names"}

// NameFields lists those names.
func NameFields() []string { return slices.Clone(nameFields) }

// Condition is one condition on records.
type Condition struct {
	Path  Path
	Op    string // = != ~ !~ < <= > >=
	Value string // as given

	any     []string   // of = and !=: the values between commas, folded
	numbers []*big.Rat // and those of numbers
	model   *schema.Model
}

// operatorBytes are what operators are made of.
const operatorBytes = "=!~<>"

var operators = []string{"!=", "!~", "<=", ">=", "=", "~", "<", ">"}

// mistaken are operators of other languages, and what they are here.
var mistaken = map[string]string{"==": "=", "===": "=", "=>": ">=", "=<": "<=", "<>": "!=", "!==": "!=", "=~": "~", "~=": "~", "~~": "~"}

// NewCondition reads a condition: FIELD OP VALUE.
func NewCondition(m *schema.Model, t *schema.Table, expr string) (Condition, error) {
	i := strings.IndexAny(expr, operatorBytes)
	if i < 0 {
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: no operator in it", expr), "write FIELD OP VALUE, with one of "+strings.Join(operators, " "))
	}
	field, rest := strings.TrimSpace(expr[:i]), strings.TrimLeft(expr[i:], operatorBytes)
	c := Condition{model: m, Op: expr[i : len(expr)-len(rest)], Value: strings.TrimSpace(rest)}
	switch {
	case field == "":
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: it does not begin with a field", expr), "write FIELD OP VALUE, with one of "+strings.Join(operators, " "))
	case mistaken[c.Op] != "":
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: %s is not an operator", expr, c.Op), "write "+mistaken[c.Op])
	case !slices.Contains(operators, c.Op):
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: %s is not an operator", expr, c.Op), "they are "+strings.Join(operators, " ")+"; a space stands before a value that begins as one")
	}
	var err error
	if c.Path, err = NewPath(m, t, field); err != nil {
		return Condition{}, err
	}
	if c.Path.leaf().Kind == schema.Object && strings.ContainsAny(c.Op, "<>") {
		return Condition{}, text.Usage(fmt.Sprintf("condition %q: %s is an object, which has no order", expr, c.Path.Name), "name one of its fields: "+fieldHint("", c.Path.leaf().Fields))
	}
	c.read()
	return c, nil
}

// read reads the values between commas.
func (c *Condition) read() {
	f := c.Path.leaf()
	for v := range strings.SplitSeq(c.Value, ",") {
		v = strings.TrimSpace(v)
		c.any = append(c.any, text.Fold(v))
		for _, code := range f.Codes { // which people may know by its title
			if text.Fold(code.Title) == text.Fold(v) {
				c.any = append(c.any, text.Fold(code.Code))
			}
		}
		if n := number(v); n != nil && (f.Kind == schema.Integer || f.Kind == schema.Number) {
			c.numbers = append(c.numbers, n)
		}
	}
	if strings.Contains(c.Value, ",") { // which may also be part of the one value meant
		c.any = append(c.any, text.Fold(c.Value))
	}
}

// String is the text that the condition was read from, in its plain form.
func (c Condition) String() string {
	if c.Value != "" && strings.Contains(operatorBytes, c.Value[:1]) { // "< =5" is not "<=5"
		return c.Path.Name + c.Op + " " + c.Value
	}
	return c.Path.Name + c.Op + c.Value
}

// Tables lists the tables whose records are needed to judge the condition.
func (c Condition) Tables() []string {
	tables := c.Path.Tables()
	for _, f := range schema.Walk([]*schema.Field{c.Path.leaf()}) {
		if f.Ref != "" {
			tables = append(tables, f.Ref)
		}
	}
	return tables
}

// Match says whether a record meets the condition. != and !~ are the opposites of = and ~: they
// hold where no value matches, also where there is none. `FIELD=` holds where the field is absent.
func (c Condition) Match(v []byte, look Lookup) bool {
	found, present := false, false
	test := c.test(look)
	c.Path.Each(v, look, func(v []byte) bool {
		present = true
		found = found || test(v, c.Path.leaf())
		return !found
	})
	switch c.Op {
	case "=":
		return found || (c.Value == "" && !present)
	case "!=":
		return !found && (c.Value != "" || present)
	case "!~":
		return !found
	}
	return found
}

// test is the test of one value.
func (c Condition) test(look Lookup) func(v []byte, f *schema.Field) bool {
	switch c.Op {
	case "=", "!=":
		named := c.names(look, func(s string) bool { return slices.Contains(c.any, text.Fold(s)) })
		return func(v []byte, f *schema.Field) bool { return named(v, f) || c.numbered(v) }
	case "~", "!~":
		want := text.Fold(c.Value)
		return c.names(look, func(s string) bool { return strings.Contains(text.Fold(s), want) })
	}
	text := sortable{text: c.Value, folded: text.Fold(c.Value)}
	size := number(c.Value)
	return func(v []byte, _ *schema.Field) bool {
		bound := text
		if rawjson.IsNumber(v) {
			bound.number = size
		}
		return ordered(newSortable(v).compare(bound), c.Op)
	}
}

// numbered says whether a value is one of the numbers, however it is written.
func (c Condition) numbered(v []byte) bool {
	if len(c.numbers) == 0 || !rawjson.IsNumber(v) {
		return false
	}
	n := number(string(v))
	return n != nil && slices.ContainsFunc(c.numbers, func(want *big.Rat) bool { return n.Cmp(want) == 0 })
}

// names applies a test to a value, to all the names of what it refers to, and to all that an
// object holds.
func (c Condition) names(look Lookup, test func(string) bool) func([]byte, *schema.Field) bool {
	var match func(v []byte, f *schema.Field) bool
	match = func(v []byte, f *schema.Field) bool {
		switch f.Kind {
		case schema.Object:
			for m := range rawjson.Members(v) {
				if sub := f.Field(rawjson.Text(m.Name)); sub != nil {
					for _, e := range Entries(m.Value) {
						if match(e, sub) {
							return true
						}
					}
				}
			}
			return false
		case schema.Reference:
			id := rawjson.Text(v)
			_, bare, _ := strings.Cut(id, "-")
			if test(id) || test(bare) {
				return true
			}
			for name := range names(c.model.Table(f.Ref), look(f.Ref, id)) {
				if test(name) {
					return true
				}
			}
			return false
		}
		return test(rawjson.Text(v))
	}
	return match
}

// names gives the names of a record, which may be nil.
func names(t *schema.Table, v []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, n := range append([]string{t.Display}, nameFields...) {
			for _, e := range Entries(rawjson.Get(v, n)) {
				if !yield(rawjson.Text(e)) {
					return
				}
			}
		}
	}
}

// Entries gives the entries of a list, or the value itself.
func Entries(v []byte) [][]byte {
	if v == nil {
		return nil
	}
	if rawjson.Kind(v) != '[' {
		return [][]byte{v}
	}
	var list [][]byte
	for _, e := range rawjson.Elements(v) {
		list = append(list, e)
	}
	return list
}

func ordered(n int, op string) bool {
	switch op {
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case ">":
		return n > 0
	}
	return n >= 0
}
