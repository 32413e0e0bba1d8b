package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

var textRules = []Rule{{
	Code: "TXT001", Severity: finding.Error, Title: "stray white space",
	Why:     "Two texts that look the same would differ.",
	Example: `"Málaga "`, Remedy: "Write single spaces, and none at the ends.",
	Fix: "writes single spaces, and none at the ends",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		if s == strings.TrimFunc(s, unicode.IsSpace) && !strings.Contains(s, "  ") {
			return "", ""
		}
		return "white space at the start or end, or twice in a row", "write single spaces between words"
	},
}, {
	Code: "TXT002", Severity: finding.Error, Title: "control character or non-character",
	Why:     "It is invisible. A control character can change what a terminal does; a non-character has no place in a workbook.",
	Example: `"a\u0007b"`, Remedy: "Remove the character.",
	Fix: "removes the character, or writes a space for one that separates words",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		if message, hint = character(s, "control character, U+%04X", "remove it", isControl); message != "" {
			return message, hint
		}
		return character(s, "non-character, U+%04X", "remove it", isNonCharacter)
	},
}, {
	Code: "TXT003", Severity: finding.Error, Title: "text that is not in normal form C",
	Why:     "A simple search does not find the same letters in another form (Unicode Standard Annex 15).",
	Example: "á written as a and a combining accent", Remedy: "Write the composed letter.",
	Fix: "writes the composed letters",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		if norm.NFC.IsNormalString(s) {
			return "", ""
		}
		return "not in Unicode normal form C, so that a search may not find it", "write " + string(rawjson.Quote(norm.NFC.String(s)))
	},
}, {
	Code: "TXT004", Severity: finding.Error, Title: "text that starts like a formula",
	Why:     "A spreadsheet would run it (CWE-1236).",
	Example: `"=1+1"`, Remedy: "Start with another character.",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		if strings.IndexAny(s, "=+-@") != 0 {
			return "", ""
		}
		return fmt.Sprintf("starts with %q, like a formula", s[:1]), "a spreadsheet would run it: start with another character"
	},
}, {
	Code: "TXT005", Severity: finding.Warning, Title: "no-break space",
	Why:     "It looks like a space, but a search does not find it as one.",
	Example: "10\u00a0May", Remedy: "Write a normal space.",
	Fix: "writes a normal space",
	Text: func(s string, f *schema.Field) (message, hint string) {
		if f.Name == vocab.Quote { // word for word
			return "", ""
		}
		return character(s, "no-break space, U+%04X", "write a normal space", func(r rune) bool { return r == 0xa0 || r == 0x202f })
	},
}, {
	Code: "TXT006", Severity: finding.Error, Title: "invisible character",
	Why: "It can hide text or change its order (Unicode Technical Report 36). Where a script or an emoji needs it, it is right, and " +
		"so is an isolate or embedding of text from right to left that is closed in its line.",
	Example: `"\u202e"`, Remedy: "Remove the character. Close an isolate with U+2069.",
	Fix: "removes the character",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		if r, found := text.Misplaced(strings.TrimFunc(s, unicode.IsSpace)); found {
			return fmt.Sprintf("invisible character, U+%04X", r), "remove it"
		}
		return "", ""
	},
}, {
	Code: "TXT007", Severity: finding.Warning, Title: "records with the same name",
	Why:     "They are probably the same thing.",
	Example: "two documents with the same title", Remedy: "Keep one, or make their titles different.",
	All: true, Applies: hasOwnName, Check: sameName,
}, {
	Code: "TXT008", Severity: finding.Error, Title: "replacement character",
	Why:     "Something was lost when the text was read.",
	Example: "M\ufffdlaga", Remedy: "Write the original character.",
	Text: func(s string, _ *schema.Field) (message, hint string) {
		return character(s, "replacement character, U+%04X: the original was lost", "write the original", func(r rune) bool {
			return r == utf8.RuneError
		})
	},
}, {
	Code: "TXT009", Severity: finding.Error, Title: "line break in a text of one line",
	Why:     "Titles and names stand in lists and tables, where each has one line.",
	Example: `"title": "Human Rights\nand the Rule of Law"`, Remedy: "Write a space.",
	Fix: "writes a space",
	Text: func(s string, f *schema.Field) (message, hint string) {
		if f.Multiline {
			return "", ""
		}
		return character(s, "line break in a text of one line, U+%04X", "write a space", func(r rune) bool { return r == '\n' })
	},
}}

// character reports the first character of a kind in a text. White space at an end is a problem of its own, TXT001.
func character(s, message, hint string, is func(rune) bool) (reported, hinted string) {
	s = strings.TrimFunc(s, unicode.IsSpace)
	if i := strings.IndexFunc(s, is); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return fmt.Sprintf(message, r), hint
	}
	return "", ""
}

// isControl reports whether a character is in the category Cc, but for the line break of a text with several lines.
func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' }

// isNonCharacter reports whether Unicode reserves a code point for the inside of programs (Unicode 16.0, section 23.7).
func isNonCharacter(r rune) bool { return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef }

// hasForm reports whether a field holds only values that have a form of their own: ids, codes, dates.
func hasForm(f *schema.Field) bool {
	return f.Kind != schema.Object && (f.Kind != schema.Text || f.Name == vocab.ID)
}

// checkTexts checks the texts of a record, however deep.
func (c *Checker) checkTexts(r *record) {
	for _, f := range c.free[r.table.Name] {
		if v := r.get(f.Name); v != nil {
			c.checkText(r, v, f, f.Name)
		}
	}
}

// checkText checks a text of a field, or the texts in a list or an object. path leads to the value.
func (c *Checker) checkText(r *record, v []byte, f *schema.Field, path ...string) {
	for i, e := range entries(v) {
		c.checkText(r, e, f, append(slices.Clone(path), i)...)
	}
	for m := range rawjson.Members(v) {
		name := rawjson.Text(m.Name)
		if sub := f.Field(name); sub != nil {
			c.checkText(r, m.Value, sub, append(slices.Clone(path), name)...)
		}
	}
	if rawjson.Kind(v) != '"' {
		return
	}
	if _, plain := rawjson.SkipText(v, 0); plain { // nothing to report: 1.3× on data with mistakes
		return
	}
	s := rawjson.Text(v)
	for _, rule := range c.texts {
		if message, hint := rule.Text(s, f); message != "" {
			r.add(rule.Code, message, hint, path...)
		}
	}
}

// hasOwnName reports whether each record of a table should have a name of its own. Events of two conferences may share a
// title.
func hasOwnName(c *Checker, t *schema.Table) bool {
	return c.targets[t.Name] && t.Field(vocab.Conference) == nil
}

func sameName(r *record) {
	field := r.table.Display
	var name []byte // in lower case, without punctuation; made in one pass: 1.1× on validate of many people
	for _, c := range norm.NFKC.String(r.text(field)) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			name = utf8.AppendRune(name, unicode.ToLower(c))
		} else if len(name) > 0 && name[len(name)-1] != ' ' {
			name = append(name, ' ')
		}
	}
	name = bytes.TrimSuffix(name, []byte(" "))
	if len(name) == 0 || r.repeated {
		return
	}
	if first, _ := r.first(r.Table, name); first != "" {
		r.report(fmt.Sprintf("%s has the same %s", first, field), "if both are the same thing, keep one record", field)
	}
}
