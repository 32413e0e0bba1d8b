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
	return text.Usage(text.Shorten(templateWords.Replace(message), longest), hint)
}

// longest is the length of a message in code points: some errors hold all rows.
const longest = 200

// templateWords has the words of text/template for which its users have others.
var templateWords = strings.NewReplacer(
	"unexpected EOF", "an {{end}} is missing",
	"of type int", "of a number", "of type float64", "of a number", "of type bool", "of true or false",
	"int and string", "a number and a text", "string and int", "a text and a number", "found nil", "found nothing",
)

// explain rewrites the reason of an error, and returns a hint.
func explain(expression, reason string) (rewritten, hint string) {
	types := strings.NewReplacer(listType, "a list", "map[string]interface {}", "an object", "interface {}", "a list or a text",
		"slice/array", "a list", "type string", "a text")
	if _, rest, called := strings.Cut(reason, "error calling "); called {
		reason = rest
	}
	if before, _, ok := strings.Cut(reason, "non-comparable type"); ok {
		return before + "lists and objects cannot be compared", ""
	}
	if missing, ok := strings.CutPrefix(reason, "can't evaluate field "); ok {
		field, in, _ := strings.Cut(missing, " in type ")
		hint = "{{range …}}…{{end}} loops over a list; a text has no fields"
		if path := strings.TrimPrefix(expression, "$"); in == listType && strings.HasPrefix(path+".", "."+field+".") {
			hint = "the rows are an array: {{range .}}{{" + path + "}}{{end}}"
		}
		return "there is no field " + field + " in " + types.Replace(in), hint
	}
	if rest, ok := strings.CutPrefix(reason, "nil pointer evaluating interface {}."); ok {
		return "there is no value to take the field " + rest + " of", "{{with .field}}…{{end}} does nothing where the field is absent"
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
		return text.Usage("--jq: "+text.Shorten(jqReason(message), longest), "")
	}
	hint := ".[] loops over an array, such as the rows: .[].id"
	if strings.HasPrefix(expression, ".") && !strings.ContainsAny(expression, " |[(,") {
		hint = "the rows are an array: .[]" + expression
	}
	return text.Usage("--jq: "+message+" an array", hint)
}

// jqReason rewrites the message of an error, where it is that of a library below gojq or needs knowledge of it.
func jqReason(message string) string {
	for _, begin := range []struct{ theirs, ours string }{
		{"unexpected EOF", "the expression is not complete"},
		{"cannot load module: ", "modules cannot be loaded: "},
		{"input(s)/0 is not allowed", "input is not available: the expression gets all rows at once"},
	} {
		if rest, ok := strings.CutPrefix(message, begin.theirs); ok {
			return begin.ours + rest
		}
	}
	if function, ok := strings.CutPrefix(message, "function not defined: "); ok {
		name, arguments, _ := strings.Cut(function, "/")
		return fmt.Sprintf("there is no function %s that takes %s", name, jqArguments(arguments))
	}
	if before, _, ok := strings.Cut(message, ": invalid character "); ok { // of encoding/json
		return before + ": it is not JSON"
	}
	return strings.Replace(message, "error parsing regexp: ", "", 1)
}

// jqArguments returns a number of arguments in words.
func jqArguments(n string) string {
	switch n {
	case "0":
		return "no argument"
	case "1":
		return "1 argument"
	}
	return n + " arguments"
}
