package cite

import (
	"fmt"
	"strings"
	"unicode"
)

// Anonymous is the author where CITATION.cff 1.2.0 (https://citation-file-format.github.io) requires some and the
// data name none.
const Anonymous = "anonymous"

// NamesAuthors reports whether the dataset names the authors of the work.
func (c Citation) NamesAuthors() bool { return len(c.Authors) > 0 }

// CFFAuthors returns the authors, or Anonymous.
func (c Citation) CFFAuthors() []string {
	if !c.NamesAuthors() {
		return []string{Anonymous}
	}
	return c.Authors
}

// CFFMonth returns the month as a number.
func (c Citation) CFFMonth() string { return strings.TrimPrefix(c.Dates.Month, "0") }

// CFFDay returns the day of publication. The day of an event is no such day.
func (c Citation) CFFDay() string {
	if c.Form == Conference || c.Form == Part || c.Dates.Day == "" {
		return ""
	}
	return c.Dates.From
}

// CFFLanguage returns the language as an ISO 639 code of two or three letters.
func (c Citation) CFFLanguage() string {
	primary, _, _ := strings.Cut(strings.ToLower(c.Language), "-")
	if len(primary) != 2 && len(primary) != 3 {
		return ""
	}
	return primary
}

// CFFNotes returns what the format has no key for: beside the notes of every format the genre, and the dates of an event
// within its conference.
func (c Citation) CFFNotes() string {
	var notes []string
	if c.Genre != "" {
		notes = append(notes, sentence(c.Genre))
	}
	if c.Form == Part && c.Dates.From != "" {
		notes = append(notes, sentence("Date: "+c.Dates.Words()))
	}
	return strings.Join(append(notes, c.Sentences()...), " ")
}

// yamlPair returns a key with its value, "" if there is no value.
func yamlPair(key, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf("\n%s: %s", key, yamlQuote(value))
}

// yamlQuote returns a text in double quotation marks. What is not printable is escaped in a way that YAML 1.1 and 1.2 share.
func yamlQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
