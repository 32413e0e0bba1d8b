package commands

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/finding"
	"malaga/internal/text"
	"malaga/internal/validate"
)

func (r *runner) validateCommand() *cli.Command {
	return &cli.Command{
		Name: "validate", Usage: "check datasets: their syntax, their schema and their soundness",
		ArgsUsage: "[PATH…]",
		Description: "Each PATH is one dataset: a directory, a file with all tables, or - for stdin. A table's file in a\n" +
			"directory is checked with the directory, and only its own findings are told.\n" +
			"Exit code 0: nothing reaches --fail-on; 3: something does. malaga explain lists the codes of findings.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(finding.Formats(), ", ") + " (default: text)"},
			outputFlag("write to `FILE`"),
			&cli.StringSliceFlag{Name: "report", Usage: "write another report: `FORMAT=FILE`; may be repeated"},
		}, policyFlags()...),
		Action: r.validate,
	}
}

func (r *runner) validate(c *cli.Context) error {
	reports, err := parseReports(c)
	if err != nil {
		return err
	}
	o, err := r.validateOptions(c)
	if err != nil {
		return err
	}
	found, err := validate.Run(r.ctx, o)
	if err != nil {
		return err
	}
	r.inputs = append(r.inputs, found.Datasets...)
	found.Summary.Tool = Version
	failed := r.reportUnread(found.Unread)
	switch {
	case failed == nil && len(found.NoRecord) > 0:
		return usage(fmt.Sprintf("--source-text: there is no document %q", found.NoRecord[0]), "write the id of a document of the dataset")
	case failed != nil && o.All: // a baseline of a part would take the place of one of all
		return failed
	case failed == nil || len(found.Findings) > 0:
		err := r.writeReports(c, reports, found, o.Policy.MaxFindings)
		var wrong *text.UsageError
		if errors.As(err, &wrong) {
			return err
		}
		failed = cmp.Or(failed, err)
	}
	if o.All || !o.Policy.Fails(found.Summary) {
		return failed
	}
	// The verdict stands, whatever became of the reports.
	if failed != nil && !closedPipe(failed) {
		r.report(failed)
	}
	return &findingsError{findings: found.Findings, told: true}
}

// validateOptions reads the flags that say what is checked, and the files that they name.
func (r *runner) validateOptions(c *cli.Context) (o validate.Options, err error) {
	o = validate.Options{Stdin: r.env.Stdin, All: c.IsSet("write-baseline")}
	if o.Policy, err = r.policy(c); err != nil {
		return o, err
	}
	if o.Paths, err = r.validatePaths(c); err != nil {
		return o, err
	}
	if o.SourceTexts, err = r.sourceTexts(c); err != nil {
		return o, err
	}
	o.Set, err = r.schemas()
	return o, err
}

// reportUnread reports all errors of reading but the first, which it returns.
func (r *runner) reportUnread(unread []error) error {
	if len(unread) == 0 {
		return nil
	}
	for _, err := range unread[1:] {
		r.report(err)
	}
	return unread[0]
}

// validatePaths returns the datasets to check: the arguments, or the dataset of --data.
func (r *runner) validatePaths(c *cli.Context) ([]string, error) {
	paths := c.Args().Slice()
	if len(paths) == 0 {
		p, err := r.dataPath(c)
		return []string{p}, err
	}
	if c.IsSet("data") {
		return nil, usage("validate takes either --data or paths, not both", "")
	}
	if slices.Contains(paths, "") {
		return nil, usage("an empty path", "name a directory or a file")
	}
	stdin := slices.Index(paths, "-")
	if stdin >= 0 && slices.Contains(paths[stdin+1:], "-") {
		return nil, usage("stdin can be read only once", "")
	}
	return distinct(paths), nil
}

// distinct removes paths that lead to the same dataset as another one, and files in a directory that is
// given itself.
func distinct(paths []string) []string {
	var all []string
	for _, p := range paths {
		all = append(all, realPath(p))
	}
	var left []string
	for i, p := range paths {
		twice := slices.Contains(all[:i], all[i])
		if p == "-" || !twice && !slices.Contains(all, filepath.Dir(all[i])) {
			left = append(left, p)
		}
	}
	return left
}

// realPath returns the absolute path without symbolic links, which is the same for the same file.
func realPath(p string) string {
	if followed, err := filepath.EvalSymlinks(p); err == nil {
		p = followed
	}
	if absolute, err := filepath.Abs(p); err == nil {
		return absolute
	}
	return p
}

// writeReports writes the baseline and all reports, and returns the first error.
func (r *runner) writeReports(c *cli.Context, reports []report, found *validate.Result, most int) (failed error) {
	if c.IsSet("write-baseline") {
		failed = r.writeFile(c.String("write-baseline"), func(w io.Writer) error { return validate.WriteBaseline(w, found.Findings) })
	}
	shown := found.Findings[:min(len(found.Findings), most)]
	for _, rep := range reports {
		b := finding.Append(nil, rep.format, shown, found.Summary, validate.Codes())
		failed = cmp.Or(failed, r.writeReport(c, rep, b))
	}
	if more := found.Summary.Errors + found.Summary.Warnings - len(shown); more > 0 && slices.ContainsFunc(reports, report.toStdout) {
		r.note(fmt.Sprintf("%d more findings are not shown", more), "")
	}
	return failed
}

// writeReport writes one report to where it goes.
func (r *runner) writeReport(c *cli.Context, rep report, b []byte) error {
	if rep.toStdout() {
		return r.writeText(c, b)
	}
	return r.writeFile(rep.file, func(w io.Writer) error { _, err := w.Write(b); return err })
}
