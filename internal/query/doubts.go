package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// Doubts says what in the condition can match nothing, or nothing that is meant: a code that the field does not have, a value
// that is not written as its values are.
func (c Condition) Doubts() (message, hint string) {
	if c.Value == "" || strings.Contains(c.Op, "~") {
		return "", ""
	}
	for v := range strings.SplitSeq(c.Value, ",") {
		if message, hint = c.doubt(strings.TrimSpace(v)); message != "" {
			return message, hint
		}
	}
	return "", ""
}

func (c Condition) doubt(v string) (message, hint string) {
	f, is := c.Path.leaf(), c.Op == "=" || c.Op == "!="
	switch {
	case v == "":
		return "", ""
	case f.Kind == schema.CodeKind && is:
		return c.code(f, v)
	case f.Kind == schema.Integer || f.Kind == schema.Number:
		if number(v) == nil {
			return fmt.Sprintf("%s is a number, and %q is none", c.Path.Name, v), ""
		}
	case f.Kind == schema.Date:
		return c.date(v, is)
	case f.Kind == schema.Text && f.Pattern != "" && len(f.Examples) > 0:
		if example := rawjson.Text([]byte(f.Examples[0])); !fits(f, v) && (is || !strings.HasPrefix(shape(example), shape(v))) {
			return fmt.Sprintf("%s is written like %q, and %q is not", c.Path.Name, example, v), ""
		}
	}
	return "", ""
}

func (c Condition) code(f *schema.Field, v string) (message, hint string) {
	var codes []string
	for _, code := range f.Codes {
		if strings.EqualFold(v, code.Code) || text.Fold(v) == text.Fold(code.Title) {
			return "", ""
		}
		codes = append(codes, code.Code)
	}
	if hint = text.DidYouMean(v, codes); hint == "" {
		hint = "its codes are " + strings.Join(codes, ", ")
	}
	return fmt.Sprintf("%s has no code %q", c.Path.Name, v), hint
}

// date doubts what is no date, and a month where a day is asked for.
func (c Condition) date(v string, is bool) (message, hint string) {
	layouts := []string{time.DateOnly, "2006-01", "2006"}
	n := slices.IndexFunc(layouts, func(l string) bool {
		_, err := time.Parse(l, v)
		return err == nil
	})
	switch {
	case n < 0:
		return fmt.Sprintf("%s is a date, and %q is none", c.Path.Name, v), "write YYYY-MM-DD, or with < and > the beginning of one"
	case n > 0 && is:
		return fmt.Sprintf("%s is a day, and %q is none", c.Path.Name, v), fmt.Sprintf("%s~%s takes all its days", c.Path.Name, v)
	}
	return "", ""
}

// fits says whether a text is one that a field can hold, in capitals or not.
func fits(f *schema.Field, text string) bool {
	pattern, err := regexp.Compile(f.Pattern)
	return err != nil || pattern.MatchString(text) || pattern.MatchString(strings.ToUpper(text)) || pattern.MatchString(strings.ToLower(text))
}

// shape is a text with all digits and all letters alike.
func shape(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case unicode.IsLetter(r):
			return 'a'
		}
		return r
	}, text)
}
