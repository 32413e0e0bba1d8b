package commands

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/complete"
	"malaga/internal/finding"
	"malaga/internal/render"
	"malaga/internal/text"
)

// format is one of the forms in which commands write.
type format struct {
	name    string
	summary string // for completion
	aliases []string
	endings []string // of file names, in small letters and without the dot
	what    string   // what such a file is
	writer  string   // how such a file is written; "" if several commands write files of these endings
}

// rowFormats are those of the commands that print rows.
func rowFormats() []format {
	var all []format
	for _, f := range render.RowFormats() {
		one := format{
			name: string(f.Name), summary: f.Summary, aliases: f.Aliases, what: "a file of rows",
			endings: append([]string{string(f.Name)}, f.Aliases...),
		}
		switch f.Name {
		case render.CSV, render.TSV, render.JSONL:
			one.writer = "malaga list TABLE -o FILE writes one"
		}
		all = append(all, one)
	}
	return all
}

// reportFormats are those of validate.
func reportFormats() []format {
	var all []format
	for _, f := range finding.Formats() {
		one := format{name: f.Name, aliases: f.Aliases, endings: f.Endings, what: "a report of findings"}
		switch f.Name {
		case "sarif", "junit":
			one.writer = "malaga validate -o FILE writes one"
		}
		all = append(all, one)
	}
	return all
}

// citationFormats are those of cite.
func citationFormats() []format {
	var all []format
	for _, f := range cite.Formats() {
		one := format{name: f.Name, endings: f.Endings, what: "a file of citations"}
		switch f.Name {
		case cite.BibTeX, cite.RIS, cite.CFF:
			one.writer = "malaga cite -o FILE writes one"
		}
		all = append(all, one)
	}
	return all
}

// jsonPatch is the format of diff that has neither counts nor levels.
const jsonPatch = "jsonpatch"

// diffFormats are those of diff.
func diffFormats() []format {
	return []format{
		{name: "text", summary: "a page to read", endings: []string{"txt"}, what: "a text"},
		{name: "markdown", summary: "a comment on GitHub", aliases: []string{"md"}, endings: []string{"md", "markdown"}, what: "a text"},
		{name: "json", summary: "changes and consequences", endings: []string{"json"}, what: "JSON"},
		{
			name: jsonPatch, summary: "JSON Patch (RFC 6902)", endings: []string{"jsonpatch", "patch.json"}, what: "a JSON Patch",
			writer: "malaga diff OLD NEW -o FILE writes one",
		},
		{name: "csv", summary: "a row for each change", endings: []string{"csv"}, what: "rows"},
		{name: "xlsx", summary: "a workbook with colours", endings: []string{"xlsx"}, what: "a workbook"},
	}
}

// exportFormats are those of export and of no other command.
func exportFormats() []format {
	return []format{
		{name: "xlsx", endings: []string{"xlsx"}, what: "a workbook", writer: "malaga export xlsx and malaga list write one"},
		{name: "html", endings: []string{"html", "htm"}, what: "a web page", writer: "malaga export html -o FILE writes one"},
		{name: "ics", endings: []string{"ics"}, what: "a calendar", writer: "malaga export ics -o FILE writes one"},
		{endings: []string{"xls", "xlsb", "xlsm", "ods"}, what: "such a workbook", writer: "a name that ends in .xlsx gives a workbook"},
	}
}

// formatNamed returns the one of some formats that has a name, for a command that writes no other.
func formatNamed(name string, formats []format) []format {
	return slices.DeleteFunc(formats, func(f format) bool { return f.name != name })
}

// formatFlag returns the flag that chooses one of some formats.
func formatFlag(to *value, formats []format, usual string) *option {
	f := &option{name: "format", takes: "FORMAT", value: to, usage: "output format", byDefault: usual, aliases: map[string]string{}}
	for _, one := range formats {
		f.words = append(f.words, one.name)
		for _, alias := range one.aliases {
			f.aliases[alias] = one.name
		}
	}
	f.complete = func(_ *completion, typed string) complete.Reply {
		var r complete.Reply
		for _, one := range formats {
			r.Offer(typed, complete.Word{Text: one.name, About: one.summary})
		}
		return r
	}
	return f
}

// extension returns the ending of a file's name, in small letters and without the dot.
func extension(path string) string {
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
}

// formatOf returns the one of some formats that the ending of a file's name stands for: the longest such ending.
func formatOf(path string, formats []format) (f format, ok bool) {
	name, longest := strings.ToLower(filepath.Base(path)), ""
	for _, one := range formats {
		for _, ending := range one.endings {
			if len(ending) > len(longest) && strings.HasSuffix(name, "."+ending) {
				f, longest = one, ending
			}
		}
	}
	return f, longest != ""
}

// promisesNothing reports whether the ending of a file's name stands for no format, and for plain text at most.
func promisesNothing(path string) bool {
	return slices.Contains([]string{"", "txt", "text", "out", "log", "tmp"}, extension(path))
}

// formatName returns the name of the format to write, one of those of the command: that of --format, of the ending of the output file,
// or the usual one.
func (o *output) formatName(formats []format, usual string) (string, error) {
	name, err := o.ofEnding(formats)
	return cmp.Or(o.format.text, name, usual), err
}

// ofEnding returns the name of the one of some formats, those of the command, that the ending of the output file asks for; "" if it
// asks for none. An ending that asks for a format of other commands is an error.
func (o *output) ofEnding(formats []format) (string, error) {
	if o.formatIsNamed() {
		return "", nil
	}
	if f, ok := formatOf(o.path.text, formats); ok || promisesNothing(o.path.text) {
		return f.name, nil
	}
	other, known := formatOf(o.path.text, slices.Concat(rowFormats(), reportFormats(), citationFormats(), exportFormats(), diffFormats()))
	if !known {
		return "", nil
	}
	hint := "this command writes " + text.Or(namesOf(formats))
	if other.writer != "" {
		hint = strings.ReplaceAll(other.writer, "FILE", quoted(o.path.text)) + "; " + hint
	}
	return "", usage(fmt.Sprintf("this command cannot write %s: %s", other.what, o.path.text), hint)
}

// namesOf returns the names of formats.
func namesOf(formats []format) []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}
