package query

import (
	"fmt"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// Stranger says which name the condition asks for that nothing bears in the table that its reference points into, so that
// it can match nothing. ids lists the records there.
func (c Condition) Stranger(look Lookup, ids func(table string) []string) (message, hint string) {
	f := c.Path.leaf()
	if f.Kind != schema.Reference || c.Value == "" || (c.Op != "=" && c.Op != "!=") {
		return "", ""
	}
	known := ids(f.Ref)
	if len(known) == 0 { // then only ids can match, and none is stranger than the others
		return "", ""
	}
	borne := func(name string) bool {
		one := Condition{Op: "=", model: c.model, any: []string{text.Fold(name)}}
		test := one.test(look)
		for _, id := range known {
			if test(rawjson.Quote(id), f) {
				return true
			}
		}
		return false
	}
	if borne(c.Value) { // whatever commas are in it
		return "", ""
	}
	for name := range strings.SplitSeq(c.Value, ",") {
		if name = strings.TrimSpace(name); name != "" && !borne(name) {
			return fmt.Sprintf("nothing in %s is called %q", f.Ref, name), c.nearest(name, known, look)
		}
	}
	return "", ""
}

// nearest is the hint for a name that nothing bears: one near to it, one that it is a part of, or one with a word near to it.
func (c Condition) nearest(name string, ids []string, look Lookup) string {
	t := c.model.Table(c.Path.leaf().Ref)
	var containing, others, words []string
	whole := map[string]string{}
	for _, id := range ids {
		others = append(others, id)
		for called := range names(t, look(t.Name, id)) {
			if strings.Contains(text.Fold(called), text.Fold(name)) {
				containing = append(containing, called)
			} else {
				others = append(others, called)
			}
			for word := range strings.FieldsSeq(called) {
				words, whole[word] = append(words, word), called
			}
		}
	}
	if hint := text.DidYouMean(name, append(containing, others...)); hint != "" { // of those as near the first
		return hint
	}
	if len(containing) > 0 {
		return fmt.Sprintf("%s~%s takes a part of a name, as of %q", c.Path.Name, name, containing[0])
	}
	if near, ok := text.Nearest(name, words); ok {
		return fmt.Sprintf("did you mean %q?", whole[near])
	}
	return ""
}
