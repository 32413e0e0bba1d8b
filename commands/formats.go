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
}

// rowFormats are those of the commands that print rows.
func rowFormats() []format {
	var all []format
	for _, f := range render.RowFormats() {
		all = append(all, format{
			name: string(f.Name), summary: f.Summary, aliases: f.Aliases, what: "a file of rows",
			endings: append([]string{string(f.Name)}, f.Aliases...),
		})
	}
	return all
}

// reportFormats are those of validate.
func reportFormats() []format {
	var all []format
	for _, f := range finding.Formats() {
		all = append(all, format{name: f.Name, aliases: f.Aliases, endings: f.Endings, what: "a report of findings"})
	}
	return all
}

// citationFormats are those of cite.
func citationFormats() []format {
	var all []format
	for _, f := range cite.Formats() {
		all = append(all, format{name: f.Name, endings: f.Endings, what: "a file of citations"})
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
		{name: jsonPatch, summary: "JSON Patch (RFC 6902)", endings: []string{"jsonpatch", "patch.json"}, what: "a JSON Patch"},
		{name: "csv", summary: "a row for each change", endings: []string{"csv"}, what: "rows"},
		{name: "xlsx", summary: "a workbook with colours", endings: []string{"xlsx"}, what: "a workbook"},
	}
}

// exportFormats are those of export and of no other command.
func exportFormats() []format {
	return []format{
		{name: "xlsx", endings: []string{"xlsx"}, what: "a workbook"},
		{name: "html", endings: []string{"html", "htm"}, what: "a web page"},
		{name: "ics", endings: []string{"ics"}, what: "a calendar"},
		{endings: []string{"xls", "xlsb", "xlsm", "ods"}, what: "such a workbook"},
	}
}

// writerOf tells how a file is written in a format that another command has; "" if several have it.
func writerOf(format, file string) string {
	switch file = quoted(file); format {
	case "csv", "tsv", "jsonl":
		return "malaga list TABLE -o " + file + " writes one"
	case "sarif", "junit":
		return "malaga validate -o " + file + " writes one"
	case cite.BibTeX, cite.RIS, cite.CFF:
		return "malaga cite -o " + file + " writes one"
	case jsonPatch:
		return "malaga diff OLD NEW -o " + file + " writes one"
	case "xlsx":
		return "malaga export xlsx and malaga list write one"
	case "html", "ics":
		return "malaga export " + format + " -o " + file + " writes one"
	case "":
		return "a name that ends in .xlsx gives a workbook"
	}
	return ""
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
	if writer := writerOf(other.name, o.path.text); writer != "" {
		hint = writer + "; " + hint
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
