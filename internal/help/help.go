// Package help writes the pages that explain commands, topics, codes, tables and fields.
package help

import (
	"embed"
	"fmt"
	"strings"

	"github.com/cpuguy83/go-md2man/v2/md2man"

	"malaga/internal/render"
)

// The text of a page is Markdown: paragraphs, headings of level 2, examples that are indented by four spaces, and definition
// lists. It is read when the page is shown.
//
//go:embed pages/*.md
var pages embed.FS

// Page is a help page.
type Page struct {
	Name    string // "malaga export csv"
	Summary string
	Usage   string   // empty for a topic
	Lists   []List   // printed before the first heading of the text
	See     []string // other man pages, with their sections
}

// List is a list of commands, topics or flags.
type List struct {
	Title string
	Items [][2]string // labels with texts
}

// Topics returns the pages that are not those of commands.
func Topics() []Page {
	var topics []Page
	for _, name := range []string{"formatting", "where", "exit-codes", "environment", "provenance"} {
		summary, _, _ := strings.Cut(read(name), "\n")
		topics = append(topics, Page{Name: "malaga " + name, Summary: strings.TrimPrefix(summary, "# ")})
	}
	return topics
}

// File returns the name of the page's file, without an ending.
func (p Page) File() string { return strings.ReplaceAll(p.Name, " ", "-") }

// Section returns the section of the manual: 1 for commands, 7 for topics.
func (p Page) Section() int {
	if p.Usage == "" {
		return 7
	}
	return 1
}

// read returns the text of a page.
func read(file string) string {
	b, err := pages.ReadFile("pages/" + file + ".md")
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(b)
}

// markdown returns the text of the page, with the lists in their place.
func (p Page) markdown() string {
	text := read(strings.TrimPrefix(p.File(), "malaga-"))
	if strings.HasPrefix(text, "# ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	intro, rest, _ := strings.Cut(text, "\n## ")
	var b strings.Builder
	b.WriteString(strings.TrimSpace(intro) + "\n")
	for _, l := range p.Lists {
		fmt.Fprintf(&b, "\n## %s\n", l.Title)
		for _, item := range l.Items {
			fmt.Fprintf(&b, "\n`%s`\n:   %s\n", item[0], item[1])
		}
	}
	if rest != "" {
		b.WriteString("\n## " + rest)
	}
	return b.String()
}

// Write writes the page as text.
func (p Page) Write(to *render.Page) {
	to.Text(p.Name + ": " + p.Summary)
	to.Blank()
	if p.Usage != "" {
		to.Text("Usage: " + p.Usage)
		to.Blank()
	}
	lines := append(strings.Split(p.markdown(), "\n"), "")
	var items [][2]string
	gap := false
	for i, line := range lines[:len(lines)-1] {
		plain := strings.ReplaceAll(line, "`", "")
		definition, isDefinition := strings.CutPrefix(plain, ":   ")
		heading, isHeading := strings.CutPrefix(line, "## ")
		code, isCode := strings.CutPrefix(line, "    ")
		switch {
		case line == "":
			gap = gap || i > 0 && !strings.HasPrefix(lines[i-1], "## ")
			continue
		case isDefinition:
			if gap && items == nil {
				to.Blank()
			}
			items = append(items, [2]string{strings.ReplaceAll(lines[i-1], "`", ""), definition})
			continue
		case strings.HasPrefix(lines[i+1], ":   "):
			continue
		}
		to.List(items)
		items = nil
		if gap {
			to.Blank()
			gap = false
		}
		switch {
		case isHeading:
			to.Heading(heading)
		case isCode:
			to.Line("  " + code)
		default:
			to.Text(plain)
		}
	}
	to.List(items)
}

// Man returns the page in roff. date is the day of the version that source names.
func (p Page) Man(date, source string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%% \"%s\" \"%d\" \"%s\" \"%s\"\n\n", strings.ToUpper(p.File()), p.Section(), date, source)
	fmt.Fprintf(&b, "# NAME\n\n%s - %s\n\n", p.File(), p.Summary)
	if p.Usage != "" {
		fmt.Fprintf(&b, "# SYNOPSIS\n\n%s\n\n", p.Usage)
	}
	fmt.Fprintf(&b, "# DESCRIPTION\n\n%s\n", p.markdown())
	if p.See != nil {
		fmt.Fprintf(&b, "# SEE ALSO\n\n%s\n", strings.Join(p.See, ", "))
	}
	return copyable(md2man.Render([]byte(b.String())))
}

// copyable escapes hyphens and quotation marks, which man would print as typographic ones.
func copyable(roff []byte) []byte {
	escape := strings.NewReplacer(`\-`, `\-`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)
	var b strings.Builder
	for line := range strings.Lines(string(roff)) {
		if strings.HasPrefix(line, ".") {
			b.WriteString(line)
		} else {
			b.WriteString(escape.Replace(line))
		}
	}
	return []byte(b.String())
}
