package jqtmpl_test

import (
	"errors"
	"strings"
	"testing"

	"malaga/internal/jqtmpl"
	"malaga/internal/text"
)

// Errors name no types of Go, and hint at what works.
func TestErrorsHaveAHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ jq, template, message, hint string }{
		{template: "{{.id}}", message: "--template:1:2: .id: there is no field id in a list", hint: "the rows are an array: {{range .}}{{.id}}{{end}}"},
		{template: "{{.x.y}}", message: "--template:1:4: .x.y: there is no field x in a list", hint: "the rows are an array: {{range .}}{{.x.y}}{{end}}"},
		{template: "{{range .}}{{$.id}}{{end}}", message: "--template:1:14: $.id: there is no field id in a list", hint: "the rows are an array: {{range .}}{{.id}}{{end}}"},
		{template: "{{range .}}{{.list.x}}{{end}}", message: "--template:1:18: .list.x: there is no field x in a list or a text", hint: "{{range …}}…{{end}} loops over a list; a text has no fields"},
		{template: "{{(index . 0).id.x}}", message: "--template:1:11: 0: there is no field x in a list or a text", hint: "{{range …}}…{{end}} loops over a list; a text has no fields"},
		{template: "{{index . \"id\"}}", message: "--template:1:2: index . \"id\": index: cannot index a list with a text", hint: "the rows are an array: {{range .}}…{{end}} loops over them"},
		{template: "{{nosuch}}", message: "--template:1: function \"nosuch\" not defined"},
		{jq: ".id", message: "--jq: expected an object but got an array", hint: "the rows are an array: .[].id"},
		{jq: "select(.id)", message: "--jq: expected an object but got an array", hint: ".[] loops over an array, such as the rows: .[].id"},
		{template: "{{len 3}}", message: "--template:1:2: len 3: len: len of a number"},
		{template: "{{eq . .}}", message: "--template:1:2: eq . .: eq: lists and objects cannot be compared"},
		{template: "{{lt 1 \"a\"}}", message: "--template:1:2: lt 1 \"a\": lt: incompatible types for comparison: a number and a text"},
		{template: "{{range .}}", message: "--template:1: an {{end}} is missing"},
		{jq: ".[", message: "--jq: the expression is not complete"},
		{jq: "foo(1;2)", message: "--jq: there is no function foo that takes 2 arguments"},
		{jq: `"x"|fromjson`, message: `--jq: fromjson cannot be applied to "x": it is not JSON`},
		{jq: `"a"|test("(")`, message: "--jq: invalid regular expression \"(\": missing closing ): `(`"},
		{jq: "input", message: "--jq: input is not available: the expression gets all rows at once"},
		{jq: `include "x"; .`, message: `--jq: modules cannot be loaded: "x"`},
		{jq: ".[].id.x", message: "--jq: expected an object but got: string (\"a\")"},
	} {
		var err error
		if c.jq != "" {
			jq, wrong := jqtmpl.NewJQ(c.jq)
			if err = wrong; err == nil {
				err = jq.Write(t.Context(), &strings.Builder{}, rows, same)
			}
		} else {
			tpl, wrong := jqtmpl.NewTemplate(c.template, 0, false)
			if err = wrong; err == nil {
				err = tpl.Write(&strings.Builder{}, rows, same)
			}
		}
		var e *text.UsageError
		if !errors.As(err, &e) || e.Message != c.message || e.Hint != c.hint {
			t.Errorf("%s%s: %+v", c.jq, c.template, e)
		}
	}
}
