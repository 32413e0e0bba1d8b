package cite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// BibTeXType returns the type of an entry: the narrowest whose fields the data has.
func (c Citation) BibTeXType() string {
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

// ISO returns the dates as biblatex reads them: FROM/TO. BibTeX itself knows only the year and the month.
func (d Dates) ISO() string {
	if d.To == "" {
		return d.From
	}
	return d.From + "/" + d.To
}

// bibTeXField returns a field with its value in braces, "" if there is no value.
func bibTeXField(name, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(",\n  %s = {%s}", name, value)
}

// bibTeXAuthor returns a name in braces, which keep it whole, or the word that BibTeX has for others.
func bibTeXAuthor(name string) string {
	if name == etAl {
		return "others"
	}
	return "{" + latex(name) + "}"
}

// bibTeXKey returns an id as a key. The ids of valid data are valid keys.
func bibTeXKey(id string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, id)
}

// bibTeXMonth returns the name of a month that the styles define: jan, feb and so on.
func bibTeXMonth(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return ""
	}
	return strings.ToLower(time.Month(n).String()[:3])
}

// babel returns the name that LaTeX has for a language; "" for those that are rare in the data and for English, which has
// a name for each of its countries.
func babel(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	return map[string]string{
		"ar": "arabic", "ca": "catalan", "de": "german", "es": "spanish", "fr": "french", "it": "italian", "pt": "portuguese", "ru": "russian",
	}[primary]
}

// latex escapes a text for LaTeX.
func latex(s string) string {
	s = oneLine(s)
	bracesPair := paired(s)
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r == last && strings.ContainsRune("-'`", r) {
			b.WriteString("{}") // two of them would become another character
		}
		b.WriteString(latexRune(r, bracesPair))
		last = r
	}
	return b.String()
}

// listItem escapes a text as the one item of a field that biblatex reads as a list. Without braces, "and" separates two items
// (biblatex manual, Literal Lists).
func listItem(s string) string {
	if slices.ContainsFunc(strings.Fields(s), func(word string) bool { return strings.EqualFold(word, "and") }) {
		return "{" + latex(s) + "}"
	}
	return latex(s)
}

// latexRune escapes one character. Braces that do not pair would end the field even if escaped, so they are named.
func latexRune(r rune, bracesPair bool) string {
	switch {
	case r == '\\':
		return `\textbackslash{}`
	case r == '~':
		return `\textasciitilde{}`
	case r == '^':
		return `\textasciicircum{}`
	case r == '{' && !bracesPair:
		return `\textbraceleft{}`
	case r == '}' && !bracesPair:
		return `\textbraceright{}`
	case strings.ContainsRune("&%$#_{}", r):
		return `\` + string(r)
	}
	return string(r)
}

// paired reports whether every brace has its partner.
func paired(s string) bool {
	open := 0
	for _, r := range s {
		switch r {
		case '{':
			open++
		case '}':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}

// asciiURL returns a web address with what no address may hold percent-encoded; "" of anything else.
func asciiURL(address string) string {
	if !strings.HasPrefix(address, "http") {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(address) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("{}\\^\"<>|`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
