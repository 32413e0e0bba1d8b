package commands

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"
)

// usualPager is what shows long output where nothing else is asked for.
const usualPager = "less"

const noPagerFlag = "no-pager"

// toScreen writes to stdout. A verdict does not wait for a reader: validate also runs in hooks.
func (r *runner) toScreen(c *cli.Context, write func(io.Writer) error) error {
	if c.Command.Name == "validate" {
		return write(r.env.Stdout)
	}
	return r.paged(write)
}

// paged writes to stdout; on a terminal through a pager, once there is more than the terminal shows at once.
func (r *runner) paged(write func(io.Writer) error) error {
	command := r.pagerCommand()
	if !r.env.Terminal || r.height() == 0 || r.noPager || command == "" || command == "cat" {
		return write(r.env.Stdout)
	}
	p := &pager{runner: r, command: command, room: r.height(), width: r.size("COLUMNS", r.env.Width, 80)}
	err := p.end(write(p))
	var failed *pagerError
	if !errors.As(err, &failed) {
		return err
	}
	if command != usualPager { // nobody asked for that
		r.note(failed.Error(), "MALAGA_PAGER or PAGER names the pager; --no-pager does without")
	}
	return write(r.env.Stdout)
}

// pagerCommand is the command of the pager; "" if none is wanted.
func (r *runner) pagerCommand() string {
	if r.env.Getenv("TERM") == "dumb" {
		return ""
	}
	for _, name := range []string{"MALAGA_PAGER", "PAGER"} {
		if command, set := r.env.LookupEnv(name); set {
			return strings.TrimSpace(command)
		}
	}
	return usualPager
}

// pagerError says that a pager did not run.
type pagerError struct {
	command string
	err     error
}

func (e *pagerError) Error() string {
	return fmt.Sprintf("the pager %q does not run: %v", e.command, e.err)
}

// pager is a writer that holds back what it gets as long as the terminal has room for it, and hands it to a pager when it
// has not.
type pager struct {
	*runner
	command string
	room    int // in lines
	width   int

	held          []byte
	lines, column int
	cmd           *exec.Cmd
	in            io.WriteCloser
}

func (p *pager) Write(b []byte) (int, error) {
	if p.in != nil {
		return p.in.Write(b)
	}
	p.held = append(p.held, b...)
	if p.count(b); p.lines < p.room {
		return len(b), nil
	}
	if err := p.start(); err != nil {
		var named *exec.Error // which names it as well
		if errors.As(err, &named) {
			err = named.Err
		}
		return 0, &pagerError{p.command, err}
	}
	if _, err := p.in.Write(p.held); err != nil {
		return 0, err
	}
	return len(b), nil
}

// count counts the lines of the terminal that a text takes. Each character counts for one column, which is near enough.
func (p *pager) count(b []byte) {
	for _, c := range b {
		switch {
		case c == '\n':
			p.lines, p.column = p.lines+1, 0
		case c&0xc0 == 0x80: // not the first byte of a character
		case p.column == p.width:
			p.lines, p.column = p.lines+1, 1
		default:
			p.column++
		}
	}
}

// start runs the pager, as git does: by a shell where the command is more than words.
func (p *pager) start() error {
	words := strings.Fields(p.command)
	if runtime.GOOS != "windows" && strings.ContainsAny(p.command, "|&;<>()$`\\\"'*?[#~=%{") {
		words = []string{"sh", "-c", p.command}
	}
	p.cmd = exec.CommandContext(p.ctx, words[0], words[1:]...)
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) } // it gives the terminal back
	p.cmd.Stdout, p.cmd.Stderr = p.env.Stdout, p.env.Stderr
	if _, set := p.env.LookupEnv("LESS"); !set { // end where all fits the screen, show colours, leave the text there
		p.cmd.Env = append(p.cmd.Environ(), "LESS=FRX")
	}
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	// From now on an interrupt is the pager's: to end before it would leave it behind with the terminal.
	signal.Ignore(os.Interrupt)
	p.in = in
	return nil
}

// end ends the writing, and waits until the pager is left.
func (p *pager) end(err error) error {
	if p.in == nil {
		if err != nil {
			return err
		}
		_, err = p.env.Stdout.Write(p.held)
		return err
	}
	defer signal.Reset(os.Interrupt)
	if closing := p.in.Close(); err == nil {
		err = closing
	}
	var exit *exec.ExitError
	const cannotRun, notFound = 126, 127 // what a shell says
	if left := p.cmd.Wait(); errors.As(left, &exit) && (exit.ExitCode() == cannotRun || exit.ExitCode() == notFound) {
		return &pagerError{p.command, left}
	}
	return err // a pipe that the pager closed is no failure: see report
}
