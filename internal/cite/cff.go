package cite

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Anonymous stands for authors where CITATION.cff requires some and the data name none.
const Anonymous = "anonymous"

// appendCFF writes a CITATION.cff: https://citation-file-format.github.io (version 1.2.0). It is about the dataset; the
// records become its references.
func appendCFF(b []byte, dataset Citation, records []Citation) []byte {
	y := yaml{b}
	y.field("", "cff-version", "1.2.0")
	y.field("", "message", "If you use this dataset, please cite it as below.")
	y.field("", "type", "dataset")
	y.field("", "title", dataset.Title)
	y.names("", "authors", dataset.Authors)
	y.field("", "version", dataset.Version)
	y.field("", "date-released", dataset.Dates.From)
	y.field("", "license", dataset.Licence)
	if len(records) > 0 {
		y.b = append(y.b, "references:\n"...)
	}
	for _, c := range records {
		y.reference(c)
	}
	return y.b
}

// NamesAuthors says whether the data name the authors of all that a CITATION.cff of them cites.
func NamesAuthors(dataset Citation, records []Citation) bool {
	return !slices.ContainsFunc(append([]Citation{dataset}, records...), func(c Citation) bool { return len(c.Authors) == 0 })
}

// yaml writes YAML, every value a string in double quotation marks.
type yaml struct{ b []byte }

func (y *yaml) field(indent, key, value string) {
	if value != "" {
		y.b = fmt.Appendf(y.b, "%s%s: %s\n", indent, key, quote(value))
	}
}

func (y *yaml) names(indent, key string, names []string) {
	if len(names) == 0 {
		names = []string{Anonymous}
	}
	y.b = fmt.Appendf(y.b, "%s%s:\n", indent, key)
	for _, n := range names {
		y.field(indent+"  - ", "name", n)
	}
}

func (y *yaml) reference(c Citation) {
	const in = "    "
	y.field("  - ", "type", c.Form.cff())
	y.field(in, "title", c.Title)
	y.names(in, "authors", c.Authors)
	if e := c.Event; e != nil {
		y.b = append(y.b, in+"conference:\n"...)
		y.field(in+"  ", "name", e.Title)
		y.field(in+"  ", "city", e.City)
		y.field(in+"  ", "country", e.Country)
		y.field(in+"  ", "date-start", e.Dates.From)
		y.field(in+"  ", "date-end", max(e.Dates.From, e.Dates.To))
	}
	if c.Form == Entry {
		y.field(in, "collection-title", c.Dataset)
	}
	if c.Publisher != "" {
		y.b = append(y.b, in+"publisher:\n"...)
		y.field(in+"  ", "name", c.Publisher)
	}
	var notes []string
	if c.Genre != "" { // no key of the format says it
		notes = append(notes, sentence(c.Genre))
	}
	if c.Dates.From != "" {
		p := parts(c.Dates.From)
		y.field(in, "year", p[0])
		if len(p) > 1 {
			y.field(in, "month", strings.TrimPrefix(p[1], "0"))
		}
		switch {
		case c.Form == Part: // the format has room for the dates of the conference only
			notes = append(notes, sentence("Date: "+c.Dates.Words()))
		case len(p) == 3 && c.Form != Conference:
			y.field(in, "date-published", c.Dates.From)
		}
	}
	y.field(in, "version", c.versionOf())
	if strings.HasPrefix(c.URL, "http") {
		y.field(in, "url", ascii(c.URL))
	}
	if primary, _, _ := strings.Cut(strings.ToLower(c.Language), "-"); len(primary) == 2 || len(primary) == 3 {
		y.b = fmt.Appendf(y.b, in+"languages:\n"+in+"  - %s\n", quote(primary))
	}
	y.field(in, "notes", strings.Join(slices.Concat(notes, c.voices(), c.notes(), c.source()), " "))
}

// cff is the type of a reference.
func (f Form) cff() string {
	switch f {
	case Dataset, Entry:
		return "data"
	case Conference, Part:
		return "conference"
	case Report:
		return "report"
	case Pamphlet:
		return "pamphlet"
	case Film:
		return "video"
	case Resolution:
		return "government-document"
	case Legislation:
		return "statute"
	case WebPage:
		return "website"
	}
	return "generic"
}

// quote is a text as a string of YAML, which all versions of YAML read alike: what is not visible is escaped.
func quote(s string) string {
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
