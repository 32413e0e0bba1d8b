package cite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// appendBibTeX writes an entry for BibTeX, biblatex and what reads their files. The exact dates are in `date`, as
// biblatex has it; BibTeX itself knows only `year` and `month`, which agree with it.
func appendBibTeX(b []byte, c Citation) []byte {
	kind := c.bibTeXType()
	b = fmt.Appendf(b, "@%s{%s", kind, key(c.ID))
	field := func(name, value string) {
		if value != "" {
			b = fmt.Appendf(b, ",\n  %s = %s", name, value)
		}
	}
	text := func(name, value string) {
		if value != "" {
			field(name, "{"+latex(value)+"}")
		}
	}
	if len(c.Authors) > 0 { // in braces of its own a name is not taken apart
		names := make([]string, len(c.Authors))
		for i, a := range c.Authors {
			names[i] = "{" + latex(a) + "}"
		}
		field("author", "{"+strings.Join(names, " and ")+"}")
	}
	field("title", "{{"+latex(c.Title)+"}}") // so that no style changes its capitals
	text("type", c.Genre)
	if kind == "techreport" {
		text("institution", c.Publisher)
	} else {
		text("organization", c.Publisher)
	}
	if c.Form == Conference {
		text("location", c.Event.Place())
	}
	if c.Dates.From != "" {
		date, first := c.Dates.From, parts(c.Dates.From)
		if c.Dates.To != "" {
			date += "/" + c.Dates.To
		}
		field("date", "{"+date+"}")
		field("year", "{"+first[0]+"}")
		if len(first) > 1 {
			field("month", month(first[1]))
		}
	}
	if c.URL != "" {
		field("url", "{"+ascii(c.URL)+"}") // read as it stands
	}
	text("version", c.versionOf())
	if name := babel(c.Language); name != "" {
		field("langid", "{"+name+"}")
	}
	text("note", strings.Join(slices.Concat(c.voices(), c.notes(), c.source()), " "))
	return append(b, "\n}\n"...)
}

// bibTeXType is the type of an entry: the narrowest whose fields the data have.
func (c Citation) bibTeXType() string {
	switch {
	case c.Form == Dataset:
		return "dataset"
	case c.Form == Report && c.Publisher != "":
		return "techreport"
	case c.URL != "" && slices.Contains([]Form{WebPage, Film, Speech}, c.Form):
		return "online"
	}
	return "misc"
}

// key is an id as a key: the ids of valid data are keys as they stand.
func key(id string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
			return r
		}
		return '-'
	}, id)
}

// month is a month as BibTeX and biblatex both know it, by the name that styles define.
func month(digits string) string {
	names := []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > len(names) {
		return ""
	}
	return names[n-1]
}

// babel is a language by the name that LaTeX has for it; "" for those that are rare in the data and for English, which
// has a name for each of its countries.
func babel(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "ar":
		return "arabic"
	case "ca":
		return "catalan"
	case "de":
		return "german"
	case "es":
		return "spanish"
	case "fr":
		return "french"
	case "it":
		return "italian"
	case "pt":
		return "portuguese"
	case "ru":
		return "russian"
	}
	return ""
}

// latex escapes a text. Braces that do not pair would end the field, escaped or not, and are named instead.
func latex(s string) string {
	s = oneLine(s)
	named := !paired(s)
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if r == last && strings.ContainsRune("-'`", r) {
			b.WriteString("{}") // two of them would become another character
		}
		last = r
		switch {
		case r == '\\':
			b.WriteString(`\textbackslash{}`)
		case r == '~':
			b.WriteString(`\textasciitilde{}`)
		case r == '^':
			b.WriteString(`\textasciicircum{}`)
		case r == '{' && named:
			b.WriteString(`\textbraceleft{}`)
		case r == '}' && named:
			b.WriteString(`\textbraceright{}`)
		case strings.ContainsRune("&%$#_{}", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func paired(s string) bool {
	open := 0
	for _, r := range s {
		switch r {
		case '{':
			open++
		case '}':
			if open--; open < 0 {
				return false
			}
		}
	}
	return open == 0
}

// ascii is an address with nothing in it that an address may not hold.
func ascii(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("{}\\^\"<>|`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
