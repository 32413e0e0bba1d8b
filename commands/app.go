// Package commands is the command line: one file a subcommand, above what they share.
//
// Each command has options, which its flags fill, and a run function. Shared are app.go (a run of the program), args.go
// (the command line), flags.go (one flag), input.go (the dataset), output.go (where and how to write), formats.go (all
// formats and file name endings) and errors.go (exit codes). Only this package knows urfave/cli, and only Main names the
// process's own streams, arguments, environment and clock.
package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	_ "malaga/internal/gc" // before the libraries
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/schema"
)

// Version is the version of the program.
const Version = "0.1.0"

// Released is the day of that version.
const Released = "2026-11-25"

// Env is the surroundings of a run.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Schemas fs.FS // nil means the embedded ones

	LookupEnv func(string) (string, bool) // the value of a variable, and whether it is set

	Terminal, StderrTerminal bool // whether stdout and stderr are terminals
	Width, Height            int  // of the terminal in columns and lines; 0 if there is none
}

// Getenv returns a variable of the environment; "" if it is not set.
func (e Env) Getenv(name string) string {
	value, _ := e.LookupEnv(name)
	return value
}

// Main runs the program for the process and returns its exit code.
func Main() int {
	// A closed pipe shows in the write that fails, so that `malaga list … | head` ends quietly and validate keeps its
	// verdict; the signal would kill the process first.
	signal.Ignore(syscall.SIGPIPE)
	// POSIX wants no temporary file left by these. One that was ignored from the start (nohup, a job of a script) stays so.
	ends := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}, signal.Ignored)
	ctx, stop := signal.NotifyContext(context.Background(), ends...) // until the process ends, or one that is done could be killed
	env := Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, Now: time.Now,
		Terminal: term.IsTerminal(int(os.Stdout.Fd())), StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if w, h, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		env.Width, env.Height = w, h
	}
	done := make(chan int, 1)
	files := &render.Files{}
	go func() { done <- run(ctx, env, files) }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	stop() // a second signal ends the process at once
	// Reading a pipe cannot be interrupted: what is half-written is removed without waiting for it.
	const grace = 500 * time.Millisecond
	select {
	case code := <-done:
		return code
	case <-time.After(grace):
		files.AbortAll()
		say(env.Stderr, "malaga: interrupted\n")
		return exitInterrupted
	}
}

// Run runs the program in the given surroundings and returns its exit code.
func Run(ctx context.Context, env Env) int { return run(ctx, env, &render.Files{}) }

func run(ctx context.Context, env Env, files *render.Files) (code int) {
	a := newApp(ctx, env, files)
	files.Warn = func(message string) { a.note(message, "") }
	defer files.AbortAll()
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *schema.Error:
			code = a.report(p)
		default:
			code = a.fault(p, debug.Stack())
		}
	}()
	if err := descriptors(leastDescriptors); err != nil {
		return a.report(err)
	}
	if len(env.Args) > 0 && env.Args[0] == completing {
		return a.report(a.complete(env.Args[1:]))
	}
	args, err := arrange(a.root, env.Args)
	if err == nil {
		err = a.root.RunContext(ctx, args)
	}
	return a.report(err)
}

// leastDescriptors is the number of files that a run must be able to open. The runtime itself needs some, and ends the process where
// it gets none.
const leastDescriptors = 5

// descriptors returns an error if fewer than n files can be opened.
func descriptors(n int) error {
	f, err := syscall.Open(os.DevNull, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return &text.Failure{Err: err, Hint: "raise the limit of open files (ulimit -n)"}
	}
	if err != nil {
		return nil // there is no such file here
	}
	defer func() { _ = syscall.Close(f) }() // only opened
	if n == 1 {
		return nil
	}
	return descriptors(n - 1)
}

// app is one run of the program.
type app struct {
	ctx       context.Context
	env       Env
	files     *render.Files
	schemas   func() (*schema.Set, error) // compiled when first needed: that takes longer than a listing
	root      *cli.App
	arguments map[*cli.Command]completer // what completes the arguments of a command

	data    value // --data
	noPager bool
}

func newApp(ctx context.Context, env Env, files *render.Files) *app {
	if env.Schemas == nil {
		env.Schemas = schema.Embedded()
	}
	a := &app{ctx: ctx, env: env, files: files, arguments: map[*cli.Command]completer{}}
	a.schemas = sync.OnceValues(func() (*schema.Set, error) { return schema.Load(env.Schemas) })
	a.root = &cli.App{
		Name:            "malaga",
		Usage:           "query, validate and export a conference dataset",
		Version:         Version,
		HideHelpCommand: true, // no argument is ever taken for help
		HideVersion:     true, // --version and --help are in args.go
		HideHelp:        true,
		Writer:          env.Stderr,
		ErrWriter:       env.Stderr,
		ExitErrHandler:  func(*cli.Context, error) {}, // exit codes are in errors.go
		OnUsageError:    usageErrorOf,
		Flags: []cli.Flag{
			&option{
				name: "data", takes: "PATH", value: &a.data, complete: completeFile,
				usage: "the dataset: a directory, a file, or - for standard input (default: $MALAGA_DATA, or the built-in dataset)",
			},
			&option{name: "no-pager", enabled: &a.noPager, usage: "do not show long output in a pager"},
		},
	}
	a.root.Commands = []*cli.Command{
		newValidateCommand(a), newListCommand(a), newShowCommand(a), newSearchCommand(a), newSummariseCommand(a),
		newTimelineCommand(a), newExportCommand(a), newCiteCommand(a), newDiffCommand(a), newFmtCommand(a), newFixCommand(a),
		newExplainCommand(a), newSchemaCommand(a),
		newCompletionCommand(a), newHelpCommand(a), newVersionCommand(a),
	}
	prepare(a.root.Commands, a.root.Name)
	return a
}

// prepare keeps the library from taking arguments for help, and names the commands in full in UsageText.
func prepare(cs []*cli.Command, path string) {
	for _, c := range cs {
		c.HideHelp = true
		c.HideHelpCommand = true
		c.UsageText = path + " " + c.Name // the library adds to HelpName
		c.OnUsageError = usageErrorOf
		prepare(c.Subcommands, c.UsageText)
	}
}

// usageErrorOf makes a usage error of an error of the library.
func usageErrorOf(_ *cli.Context, err error, _ bool) error { return usage(err.Error(), "") }

func newVersionCommand(a *app) *cli.Command {
	return a.command(&cli.Command{Name: "version", Usage: "print the version"}, nil, func([]string) error {
		_, err := fmt.Fprintf(a.env.Stdout, "malaga %s\n", Version)
		return err
	})
}

// width returns the width for text: that of COLUMNS, of the terminal, or 80 where there is neither.
func (a *app) width() int { return a.size("COLUMNS", a.env.Width, 80) }

// height returns the number of lines of the terminal; 0 if it is not known.
func (a *app) height() int { return a.size("LINES", a.env.Height, 0) }

// size returns a size that a variable gives, else the terminal's, else another.
func (a *app) size(name string, terminal, other int) int {
	if n, err := strconv.Atoi(a.env.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return cmp.Or(terminal, other)
}

// note prints a message on stderr. hint may be empty.
func (a *app) note(message, hint string) {
	say(a.env.Stderr, "malaga: %s\n", text.EscapeMessage(message))
	if hint != "" {
		say(a.env.Stderr, "malaga: hint: %s\n", text.EscapeMessage(hint))
	}
}

// say writes to stderr. If that fails there is nowhere left to report it.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
