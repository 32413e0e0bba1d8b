package commands

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/render"
	"malaga/internal/validate"
)

// reportFlags are the flags that choose the reports.
func (o *validateOptions) reportFlags() []cli.Flag {
	return []cli.Flag{
		formatFlag(&o.format, reportFormats(), "text"),
		o.pathFlag("write to FILE; its ending sets the format if --format does not"),
		&option{name: "report", takes: "FORMAT=FILE", values: &o.more, usage: "write another report; may be repeated", complete: completeReport},
		&option{
			name: "write-baseline", takes: "FILE", value: &o.writeBaseline, complete: completeFile,
			usage: "write all findings to FILE as a baseline; the exit status is 0",
		},
	}
}

// report is a format and the file that it goes to; "" or "-" is stdout.
type report struct{ format, file string }

// toStdout reports whether the report goes to stdout.
func (r report) toStdout() bool { return r.file == "" || r.file == "-" }

// reports returns the reports to write: those of --report and the one of --format and --output. A run that writes a
// baseline has the latter only if a flag asks for it.
func (o *validateOptions) reports() ([]report, error) {
	var reports []report
	formats := formatFlag(nil, reportFormats(), "")
	formats.name = "report"
	for _, text := range o.more {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return nil, usage(fmt.Sprintf("invalid value %q for --report", text), "write FORMAT=FILE, for example sarif=findings.sarif")
		}
		format, err := formats.accept(format)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report{format, file})
	}
	format, err := o.formatName(reportFormats(), "text")
	if err != nil {
		return nil, err
	}
	if !o.writeBaseline.set || o.format.set || o.path.set {
		reports = append(reports, report{format, o.path.text})
	}
	return reports, differ(append(slices.Clone(reports), report{file: o.writeBaseline.text}))
}

// differ returns an error if two reports would go to one file. A pipe or a device takes any number.
func differ(reports []report) error {
	var taken []string
	for _, rep := range reports {
		if info, err := os.Stat(rep.file); rep.file == "" || err == nil && !info.Mode().IsRegular() {
			continue
		}
		target, err := render.Follow(rep.file)
		if err != nil {
			return err
		}
		path := dataset.RealPath(target)
		if slices.Contains(taken, path) {
			return usage(fmt.Sprintf("%s would be written twice", rep.file), "give each report a file of its own")
		}
		taken = append(taken, path)
	}
	return nil
}

// writeReports writes the baseline and all reports, and returns the first error.
func (o *validateOptions) writeReports(reports []report, found *validate.Result, most int) (failed error) {
	if o.writeBaseline.set {
		failed = o.writeFile(o.writeBaseline.text, found.WriteBaseline)
	}
	shown := found.Findings[:min(len(found.Findings), most)]
	content := finding.Report{Findings: shown, Summary: found.Summary, Codes: validate.Codes(), Path: o.inRepository()}
	for _, rep := range reports {
		b := finding.Append(nil, rep.format, content)
		failed = cmp.Or(failed, o.writeReport(rep, b))
	}
	o.noteEnding("text", reportFormats())
	if more := found.Summary.Errors + found.Summary.Warnings - len(shown); more > 0 && slices.ContainsFunc(reports, report.toStdout) {
		o.note(fmt.Sprintf("%d more findings are not shown", more), "")
	}
	return failed
}

// writeReport writes one report. On a terminal it does not go to a pager: the verdict must not wait for a reader.
func (o *validateOptions) writeReport(rep report, b []byte) error {
	switch {
	case rep.file == "" && o.path.set && o.path.text == "":
		return usage("--output is empty", "name a file, or - for standard output")
	case rep.toStdout():
		_, err := o.env.Stdout.Write(b)
		return err
	}
	return o.writeFile(rep.file, bytesOf(b))
}
