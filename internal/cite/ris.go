package cite

import (
	"fmt"
	"slices"
	"strings"
)

// appendRIS writes a record of RIS. A name has no comma added to it: without one, programs leave it whole.
func appendRIS(b []byte, c Citation) []byte {
	line := func(tag, value string) {
		if value = oneLine(value); value != "" {
			b = fmt.Appendf(b, "%s  - %s\r\n", tag, value)
		}
	}
	line("TY", c.Form.ris())
	line("ID", c.ID)
	for _, a := range c.Authors {
		line("AU", a)
	}
	line("TI", c.Title)
	switch {
	case c.Form == Entry:
		line("T2", c.Dataset)
	case c.Event != nil && c.Form == Part:
		line("T2", c.Event.Title)
	}
	line("M3", c.Genre)
	if c.Dates.From != "" {
		p := parts(c.Dates.From)
		line("PY", p[0])
		if len(p) > 1 {
			other := "" // the format has one day, and room for words behind it
			if c.Dates.To != "" {
				other = c.Dates.Words()
			}
			line("DA", strings.Join(append(append(p, "")[:3:3], other), "/"))
		}
	}
	line("PB", c.Publisher)
	if c.Form == Conference {
		line("CY", c.Event.Place())
	}
	line("ET", c.versionOf())
	line("LA", c.Language)
	line("UR", c.URL)
	for _, n := range slices.Concat(c.voices(), c.notes(), c.source()) {
		line("N1", n)
	}
	return append(b, "ER  - \r\n"...)
}

// ris is the type of a record.
func (f Form) ris() string {
	switch f {
	case Dataset, Entry:
		return "DATA"
	case Conference, Part:
		return "CONF"
	case Report:
		return "RPRT"
	case Pamphlet:
		return "PAMP"
	case Film:
		return "VIDEO"
	case Resolution:
		return "GOVDOC"
	case Legislation:
		return "STAT"
	case WebPage:
		return "ELEC"
	}
	return "GEN"
}
