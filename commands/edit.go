package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/text"
)

// editing is what the commands share that rewrite the files of datasets. One file that cannot be rewritten does not keep the others
// from it.
type editing struct {
	*app
	refused dataset.Error // what is wrong with files
	failed  error         // the last error of another kind
}

// paths returns the paths of the datasets to rewrite.
func (e *editing) paths(command string, args []string) ([]string, error) {
	paths, err := e.pathsOf(command, args)
	switch {
	case err != nil:
		return nil, err
	case len(args) == 0 && paths[0] == "":
		return nil, usage("the built-in dataset cannot be written", "name a directory or a file, or select it with --data")
	case slices.Contains(args, "-") && len(args) > 1:
		return nil, usage("standard input cannot be rewritten together with files", "name - alone")
	}
	return paths, nil
}

// keep keeps what went wrong with one file, and returns an error that ends the run.
func (e *editing) keep(err error) error {
	var found *dataset.Error
	switch {
	case errors.Is(err, context.Canceled), closedPipe(err):
		return err
	case errors.As(err, &found):
		e.refused.Findings = append(e.refused.Findings, found.Findings...)
		e.refused.More += found.More
	case err != nil:
		if e.failed != nil {
			e.report(e.failed)
		}
		e.failed = err
	}
	return nil
}

// end returns what the run ends with. Findings decide the exit status, even if a file could not be written.
func (e *editing) end(findings bool) error {
	refused := len(e.refused.Findings) > 0
	if !refused && !findings {
		return e.failed
	}
	if e.failed != nil {
		e.report(e.failed)
	}
	if refused {
		return &e.refused
	}
	return errFindings
}

// stopped returns what a run ends with that an error of keep has stopped. Findings that nobody reads are findings.
func (e *editing) stopped(err error, findings bool) error {
	if closedPipe(err) {
		return e.judged(e.end(findings), err)
	}
	return err
}

// writeDiff prints a diff. On a terminal its lines are escaped; elsewhere only what acts on a log that shows it, so that patch can apply
// a diff that has none of it.
func (a *app) writeDiff(diff string) error {
	marks := strings.NewReplacer("\u061c", `\u061c`, "\u200e", `\u200e`, "\u200f", `\u200f`, "\ufeff", `\ufeff`)
	var b strings.Builder
	for line := range strings.Lines(diff) {
		if own, isWhole := strings.CutSuffix(line, "\n"); isWhole && a.env.Terminal {
			line = text.EscapeLine(own) + "\n"
		}
		b.WriteString(text.EscapeCommands(marks.Replace(string(text.EscapeControls([]byte(line))))))
	}
	_, err := a.env.Stdout.Write([]byte(b.String()))
	return err
}
