package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/finding"
	"malaga/internal/validate"
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

// policy reads the flags that say which findings count, and the baseline.
func (r *runner) policy(c *cli.Context) (p validate.Policy, err error) {
	p = validate.NewPolicy()
	if c.IsSet("fail-on") {
		p.FailOn = finding.Severity(c.String("fail-on"))
		if p.FailOn != finding.Error && p.FailOn != finding.Warning {
			return p, usage(fmt.Sprintf("no severity %q", p.FailOn), "the severities are error, warning")
		}
	}
	if c.IsSet("max-findings") {
		n, err := strconv.ParseUint(c.String("max-findings"), 10, 31)
		if err != nil {
			return p, usage(fmt.Sprintf("--max-findings %q is not a number", c.String("max-findings")), "write a whole number from 0 on")
		}
		p.MaxFindings = int(n)
	}
	if p.Only, err = codeList(c.StringSlice("only")); err != nil {
		return p, err
	}
	if p.Ignore, err = codeList(c.StringSlice("ignore")); err != nil {
		return p, err
	}
	if c.IsSet("baseline") && c.IsSet("write-baseline") {
		return p, usage("--baseline and --write-baseline do not go together", "write the baseline first, then check with it")
	}
	for _, flag := range []string{"baseline", "write-baseline"} {
		if c.IsSet(flag) && (c.String(flag) == "" || c.String(flag) == "-") {
			return p, usage("--"+flag+" needs the name of a file", "")
		}
	}
	if p.Baseline = c.String("baseline"); p.Baseline == "" {
		return p, nil
	}
	in, err := os.Open(p.Baseline)
	if err != nil {
		return p, err
	}
	defer func() { _ = in.Close() }() // only read from
	r.reading = append(r.reading, p.Baseline)
	p.Entries, err = validate.ReadBaseline(p.Baseline, in)
	return p, err
}

// codeList parses values of --only or --ignore: codes and families of codes, separated by commas.
func codeList(values []string) ([]string, error) {
	var list []string
	for _, code := range strings.Split(strings.Join(values, ","), ",") {
		code = strings.ToUpper(strings.TrimSpace(code))
		switch {
		case code == "" && len(values) == 0:
		case validate.Known(code):
			list = append(list, code)
		default:
			var known []string
			for _, c := range validate.Codes() {
				known = append(known, c.Code)
			}
			return nil, usage(fmt.Sprintf("no code %q", code), nearestOr(code, known, "malaga explain lists the codes"))
		}
	}
	return list, nil
}

// sourceTexts reads the texts of documents that quotes are checked against.
func (r *runner) sourceTexts(c *cli.Context) (map[string]string, error) {
	texts := map[string]string{}
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
		texts[doc] = string(b)
	}
	return texts, nil
}

// report is a format and the file that it goes to; "" or "-" is stdout.
type report struct{ format, file string }

func (r report) toStdout() bool { return r.file == "" || r.file == "-" }

// parseReports returns the reports to write: those of --report and the one of --format and --output. A run that writes
// a baseline has the latter only if a flag asks for it.
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
	format := c.String("format")
	switch {
	case format != "":
	case strings.EqualFold(filepath.Ext(c.String("output")), ".json"):
		format = "json"
	default:
		format = "text"
	}
	format, err := knownFormat(format)
	if err != nil {
		return nil, err
	}
	if !c.IsSet("write-baseline") || c.IsSet("format") || c.IsSet("output") {
		reports = append(reports, report{format, c.String("output")})
	}
	return reports, differ(append(slices.Clone(reports), report{file: c.String("write-baseline")}))
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

// differ reports an error if two reports would go to one file. A pipe or a device takes any number.
func differ(reports []report) error {
	var taken []string
	for _, rep := range reports {
		if info, err := os.Stat(rep.file); rep.file == "" || err == nil && !info.Mode().IsRegular() {
			continue
		}
		path := realPath(rep.file)
		if slices.Contains(taken, path) {
			return usage(fmt.Sprintf("%s would be written twice", rep.file), "give each report a file of its own")
		}
		taken = append(taken, path)
	}
	return nil
}
