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
)

// defaultPager shows long output where the environment names no other pager.
const defaultPager = "less"

// paged calls write with stdout; on a terminal with a pager, once there is more than the terminal holds.
func (a *app) paged(write func(io.Writer) error) error {
	command := a.pagerCommand()
	if !a.env.Terminal || a.height() == 0 || a.noPager || command == "" || command == "cat" {
		return write(a.env.Stdout)
	}
	p := &pager{app: a, command: command, room: a.height(), width: a.width()}
	err := p.end(write(p))
	if p.failed == nil {
		return err
	}
	if command != defaultPager { // a missing less is no surprise
		message, hint := "cannot run the pager %q: %v", "set MALAGA_PAGER to another pager, or use --no-pager"
		const cannotRun = 126 // from this exit code on a shell says that it found or started nothing
		if exit := (*exec.ExitError)(nil); errors.As(p.failed, &exit) && exit.ExitCode() < cannotRun {
			message, hint = "the pager %q failed: %v", ""
		}
		a.note(fmt.Sprintf(message, command, p.failed), hint)
	}
	return write(a.env.Stdout)
}

// pagerCommand returns the command of the pager; "" if none is wanted.
func (a *app) pagerCommand() string {
	if a.env.Getenv("TERM") == "dumb" {
		return ""
	}
	for _, name := range []string{"MALAGA_PAGER", "PAGER"} {
		if command, set := a.env.LookupEnv(name); set {
			return strings.TrimSpace(command)
		}
	}
	return defaultPager
}

// pager is a writer that keeps the output as long as the terminal has room for it, and then sends it to a pager.
type pager struct {
	*app
	command string
	room    int // in lines
	width   int

	held          []byte
	lines, column int
	cmd           *exec.Cmd
	in            io.WriteCloser
	interrupts    chan os.Signal
	failed        error // why the pager shows nothing
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
		p.failed = err
		var named *exec.Error // which names the command again
		if errors.As(err, &named) {
			p.failed = named.Err
		}
		return 0, p.failed
	}
	if _, err := p.in.Write(p.held); err != nil {
		return 0, err
	}
	return len(b), nil
}

// count counts the lines of the terminal that a text takes, with one column a character, which is near enough.
func (p *pager) count(b []byte) {
	for _, c := range b {
		switch {
		case c == '\n':
			p.lines++
			p.column = 0
		case c&0xc0 == 0x80: // not the first byte of a character
		case p.column == p.width:
			p.lines++
			p.column = 1
		default:
			p.column++
		}
	}
}

// start runs the pager as git does: with a shell if the command is more than words.
func (p *pager) start() error {
	words := strings.Fields(p.command)
	if runtime.GOOS != "windows" && strings.ContainsAny(p.command, "|&;<>()$`\\\"'*?[#~=%{") {
		words = []string{"sh", "-c", p.command}
	}
	p.cmd = exec.CommandContext(p.ctx, words[0], words[1:]...)
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) } // it resets the terminal
	p.cmd.Stdout = p.env.Stdout
	p.cmd.Stderr = p.env.Stderr
	p.cmd.Env = append(p.cmd.Environ(), "LESS="+p.lessOptions())
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	signal.Ignore(os.Interrupt) // it is for the pager from now on, which would else be left with the terminal
	p.interrupts = make(chan os.Signal, 1)
	signal.Notify(p.interrupts, os.Interrupt)
	p.in = in
	return nil
}

// lessOptions returns the options for less: those of the user, if there are any, but bold text is always shown as such. Without
// -R less prints its control characters. It stands first, because a prompt (-P) takes the rest of the text.
func (p *pager) lessOptions() string {
	if options, set := p.env.LookupEnv("LESS"); set {
		return "-R " + options
	}
	return "FRX" // end if all fits the screen, show bold text, leave the text there
}

// end ends the writing, and waits until the reader leaves the pager. A pager that exits with an error, as one does that does not
// know an option, has failed, unless the reader interrupted it.
func (p *pager) end(err error) error {
	if p.in == nil {
		if err == nil {
			_, err = p.env.Stdout.Write(p.held)
		}
		return err
	}
	defer signal.Reset(os.Interrupt)
	if closing := p.in.Close(); err == nil {
		err = closing
	}
	var exit *exec.ExitError
	if left := p.cmd.Wait(); errors.As(left, &exit) && exit.Exited() && len(p.interrupts) == 0 && p.ctx.Err() == nil {
		p.failed = left
	}
	return err // a pipe that the pager closed is no error: see report
}
