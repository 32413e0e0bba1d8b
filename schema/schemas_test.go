package schema_test

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// keywords are those of JSON Schema 2020-12 that the schemas may use, and our own: a misspelt one would
// be passed over in silence.
var keywords = []string{
	"$schema", "$id", "$ref", "$defs", "$comment",
	"title", "description", "examples", "deprecated", "default",
	"type", "enum", "const", "format", "pattern", "minLength", "maxLength",
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"properties", "required", "additionalProperties", "minProperties", "maxProperties",
	"items", "minItems", "maxItems", "uniqueItems",
	"allOf", "anyOf", "oneOf", "not", "if", "then", "else",
	"x-ref", "x-display", "x-short", "x-list", "x-search", "x-set", "x-multiline",
}

func TestKeywordsAreKnown(t *testing.T) {
	t.Parallel()
	for _, n := range nodes(t) {
		for m := range rawjson.Members(n.v) {
			if !slices.Contains(keywords, rawjson.Text(m.Name)) {
				t.Errorf("%s: unknown keyword %s", n, m.Name)
			}
		}
	}
}

func TestTypesAndFormatsAreKnown(t *testing.T) {
	t.Parallel()
	types := []string{"object", "array", "string", "integer", "number", "boolean"} // and no null: absent is absent
	for _, n := range nodes(t) {
		if v := n.get("type"); v != nil && (rawjson.Kind(v) != '"' || !slices.Contains(types, rawjson.Text(v))) {
			t.Errorf("%s: type %s", n, v)
		}
		if f := n.text("format"); f != "" && jsonschema.Formats[f] == nil {
			t.Errorf("%s: unknown format %s", n, f)
		}
	}
}

func TestFilesNameThemselvesAndTheirLanguage(t *testing.T) {
	t.Parallel()
	bases := map[string]bool{}
	for _, n := range nodes(t) {
		if n.pointer != "" {
			if n.get("$id") != nil || n.get("$schema") != nil {
				t.Errorf("%s has an $id or a $schema of its own", n)
			}
			continue
		}
		id := n.text("$id")
		bases[strings.TrimSuffix(id, n.file)] = true
		if path.Base(id) != n.file || !strings.HasPrefix(id, "https://") || n.text("$schema") != "https://json-schema.org/draft/2020-12/schema" {
			t.Errorf("%s: $id %s, $schema %s", n.file, id, n.text("$schema"))
		}
		if n.text("title") == "" || n.text("description") == "" {
			t.Errorf("%s has no title or description", n.file)
		}
	}
	if len(bases) != 1 {
		t.Errorf("the $ids have several bases: %v", bases)
	}
}

func TestReferencesBetweenSchemasLeadToTheirNeighbours(t *testing.T) {
	t.Parallel()
	all := map[string]bool{}
	for _, n := range nodes(t) {
		all[n.String()] = true
	}
	for _, n := range nodes(t) {
		ref := n.text("$ref")
		if ref == "" {
			continue
		}
		if strings.HasPrefix(ref, "#") {
			ref = n.file + ref
		}
		if !strings.Contains(ref, "#") {
			ref += "#"
		}
		if !all[ref] {
			t.Errorf("%s: $ref %s leads nowhere", n, n.text("$ref"))
		}
	}
}

func TestEveryPropertyIsDescribed(t *testing.T) {
	t.Parallel()
	count := 0
	for _, n := range nodes(t) {
		if n.property == "" {
			continue
		}
		count++
		if n.text("title") == "" || n.text("description") == "" || len(list(n.get("examples"))) == 0 {
			t.Errorf("%s has no title, description or examples of its own", n)
		}
		if d := n.text("description"); !strings.HasSuffix(d, ".") {
			t.Errorf("%s: %q is no sentence", n, d)
		}
	}
	if count < 120 {
		t.Errorf("only %d properties found", count)
	}
}

func TestEveryExampleIsValid(t *testing.T) {
	t.Parallel()
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	ids := map[string]string{}
	for name, f := range copied(t) {
		ids[name] = rawjson.GetText(f.Data, "$id")
		if err := c.AddResource(ids[name], bytes.NewReader(f.Data)); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	for _, n := range nodes(t) {
		for _, e := range rawjson.Elements(n.get("examples")) {
			count++
			sch, err := c.Compile(ids[n.file] + "#" + strings.ReplaceAll(n.pointer, "$", "%24"))
			if err != nil {
				t.Fatal(err)
			}
			if err := sch.Validate(value(e)); err != nil {
				t.Errorf("%s: the example %s is not valid: %v", n, e, err)
			}
		}
	}
	if count < 120 {
		t.Errorf("only %d examples found", count)
	}
}

// value decodes a small value of a schema.
func value(v []byte) any {
	switch rawjson.Kind(v) {
	case '[':
		all := []any{}
		for _, e := range rawjson.Elements(v) {
			all = append(all, value(e))
		}
		return all
	case '{':
		all := map[string]any{}
		for m := range rawjson.Members(v) {
			all[rawjson.Text(m.Name)] = value(m.Value)
		}
		return all
	case '"':
		return rawjson.Text(v)
	case 't', 'f':
		return string(v) == "true"
	case 'n':
		return nil
	}
	f, _ := strconv.ParseFloat(string(v), 64)
	return f
}

// A table cannot distinguish null, "", [] and {}: a schema must allow none of them.
func TestNothingEmptyIsAllowed(t *testing.T) {
	t.Parallel()
	top := regexp.MustCompile(`^/properties/[a-z_]+$`) // the lists of the records themselves
	for _, n := range nodes(t) {
		switch n.text("type") {
		case "object":
			if n.text("additionalProperties") != "false" {
				t.Errorf("%s is not closed", n)
			}
			if n.get("minProperties") == nil && len(list(n.get("required"))) == 0 {
				t.Errorf("%s may be {}", n)
			}
		case "array":
			if min, _ := strconv.Atoi(n.text("minItems")); min < 1 && !top.MatchString(n.pointer) {
				t.Errorf("%s may be []", n)
			}
			if n.get("items") == nil {
				t.Errorf("%s does not say what it lists", n)
			}
		case "string":
			min, _ := strconv.Atoi(n.text("minLength"))
			form := n.get("enum") != nil || n.get("const") != nil || n.text("format") == "date"
			pattern := n.text("pattern")
			if min < 1 && !form && (pattern == "" || regexp.MustCompile(pattern).MatchString("")) {
				t.Errorf(`%s may be ""`, n)
			}
		}
	}
}

func TestPatternsAreAnchoredAndUnderstoodByAll(t *testing.T) {
	t.Parallel()
	for _, n := range nodes(t) {
		p := n.text("pattern")
		if p == "" {
			continue
		}
		if _, err := regexp.Compile(p); err != nil {
			t.Errorf("%s: %v", n, err)
		}
		if !strings.HasPrefix(p, "^") || !strings.HasSuffix(p, "$") || regexp.MustCompile(`\\[a-zA-Z0-9]|\(\?`).MatchString(p) {
			t.Errorf("%s: %s is not anchored, or differs between languages", n, p)
		}
	}
}

func TestCodesAreExplained(t *testing.T) {
	t.Parallel()
	count := 0
	for _, n := range nodes(t) {
		codes := list(n.get("enum"))
		if codes == nil {
			continue
		}
		count++
		var explained []string
		for m := range rawjson.Members(n.get("$defs")) {
			explained = append(explained, rawjson.GetText(m.Value, "const"))
			if rawjson.GetText(m.Value, "title") == "" || rawjson.GetText(m.Value, "description") == "" {
				t.Errorf("%s: %s has no title or description", n, m.Name)
			}
		}
		if !slices.Equal(codes, explained) {
			t.Errorf("%s: the codes %v, explained are %v", n, codes, explained)
		}
		unique := slices.Compact(slices.Sorted(slices.Values(codes)))
		if len(unique) != len(codes) || slices.Contains(codes, "") {
			t.Errorf("%s: a code stands twice or is empty: %v", n, codes)
		}
	}
	if count < 10 {
		t.Errorf("only %d lists of codes found", count)
	}
}

// A condition may tighten what a record needs, not add to what it can hold.
func TestConditionsNameOnlyPropertiesOfTheirObject(t *testing.T) {
	t.Parallel()
	for _, n := range nodes(t) {
		var known []string
		for m := range rawjson.Members(n.get("properties")) {
			known = append(known, rawjson.Text(m.Name))
		}
		for _, name := range list(n.get("required")) {
			if !slices.Contains(known, name) {
				t.Errorf("%s requires %q, which it does not have", n, name)
			}
		}
		for _, sub := range below(n, true)[1:] {
			inCondition := strings.HasPrefix(sub.pointer, n.pointer+"/if") || strings.HasPrefix(sub.pointer, n.pointer+"/then") || strings.HasPrefix(sub.pointer, n.pointer+"/allOf/")
			if !inCondition || n.text("type") != "object" {
				continue
			}
			for _, name := range list(sub.get("required")) {
				if !slices.Contains(known, name) {
					t.Errorf("%s requires %q, which its object does not have", sub, name)
				}
			}
		}
	}
}

func TestOwnKeywordsNameWhatIsThere(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, n := range nodes(t) {
		if ref := n.text("x-ref"); ref != "" && set.Model.Table(ref) == nil {
			t.Errorf("%s: x-ref %q is no table", n, ref)
		}
		if v := n.get("x-set"); v != nil && (string(v) != "true" || n.text("type") != "array" || n.text("uniqueItems") != "true") {
			t.Errorf("%s: x-set belongs on a list of different entries", n)
		}
		record := regexp.MustCompile(`^/\$defs/[a-z_]+$`).MatchString(n.pointer) && n.get("x-display") != nil
		if (n.get("x-display") != nil || n.get("x-short") != nil || n.get("x-list") != nil) && !record {
			t.Errorf("%s: x-display, x-short and x-list belong on a record", n)
		}
		if w, err := strconv.Atoi(n.text("x-search")); n.get("x-search") != nil {
			// It stands on the fields of records, and holds for the references in them.
			field := regexp.MustCompile(`^/\$defs/[a-z_]+/properties/[a-z_]+$`).MatchString(n.pointer) && n.file != "common.schema.json"
			if err != nil || w < 1 || !field {
				t.Errorf("%s: x-search %s", n, n.get("x-search"))
			}
		}
	}
	for _, table := range set.Model.Tables {
		if table.Field(table.Display) == nil {
			t.Errorf("%s: x-display %q is no field", table.Name, table.Display)
		}
		if table.Short != "" && table.Field(table.Short) == nil {
			t.Errorf("%s: x-short %q is no field", table.Name, table.Short)
		}
		if len(table.Default) == 0 || table.Default[0] != "id" {
			t.Errorf("%s: x-list is %v", table.Name, table.Default)
		}
		for _, name := range table.Default {
			if table.Field(name) == nil {
				t.Errorf("%s: x-list names %q, which is no field", table.Name, name)
			}
		}
	}
}

// The prefix of an id says which table it is of, and a reference takes only such ids.
func TestReferencesTakeTheIDsOfTheirTable(t *testing.T) {
	t.Parallel()
	set := load(t)
	pattern := map[string]string{}
	for _, table := range set.Model.Tables {
		pattern[table.Name] = table.Field("id").Pattern
	}
	patternOf := func(ref string) string { // of several tables it has each prefix
		var prefixes []string
		rest := ""
		for _, name := range schema.RefTables(ref) {
			var prefix string
			prefix, rest, _ = strings.Cut(strings.TrimPrefix(pattern[name], "^"), "-")
			prefixes = append(prefixes, prefix)
		}
		if len(prefixes) == 1 {
			return pattern[ref]
		}
		return "^(" + strings.Join(prefixes, "|") + ")-" + rest
	}
	var walk func(where string, fields []*schema.Field)
	walk = func(where string, fields []*schema.Field) {
		for _, f := range fields {
			if want := patternOf(f.Ref); f.Ref != "" && f.Pattern != want {
				t.Errorf("%s.%s: pattern %s, but the ids of %s have %s", where, f.Name, f.Pattern, f.Ref, want)
			}
			walk(where+"."+f.Name, f.Fields)
		}
	}
	seen := map[string]string{}
	for _, table := range set.Model.Tables {
		walk(table.Name, table.Fields())
		if other := seen[pattern[table.Name]]; other != "" {
			t.Errorf("%s and %s have ids of one form", table.Name, other)
		}
		seen[pattern[table.Name]] = table.Name
	}
}
