package finding_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"

	"malaga/internal/finding"
	"malaga/internal/text"
)

func TestEveryCodeIsExplained(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)
	known := map[string]bool{}
	for _, c := range finding.Codes() {
		if known[c.Code] {
			t.Errorf("%s is listed twice", c.Code)
		}
		known[c.Code] = true
		if !form.MatchString(c.Code) || c.Title == "" || c.Why == "" || c.Remedy == "" {
			t.Errorf("%+v is not complete", c)
		}
	}
	f, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok {
			for i, v := range spec.Values {
				if _, ok := v.(*ast.SelectorExpr); ok { // a code of package rawjson
					n++
				}
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					n++
					if code, _ := strconv.Unquote(lit.Value); !known[code] {
						t.Errorf("%s (%s) is not in the list", spec.Names[i].Name, code)
					}
				}
			}
		}
		return true
	})
	if n != len(known) {
		t.Errorf("%d constants, %d entries in the list", n, len(known))
	}
}

func TestNearestSuggestsWhatMayBeMeant(t *testing.T) {
	t.Parallel()
	tables := []string{"conferences", "sessions", "side_events", "outcome_messages", "organisations", "people", "documents", "themes"}
	for word, want := range map[string]string{
		"sesions": "sessions", "sessoins": "sessions", "SESSIONS": "sessions", "side-events": "side_events", "organisationz": "organisations",
		"peoples": "people", "theme": "themes", "outcome_mesages": "outcome_messages", "documnet": "documents",
		"": "", "x": "", "speakers": "", "日本": "", "日本語": "",
	} {
		got, ok := text.Nearest(word, append(tables, "08"))
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, not %q", word, got, want)
		}
	}
}

func TestDidYouMeanIsSilentAboutTheWordItself(t *testing.T) {
	t.Parallel()
	if got := text.DidYouMean("themes", []string{"themes"}); got != "" {
		t.Error(got)
	}
	if got := text.DidYouMean("themse", []string{"people", "themes"}); got != `did you mean "themes"?` {
		t.Error(got)
	}
	if got := text.DidYouMean("themes", nil); got != "" {
		t.Error(got)
	}
}

func TestNearestTakesTheFirstOfEqualOnes(t *testing.T) {
	t.Parallel()
	if got, _ := text.Nearest("side-0", []string{"side-1", "side-2"}); got != "side-1" {
		t.Error(got)
	}
}
