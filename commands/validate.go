package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/text"
	"malaga/internal/validate"
	"malaga/internal/validate/rules"
	"malaga/schema"
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
	format, err := reportFormat(c)
	if err != nil {
		return err
	}
	p, err := newPolicy(c)
	if err != nil {
		return err
	}
	paths, err := r.validatePaths(c)
	if err != nil {
		return err
	}
	reports, err := parseReports(c)
	if err != nil {
		return err
	}
	quotes, err := r.sourceTexts(c)
	if err != nil {
		return err
	}
	if p.baseline != "" {
		r.reading = append(r.reading, p.baseline)
	}
	found := &tally{policy: p, limit: kept, documents: map[string]bool{}}
	if c.IsSet("write-baseline") || p.baseline != "" {
		found.limit = 1<<31 - 1 // a baseline is of all
	}
	failed := r.checkAll(paths, quotes, found)
	if errors.Is(failed, context.Canceled) {
		return failed
	}
	if err := found.lacks(quotes); err != nil && failed == nil {
		return err
	}
	findings := found.findings
	if c.IsSet("write-baseline") {
		p.failOn = never
		if failed != nil { // a baseline of a part would take the place of one of all
			return failed
		}
		failed = r.writeFile(c.String("write-baseline"), func(w io.Writer) error { return validate.Write(w, findings) })
	}
	findings = p.apply(findings, failed == nil && !found.partial)
	total := found.more
	total.Tool = Version
	errs, warnings := finding.Count(findings)
	total.Errors, total.Warnings = total.Errors+errs, total.Warnings+warnings
	shown := findings[:min(len(findings), p.most)]
	if !c.IsSet("write-baseline") || c.IsSet("format") || c.IsSet("output") { // which else has nothing more to tell
		reports = append(reports, report{format, c.String("output")})
	}
	if failed == nil || len(findings) > 0 {
		err := r.writeReports(c, reports, shown, total)
		var wrong *text.UsageError
		if errors.As(err, &wrong) {
			return err
		}
		failed = cmp.Or(failed, err)
	}
	if !p.fails(total) {
		return failed
	}
	// The verdict stands, whatever became of the reports.
	if failed != nil && !closedPipe(failed) {
		r.report(failed)
	}
	return &findingsError{findings: findings, told: true}
}

// lacks says if a text is of a document that no dataset has.
func (t *tally) lacks(quotes rules.Quotes) error {
	for _, doc := range slices.Sorted(maps.Keys(quotes)) {
		if !t.documents[doc] {
			return usage(fmt.Sprintf("--source-text: there is no document %q", doc), "write the id of a document of the dataset")
		}
	}
	return nil
}

// writeReports writes all reports, and gives the first error.
func (r *runner) writeReports(c *cli.Context, reports []report, shown []finding.Finding, total finding.Summary) (failed error) {
	for _, rep := range reports {
		if err := r.writeReport(c, rep, shown, total); err != nil && failed == nil {
			failed = err
		}
	}
	return failed
}

// checkAll checks the datasets at some paths. What cannot be read does not keep the others from being
// checked; failed is the first such error, the others are told.
func (r *runner) checkAll(paths []string, quotes rules.Quotes, found *tally) (failed error) {
	set, err := r.schemas()
	if err != nil {
		return err
	}
	for _, p := range paths {
		err := r.checkPath(set, p, quotes, found)
		switch {
		case errors.Is(err, context.Canceled):
			return err
		case err != nil && failed == nil:
			failed = err
		case err != nil:
			r.report(err)
		}
	}
	finding.Sort(found.findings)
	return failed
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
	if slices.Contains(paths, "") {
		return nil, usage("an empty path", "name a directory or a file")
	}
	stdin := slices.Index(paths, "-")
	if stdin >= 0 && slices.Contains(paths[stdin+1:], "-") {
		return nil, usage("stdin can be read only once", "")
	}
	return distinct(paths), nil
}

// distinct leaves out paths that lead to what another one leads to: a file of a directory that is named itself
// is checked with it.
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

// realPath is a path in the one form that tells two from each other.
func realPath(p string) string {
	if followed, err := filepath.EvalSymlinks(p); err == nil {
		p = followed
	}
	if absolute, err := filepath.Abs(p); err == nil {
		return absolute
	}
	return p
}

// checkPath checks the dataset at a path.
func (r *runner) checkPath(set *schema.Set, path string, quotes rules.Quotes, found *tally) error {
	d, err := dataset.Open(path, set.Model.ReadOrder(), r.env.Stdin)
	if err != nil {
		return err
	}
	r.inputs = append(r.inputs, d)
	return r.check(set, d, quotes, found)
}
