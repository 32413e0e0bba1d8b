//go:build interop

package commands_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// terminal is a shell in a terminal of 100 columns.
type terminal struct {
	t   *testing.T
	dir string // of the terminal's socket
}

// newTerminal begins a shell as if no user had ever set it up, and has it read its script for completion.
func newTerminal(t *testing.T, shell, begin string, args ...string) *terminal {
	t.Helper()
	for _, program := range []string{"tmux", shell} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	term := &terminal{t, t.TempDir()}
	home := newHome(t)
	term.tmux(append([]string{
		"-f", os.DevNull, "new-session", "-d", "-x", "100", "-y", "45", "-c", home, "env",
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CACHE_HOME=" + home,
		"LC_ALL=C.UTF-8", "MALAGA_DATA=", shell,
	}, args...)...)
	t.Cleanup(func() { _ = term.command(context.Background(), "kill-server").Run() })
	term.typed(begin, "Enter")
	term.typed("echo rea''dy", "Enter")
	term.shows("\nready")
	return term
}

// newHome makes a directory for a shell that may still write its history into it when the test is over.
func newHome(t *testing.T) string {
	t.Helper()
	home, err := os.MkdirTemp(t.TempDir(), "home")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 100 {
			if err = os.RemoveAll(home); err == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Error(err)
	})
	return home
}

// command is a command to the terminal's own server.
func (s *terminal) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "tmux", append([]string{"-L", "malaga"}, args...)...)
	c.Env = append(os.Environ(), "TMUX_TMPDIR="+s.dir)
	return c
}

func (s *terminal) tmux(args ...string) string {
	s.t.Helper()
	out, err := s.command(s.t.Context(), args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %s: %v\n%s", args, err, out)
	}
	return string(out)
}

// typed types a text, and presses keys.
func (s *terminal) typed(text string, keys ...string) {
	s.t.Helper()
	s.tmux("send-keys", "-l", text)
	for _, k := range keys {
		s.tmux("send-keys", k)
	}
}

// shows waits until all of some texts are on the screen.
func (s *terminal) shows(texts ...string) {
	s.t.Helper()
	screen := ""
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		screen = "\n" + s.tmux("capture-pane", "-p")
		missing := false
		for _, text := range texts {
			missing = missing || !strings.Contains(screen, text)
		}
		if !missing {
			return
		}
	}
	s.t.Errorf("not all of %q appears on the screen:\n%s", texts, strings.TrimRight(screen, "\n"))
}

// next gives up the line, and empties the screen.
func (s *terminal) next() {
	s.t.Helper()
	s.tmux("send-keys", "C-c", "C-c") // one may only close a list
	s.typed("clear; echo cle''ar", "Enter")
	s.shows("\nclear\n")
}

// completed is a line that is begun, and what is on the screen after some keys.
type completed struct {
	typed string
	keys  []string
	want  []string
}

func (s *terminal) complete(cases []completed) {
	s.t.Helper()
	for _, c := range cases {
		s.next()
		s.typed(c.typed, c.keys...)
		s.shows(c.want...)
	}
}

var (
	tab  = []string{"Tab"}
	tabs = []string{"Tab", "Tab"}
	done = []string{"Tab", "Z"} // a space stands before the Z where the word is whole
)

// everyShell is what is completed alike in every shell: the line itself goes on.
var everyShell = []completed{
	{"malaga val", done, []string{"malaga validate Z"}},
	{"malaga export xl", done, []string{"malaga export xlsx Z"}},
	{"malaga list side", done, []string{"malaga list side-events Z"}},
	{"malaga list sessions --add", done, []string{"malaga list sessions --add-fields Z"}},
	{"malaga list sessions --fields id,start_d", tab, []string{"--fields id,start_date"}},
	{"malaga list sessions --fields id,conference.short", tab, []string{"--fields id,conference.short_title"}},
	{"malaga list sessions --sort -start_d", tab, []string{"--sort -start_date"}},
	{"malaga list sessions --where kin", tab, []string{"--where kind="}},
	{"malaga list sessions --where kind=the", done, []string{"--where kind=thematic Z"}},
	{"malaga list sessions --where=kind=opening,the", done, []string{"--where=kind=opening,thematic Z"}},
	{"malaga list sessions --where 'kind=the", done, []string{"--where 'kind=thematic' Z"}},
	{"malaga list sessions --format=js", []string{"Tab", "l", "Tab", "Z"}, []string{"--format=jsonl Z"}},
	{"malaga show org-shu", done, []string{"malaga show org-shura-council Z"}},
	{"malaga explain sessions.lab", done, []string{"malaga explain sessions.label Z"}},
	{"malaga list sessions -o some-fi", done, []string{"-o some-file.csv Z"}},
	{"malaga validate --report sarif=some-fi", done, []string{"--report sarif=some-file.csv Z"}},
	{"malaga --data ./mine.json show thm-", done, []string{"show thm-of-mine Z"}},
	{"malaga --data nowhere show x", done, []string{"malaga --data nowhere show xZ"}},
}

const someFiles = `touch some-file.csv; echo '{"themes":[{"id":"thm-of-mine"}]}' >mine.json; `

func TestBashCompletes(t *testing.T) {
	t.Parallel()
	s := newTerminal(t, "bash", someFiles+"source <(malaga completion bash)", "--norc", "--noprofile")
	s.complete(everyShell)
	s.complete([]completed{
		{"malaga exp", tabs, []string{"\nexport   (export the data", "\nexplain  ("}},
		{"malaga show ses-", tabs, []string{"\nses-c                   (Victims and Survivors of Terrorism)\n"}},
		{"malaga list sessions --where kind=", tabs, []string{"thematic            (Thematic session)\n"}},
		{"malaga list sessions --where kind", tabs, []string{`kind\!=`, `kind\<=  (is at most)`}},
		{"malaga list sessions --where 'start_date", tabs, []string{"start_date<=  (is at most)"}},
	})
}

func TestZshCompletes(t *testing.T) {
	t.Parallel()
	s := newTerminal(t, "zsh", someFiles+"autoload -Uz compinit; compinit -D; source <(malaga completion zsh)", "-f")
	s.complete(everyShell)
	s.complete([]completed{
		{"malaga exp", tab, []string{"\nexplain  -- ", "\nexport   -- export the data"}},
		{"malaga show ses-", tab, []string{"\nses-c                   -- Victims and Survivors of Terrorism\n"}},
		{"malaga list sessions --where kind=", tab, []string{"thematic            -- Thematic session\n"}},
		{"malaga list sessions --where kind", tab, []string{"kind<=  -- is at most"}},
	})
}

func TestFishCompletes(t *testing.T) {
	t.Parallel()
	s := newTerminal(t, "fish", someFiles+"malaga completion fish | source", "--no-config")
	s.complete(everyShell)
	s.complete([]completed{
		{"malaga exp", tab, []string{"(explain a finding", "(export the data"}},
		{"malaga show ses-", tab, []string{"ses-c  ", "(Victims and Survivors of Terrorism)"}},
		{"malaga list sessions --where kind=", tab, []string{"(Thematic session)"}},
		{"malaga list sessions --where kind", tab, []string{"(is at most)"}},
	})
}
