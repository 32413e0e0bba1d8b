package jqtmpl

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"malaga/internal/text"
)

var (
	executing = pattern(` executing "[^"]*" at <(.*)>: `)
	noField   = pattern(`can't evaluate field (\S+) in type (.*)$`)
	chain     = pattern(`^(\$\w*)?(\.\w+)+$`)
	anArray   = pattern(`: array \(.*\)$`)
)

// pattern is compiled when first needed: most runs need none.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// templateError says what is wrong with a template without the words for types that only programmers in Go know.
func templateError(err error) *text.UsageError {
	message := strings.TrimPrefix(err.Error(), "template: ")
	part := ""
	if found := executing().FindStringSubmatch(message); found != nil {
		part = found[1]
		message = strings.Replace(message, found[0], " "+part+": ", 1)
	}
	if found := noField().FindStringSubmatch(message); found != nil {
		message = strings.Replace(message, found[0], "there is no field "+found[1]+" in "+kinds().Replace(found[2]), 1)
		return &text.UsageError{Message: message, Hint: fieldHint(part, found[1], found[2] == listType)}
	}
	e := &text.UsageError{Message: kinds().Replace(message)}
	if strings.Contains(message, "cannot index slice/array with type string") {
		e.Hint = "the rows are an array: {{range .}}…{{end}} takes one after the other"
	}
	return e
}

const listType = "[]interface {}"

func kinds() *strings.Replacer {
	return strings.NewReplacer(listType, "a list", "map[string]interface {}", "an object", "interface {}", "a list or a text",
		"slice/array", "a list", "type string", "a text")
}

// fieldHint tells how to get at a field of what is in a list: part is what was asked for, such as .sources.document.
func fieldHint(part, field string, isList bool) string {
	before, rest := ".", "."+field
	if chain().MatchString(part) {
		if i := strings.LastIndex(part+".", "."+field+"."); i >= 0 {
			before, rest = part[:i], part[i:]
		}
	}
	switch {
	case isList && strings.Trim(before, ".$") == "":
		return fmt.Sprintf("the rows are an array: {{range .}}{{%s}}{{end}}", rest)
	case before == ".":
		return "{{range …}}…{{end}} goes through a list; a text has no fields"
	}
	return fmt.Sprintf("{{range %s}}{{%s}}{{end}} goes through a list; a text has no fields", before, rest)
}

// jqError is what jq says, without the beginning of an array, which tells nothing.
func jqError(expression string, err error) *text.UsageError {
	message := err.Error()
	e := &text.UsageError{Message: "--jq: " + anArray().ReplaceAllString(message, " an array")}
	if !anArray().MatchString(message) {
		return e
	}
	e.Hint = ".[] goes through an array, such as the rows: .[].id"
	if chain().MatchString(expression) {
		e.Hint = "the rows are an array: .[]" + expression
	}
	return e
}
