package vocab_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"malaga/schema"
)

// TestNamesStandInTheSchema reads the constants from their source, since only there stand their places.
func TestNamesStandInTheSchema(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "vocab.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	groups := map[string]int{}
	for _, d := range file.Decls {
		group := strings.TrimSpace(d.(*ast.GenDecl).Doc.Text())
		for _, s := range d.(*ast.GenDecl).Specs {
			s := s.(*ast.ValueSpec)
			value, err := strconv.Unquote(s.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			places, _, _ := strings.Cut(strings.TrimSpace(s.Comment.Text()), " (")
			groups[group]++
			if first, twice := values[group+value]; twice {
				t.Errorf("%s and %s are both %q", first, s.Names[0], value)
			}
			values[group+value] = s.Names[0].Name
			switch {
			case group == "Tables." && set.Model.Table(value) == nil:
				t.Errorf("there is no table %q", value)
			case group != "Tables." && places == "":
				t.Errorf("%s: no place", s.Names[0])
			}
			for place := range strings.SplitSeq(places, ", ") {
				if place != "" && !stands(set.Model, group, place, value) {
					t.Errorf("%s: no %q in %s", s.Names[0], value, place)
				}
			}
		}
	}
	if len(groups) != 3 || groups["Tables."] < 8 || groups["Fields."] < 40 || groups["Codes."] < 20 {
		t.Errorf("groups of names: %v", groups)
	}
}

// stands reports whether a name stands at a place: a field in a table or an object, a code in a field.
func stands(m *schema.Model, group, place, value string) bool {
	path := strings.Split(place, ".")
	table := m.Table(path[0])
	if path[0] == "dataset" {
		table = m.Description
	}
	if table == nil {
		return false
	}
	at := &schema.Field{Fields: table.Fields()}
	for _, name := range path[1:] {
		if at = at.Field(name); at == nil {
			return false
		}
	}
	if group == "Codes." {
		return slices.ContainsFunc(at.Codes, func(c schema.Code) bool { return c.Code == value })
	}
	return at.Field(value) != nil
}
