package commands

import (
	"path/filepath"
	"slices"
	"strings"

	"malaga/internal/cite"
	"malaga/internal/complete"
	"malaga/internal/finding"
	"malaga/internal/render"
)

// format is one of the forms in which commands write.
type format struct {
	name    string
	summary string // for completion
	aliases []string
	endings []string // of file names, in small letters and without the dot
	what    string   // what such a file is; "" if several commands write files of these endings
	writer  string   // how such a file is written
}

// rowFormats are those of the commands that print rows.
func rowFormats() []format {
	var all []format
	for _, f := range render.RowFormats() {
		one := format{name: string(f.Name), summary: f.Summary, aliases: f.Aliases, endings: append([]string{string(f.Name)}, f.Aliases...)}
		switch f.Name {
		case render.CSV, render.TSV, render.JSONL:
			one.what = "a file of rows"
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
		one := format{name: f.Name, aliases: f.Aliases}
		if f.Ending != "" {
			one.endings = []string{f.Ending}
		}
		all = append(all, one)
	}
	return all
}

// citationFormats are those of cite.
func citationFormats() []format {
	var all []format
	for _, f := range cite.Formats() {
		one := format{name: f.Name, endings: []string{f.Ending}}
		if f.Ending != "txt" && f.Ending != "json" {
			one.what = "a file of citations"
			one.writer = "malaga cite -o FILE writes one"
		}
		all = append(all, one)
	}
	return all
}

// exportFormats are those of export and of no other command.
func exportFormats() []format {
	return []format{
		{name: "xlsx", endings: []string{"xlsx", "xls", "ods"}, what: "a workbook", writer: "malaga export xlsx and malaga list write one"},
		{name: "ics", endings: []string{"ics"}, what: "a calendar", writer: "malaga export ics -o FILE writes one"},
	}
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

// formatOf returns the one of some formats that the ending of a file's name stands for.
func formatOf(path string, formats []format) (f format, ok bool) {
	for _, f := range formats {
		if ext := extension(path); ext != "" && slices.Contains(f.endings, ext) {
			return f, true
		}
	}
	return format{}, false
}

// isWorkbook reports whether the ending of a file's name is that of a workbook.
func isWorkbook(path string) bool {
	f, _ := formatOf(path, exportFormats())
	return f.name == "xlsx"
}
