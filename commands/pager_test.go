package commands_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"malaga/commands"
)

// The last line of a terminal is for the prompt: what leaves no room for it goes to the pager.
func TestPagerTakesWhatTheTerminalHasNoRoomFor(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sed"); err != nil {
		t.Skip("the pager of this test is sed")
	}
	for _, c := range []struct {
		height, width int
		args          string
		paged         bool
	}{
		{12, 80, "list sessions --fields id", false}, // 11 lines
		{11, 80, "list sessions --fields id", true},
		{0, 80, "list sessions --fields id", false}, // nobody knows how high it is
		{3, 80, "list sessions --limit 1 --format json --fields id,title", true},
		{4, 80, "list sessions --limit 1 --format json --fields id,title", false},
		{4, 20, "list sessions --limit 1 --format json --fields id,title", true}, // the line takes three
		{2, 80, "list sessions --fields id --no-pager", false},
	} {
		var out, errs strings.Builder
		code := commands.Run(t.Context(), commands.Env{
			Args: strings.Fields(c.args), Stdout: &out, Stderr: &errs, Terminal: true, Width: c.width, Height: c.height,
			Now: func() time.Time { return time.Time{} },
			LookupEnv: func(name string) (string, bool) {
				return map[string]string{"PAGER": "sed s/^/page:/"}[name], name == "PAGER"
			},
		})
		if code != 0 || errs.String() != "" || strings.HasPrefix(out.String(), "page:") != c.paged {
			t.Errorf("%+v: exit code %d, %s\n%s", c, code, errs.String(), out.String())
		}
	}
}

// The options of less in the environment are the user's, but bold text is bold text with all of them.
func TestPagerShowsBoldTextWithTheOptionsOfTheUser(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("env"); err != nil {
		t.Skip("the pager of this test is env")
	}
	for options, want := range map[string]string{"": "-R ", "-j10": "-R -j10", "Mi": "-R Mi", "-P?f%f .line": "-R -P?f%f .line", "unset": "FRX"} {
		var out, errs strings.Builder
		code := commands.Run(t.Context(), commands.Env{
			Args: []string{"search", "gender"}, Stdout: &out, Stderr: &errs, Terminal: true, Width: 80, Height: 3,
			Now: func() time.Time { return time.Time{} },
			LookupEnv: func(name string) (string, bool) {
				return map[string]string{"PAGER": "env", "LESS": options}[name], name == "PAGER" || name == "LESS" && options != "unset"
			},
		})
		if got := "\n" + out.String(); code != 0 || !strings.Contains(got, "\nLESS="+want+"\n") {
			t.Errorf("LESS=%s: exit code %d, %s\n%s", options, code, errs.String(), got)
		}
	}
}
