package review

import (
	"fmt"
	"html"
	"slices"
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
	if !r.Differs() {
		return []byte(b.String())
	}
	parts := sections(r, level, s)
	b.WriteString("\n| Table | Added | Removed | Renamed | Changed |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, t := range r.Tables {
		n := t.Counts
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", text.EscapeMarkdown(t.Title), n.Added, n.Removed, n.Renamed, n.Changed)
	}
	parts = slices.DeleteFunc(append([]section{s.consequences(r)}, parts...), func(s section) bool { return s.empty })
	left := 0
	for i, part := range parts {
		left += part.write(b, i == 0, (maxComment-lastLines-b.Len())/(len(parts)-i))
	}
	if left > 0 {
		fmt.Fprintf(b, "\n%s left out, for a comment has no room for them. `malaga diff` prints all.\n", text.Count(left, "more line"))
	}
	return []byte(b.String())
}

// lastLines is room for the lines that end a comment.
const lastLines = 200

// write writes the section in so many bytes, folded unless it is open. It returns the number of lines without room.
func (s section) write(b *strings.Builder, open bool, room int) (left int) {
	const end = "\n</details>\n"
	room += b.Len() - len(end)
	attribute := ""
	if open {
		attribute = " open"
	}
	fmt.Fprintf(b, "\n<details%s><summary>%s: %s</summary>\n\n", attribute, html.EscapeString(s.title), html.EscapeString(s.summary))
	s.lines(func(depth int, text func() string) {
		if left == 0 {
			item := strings.Repeat("  ", depth) + "- " + text() + "\n"
			if b.Len()+len(item) <= room {
				b.WriteString(item)
				return
			}
		}
		left++
	})
	b.WriteString(end)
	return left
}

// code returns a text as code, however many grave accents it has.
func code(s string) string {
	longest, accents := 0, 0
	for _, c := range []byte(s) {
		if accents++; c != '`' {
			accents = 0
		}
		longest = max(longest, accents)
	}
	fence := strings.Repeat("`", longest+1)
	s = text.EscapeMessage(s)
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + s + fence
}
