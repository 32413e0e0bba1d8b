package commands

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"syscall"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/text"
)

// The exit codes, a contract. They never depend on the format of the output.
const (
	exitDone        = 0   // done; an empty result is fine
	exitFailed      = 1   // could not do it: unreadable, unwritable, out of resources
	exitUsage       = 2   // usage error
	exitFindings    = 3   // the data has findings
	exitFault       = 70  // internal fault
	exitInterrupted = 130 // interrupted
)

// usage returns an error for a wrong command line. hint may be empty.
func usage(message, hint string) error { return text.Usage(message, hint) }

// errFindings is returned by a command that has printed findings that count.
var errFindings = errors.New("the data has findings")

// errDifferences is returned by a command that has printed differences, if they were to be reported by the exit code.
var errDifferences = errors.New("there are differences")

// findingsShown is the number of findings that a command other than validate prints.
const findingsShown = 10

// report prints an error on stderr and returns the exit code. Nothing else prints errors.
func (a *app) report(err error) int {
	var (
		wrong *text.UsageError
		found *dataset.Error
		path  *fs.PathError
		fails *text.Failure
		hint  string
	)
	if errors.As(err, &fails) {
		hint = fails.Hint
	}
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &wrong):
		a.note(wrong.Message, wrong.Hint)
		return exitUsage
	case errors.Is(err, errFindings), errors.Is(err, errDifferences):
		return exitFindings
	case errors.As(err, &found):
		a.printFindings(found)
		return exitFindings
	case errors.Is(err, context.Canceled):
		a.note("interrupted", "")
		return exitInterrupted
	case closedPipe(err):
		return exitDone
	case errors.As(err, &path): // which system call failed is no help
		err = fmt.Errorf("%s: %w", path.Path, path.Err)
		if hint == "" && !a.data.set && path.Path == a.env.Getenv("MALAGA_DATA") {
			hint = "MALAGA_DATA is the path of the dataset"
		}
	}
	a.note(err.Error(), hint)
	return exitFailed
}

// judged returns the error of a command with a verdict, which counts even if it could not be written. It may be nil.
func (a *app) judged(verdict, failed error) error {
	var wrong *text.UsageError
	if verdict == nil || errors.As(failed, &wrong) {
		return failed
	}
	if failed != nil && !closedPipe(failed) {
		a.report(failed)
	}
	return verdict
}

// printFindings prints the first of the findings that kept a command from going on.
func (a *app) printFindings(found *dataset.Error) {
	all := found.Findings
	finding.Sort(all)
	var b []byte
	for _, f := range all[:min(len(all), findingsShown)] {
		b = finding.AppendText(b, f)
	}
	say(a.env.Stderr, "%s", b)
	more := ""
	if n := len(all) + found.More - findingsShown; n > 0 {
		more = fmt.Sprintf(" (%d more)", n)
	}
	a.note("the data has errors that must be corrected first"+more, "malaga validate lists all findings")
}

// closedPipe reports whether a write failed because nobody reads any more.
func closedPipe(err error) bool {
	// 109 and 232 are ERROR_BROKEN_PIPE and ERROR_NO_DATA, the EPIPE of Windows.
	var errno syscall.Errno
	return errors.Is(err, syscall.EPIPE) || (errors.As(err, &errno) && runtime.GOOS == "windows" && (errno == 109 || errno == 232))
}

// fault reports a panic: a mistake in the program, never in the data.
func (a *app) fault(p any, stack []byte) int {
	hint := "this is a mistake in malaga " + Version + "; please report it with the command line and these lines:"
	a.note(fmt.Sprintf("internal fault: %v", p), hint)
	lines := strings.Split(string(stack), "\n")
	for _, l := range lines[:min(len(lines), 24)] {
		say(a.env.Stderr, "  %s\n", text.EscapeLine(strings.TrimSpace(l)))
	}
	return exitFault
}
