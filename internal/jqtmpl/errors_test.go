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
		{template: "{{index . \"id\"}}", message: "--template:1:2: index . \"id\": error calling index: cannot index a list with a text", hint: "the rows are an array: {{range .}}…{{end}} loops over them"},
		{template: "{{nosuch}}", message: "--template:1: function \"nosuch\" not defined"},
		{jq: ".id", message: "--jq: expected an object but got an array", hint: "the rows are an array: .[].id"},
		{jq: "select(.id)", message: "--jq: expected an object but got an array", hint: ".[] loops over an array, such as the rows: .[].id"},
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
