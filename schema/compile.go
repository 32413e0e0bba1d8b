package schema

import (
	"math"
	"math/big"
	"regexp"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
)

// program is a schema in the form that the fast path runs over the bytes of a value: the keywords of JSON Schema that can be
// decided there. Everything else goes to the library.
type program struct {
	location string // of the schema
	unsure   bool   // it has a keyword, or a form of one, that the fast path does not know

	types  types
	codes  map[string]bool // of enum or const; nil without such a keyword
	choice string          // the keyword of codes
	table  string          // that the text refers to (x-ref)

	// Other schemas of the same value; nil without them.
	all        []*program
	cond, then *program // else goes to the library

	properties []*program
	names      []string // of the properties
	required   uint64   // bits of properties
	closed     bool     // no other properties

	items    *program
	minItems int // -1 without a limit
	unique   bool

	minLength, maxLength int // in code points; -1 without a limit
	pattern              *regexp.Regexp
	prefix               string // of ids, if the pattern is that of ids
	date                 bool

	minimum, maximum int64
}

// types is a set of JSON types; the zero value stands for all of them.
type types uint8

const (
	typeString types = 1 << iota
	typeObject
	typeArray
	typeNumber  // of any kind
	typeInteger // the whole numbers among them
	otherType
)

var typeBits = map[string]types{
	"string": typeString, "object": typeObject, "array": typeArray,
	"integer": typeInteger, "number": typeNumber, "boolean": otherType, "null": otherType,
}

// The keywords that only describe, and those that a program implements. Any other keyword makes it unsure.
var (
	describing = []string{
		"$schema", "$id", "$anchor", "$defs", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
		"contentEncoding", "contentMediaType", "contentSchema", "x-display", "x-short", "x-list", "x-search", "x-set", "x-multiline",
	}
	implemented = []string{
		"type", "enum", "const", "allOf", "if", "then", "properties", "required", "additionalProperties", "items", "minItems",
		"uniqueItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "x-ref",
	}
)

// hasOnly reports whether a schema has no keywords but some, and those that describe.
func hasOnly(schema []byte, keywords ...string) bool {
	for m := range rawjson.Members(schema) {
		name := rawjson.Text(m.Name)
		if !slices.Contains(describing, name) && !slices.Contains(keywords, name) {
			return false
		}
	}
	return rawjson.Kind(schema) == '{' || string(schema) == "true"
}

// compiler makes one program of each schema.
type compiler struct {
	node func(location string) []byte // of the schema's bytes
	done map[*jsonschema.Schema]*program
}

func (c *compiler) compile(s *jsonschema.Schema) *program {
	if s == nil {
		return nil
	}
	if p := c.done[s]; p != nil {
		return p
	}
	node := c.node(s.Location)
	if s.Ref != nil && hasOnly(node, "$ref") { // it adds only a description
		c.done[s] = c.compile(s.Ref)
		return c.done[s]
	}
	p := &program{
		location:  s.Location,
		unsure:    !hasOnly(node, implemented...),
		table:     rawjson.GetText(node, "x-ref"),
		minItems:  s.MinItems,
		unique:    s.UniqueItems,
		minLength: s.MinLength,
		maxLength: s.MaxLength,
		pattern:   s.Pattern,
	}
	c.done[s] = p // before the schemas in it, which may refer back
	for _, t := range s.Types {
		p.types |= typeBits[t]
	}
	for _, sub := range s.AllOf {
		p.all = append(p.all, c.compile(sub))
	}
	p.cond = c.compile(s.If)
	p.then = c.compile(s.Then)
	c.object(p, s)
	p.items = c.compile(s.Items2020)
	p.scalars(s)
	return p
}

func (c *compiler) object(p *program, s *jsonschema.Schema) {
	for _, name := range keys(s.Properties) {
		if string(rawjson.Quote(name)) != `"`+name+`"` { // the fast path compares names without decoding them
			p.unsure = true
		}
		p.names = append(p.names, name)
		p.properties = append(p.properties, c.compile(s.Properties[name]))
	}
	for _, name := range s.Required {
		i := slices.Index(p.names, name)
		if i < 0 {
			p.unsure = true
			continue
		}
		p.required |= 1 << i
	}
	if len(p.properties) > 64 { // bits of required
		p.unsure = true
	}
	switch additional := s.AdditionalProperties.(type) {
	case nil:
	case bool:
		p.closed = !additional
	default:
		p.unsure = true
	}
}

// scalars compiles the keywords of texts and numbers.
func (p *program) scalars(s *jsonschema.Schema) {
	switch s.Format {
	case "":
	case "date":
		p.date = true
	default:
		p.unsure = true
	}
	if len(s.Enum)+len(s.Constant) > 0 {
		p.codes = map[string]bool{}
		p.choice = "enum"
	}
	if len(s.Constant) > 0 {
		p.choice = "const"
	}
	for _, e := range slices.Concat(s.Enum, s.Constant) {
		text, ok := e.(string)
		if !ok || (len(s.Enum) > 0 && len(s.Constant) > 0) {
			p.unsure = true
			return
		}
		p.codes[text] = true
	}
	if p.pattern != nil {
		if m := slug.FindStringSubmatch(p.pattern.String()); m != nil {
			p.prefix = m[1]
		}
	}
	p.minimum = p.whole(s.Minimum, math.MinInt64)
	p.maximum = p.whole(s.Maximum, math.MaxInt64)
}

// whole returns a limit, or none if there is no limit.
func (p *program) whole(limit *big.Rat, none int64) int64 {
	if limit == nil {
		return none
	}
	if !limit.IsInt() || !limit.Num().IsInt64() {
		p.unsure = true
	}
	return limit.Num().Int64()
}
