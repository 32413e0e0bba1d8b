// Package manual holds pages of the manual: how a command is used, and what more there is to know. A page is
// written as text for a terminal, or in roff for man.
package help

import (
	"strings"

	"malaga/internal/render"
)

// Page is a page of the manual.
type Page struct {
	Name  string // "malaga list"
	About string // in half a sentence
	Usage string // how the command line looks; may be empty
	Parts []Part
	See   []string // the names of other pages, with their sections, for man
}

// Part is a part of a page: one of its kinds.
type Part struct {
	Heading string
	Text    string      // a paragraph
	Lines   []string    // to be left as they are: examples
	Items   [][2]string // labels with texts
}

// Parse reads the parts of a page from text. Lines that begin with "  $ " or with four spaces are left as they are, lines
// that begin with two are a label and, behind two more spaces, its text; "# " begins a heading. Anything else
// is a paragraph, up to an empty line.
func Parse(text string) []Part {
	var parts []Part
	last := func() *Part { return &parts[len(parts)-1] }
	fresh := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		heading, isHeading := strings.CutPrefix(line, "# ")
		item, isItem := strings.CutPrefix(line, "  ")
		verbatim := strings.HasPrefix(line, "  $ ") || strings.HasPrefix(line, "    ")
		if fresh = fresh || line == "" || isHeading; fresh && line != "" {
			parts = append(parts, Part{})
		}
		if line == "" {
			continue
		}
		switch p := last(); {
		case isHeading:
			p.Heading = heading
			continue
		case verbatim:
			if p.Text != "" || p.Items != nil {
				parts = append(parts, Part{})
				p = last()
			}
			p.Lines = append(p.Lines, line)
		case isItem:
			label, text := cutLabel(item)
			p.Items = append(p.Items, [2]string{label, text})
		case p.Text != "":
			p.Text += " " + line
		default:
			p.Text = line
		}
		fresh = false
	}
	return parts
}

// cutLabel cuts a line at the last of the gaps that can stand before its text.
func cutLabel(item string) (label, text string) {
	i := strings.LastIndex(item, "  ")
	if i < 0 {
		return item, ""
	}
	return strings.TrimSpace(item[:i]), item[i+2:]
}

// Write writes a page as text, wrapped to the page's width.
func (p Page) Write(to *render.Page) {
	colon := ": "
	if !strings.Contains(p.Name, " ") { // the program, of which a sentence is said
		colon = " "
	}
	to.Text(p.Name + colon + p.About)
	to.Blank()
	if p.Usage != "" {
		to.Text("Usage: " + p.Usage)
		to.Blank()
	}
	for _, part := range p.Parts {
		switch {
		case part.Heading != "":
			to.Heading(part.Heading)
			continue // what follows belongs to it
		case part.Text != "":
			to.Text(part.Text)
		}
		to.List(part.Items)
		for _, l := range part.Lines {
			to.Line(l)
		}
		to.Blank()
	}
}
