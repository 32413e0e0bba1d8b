package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/integrity"
	"malaga/internal/record"
	"malaga/schema"
)

func (r *runner) validateCommand() *cli.Command {
	return &cli.Command{
		Name: "validate", Usage: "check datasets: their syntax, their schema, ids, references and dates",
		ArgsUsage: "[PATH…]",
		Description: "Each PATH is one dataset: a directory, a file with all tables, or - for stdin. A table's file in a\n" +
			"directory is checked with the directory, and only its own findings are told.\n" +
			"Exit code 0: no errors; 3: there are findings of severity error.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: text, json", Value: "text"},
			outputFlag("write to `FILE`"),
		},
		Action: r.validate,
	}
}

func (r *runner) validate(c *cli.Context) error {
	format := c.String("format")
	if !c.IsSet("format") && strings.EqualFold(filepath.Ext(c.String("output")), ".json") {
		format = "json"
	}
	if format != "text" && format != "json" {
		return usage(fmt.Sprintf("no format %q for validate", format), "the formats are text, json")
	}
	paths, err := r.validatePaths(c)
	if err != nil {
		return err
	}
	set, err := r.schemas()
	if err != nil {
		return err
	}
	var findings []diag.Finding
	var failed error
	total := diag.Summary{}
	for _, p := range paths {
		found, n, err := r.checkPath(set, p)
		if errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil && failed != nil {
			r.report(failed)
		}
		if err != nil {
			failed = err // the other datasets are checked all the same
		}
		findings = append(findings, found...)
		total.Records += n
	}
	diag.Sort(findings)
	total.Errors, total.Warnings = diag.Count(findings)
	if failed == nil || len(findings) > 0 {
		err = r.writeTo(c, func(w io.Writer) error { return writeFindings(w, format, findings, total) })
	}
	if failed == nil {
		failed = err
	}
	if total.Errors == 0 {
		return failed
	}
	// The verdict stands, whatever became of the report.
	if failed != nil && !closedPipe(failed) {
		r.report(failed)
	}
	return &findingsError{findings: findings, told: true}
}

// validatePaths is what is to be checked: the arguments, or the dataset that every command takes.
func (r *runner) validatePaths(c *cli.Context) ([]string, error) {
	paths := c.Args().Slice()
	if len(paths) == 0 {
		p, err := r.dataPath(c)
		return []string{p}, err
	}
	if c.IsSet("data") {
		return nil, usage("validate takes either --data or paths, not both", "")
	}
	stdin := 0
	for _, p := range paths {
		switch p {
		case "":
			return nil, usage("an empty path", "name a directory or a file")
		case "-":
			stdin++
		}
	}
	if stdin > 1 {
		return nil, usage("stdin can be read only once", "")
	}
	return paths, nil
}

// checkPath checks the dataset at a path.
func (r *runner) checkPath(set *schema.Set, path string) ([]diag.Finding, int, error) {
	d, err := dataset.Open(path, set.Model.ReadOrder(), r.env.Stdin)
	if err != nil {
		return nil, 0, err
	}
	r.inputs = append(r.inputs, d)
	return r.check(set, d)
}

// check finds all that is wrong with one dataset, and counts its records.
func (r *runner) check(set *schema.Set, d *dataset.Dataset) (findings []diag.Finding, records int, err error) {
	checker := integrity.New(set.Model)
	add := func(f diag.Finding) {
		if d.Only == "" || f.File == d.Only {
			findings = append(findings, f)
		}
	}
	place := func(rec record.Record, p diag.Problem) { add(diag.Place(rec, set.Model.Display(rec.Table), p)) }
	v := dataset.Visitor{
		Plain:   set.Glance().Plain,
		Finding: add,
		Problem: place,
		Broken:  checker.Broken,
		Table:   checker.Present,
		Record: func(rec record.Record) error {
			if d.Only == "" || rec.File == d.Only {
				records++
			}
			var problems []diag.Problem
			if !rec.Plain {
				problems = set.Check(rec.Table, rec.Raw)
			}
			for _, p := range problems {
				place(rec, p)
			}
			for _, f := range checker.Record(rec, problems) {
				add(f)
			}
			return nil
		},
		Member: func(m dataset.Member) bool {
			problems, known := set.CheckMember(m.Value.Table, m.Name, m.Value.Raw)
			for _, p := range problems {
				place(m.Value, p)
			}
			if !known {
				names := set.MemberNames(m.Value.Table)
				place(m.Key, diag.Problem{
					Code: diag.UnknownField, Message: fmt.Sprintf("unknown member %q of the file", m.Name),
					Hint: nearestOr(m.Name, names, ""),
				})
			}
			return known
		},
	}
	if err := d.Read(r.ctx, v, set.Model.Names()); err != nil {
		return nil, 0, err
	}
	for _, f := range checker.Finish() {
		add(f)
	}
	return findings, records, nil
}

// writeFindings writes a report at once, so that it is whole or an error.
func writeFindings(w io.Writer, format string, findings []diag.Finding, s diag.Summary) error {
	var b []byte
	if format == "json" {
		b = diag.AppendJSON(b, findings, s)
	} else {
		for _, f := range findings {
			b = diag.AppendText(b, f)
		}
		b = fmt.Appendf(b, "%s checked: %s\n", count(s.Records, "record"), verdict(s))
	}
	_, err := w.Write(b)
	return err
}

func verdict(s diag.Summary) string {
	switch {
	case s.Errors == 0 && s.Warnings == 0:
		return "no findings"
	case s.Warnings == 0:
		return count(s.Errors, "error")
	case s.Errors == 0:
		return count(s.Warnings, "warning")
	}
	return count(s.Errors, "error") + ", " + count(s.Warnings, "warning")
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
