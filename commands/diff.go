package commands

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/change"
	"malaga/internal/render"
	"malaga/internal/review"
	"malaga/internal/validate"
	"malaga/internal/workbook"
	"malaga/schema"
)

type diffOptions struct {
	output
	tables         []string
	level          value
	stat, exitCode bool
}

func newDiffCommand(a *app) *cli.Command {
	o := &diffOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "diff", Usage: "show what changed between two datasets", ArgsUsage: "OLD [NEW]",
		Flags: []cli.Flag{
			formatFlag(&o.format, diffFormats(), "text"),
			o.pathFlag("write to FILE; its ending sets the format if --format does not"),
			delimiterFlag(&o.delimiter),
			&option{name: "table", takes: "TABLE", values: &o.tables, usage: "compare only this table; may be repeated", complete: completeTable},
			&option{
				name: "level", takes: "LEVEL", value: &o.level, usage: "what to show of a changed record: the names or the values of its fields",
				words: []string{string(review.Records), string(review.Fields)}, byDefault: string(review.Fields),
			},
			&option{name: "stat", enabled: &o.stat, usage: "show only how many records changed in each table"},
			&option{name: "exit-code", enabled: &o.exitCode, usage: "exit with 3 if there are differences"},
		},
	}, completeFile, o.run)
}

func (o *diffOptions) run(args []string) error {
	if slices.Equal(args, []string{"-", "-"}) {
		return usage("standard input can be read only once", "name - once")
	}
	options := change.Options{Counts: o.stat}
	var err error
	if options.Set, err = o.schemas(); err != nil {
		return err
	}
	in := input{app: o.app, model: options.Set.Model}
	if len(o.tables) > 0 {
		if options.Tables, err = in.tables(o.tables); err != nil {
			return err
		}
	}
	format, err := o.diffFormat()
	if err != nil {
		return err
	}
	old, new, err := o.sides(args, validate.Layout(options.Set))
	if err != nil {
		return err
	}
	if options.Tables == nil {
		if options.Tables, err = onlyTable(in.model, old, new); err != nil {
			return err
		}
	}
	if format == jsonPatch {
		options.Patch, options.Counts = true, true
	}
	r, err := change.Compare(o.ctx, old, new, options)
	if err != nil {
		return err
	}
	var verdict error
	if o.exitCode && r.Differs() {
		verdict = errDifferences
	}
	return o.judged(verdict, o.writeDiff(format, r))
}

// onlyTable returns the table whose file one of the datasets is, or both are; nil if they are more.
func onlyTable(m *schema.Model, old, new *dataset.Dataset) ([]*schema.Table, error) {
	var only []*schema.Table
	for _, d := range []*dataset.Dataset{old, new} {
		name := strings.TrimSuffix(filepath.Base(d.Only), filepath.Ext(d.Only))
		if t := m.Table(name); t != nil && !slices.Contains(only, t) {
			only = append(only, t)
		}
	}
	if len(only) > 1 {
		return nil, usage(fmt.Sprintf("%s and %s are files of different tables", old.Only, new.Only), "name their directories")
	}
	return only, nil
}

// diffFormat returns the format that the flags choose.
func (o *diffOptions) diffFormat() (string, error) {
	name, err := o.formatName(diffFormats(), "text")
	if err == nil && name == jsonPatch && (o.stat || o.level.set) {
		err = usage("--stat and --level cannot be used for a JSON Patch", "leave them out")
	}
	return name, err
}

// writeDiff writes what changed.
func (o *diffOptions) writeDiff(format string, r *change.Result) error {
	level := review.Level(cmp.Or(o.level.text, string(review.Fields)))
	switch {
	case o.stat:
		return o.writeStat(format, r)
	case format == jsonPatch:
		return o.writeText(r.Patch)
	case format == "markdown":
		return o.writeText(review.Markdown(r, level))
	case format == "json":
		return o.write(func(w io.Writer) error { return review.JSON(w, r, level) })
	case format == "csv":
		_, err := o.render(render.CSV, review.Rows(r, level), render.Options{})
		return err
	case format == "xlsx":
		return o.write(func(w io.Writer) error {
			_, err := workbook.Write(w, workbook.Properties{Title: "Changes: " + r.From + " to " + r.To}, review.Sheets(r, level))
			return err
		})
	}
	return o.writeAs("text", diffFormats(), review.Page(r, level, o.width()))
}

// writeStat writes the number of changed records in each table.
func (o *diffOptions) writeStat(format string, r *change.Result) error {
	formats := map[string]render.Format{"markdown": render.Markdown, "json": render.JSON, "csv": render.CSV}
	f, ok := formats[format]
	switch {
	case format == "text":
		return o.writeText(review.StatPage(r, o.width()))
	case !ok:
		return usage("--stat cannot be written as "+format, "use text, markdown, json or csv")
	}
	_, err := o.render(f, review.Stat(r), render.Options{})
	return err
}
