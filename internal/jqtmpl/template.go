package jqtmpl

import (
	"bytes"
	"fmt"
	"io"
	"sort"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/table"
)

// Template is a template of Go's package text/template, with the helpers that `gh` has as well.
type Template struct {
	t *template.Template
	l *layout
}

// layout holds the rows of the table that a template is making.
type layout struct {
	rows  [][]string
	width int
}

// NewTemplate reads a template. width is that of the terminal, for tables; links says whether hyperlink may write
// the sequences that make one there.
func NewTemplate(text string, width int, links bool) (*Template, error) {
	l := &layout{width: width}
	t, err := template.New("--template").Option("missingkey=zero").Funcs(template.FuncMap{
		"join":        join,
		"pluck":       pluck,
		"truncate":    truncate,
		"tablerow":    l.row,
		"table":       l.row,
		"endtable":    l.render,
		"tablerender": l.render,
		present: func(v any) any {
			if v == nil {
				return ""
			}
			return v
		},
		"hyperlink": func(address, text any) string { return hyperlink(show(address), show(text), links) }, // either may be absent
	}).Parse(text)
	if err != nil {
		return nil, templateError(err)
	}
	for _, one := range t.Templates() {
		spare(one.Root)
	}
	return &Template{t, l}, nil
}

// present is a function that is given what is to be written: of what is absent nothing, where the language has "<no value>".
const present = "_present"

// spare lets all that is written in a part of a template pass through present.
func spare(n parse.Node) {
	branches := func(b parse.BranchNode) {
		spare(b.List)
		if b.ElseList != nil {
			spare(b.ElseList)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, one := range n.Nodes {
			spare(one)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(present)}})
		}
	case *parse.IfNode:
		branches(n.BranchNode)
	case *parse.RangeNode:
		branches(n.BranchNode)
	case *parse.WithNode:
		branches(n.BranchNode)
	}
}

// Write runs the template on the array of rows. A table that is not ended by the template is written at its end. text
// makes the texts of the data safe for where they go; what the template writes itself is its author's.
func (t *Template) Write(w io.Writer, rows table.Rows, text func(string) string) error {
	all, err := values(rows, text)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.t.Execute(&b, all); err != nil {
		return templateError(err)
	}
	out := b.String() + t.l.render()
	if out != "" && !strings.HasSuffix(out, "\n") {
		out += "\n"
	}
	_, err = io.WriteString(w, out)
	return err
}

// join joins the entries of a list; nothing is no entry.
func join(separator string, list any) string {
	entries, _ := list.([]any)
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = fmt.Sprint(e)
	}
	return strings.Join(texts, separator)
}

// pluck takes one field of each object of a list.
func pluck(field string, list any) []any {
	entries, _ := list.([]any)
	var out []any
	for _, e := range entries {
		if obj, ok := e.(map[string]any); ok {
			out = append(out, obj[field])
		}
	}
	return out
}

// truncate shortens a text to so many columns of a terminal, and shows that it did.
func truncate(width int, v any) string {
	s := show(v)
	if displaywidth.String(s) <= width {
		return s
	}
	var b strings.Builder
	used := 0
	for g := displaywidth.StringGraphemes(s); g.Next(); {
		if used+displaywidth.String(g.Value()) > width-1 {
			break
		}
		used += displaywidth.String(g.Value())
		b.WriteString(g.Value())
	}
	return strings.TrimRight(b.String(), " ") + "…"
}

// show is a value as text; what is absent is nothing.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		return join("; ", v)
	case map[string]any:
		var parts []string
		for _, m := range v {
			parts = append(parts, show(m))
		}
		sort.Strings(parts) // a map has no order
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

func hyperlink(address, text string, links bool) string {
	if !links || address == "" {
		return text
	}
	return "\x1b]8;;" + address + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// row adds a row to the table; it writes nothing yet.
func (l *layout) row(cells ...any) string {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = strings.Join(strings.Fields(show(c)), " ")
	}
	l.rows = append(l.rows, row)
	return ""
}

// render gives the table: columns as wide as their texts, the last one cut at the width of the terminal.
func (l *layout) render() string {
	var widths []int
	for _, row := range l.rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], displaywidth.String(c))
		}
	}
	var b strings.Builder
	for _, row := range l.rows {
		line, used := "", 0
		for i, c := range row {
			if i > 0 {
				line += "  "
				used += 2
			}
			if i == len(row)-1 && l.width > 0 && used < l.width {
				line += truncate(l.width-used, c)
				break
			}
			line += c + strings.Repeat(" ", widths[i]-displaywidth.String(c))
			used += widths[i]
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	l.rows = nil
	return b.String()
}
