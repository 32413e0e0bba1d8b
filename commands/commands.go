// Package commands is the command line: one file a subcommand, and the two layers that all of them
// stand on, for arguments (args.go) and for output (output.go, errors.go).
//
// It is the only package that knows urfave/cli, and only Main names the process's own streams,
// arguments, environment and clock.
package commands

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"malaga/dataset"
	"malaga/internal/render"
	"malaga/internal/text"
	"malaga/schema"
)

// Version is the version of the program.
const Version = "0.1.0"

// Released is the day of that version.
const Released = "2026-11-25"

// Env is what a run takes from its surroundings.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Schemas fs.FS // nil means those that the program carries

	LookupEnv func(string) (string, bool) // a variable, and whether it is set

	Terminal, StderrTerminal bool // whether stdout and stderr are one
	Width, Height            int  // of the terminal in columns and lines; 0 if there is none
}

// Getenv is a variable of the environment; "" if it is not set.
func (e Env) Getenv(name string) string {
	value, _ := e.LookupEnv(name)
	return value
}

// Main runs the program for the process and returns its exit code.
func Main() int {
	// A closed pipe is told by the write that fails, so that `malaga list … | head` ends quietly and
	// validate keeps its verdict; the signal would kill the process first.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, Now: time.Now, Terminal: term.IsTerminal(int(os.Stdout.Fd())), StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
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
	r := &runner{ctx: ctx, env: env, files: files, present: map[string]bool{}}
	r.schemas = sync.OnceValues(func() (*schema.Set, error) { return schema.Load(r.schemaFiles()) })
	defer files.AbortAll()
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *schema.Error:
			code = r.report(p)
		default:
			code = r.fault(p, debug.Stack())
		}
	}()
	return r.report(r.command())
}

// runner is one run of the program.
type runner struct {
	ctx     context.Context
	env     Env
	files   *render.Files
	schemas func() (*schema.Set, error) // compiled when first needed: it costs more than a listing
	app     *cli.App
	inputs  []*dataset.Dataset // what the run reads: no output may replace it
	reading []string           // and what it reads besides
	present map[string]bool    // the tables that were met in what was read
	wide    bool               // no limit of the width is wanted
	noPager bool               // nor a pager
}

func (r *runner) schemaFiles() fs.FS {
	if r.env.Schemas != nil {
		return r.env.Schemas
	}
	return schema.Embedded()
}

// command builds the command line and runs what is asked for.
func (r *runner) command() error {
	r.app = r.application()
	if len(r.env.Args) > 0 && r.env.Args[0] == completing {
		return r.complete(r.env.Args[1:])
	}
	asked, err := arrange(r.app, r.env.Args)
	if err != nil {
		return err
	}
	r.wide, r.noPager = asked.wide, asked.noPager
	if asked.help {
		return r.helpOf(asked.command)
	}
	if asked.version {
		_, err := fmt.Fprintf(r.env.Stdout, "malaga %s\n", Version)
		return err
	}
	return r.app.RunContext(r.ctx, asked.args)
}

func (r *runner) application() *cli.App {
	app := &cli.App{
		Name:            "malaga",
		Usage:           "answers questions about the 2022 UNOCT Malaga Conference",
		Version:         Version,
		HideHelpCommand: true, // no argument is ever taken for help
		HideVersion:     true, // --version is ours, like --help: see args.go
		HideHelp:        true,
		Writer:          r.env.Stderr,
		ErrWriter:       r.env.Stderr,
		ExitErrHandler:  func(*cli.Context, error) {}, // exit codes are ours: see errors.go

		DisableSliceFlagSeparator: true, // a comma in a value is part of it
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "data", Usage: "the dataset: `PATH` of a directory or file, or - for stdin (default: $MALAGA_DATA, or the data built in)"},
			&cli.BoolFlag{Name: noPagerFlag, Usage: "do not show long output in a pager ($MALAGA_PAGER, $PAGER or less)", DisableDefaultText: true},
		},
		Action: func(*cli.Context) error { return usage("no command given", "malaga --help lists the commands") },
	}
	app.Commands = []*cli.Command{
		r.validateCommand(), r.listCommand(), r.showCommand(), r.searchCommand(), r.summariseCommand(), r.timelineCommand(),
		r.exportCommand(), r.citeCommand(), r.explainCommand(), r.schemaCommand(), r.completionCommand(), r.helpCommand(),
	}
	fence(app.Commands, app.Name)
	app.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return usage(err.Error(), "") }
	return app
}

// fence keeps the library from taking arguments for help, and names the commands in full.
func fence(cs []*cli.Command, path string) {
	for _, c := range cs {
		c.HideHelp, c.HideHelpCommand = true, true
		c.UsageText = path + " " + c.Name // the library adds to HelpName
		c.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return usage(err.Error(), "") }
		fence(c.Subcommands, c.UsageText)
	}
}

// unlimited is wider than any text.
const unlimited = 1 << 20

// width is the width for text: that of COLUMNS, of the terminal, or 80 where there is neither.
func (r *runner) width() int {
	if r.wide {
		return unlimited
	}
	return r.size("COLUMNS", r.env.Width, 80)
}

// height is the number of lines of the terminal; 0 if it is not known.
func (r *runner) height() int { return r.size("LINES", r.env.Height, 0) }

// size is a size as a variable gives it, or else the terminal's, or another where there is neither.
func (r *runner) size(name string, terminal, other int) int {
	if n, err := strconv.Atoi(r.env.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return cmp.Or(terminal, other)
}

// note tells something on stderr that is no error. hint may be empty.
func (r *runner) note(message, hint string) {
	say(r.env.Stderr, "malaga: %s\n", text.Escape(message))
	if hint != "" {
		say(r.env.Stderr, "malaga: hint: %s\n", text.Escape(hint))
	}
}

// say writes to stderr. If that fails there is nowhere left to say so.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// dataPath is the dataset that is asked for, "" for the built-in one.
func (r *runner) dataPath(c *cli.Context) (string, error) {
	if !c.IsSet("data") {
		return r.env.Getenv("MALAGA_DATA"), nil
	}
	if c.String("data") == "" { // an unset variable in a script must not mean other data
		return "", usage("--data is empty", "name a directory or a file")
	}
	return c.String("data"), nil
}

// table finds a table by the name that the user gave.
func (r *runner) table(m *schema.Model, name string) (*schema.Table, error) {
	if t := m.Find(name); t != nil {
		return t, nil
	}
	return nil, usage(fmt.Sprintf("no table %q", name), nearestOr(name, m.Names(), "the tables are "+strings.Join(m.Names(), ", ")))
}

// open opens the dataset that is asked for, readable more than once.
func (r *runner) open(c *cli.Context) (*schema.Set, *dataset.Dataset, error) {
	set, err := r.schemas()
	if err != nil {
		return nil, nil, err
	}
	path, err := r.dataPath(c)
	if err != nil {
		return nil, nil, err
	}
	d, err := dataset.Open(path, dataset.Layout{Tables: set.Model.Names(), Members: set.MemberNames}, r.env.Stdin)
	if err != nil {
		return nil, nil, err
	}
	r.inputs = append(r.inputs, d)
	return set, d, d.Hold()
}
