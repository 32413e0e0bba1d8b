package jqtmpl

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/clipperhouse/displaywidth"

	"malaga/internal/table"
	"malaga/internal/text"
)

// Template is a template of Go's text/template, with the functions that gh has as well.
type Template struct {
	template *template.Template
	table    *columns
}

// NewTemplate parses a template. width is that of the terminal, for tables; with links, hyperlink writes terminal links.
func NewTemplate(source string, width int, links bool) (*Template, error) {
	table := &columns{width: width}
	t, err := template.New("--template").Option("missingkey=zero").Funcs(template.FuncMap{
		"join":        join,
		"pluck":       pluck,
		"truncate":    truncate,
		"tablerow":    table.add,
		"table":       table.add,
		"endtable":    table.render,
		"tablerender": table.render,
		"hyperlink":   func(address, label any) string { return hyperlink(show(address), show(label), links) },
		present:       shown,
	}).Parse(source)
	if err != nil {
		return nil, templateError(err)
	}
	for _, one := range t.Templates() {
		blankAbsent(one.Root)
	}
	return &Template{t, table}, nil
}

// present is the name of a function that returns what is to be written, or nothing for what is absent.
const present = "_present"

// blankAbsent passes all that a part of a template writes through present: text/template writes "<no value>" for what is
// absent, which data may say as well.
func blankAbsent(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil { // no else
			return
		}
		for _, one := range n.Nodes {
			blankAbsent(one)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			call := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(present)}}
			n.Pipe.Cmds = append(n.Pipe.Cmds, call)
		}
	case *parse.IfNode:
		blankAbsent(n.List)
		blankAbsent(n.ElseList)
	case *parse.RangeNode:
		blankAbsent(n.List)
		blankAbsent(n.ElseList)
	case *parse.WithNode:
		blankAbsent(n.List)
		blankAbsent(n.ElseList)
	}
}

// Write runs the template on the array of rows, and then writes the table that the template did not end. It passes texts of
// the data through escape; what the template writes itself is its author's.
func (t *Template) Write(w io.Writer, rows table.Rows, escape func(string) string) error {
	all, err := values(rows, escape)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := t.template.Execute(&b, all); err != nil {
		return templateError(err)
	}
	out := b.String() + t.table.render()
	if out != "" && !strings.HasSuffix(out, "\n") {
		out += "\n"
	}
	_, err = io.WriteString(w, out)
	return err
}

// shown returns a value with nothing in the place of what is absent, in lists too.
func shown(v any) any {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = shown(e)
		}
		return list
	}
	return v
}

// join joins the entries of a list; those of a list in it as in a cell.
func join(separator string, list any) string { return joinAt(separator, list, 1) }

func joinAt(separator string, list any, depth int) string {
	entries, _ := list.([]any)
	texts := make([]string, len(entries))
	for i, e := range entries {
		if inner, ok := e.([]any); ok {
			texts[i] = joinAt(table.InnerSeparator(depth), inner, depth+1)
		} else {
			texts[i] = show(e)
		}
	}
	return strings.Join(texts, separator)
}

// pluck returns one field of each object of a list.
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

// truncate shortens a text to a number of columns on a terminal.
func truncate(width int, v any) string { return text.Truncate(show(v), width) }

// show returns a value as text; "" for what is absent.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		return join(table.Separator, v)
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

// hyperlink returns a label that links to an address (OSC 8).
func hyperlink(address, label string, links bool) string {
	if !links || address == "" {
		return label
	}
	return "\x1b]8;;" + address + "\x1b\\" + label + "\x1b]8;;\x1b\\"
}

// columns is the table that a template is making.
type columns struct {
	rows   [][]string
	widths []int
	width  int // of the terminal; 0 means no limit
}

// add adds a row; it writes nothing yet.
func (t *columns) add(cells ...any) string {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = strings.Join(strings.Fields(show(c)), " ")
		if i == len(t.widths) {
			t.widths = append(t.widths, 0)
		}
		t.widths[i] = max(t.widths[i], displaywidth.String(row[i]))
	}
	t.rows = append(t.rows, row)
	return ""
}

// render returns the table: columns as wide as their texts, the last one truncated at the width of the terminal.
func (t *columns) render() string {
	var b strings.Builder
	for _, row := range t.rows {
		line, used := "", 0
		for i, cell := range row {
			if i == len(row)-1 && t.width > 0 && used < t.width {
				cell = text.Truncate(cell, t.width-used)
			}
			pad := max(0, t.widths[i]-displaywidth.String(cell)) + len("  ")
			line += cell + strings.Repeat(" ", pad)
			used += t.widths[i] + len("  ")
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	t.rows = nil
	t.widths = nil
	return b.String()
}
