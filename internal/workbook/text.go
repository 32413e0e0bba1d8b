package workbook

import (
	_ "embed"
	"slices"
	"strings"
	"text/template"

	"malaga/internal/flatten"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// The sheets of text, as templates: a line of text is a line of the sheet, "# " begins a title and "## " a heading, and
// "[text](target)" is a link.
var (
	//go:embed cover.txt
	coverText string
	//go:embed notes.txt
	notesText string
)

// cover returns the sheet that describes the workbook.
func (d Data) cover(relations []flatten.Relation, accessible bool) Sheet {
	about := []string{}
	if d.Overview != nil {
		for _, l := range d.Overview.Conferences() {
			about = append(about, oneLine(l.Text))
		}
	}
	labelled := func(r flatten.Relation) bool {
		return slices.ContainsFunc(r.Columns, func(c flatten.Column) bool { return strings.HasSuffix(c.Name, flatten.LabelSuffix) })
	}
	lines := textLines(coverText, map[string]any{
		"Title": oneLine(d.name()), "Version": oneLine(d.meta(vocab.Version)), "Changed": text.Days(d.meta(vocab.Modified), ""),
		"Licence": oneLine(d.meta(vocab.Licence)), "About": about, "Selection": oneLine(d.Asked), "Citation": oneLine(d.citation()),
		"Several": len(relations) > 1, "Labels": slices.ContainsFunc(relations, labelled),
		"Group": !accessible, "Screen": d.onScreen(relations),
		"Codes": codes(relations).Columns != nil, "Figures": d.Overview != nil,
	})
	return Sheet{Name: coverName, Title: d.name(), Text: lines}
}

// onScreen names the sheets that are not printed; "" if all are.
func (d Data) onScreen(relations []flatten.Relation) string {
	if d.Selection != nil {
		return ""
	}
	names := []string{contentsName}
	for _, r := range relations {
		if isForLookup(r) {
			names = append(names, r.Title)
		}
	}
	if codes(relations).Columns != nil {
		names = append(names, codesName)
	}
	return text.Join(append(names, dictionaryName))
}

// notes returns the sheet that explains what is the same on all sheets.
func notes(relations []flatten.Relation) Sheet {
	variants := ""
	for _, r := range relations {
		if r.Name == vocab.Variants {
			variants = r.Title
		}
	}
	lines := textLines(notesText, map[string]any{"Variants": variants})
	return Sheet{Name: notesName, Title: "Notes", Text: lines}
}

// oneLine joins the lines of a text: only the templates begin lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// textLines returns the lines of a sheet of text.
func textLines(source string, data map[string]any) []Line {
	var b strings.Builder
	_ = template.Must(template.New("text").Parse(source)).Execute(&b, data) // the templates suit the data, as tests show
	var lines []Line
	for s := range strings.Lines(b.String()) {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, textLine(s))
		}
	}
	return lines
}

func textLine(s string) Line {
	if rest, ok := strings.CutPrefix(s, "# "); ok {
		return Line{Style: Title, Text: rest}
	}
	if rest, ok := strings.CutPrefix(s, "## "); ok {
		return Line{Style: Heading, Text: rest}
	}
	label, target, ok := strings.Cut(s, "](")
	if ok && strings.HasPrefix(label, "[") && strings.HasSuffix(target, ")") {
		return Line{Text: label[1:], Link: strings.TrimSuffix(target, ")")}
	}
	return Line{Text: s}
}
