package help

import (
	"fmt"
	"strings"
)

// Roff gives a page in the form that man reads. section is that of the manual; source is the program with its
// version, and date the day of that.
func (p Page) Roff(section int, date, source string) []byte {
	var b strings.Builder
	name := strings.ReplaceAll(p.Name, " ", "-")
	fmt.Fprintf(&b, ".TH \"%s\" %d %s \"%s\"\n", escape(strings.ToUpper(name)), section, date, escape(source))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", escape(name), escape(p.About))
	if p.Usage != "" {
		fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", line(p.Usage))
	}
	title := "DESCRIPTION"
	for _, part := range p.Parts {
		if part.Heading != "" {
			title, _, _ = strings.Cut(strings.ToUpper(part.Heading), " (") // what stands in brackets is for help
			continue
		}
		if title != "" {
			fmt.Fprintf(&b, ".SH \"%s\"\n", escape(title))
		} else if part.Text != "" || part.Lines != nil {
			b.WriteString(".PP\n")
		}
		title = ""
		part.roff(&b)
	}
	if p.See != nil {
		fmt.Fprintf(&b, ".SH \"SEE ALSO\"\n%s\n", line(strings.Join(p.See, ", ")))
	}
	return []byte(b.String())
}

func (p Part) roff(b *strings.Builder) {
	if p.Text != "" {
		b.WriteString(line(p.Text) + "\n")
	}
	for _, it := range p.Items {
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", line(it[0]), line(it[1]))
	}
	if p.Lines == nil {
		return
	}
	b.WriteString(".nf\n")
	for _, l := range p.Lines {
		b.WriteString(line(l) + "\n")
	}
	b.WriteString(".fi\n")
}

// escape writes a text so that roff prints it to the letter: a hyphen as the one that can be typed again, quotation marks
// and accents as they are, and what is not ASCII by its number.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`).Replace(s)
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}

// line is an escaped text that stands on a line of its own, where a dot at the beginning would be a command.
func line(s string) string {
	s = escape(s)
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}
