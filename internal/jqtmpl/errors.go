package jqtmpl

import (
	"fmt"
	"strings"

	"malaga/internal/text"
)

// listType is the name of the type of a list in text/template.
const listType = "[]interface {}"

// templateError returns an error of text/template without the names of Go types. The library has no field for the position and
// the reason of an error; they are in its text: `template: NAME:1:2: executing "NAME" at <.id>: REASON`.
func templateError(err error) error {
	message := strings.TrimPrefix(err.Error(), "template: ")
	position, rest, ok := strings.Cut(message, ` executing "`)
	_, rest, found := strings.Cut(rest, `" at <`)
	expression, reason, complete := strings.Cut(rest, ">: ")
	hint := ""
	if ok && found && complete {
		reason, hint = explain(expression, reason)
		message = position + " " + expression + ": " + reason
	}
	return text.Usage(message, hint)
}

// explain rewrites the reason of an error, and returns a hint.
func explain(expression, reason string) (rewritten, hint string) {
	types := strings.NewReplacer(listType, "a list", "map[string]interface {}", "an object", "interface {}", "a list or a text",
		"slice/array", "a list", "type string", "a text")
	if missing, ok := strings.CutPrefix(reason, "can't evaluate field "); ok {
		field, in, _ := strings.Cut(missing, " in type ")
		hint = "{{range …}}…{{end}} loops over a list; a text has no fields"
		if path := strings.TrimPrefix(expression, "$"); in == listType && strings.HasPrefix(path+".", "."+field+".") {
			hint = "the rows are an array: {{range .}}{{" + path + "}}{{end}}"
		}
		return "there is no field " + field + " in " + types.Replace(in), hint
	}
	if strings.Contains(reason, "cannot index slice/array with type string") {
		hint = "the rows are an array: {{range .}}…{{end}} loops over them"
	}
	return types.Replace(reason), hint
}

// jqError returns an error of jq without the array that it quotes.
func jqError(expression string, err error) error {
	message, _, isArray := strings.Cut(err.Error(), ": array (")
	if !isArray {
		return text.Usage(fmt.Sprintf("--jq: %v", err), "")
	}
	hint := ".[] loops over an array, such as the rows: .[].id"
	if strings.HasPrefix(expression, ".") && !strings.ContainsAny(expression, " |[(,") {
		hint = "the rows are an array: .[]" + expression
	}
	return text.Usage("--jq: "+message+" an array", hint)
}
