package review

import (
	"fmt"
	"html"
	"strings"

	"malaga/internal/change"
	"malaga/internal/text"
)

// Marker is the first line of a comment. By it, a workflow finds the comment that it wrote before.
const Marker = "<!-- malaga-diff -->"

// maxComment is the length of a comment on GitHub, which takes 65,536 characters. Bytes are counted, which are more.
const maxComment = 65_536

// Markdown writes the changes as a comment on a pull request.
func Markdown(r *change.Result, level Level) []byte {
	s := style{
		plain: text.EscapeMarkdown,
		id:    code, field: code,
		removed: func(s string) string { return "~~" + s + "~~" }, added: func(s string) string { return "**" + s + "**" },
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s\n## Changes in the dataset\n\n%s → %s: %s\n", Marker, code(r.From), code(r.To), text.EscapeMarkdown(Summary(r)))
	if !r.Total().Any() {
		return []byte(b.String())
	}
	parts := sections(r, level, s)
	b.WriteString("\n| Table | Added | Removed | Renamed | Changed |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, t := range r.Tables {
		n := t.Counts
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", text.EscapeMarkdown(t.Title), n.Added, n.Removed, n.Renamed, n.Changed)
	}
	c := comment{b: b}
	c.section(s.consequences(r), true)
	for _, part := range parts {
		if len(part.lines) > 0 {
			c.section(part, false)
		}
	}
	if c.left > 0 {
		fmt.Fprintf(b, "\n%s left out, for a comment has no room for them. `malaga diff` prints all.\n", text.Count(c.left, "more line"))
	}
	return []byte(b.String())
}

// comment is a Markdown text of limited length.
type comment struct {
	b    *strings.Builder
	left int // lines without room
}

// section writes a section, folded unless it is open.
func (c *comment) section(s section, open bool) {
	const end = "\n</details>\n"
	const last = 200 // the lines that end the comment
	attribute := ""
	if open {
		attribute = " open"
	}
	fmt.Fprintf(c.b, "\n<details%s><summary>%s: %s</summary>\n\n", attribute, html.EscapeString(s.title), html.EscapeString(s.summary))
	for i, l := range s.lines {
		item := strings.Repeat("  ", l.depth) + "- " + l.text + "\n"
		if c.b.Len()+len(item)+len(end)+last > maxComment {
			c.left += len(s.lines) - i
			break
		}
		c.b.WriteString(item)
	}
	c.b.WriteString(end)
}

// code returns a text as code, however many grave accents it has.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	s = text.Escape(s)
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + s + fence
}
