package query

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// Warning returns a message and a hint if the condition can match nothing, or nothing that is meant: a code that the field
// does not have, a value in another form than the field's, the name of no record. ids returns the ids of a table's records.
func (c *Condition) Warning(look Lookup, ids func(table string) []string) (message, hint string) {
	f := c.Path.Leaf()
	if c.whole == "" || strings.Contains(c.Op, "~") {
		return "", ""
	}
	if f.Kind == schema.Reference && c.equal() {
		return c.nameWarning(look, ids(f.Ref))
	}
	digits := strings.ReplaceAll(c.whole, ",", "")
	if len(c.values) > 1 && formOf(f) == numberForm && text.Quantity("", digits, "") == c.whole {
		return fmt.Sprintf("%s%s%s means %s", c.Path.Name, c.Op, c.whole, text.Or(c.values)), "write " + digits + " for one number"
	}
	for _, v := range c.values {
		switch {
		case v == "":
		case f.Kind == schema.CodeKind && c.equal():
			message, hint = c.codeWarning(v)
		case f.Kind == schema.Text && formOf(f) == anyForm:
			message = c.formWarning(v)
		}
		if message != "" {
			return message, hint
		}
	}
	return "", ""
}

func (c *Condition) codeWarning(v string) (message, hint string) {
	var codes []string
	for _, code := range c.Path.Leaf().Codes {
		if strings.EqualFold(v, code.Code) || text.Fold(v) == text.Fold(code.Title) {
			return "", ""
		}
		codes = append(codes, code.Code)
	}
	return fmt.Sprintf("%s has no code %q", c.Path.Name, v), text.DidYouMeanOr(v, codes, "its codes are "+strings.Join(codes, ", "))
}

// formWarning warns of a value that does not match the field's pattern. Where it need not be equal, it may be the beginning
// of one.
func (c *Condition) formWarning(v string) string {
	f := c.Path.Leaf()
	if f.Pattern == "" || len(f.Examples) == 0 {
		return ""
	}
	pattern, err := regexp.Compile(f.Pattern)
	if err != nil || slices.ContainsFunc([]string{v, strings.ToUpper(v), strings.ToLower(v)}, pattern.MatchString) {
		return ""
	}
	example := rawjson.Text([]byte(f.Examples[0]))
	if !c.equal() && strings.HasPrefix(form(example), form(v)) {
		return ""
	}
	return fmt.Sprintf("values of %s look like %q, but %q does not", c.Path.Name, example, v)
}

// form returns a text with all digits and all letters alike.
func form(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case unicode.IsLetter(r):
			return 'a'
		}
		return r
	}, s)
}

// nameWarning warns of a name that no record has in the table that the field refers to.
func (c *Condition) nameWarning(look Lookup, ids []string) (message, hint string) {
	f := c.Path.Leaf()
	missing := maps.Clone(c.any)
	missing[c.folded] = true
	other := Condition{model: c.model} // c keeps its own verdicts on long records
	find := other.anyText(look, func(name string) bool { delete(missing, text.Fold(name)); return false })
	for _, id := range ids {
		if find(rawjson.Quote(id), f); len(missing) == 0 || !missing[c.folded] {
			break
		}
	}
	if len(ids) == 0 || !missing[c.folded] { // without records only ids can match; a name may hold commas
		return "", ""
	}
	for _, name := range c.values {
		if name != "" && missing[text.Fold(name)] {
			return fmt.Sprintf("no record in %s is called %q", f.Ref, name), c.nameHint(name, ids, look)
		}
	}
	return "", ""
}

// nameHint suggests a name near to another, one that contains it, or one with a word near to it.
func (c *Condition) nameHint(name string, ids []string, look Lookup) string {
	t := c.model.Table(c.Path.Leaf().Ref)
	folded := text.Fold(name)
	var containing, others, words []string
	nameOf := map[string]string{} // by a word in it
	for _, id := range ids {
		for _, known := range Names(t, look(t.Name, id)) {
			if strings.Contains(text.Fold(known), folded) {
				containing = append(containing, known)
			} else {
				others = append(others, known)
			}
			for word := range strings.FieldsSeq(known) {
				words = append(words, word)
				nameOf[word] = known
			}
		}
	}
	if near := text.Suggestions(name, ids, slices.Concat(containing, others)...); near != nil {
		return text.Offer(near)
	}
	if len(containing) > 0 {
		return fmt.Sprintf("%s~%s matches parts of names, such as %q", c.Path.Name, name, containing[0])
	}
	var near []string
	for _, word := range text.Suggestions(name, words) {
		near = append(near, nameOf[word])
	}
	return text.Offer(slices.Compact(near))
}
