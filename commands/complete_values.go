package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"malaga/dataset"
	"malaga/internal/complete"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/render"
	"malaga/internal/validate"
	"malaga/internal/vocab"
	"malaga/schema"
)

// offer says what may stand where the cursor is.
type offer func(x *completion, typed string) complete.Reply

// flagValues says what the flags take, by name; a flag that takes something else in one command stands there with the
// command before it. What stands in no list takes any text.
func flagValues() map[string]offer {
	return map[string]offer{
		"data":   (*completion).files,
		"output": (*completion).files,

		"format":          fixed(render.Formats()...),
		"validate format": fixed(finding.Formats()...),
		"cite format":     fixed(citeFormats()...),
		"lists":           fixed(listsJoin, listsRows),
		"list lists":      fixed(lists()...),
		"for":             fixed(readers()...),
		"profile":         fixed(profiles()...),

		"where":      (*completion).where,
		"fields":     func(x *completion, typed string) complete.Reply { return x.Fields(x.tables(), typed, false) },
		"add-fields": func(x *completion, typed string) complete.Reply { return x.Fields(x.tables(), typed, false) },
		"sort":       func(x *completion, typed string) complete.Reply { return x.Fields(x.tables(), typed, true) },
		"by":         func(x *completion, typed string) complete.Reply { return x.Path(x.tables(), typed, nil) },
		"expand":     (*completion).reference,
		"min":        (*completion).least,
		"in":         (*completion).table,

		"fail-on":        fixed(string(finding.Error), string(finding.Warning)),
		"only":           (*completion).codeList,
		"ignore":         (*completion).codeList,
		"baseline":       (*completion).files,
		"write-baseline": (*completion).files,
		"report":         (*completion).report,
		"source-text":    (*completion).sourceText,
	}
}

// arguments says what the commands take beside flags.
func arguments() map[string]offer {
	return map[string]offer{
		"validate":    (*completion).files,
		"list":        (*completion).oneTable,
		"summarise":   (*completion).oneTable,
		"export xlsx": (*completion).table,
		"export csv":  (*completion).table,
		"show":        (*completion).record,
		"cite":        (*completion).record,
		"explain":     (*completion).explained,
		"schema":      (*completion).schema,
		"help":        (*completion).helped,
		"completion":  fixed(complete.Shells()...),
	}
}

// fixed offers words that are always the same.
func fixed(texts ...string) offer {
	words := make([]complete.Word, len(texts))
	for i, t := range texts {
		words[i].Text = t
	}
	return func(_ *completion, typed string) complete.Reply { return complete.Words(typed, words...) }
}

func (x *completion) files(string) complete.Reply { return complete.Reply{Files: true} }

// tables are the tables that the line speaks of so far; all, if it names none.
func (x *completion) tables() []*schema.Table {
	named := x.words
	for _, g := range x.given {
		if g.name == "in" {
			named = append(named, g.value)
		}
	}
	var tables []*schema.Table
	for _, name := range named {
		if t := x.Model.Find(name); t != nil {
			tables = append(tables, t)
		}
	}
	if tables == nil {
		return x.Model.Tables
	}
	return tables
}

// table offers the tables that are not named yet.
func (x *completion) table(typed string) complete.Reply {
	r := x.Tables(typed)
	if named := x.tables(); len(named) < len(x.Model.Tables) {
		r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return slices.Contains(named, x.Model.Find(w.Text)) })
	}
	return r
}

func (x *completion) oneTable(typed string) complete.Reply {
	if len(x.words) > 0 {
		return complete.Reply{}
	}
	return x.Tables(typed)
}

func (x *completion) where(typed string) complete.Reply { return x.Where(x.tables(), typed) }

// reference offers the paths that end at a reference.
func (x *completion) reference(typed string) complete.Reply {
	return x.Path(x.tables(), typed, func(f *schema.Field) bool { return f.Ref != "" })
}

// least offers a field, of a table if the line names none, to be followed by a share.
func (x *completion) least(typed string) complete.Reply {
	r := x.Path(x.tables(), typed, nil)
	if len(x.words) == 0 {
		r = x.tableOrField(typed)
	}
	r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return !x.covered(r.Stem+w.Text, w.Open) })
	for i, w := range r.Words {
		if !w.Open && (len(x.words) > 0 || r.Stem != "") {
			r.Words[i].Text, r.Words[i].Open = w.Text+"=", true
		}
	}
	return r
}

// covered says whether --coverage tells of a field, or of some that begin so.
func (x *completion) covered(path string, begins bool) bool {
	tables := x.tables()
	if len(x.words) == 0 {
		name, field, _ := strings.Cut(path, ".")
		tables, path = []*schema.Table{x.Model.Find(name)}, field
	}
	path = strings.ReplaceAll(path, "-", "_")
	return slices.ContainsFunc(tables, func(t *schema.Table) bool {
		for name := range schema.Walk(t.Fields()) {
			if name == path || (begins && strings.HasPrefix(name, path)) {
				return true
			}
		}
		return false
	})
}

// record offers the records that are not named yet.
func (x *completion) record(typed string) complete.Reply {
	r := x.IDs(x.Model.Tables, typed)
	r.Words = slices.DeleteFunc(r.Words, func(w complete.Word) bool { return slices.Contains(x.words, w.Text) })
	return r
}

// promptPatience is how long a prompt waits. What has been read by then is offered.
const promptPatience = time.Second

// records reads the ids and names of some tables, in silence. What can be read only once is left to whom it is meant for.
func (x *completion) records(tables []string, yield func(id, name string) bool) {
	path := x.run.env.Getenv("MALAGA_DATA")
	for _, g := range x.given {
		if g.name == "data" {
			path = g.value
		}
	}
	if home := x.run.env.Getenv("HOME"); strings.HasPrefix(path, "~/") && home != "" { // as the shell will do
		path = home + path[1:]
	}
	if path == "-" {
		return
	}
	d, err := dataset.Open(path, dataset.Layout{Tables: x.Model.Names()}, nil)
	if err != nil || d.Once() {
		return
	}
	ctx, stop := context.WithTimeout(x.run.ctx, promptPatience)
	defer stop()
	for e, err := range d.Read(ctx, tables...) {
		if err == nil && e.Kind == dataset.Record && !yield(rawjson.GetText(e.Record.Raw, "id"), rawjson.GetText(e.Record.Raw, x.Model.Display(e.Table))) {
			return
		}
	}
}

// codeList offers codes of findings, separated by commas.
func (x *completion) codeList(typed string) complete.Reply {
	return complete.After(typed, ",", findingCodes)
}

func findingCodes(typed string) complete.Reply {
	var r complete.Reply
	for _, c := range validate.Codes() {
		r.Offer(typed, complete.Word{Text: c.Code, About: c.Title})
	}
	return r
}

// report offers the forms of a report, each to be followed by a file.
func (x *completion) report(typed string) complete.Reply {
	var r complete.Reply
	for _, f := range finding.Formats() {
		r.Offer(typed, complete.Word{Text: f + "=", Open: true})
	}
	return fileBehind(typed, r)
}

// sourceText offers documents, each to be followed by a file.
func (x *completion) sourceText(typed string) complete.Reply {
	t := x.Model.Table(vocab.Documents)
	if t == nil {
		return complete.Reply{}
	}
	r := x.IDs([]*schema.Table{t}, typed)
	for i := range r.Words {
		r.Words[i].Text, r.Words[i].Open = r.Words[i].Text+"=", true
	}
	return fileBehind(typed, r)
}

// fileBehind offers files behind an equals sign, and names before it.
func fileBehind(typed string, names complete.Reply) complete.Reply {
	if stem, _, ok := strings.Cut(typed, "="); ok {
		return complete.Reply{Stem: stem + "=", Files: true}
	}
	return names
}

// explained offers tables, fields of a table, and codes of findings.
func (x *completion) explained(typed string) complete.Reply {
	if len(x.words) > 0 {
		return complete.Reply{}
	}
	r := x.tableOrField(typed)
	r.Words = append(r.Words, findingCodes(strings.ToUpper(typed)).Words...)
	return r
}

// tableOrField offers tables, and behind a dot the fields of one.
func (x *completion) tableOrField(typed string) complete.Reply {
	if name, field, ok := strings.Cut(typed, "."); ok {
		t := x.Model.Find(name)
		if t == nil {
			return complete.Reply{}
		}
		r := x.Path([]*schema.Table{t}, field, nil)
		r.Stem = name + "." + r.Stem
		return r
	}
	r := x.Tables(typed)
	for _, w := range r.Words {
		r.Offer(typed, complete.Word{Text: w.Text + ".", About: "its fields", Open: true})
	}
	return r
}

func (x *completion) schema(typed string) complete.Reply {
	names, err := schema.Names(x.run.schemaFiles())
	if err != nil || len(x.words) > 0 {
		return complete.Reply{}
	}
	return fixed(names...)(x, typed)
}

// helped offers commands, their subcommands, and topics.
func (x *completion) helped(typed string) complete.Reply {
	var r complete.Reply
	before := strings.Join(append(slices.Clone(x.words), ""), " ")
	for _, p := range x.run.helpPages()[1:] {
		if next, ok := strings.CutPrefix(p.words, before); ok && !strings.Contains(next, " ") {
			r.Offer(typed, complete.Word{Text: next, About: p.About})
		}
	}
	return r
}
