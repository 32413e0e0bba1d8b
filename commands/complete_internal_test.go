package commands

import (
	"regexp"
	"slices"
	"testing"

	"github.com/urfave/cli/v2"
)

// Each flag that takes a value is completed, or known to take any text: who adds one has to say which.
func TestFlagsAreCompleted(t *testing.T) {
	t.Parallel()
	free := map[string]bool{"limit": true, "max-findings": true, "jq": true, "template": true, "day": true}
	values := flagValues()
	app := (&runner{}).application()
	seen := 0
	var walk func(path string, flags []cli.Flag, below []*cli.Command)
	walk = func(path string, flags []cli.Flag, below []*cli.Command) {
		for _, f := range flags {
			name := f.Names()[0]
			if takes := f.(cli.DocGenerationFlag).TakesValue(); !takes || free[name] {
				continue
			}
			seen++
			offer := values[path+name]
			if offer == nil {
				offer = values[name]
			}
			if offer == nil {
				t.Errorf("nothing is offered for --%s of %q", name, path)
				continue
			}
			if !slices.Contains([]string{"format", "lists", "for", "profile", "fail-on"}, name) {
				continue
			}
			for _, w := range offer(nil, "").Words { // they are always the same, and the flag's usage tells of each
				if !regexp.MustCompile(`\b` + w.Text + `\b`).MatchString(flagUsage(f)) {
					t.Errorf("%q is offered for --%s of %q, whose usage does not tell of it: %s", w.Text, name, path, flagUsage(f))
				}
			}
		}
		for _, c := range below {
			walk(path+c.Name+" ", c.Flags, c.Subcommands)
		}
	}
	walk("", app.Flags, app.Commands)
	if seen < 20 {
		t.Errorf("only %d flags were seen", seen)
	}
}

func TestArgumentsAreCompleted(t *testing.T) {
	t.Parallel()
	what := arguments()
	free := map[string]bool{"search": true}
	var walk func(path string, cs []*cli.Command)
	walk = func(path string, cs []*cli.Command) {
		for _, c := range cs {
			name := path + c.Name
			if c.ArgsUsage != "" && len(c.Subcommands) == 0 && what[name] == nil && !free[name] {
				t.Errorf("nothing is offered for %s of %s", c.ArgsUsage, name)
			}
			walk(name+" ", c.Subcommands)
		}
	}
	walk("", (&runner{}).application().Commands)
}
