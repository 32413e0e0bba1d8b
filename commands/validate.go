package commands

import (
	"fmt"
	"io"

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
	if format != "text" && format != "json" {
		return usage(fmt.Sprintf("no format %q for validate", format), "the formats are text, json")
	}
	paths := c.Args().Slice()
	if len(paths) == 0 {
		paths = []string{r.dataPath(c)}
	} else if c.IsSet("data") {
		return usage("validate takes either --data or paths, not both", "")
	}
	set, err := r.schemas()
	if err != nil {
		return err
	}
	var findings []diag.Finding
	total := diag.Summary{}
	for _, p := range paths {
		if p == "" && c.Args().Present() {
			return usage("an empty path", "name a directory or a file")
		}
		d, err := dataset.Open(p, set.Model.ReadOrder(), r.env.Stdin)
		if err != nil {
			return err
		}
		found, n, err := r.check(set, d)
		if err != nil {
			return err
		}
		findings = append(findings, found...)
		total.Records += n
	}
	diag.Sort(findings)
	total.Errors, total.Warnings = diag.Count(findings)
	err = r.writeTo(c, nil, func(w io.Writer) error { return writeFindings(w, format, findings, total) })
	if total.Errors == 0 {
		return err
	}
	// The verdict stands, whatever became of the report.
	if err != nil && !closedPipe(err) {
		r.note(err.Error(), "")
	}
	return &findingsError{findings: findings, told: true}
}

// check finds all that is wrong with one dataset, and counts its records.
func (r *runner) check(set *schema.Set, d *dataset.Dataset) (findings []diag.Finding, records int, err error) {
	checker := integrity.New(set.Model)
	add := func(f diag.Finding) {
		if d.Only == "" || f.File == d.Only {
			findings = append(findings, f)
		}
	}
	v := dataset.Visitor{
		Finding: add,
		Broken:  checker.Broken,
		Table:   checker.Present,
		Record: func(rec record.Record) error {
			if d.Only == "" || rec.File == d.Only {
				records++
			}
			problems := set.Check(rec.Table, rec.Raw)
			for _, p := range problems {
				add(diag.Place(rec, set.Model.Display(rec.Table), p))
			}
			for _, f := range checker.Record(rec, len(problems) == 0) {
				add(f)
			}
			return nil
		},
		Member: func(m dataset.Member) bool {
			problems, known := set.CheckMember(m.Value.Table, m.Name, m.Value.Raw)
			for _, p := range problems {
				add(diag.Place(m.Value, "", p))
			}
			if !known {
				names := set.MemberNames(m.Value.Table)
				add(diag.Place(m.Key, "", diag.Problem{
					Code: diag.UnknownField, Message: fmt.Sprintf("unknown member %q of the file", m.Name),
					Hint: nearestOr(m.Name, names, ""),
				}))
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
