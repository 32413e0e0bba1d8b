package edit

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/validate"
	"malaga/internal/vocab"
	"malaga/schema"
)

// remedy returns the edit that mends what a finding is about; ok is false if there is no safe one.
type remedy func(x *fixing, t *target) (e edit, ok bool)

// remedies returns the remedies by the codes of findings.
func remedies() map[string]remedy {
	all := map[string]remedy{
		finding.ByteOrder:          nil, // it is in no value; see fixing.file
		finding.UnknownField:       renameField,
		finding.UnknownCode:        nearCode,
		finding.WrongForm:          rightForm,
		finding.EmptyValue:         removeEmpty,
		finding.Repeated:           removeRepeated,
		validate.DanglingReference: nearReference,
		"REF002":                   nearReference,
		"REF005":                   removeRepeated,
		"SRC006":                   removeRepeated,
	}
	for _, step := range textSteps {
		all[step.code] = mendTexts
	}
	return all
}

// mendTexts mends all that findings say of a text. A text of which nothing would be left stays.
func mendTexts(x *fixing, t *target) (edit, bool) {
	if rawjson.Kind(t.value) != '"' {
		return edit{}, false
	}
	before := rawjson.Text(t.value)
	after := mendText(before, t.field, x.wanted)
	return t.replace(after), after != before && after != ""
}

// removeEmpty removes an empty value, unless its field must have one, and what is empty without it.
func removeEmpty(_ *fixing, t *target) (edit, bool) {
	if t.in == nil || !rawjson.IsEmpty(t.value) || t.isNeeded() {
		return edit{}, false
	}
	outer := t
	for outer.follows() {
		outer = outer.around
		t.more++
	}
	return outer.remove(), true
}

// removeRepeated removes an entry that has the same content as one before it.
func removeRepeated(_ *fixing, t *target) (edit, bool) {
	if t.in == nil || t.isMember() {
		return edit{}, false
	}
	content := func(v []byte) string {
		var l layout
		l.line(v, parts(v, t.field))
		return string(l)
	}
	if t.in.first == nil {
		t.in.first = map[string]int{}
		for i, c := range t.in.children {
			if _, known := t.in.first[content(c.value)]; !known {
				t.in.first[content(c.value)] = i
			}
		}
	}
	return t.remove(), t.in.first[content(t.value)] < t.index
}

// nearCode replaces a code by the one of the field that it is near to.
func nearCode(_ *fixing, t *target) (edit, bool) {
	if t.field == nil || rawjson.Kind(t.value) != '"' {
		return edit{}, false
	}
	var codes []string
	for _, c := range t.field.Codes {
		codes = append(codes, c.Code)
	}
	code, ok := nearCodeOf(codes, strings.TrimSpace(rawjson.Text(t.value)))
	return t.replace(code), ok
}

// renameField replaces the name of a member by that of the one field that the object lacks and that differs from it only in case,
// hyphens or underscores.
func renameField(_ *fixing, t *target) (edit, bool) {
	if !t.isKey {
		return edit{}, false
	}
	var absent []string
	for _, f := range t.fields {
		if same, _ := t.in.named(f.Name); same == 0 {
			absent = append(absent, f.Name)
		}
	}
	own := rawjson.Text(t.value)
	folded := foldName(own)
	name, ok := only(absent, func(name string) bool { return foldName(name) == folded })
	_, alike := t.in.named(own)
	return t.replace(name), ok && alike == 1
}

// rightForm replaces a text that does not have the form of its field by the one that has: without white space around it, or in lower
// or upper case.
func rightForm(x *fixing, t *target) (edit, bool) {
	f := t.field
	if f == nil || rawjson.Kind(t.value) != '"' {
		return edit{}, false
	}
	is := func(string) bool { return false }
	switch {
	case f.Kind == schema.Date:
		is = isDate
	case f.Pattern != "":
		pattern, err := regexp.Compile(f.Pattern)
		if err != nil {
			return edit{}, false
		}
		is = pattern.MatchString
	}
	all := forms(rawjson.Text(t.value))
	if f.Name == vocab.Language {
		all = languageForms(rawjson.Text(t.value))
	}
	s, ok := only(all, is)
	if !ok {
		return edit{}, false
	}
	if isID := f.Name == vocab.ID && t.depth == 1; isID || f.Ref != "" {
		ok = x.ids().isOne(s, isID)
	}
	return t.replace(s), ok
}

// forms returns the forms of a text that mean the same: without white space around it, if that is enough, else in lower and in
// upper case too. The case of an address matters, but for its scheme.
func forms(s string) []string {
	trimmed := strings.TrimSpace(s)
	if scheme, rest, isAddress := strings.Cut(trimmed, "://"); isAddress {
		return []string{strings.ToLower(scheme) + "://" + rest}
	}
	return []string{trimmed, strings.ToLower(trimmed), strings.ToUpper(trimmed)}
}

// languageForms returns the usual form of a language tag (RFC 5646, section 2.1.1): any other would be a finding too.
func languageForms(s string) []string {
	tag, err := language.Raw.Parse(strings.TrimSpace(s))
	if err != nil {
		return nil
	}
	return []string{tag.String()}
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// nearReference replaces a reference that leads nowhere by the one id of its table that it is near to.
func nearReference(x *fixing, t *target) (edit, bool) {
	if t.field == nil || t.field.Ref == "" || rawjson.Kind(t.value) != '"' {
		return edit{}, false
	}
	id, ok := x.ids().near(t.field.Ref, rawjson.Text(t.value))
	return t.replace(id), ok
}
