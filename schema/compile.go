package schema

import (
	"math/big"
	"reflect"
	"regexp"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
)

// program is a schema made ready to be run over the bytes of a value: the subset of JSON Schema that
// can be decided at a glance. Everything else is left to the library.
type program struct {
	unsure bool // a keyword, or a form of one, that is not understood here

	types types
	ref   *program
	all   []*program
	cond  *program
	then  *program
	els   *program
	codes [][]byte // enum or const, quoted; nil means no such keyword
	table string   // that the text refers to (x-ref)

	properties []property
	byName     map[string]int
	required   uint64 // bits of properties
	closed     bool

	items              *program
	minItems, maxItems int // -1 if not given
	unique             bool

	minLength, maxLength int // -1 if not given
	pattern              *regexp.Regexp
	date                 bool

	minimum, maximum *int64
}

type property struct {
	quoted []byte
	value  *program
}

// types is a set of JSON types.
type types uint8

const (
	typeString types = 1 << iota
	typeObject
	typeArray
	typeInteger
	typeNumber
	typeBoolean
	typeNull
)

var typeNames = map[string]types{
	"string": typeString, "object": typeObject, "array": typeArray, "integer": typeInteger,
	"number": typeNumber, "boolean": typeBoolean, "null": typeNull,
}

// described are the fields of the library's Schema that only describe; understood those that a program
// takes account of. Any other one that is set makes the program unsure, also one that a
// later version of the library adds.
var (
	described  = []string{"Location", "Draft", "Title", "Description", "Default", "Comment", "ReadOnly", "WriteOnly", "Examples", "Deprecated"}
	understood = []string{
		"Types", "Ref", "AllOf", "If", "Then", "Else", "Enum", "Constant",
		"Properties", "Required", "AdditionalProperties", "Items2020", "MinItems", "MaxItems", "UniqueItems",
		"MinLength", "MaxLength", "Pattern", "Format", "Minimum", "Maximum",
	}
)

// compiler makes programs of schemas, one of each.
type compiler struct {
	src  source
	done map[*jsonschema.Schema]*program
}

func (c *compiler) compile(s *jsonschema.Schema) *program {
	if s == nil {
		return nil
	}
	if p := c.done[s]; p != nil {
		return p
	}
	ref := rawjson.GetText(c.src.node(s.Location), "x-ref")
	if s.Ref != nil && ref == "" && only(s, []string{"Ref"}) { // as most properties are: what they add is for people
		c.done[s] = c.compile(s.Ref)
		return c.done[s]
	}
	p := &program{
		unsure: !only(s, understood), minItems: s.MinItems, maxItems: s.MaxItems, unique: s.UniqueItems,
		minLength: s.MinLength, maxLength: s.MaxLength, pattern: s.Pattern,
	}
	p.table = ref
	c.done[s] = p // before those below it, which may refer back
	for _, t := range s.Types {
		p.types |= typeNames[t]
	}
	p.ref, p.cond, p.then, p.els = c.compile(s.Ref), c.compile(s.If), c.compile(s.Then), c.compile(s.Else)
	if p.table == "" && p.ref != nil { // as the model has it
		p.table = p.ref.table
	}
	for _, sub := range s.AllOf {
		p.all = append(p.all, c.compile(sub))
	}
	p.items = c.compile(s.Items2020)
	c.object(p, s)
	p.scalars(s)
	return p
}

// only says whether a schema has no keywords but some.
func only(s *jsonschema.Schema, keywords []string) bool {
	v := reflect.ValueOf(*s)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || slices.Contains(described, f.Name) || slices.Contains(keywords, f.Name) {
			continue
		}
		switch n, isInt := v.Field(i).Interface().(int); {
		case isInt && n == -1: // how the library says that a limit is not given
		case !isInt && v.Field(i).IsZero():
		case f.Name == "MinContains" && n == 1, f.Name == "ContainsEval": // mean nothing without contains
		case f.Name == "Always" && *s.Always: // the schema true
		default:
			return false
		}
	}
	return true
}

func (c *compiler) object(p *program, s *jsonschema.Schema) {
	p.byName = map[string]int{}
	for _, name := range c.src.order(s) {
		p.byName[name] = len(p.properties)
		if string(rawjson.Quote(name)) != `"`+name+`"` { // members are told by the bytes of their names
			p.unsure = true
		}
		p.properties = append(p.properties, property{rawjson.Quote(name), c.compile(s.Properties[name])})
	}
	if len(p.properties) > 64 {
		p.unsure = true
		return
	}
	for _, name := range s.Required {
		i, ok := p.byName[name]
		if !ok {
			p.unsure = true
			return
		}
		p.required |= 1 << i
	}
	switch additional := s.AdditionalProperties.(type) {
	case nil:
	case bool:
		p.closed = !additional
	default:
		p.unsure = true
	}
}

// scalars takes over what a schema says of texts and numbers.
func (p *program) scalars(s *jsonschema.Schema) {
	switch s.Format {
	case "":
	case "date":
		p.date = true
	default:
		p.unsure = true
	}
	for _, e := range slices.Concat(s.Enum, s.Constant) {
		text, ok := e.(string)
		if !ok || (len(s.Enum) > 0 && len(s.Constant) > 0) {
			p.unsure = true
			return
		}
		p.codes = append(p.codes, rawjson.Quote(text))
	}
	p.minimum, p.maximum = p.whole(s.Minimum), p.whole(s.Maximum)
}

func (p *program) whole(r *big.Rat) *int64 {
	if r == nil {
		return nil
	}
	if !r.IsInt() || !r.Num().IsInt64() {
		p.unsure = true
		return nil
	}
	n := r.Num().Int64()
	return &n
}
