package commands

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/text"
	"malaga/internal/validate"
)

type validateOptions struct {
	output
	failOn, most              value
	baseline, writeBaseline   value
	only, ignore, sourceTexts []string
	more                      []string // --report
}

func newValidateCommand(a *app) *cli.Command {
	o := &validateOptions{output: output{app: a}}
	return a.command(&cli.Command{
		Name: "validate", Usage: "check datasets and report every problem",
		ArgsUsage: "[PATH…]",
		Flags: append(o.reportFlags(),
			&option{
				name: "fail-on", takes: "SEVERITY", value: &o.failOn, usage: "lowest severity that makes the exit status 3",
				words: []string{string(finding.Error), string(finding.Warning)}, byDefault: string(finding.Error),
			},
			codesFlag(&o.only, "only", "count only findings with this CODE, or of this family (TIM); may be repeated"),
			codesFlag(&o.ignore, "ignore", "ignore findings with this CODE, or of this family; may be repeated"),
			&option{name: "max-findings", takes: "N", value: &o.most, usage: "report at most N findings; all are counted"},
			&option{
				name: "baseline", takes: "FILE", value: &o.baseline, complete: completeFile,
				usage: "ignore findings listed in FILE; entries that no longer match are errors",
			},
			&option{
				name: "source-text", takes: "DOC=FILE", values: &o.sourceTexts, complete: completeSourceText,
				usage: "check the quotes from a document against its text; may be repeated",
			},
		),
	}, completeFile, o.run)
}

// codesFlag returns a flag that takes codes of findings.
func codesFlag(to *[]string, name, usage string) cli.Flag {
	return &option{name: name, takes: "CODE", values: to, usage: usage, complete: completeCodes}
}

func (o *validateOptions) run(paths []string) error {
	reports, err := o.reports()
	if err != nil {
		return err
	}
	options, err := o.options(paths)
	if err != nil {
		return err
	}
	options.Own = o.ownFiles(reports)
	found, err := validate.Run(o.ctx, options)
	if err != nil {
		return err
	}
	for _, d := range found.Datasets {
		o.reads = append(o.reads, d.HasFile)
	}
	found.Summary.Tool = Version
	for _, table := range found.Skipped {
		o.note("references to "+table+" were not checked: the table has errors", "validate its directory to see them")
	}
	failed := o.reportUnread(found.Unread)
	switch {
	case failed == nil && len(found.NoRecord) > 0:
		return usage(fmt.Sprintf("--source-text: unknown document %q", found.NoRecord[0]), "write the id of a document of the dataset")
	case failed != nil && options.All: // a baseline of a part would take the place of one of all
		return failed
	case failed == nil || len(found.Findings) > 0:
		err := o.writeReports(reports, found, options.Policy.MaxFindings)
		var wrong *text.UsageError
		if errors.As(err, &wrong) {
			return err
		}
		failed = cmp.Or(failed, err)
	}
	if options.All || !options.Policy.Fails(found.Summary) {
		return failed
	}
	return o.judged(errFindings, failed)
}

// ownFiles returns the files, other than the data, that the run reads or writes.
func (o *validateOptions) ownFiles(reports []report) []string {
	files := []string{o.baseline.text, o.writeBaseline.text}
	for _, r := range reports {
		files = append(files, r.file)
	}
	return files
}

// options reads the flags that choose what is checked, and the files that they name.
func (o *validateOptions) options(paths []string) (to validate.Options, err error) {
	to = validate.Options{All: o.writeBaseline.set, SourceTexts: map[string]string{}}
	if to.Policy, err = o.policy(); err != nil {
		return to, err
	}
	if to.Paths, err = o.datasets(paths); err != nil {
		return to, err
	}
	for _, source := range o.sourceTexts {
		doc, file, ok := strings.Cut(source, "=")
		if !ok || doc == "" || file == "" {
			return to, usage(fmt.Sprintf("invalid value %q for --source-text", source),
				"write DOC=FILE: the id of a document and the file with its text")
		}
		if _, given := to.SourceTexts[doc]; given {
			return to, usage("--source-text gives two texts of "+doc, "join them in one file")
		}
		if to.SourceTexts[doc], err = readText(file); err != nil {
			return to, err
		}
		o.reads = append(o.reads, sameFile(file))
	}
	if to.Set, err = o.schemas(); err != nil {
		return to, err
	}
	layout := validate.Layout(to.Set)
	to.Open = func(path string) (*dataset.Dataset, error) { return dataset.Open(path, layout, o.env.Stdin) }
	return to, nil
}

// maxSourceText is the size in bytes of the longest text of a document: a thousand pages have three million characters.
const maxSourceText = 16 << 20

// readText reads a file with a text. In one of another encoding, or in an empty one, no quote would be found.
func readText(file string) (string, error) {
	b, err := readAtMost(file, maxSourceText)
	switch {
	case err != nil:
		return "", err
	case len(b) > maxSourceText:
		return "", fmt.Errorf("%s: more than %d MiB of text", file, maxSourceText>>20)
	case !utf8.Valid(b) || slices.Contains(b, 0): // text in UTF-16 has many
		return "", fmt.Errorf("%s: not a text in UTF-8: save it as UTF-8", file)
	case len(bytes.TrimSpace(b)) == 0:
		return "", fmt.Errorf("%s: the file is empty", file)
	}
	return string(b), nil
}

// readAtMost reads a file, of one that is larger the first bytes and one more: a device may have no end.
func readAtMost(file string, most int) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read from
	return io.ReadAll(io.LimitReader(f, int64(most)+1))
}

// sameFile returns a function that reports whether a path leads to a file.
func sameFile(file string) func(path string) bool {
	return func(path string) bool { return dataset.RealPath(path) == dataset.RealPath(file) }
}

// policy reads the flags that decide which findings count, and the baseline.
func (o *validateOptions) policy() (p validate.Policy, err error) {
	p = validate.NewPolicy()
	if o.failOn.set {
		p.FailOn = finding.Severity(o.failOn.text)
	}
	if o.most.set {
		if p.MaxFindings, err = number(o.most, "max-findings", 0); err != nil {
			return p, err
		}
	}
	if p.Only, err = codeList(o.only); err != nil {
		return p, err
	}
	if p.Ignore, err = codeList(o.ignore); err != nil {
		return p, err
	}
	if o.baseline.set && o.writeBaseline.set {
		return p, usage("--baseline and --write-baseline cannot be used together", "write the baseline first, then check with it")
	}
	for name, v := range map[string]value{"baseline": o.baseline, "write-baseline": o.writeBaseline} {
		if v.set && (v.text == "" || v.text == "-") {
			return p, usage("--"+name+" needs the name of a file", "")
		}
	}
	name := o.baseline.text
	if name == "" {
		return p, nil
	}
	in, err := os.Open(name)
	if err != nil {
		return p, err
	}
	defer func() { _ = in.Close() }() // only read from
	o.reads = append(o.reads, sameFile(name))
	p.Baseline, err = validate.ReadBaseline(name, in)
	return p, err
}

// codeList parses values of --only or --ignore: codes and families of codes, separated by commas. Each is listed once: the list is
// searched for every finding.
func codeList(values []string) ([]string, error) {
	var list []string
	for _, codes := range values {
		for code := range strings.SplitSeq(codes, ",") {
			code = strings.ToUpper(strings.TrimSpace(code))
			if slices.Contains(list, code) {
				continue
			}
			if !validate.Known(code) {
				return nil, usage(fmt.Sprintf("unknown code %q", code), text.DidYouMeanOr(code, codeNames(), "malaga explain lists the codes"))
			}
			list = append(list, code)
		}
	}
	return list, nil
}

// codeNames returns the codes of all findings.
func codeNames() []string {
	var names []string
	for _, c := range validate.Codes() {
		names = append(names, c.Code)
	}
	return names
}

// reportUnread reports all errors of reading but the first, which it returns.
func (o *validateOptions) reportUnread(unread []error) error {
	if len(unread) == 0 {
		return nil
	}
	for _, err := range unread[1:] {
		o.report(err)
	}
	return unread[0]
}

// datasets returns the paths of the datasets to check.
func (o *validateOptions) datasets(paths []string) ([]string, error) {
	stdin := slices.Index(paths, "-")
	if stdin >= 0 && slices.Contains(paths[stdin+1:], "-") && !o.data.set {
		return nil, usage("standard input can be read only once", "name - once")
	}
	return o.pathsOf("validate", paths)
}
