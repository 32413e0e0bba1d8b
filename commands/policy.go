package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/finding"
	"malaga/internal/validate"
	"malaga/internal/validate/rules"
)

// policyFlags say which findings count.
func policyFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "fail-on", Usage: "exit with 3 from this `SEVERITY` on: error, warning (default: error)"},
		&cli.StringSliceFlag{Name: "only", Usage: "only findings with this `CODE`, or of this family (TIM); may be repeated"},
		&cli.StringSliceFlag{Name: "ignore", Usage: "no findings with this `CODE`, or of this family; may be repeated"},
		&cli.StringFlag{Name: "max-findings", Usage: "tell at most `N` findings; all are counted"},
		&cli.StringFlag{Name: "baseline", Usage: "pass over the findings that `FILE` lists; entries that fit nothing are errors"},
		&cli.StringFlag{Name: "write-baseline", Usage: "write all findings to `FILE` as a baseline, and exit with 0"},
		&cli.StringSliceFlag{Name: "source-text", Usage: "check quotes of a document against its text: `DOC=FILE`; may be repeated"},
	}
}

// policy is which findings count, and from which severity on they fail a run.
type policy struct {
	failOn       finding.Severity
	only, ignore []string
	most         int
	baseline     string
	entries      []validate.Entry
}

func newPolicy(c *cli.Context) (policy, error) {
	p := policy{failOn: finding.Error, most: 1<<31 - 1, baseline: c.String("baseline")}
	if c.IsSet("fail-on") {
		p.failOn = finding.Severity(c.String("fail-on"))
		if p.failOn != finding.Error && p.failOn != finding.Warning {
			return p, usage(fmt.Sprintf("no severity %q", p.failOn), "the severities are error, warning")
		}
	}
	if c.IsSet("max-findings") {
		n, err := strconv.ParseUint(c.String("max-findings"), 10, 31)
		if err != nil {
			return p, usage(fmt.Sprintf("--max-findings %q is not a number", c.String("max-findings")), "write a whole number from 0 on")
		}
		p.most = int(n)
	}
	if c.IsSet("baseline") && c.IsSet("write-baseline") {
		return p, usage("--baseline and --write-baseline do not go together", "write the baseline first, then check with it")
	}
	for _, flag := range []string{"baseline", "write-baseline"} {
		if c.IsSet(flag) && (c.String(flag) == "" || c.String(flag) == "-") {
			return p, usage("--"+flag+" needs the name of a file", "")
		}
	}
	if p.baseline != "" {
		var err error
		if p.entries, err = readBaseline(p.baseline); err != nil {
			return p, err
		}
	}
	var known []string
	for _, code := range codes() {
		known = append(known, code.Code)
	}
	for _, list := range []struct {
		flag string
		to   *[]string
	}{{"only", &p.only}, {"ignore", &p.ignore}} {
		for _, text := range c.StringSlice(list.flag) {
			for code := range strings.SplitSeq(text, ",") {
				code = strings.ToUpper(strings.TrimSpace(code))
				if !slices.ContainsFunc(known, func(k string) bool { return k == code || (len(code) == 3 && strings.HasPrefix(k, code)) }) {
					return p, usage(fmt.Sprintf("no code %q", code), nearestOr(code, known, "malaga explain lists the codes"))
				}
				*list.to = append(*list.to, code)
			}
		}
	}
	return p, nil
}

// counts says whether findings with a code count.
func (p policy) counts(code string) bool {
	named := func(list []string) bool {
		return slices.ContainsFunc(list, func(c string) bool { return strings.HasPrefix(code, c) })
	}
	return (len(p.only) == 0 || named(p.only)) && !named(p.ignore)
}

// readBaseline reads the entries of a baseline.
func readBaseline(name string) ([]validate.Entry, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // only read from
	entries, err := validate.Read(name, in)
	for i, e := range entries {
		if !slices.ContainsFunc(codes(), func(c finding.Code) bool { return c.Code == e.Code }) {
			return nil, fmt.Errorf("%s: entry %d: there is no code %q", name, i+1, e.Code)
		}
	}
	return entries, err
}

// apply takes away what the baseline lists. whole says that all was looked at that the baseline was written
// for: only then can an entry be called stale, and only one whose code counts.
func (p policy) apply(findings []finding.Finding, whole bool) []finding.Finding {
	left, unmet := validate.Apply(p.entries, findings)
	for _, e := range unmet {
		if whole && p.counts(e.Code) && p.counts(validate.Stale) {
			left = append(left, e.Finding(p.baseline))
		}
	}
	finding.Sort(left)
	return left
}

// never is the severity from which on a run fails that only writes a baseline.
const never = finding.Severity("never")

// fails says whether what was found fails the run.
func (p policy) fails(total finding.Summary) bool {
	return p.failOn != never && (total.Errors > 0 || (p.failOn == finding.Warning && total.Warnings > 0))
}

// sourceTexts reads the texts of documents that quotes are checked against.
func (r *runner) sourceTexts(c *cli.Context) (rules.Quotes, error) {
	quotes := rules.Quotes{}
	for _, text := range c.StringSlice("source-text") {
		doc, file, ok := strings.Cut(text, "=")
		if !ok || doc == "" || file == "" {
			return nil, usage(fmt.Sprintf("--source-text %q is not DOC=FILE", text), "write the id of a document, =, and the file with its text")
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		r.reading = append(r.reading, file)
		quotes[doc] = rules.FoldQuote(string(b))
	}
	return quotes, nil
}

// report is a form and the file it goes to; "" for stdout.
type report struct{ format, file string }

func reportFormat(c *cli.Context) (string, error) {
	format := c.String("format")
	if format == "" {
		format = "text"
		if strings.EqualFold(filepath.Ext(c.String("output")), ".json") {
			format = "json"
		}
	}
	return knownFormat(format)
}

func knownFormat(format string) (string, error) {
	if format == "md" {
		format = "markdown"
	}
	if !slices.Contains(finding.Formats(), format) {
		return "", usage(fmt.Sprintf("no format %q for validate", format), nearestOr(format, finding.Formats(), "the formats are "+strings.Join(finding.Formats(), ", ")))
	}
	return format, nil
}

func parseReports(c *cli.Context) ([]report, error) {
	var reports []report
	for _, text := range c.StringSlice("report") {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return nil, usage(fmt.Sprintf("--report %q is not FORMAT=FILE", text), "such as sarif=findings.sarif")
		}
		format, err := knownFormat(format)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report{format, file})
	}
	return reports, apart(append(reports, report{file: c.String("output")}, report{file: c.String("write-baseline")}))
}

// apart says if two reports would go to one file.
func apart(reports []report) error {
	var taken []string
	for _, rep := range reports {
		if rep.file == "" {
			continue
		}
		path := realPath(rep.file)
		if info, err := os.Stat(rep.file); err == nil && !info.Mode().IsRegular() { // a pipe or /dev/null takes any number
			continue
		}
		if slices.Contains(taken, path) {
			return usage(fmt.Sprintf("%s would be written twice", rep.file), "give each report a file of its own")
		}
		taken = append(taken, path)
	}
	return nil
}

// writeReport writes one report at once, so that it is whole or an error.
func (r *runner) writeReport(c *cli.Context, rep report, shown []finding.Finding, total finding.Summary) error {
	b := finding.Append(nil, rep.format, shown, total, codes())
	if more := total.Errors + total.Warnings - len(shown); more > 0 && (rep.file == "" || rep.file == "-") {
		r.note(fmt.Sprintf("%d more findings are not shown", more), "")
	}
	if rep.file == "" || rep.file == "-" {
		return r.writeText(c, b)
	}
	return r.writeFile(rep.file, func(w io.Writer) error { _, err := w.Write(b); return err })
}
