package commands

import (
	"testing"

	"github.com/urfave/cli/v2"
)

// Each flag that takes a value is completed, or known to take any text: who adds one has to say which.
func TestFlagsAreCompleted(t *testing.T) {
	t.Parallel()
	free := map[string]bool{"limit": true, "max-findings": true, "jq": true, "template": true, "day": true, "title": true, "lang": true, "accent": true}
	root := newApp(t.Context(), Env{}, nil).root
	seen := 0
	var walk func(path string, flags []cli.Flag, below []*cli.Command)
	walk = func(path string, flags []cli.Flag, below []*cli.Command) {
		for _, flag := range flags {
			f := flag.(*option)
			if f.takes == "" || free[f.name] {
				continue
			}
			seen++
			if f.words == nil && f.complete == nil {
				t.Errorf("nothing is offered for --%s of %q", f.name, path)
			}
		}
		for _, c := range below {
			walk(path+c.Name+" ", c.Flags, c.Subcommands)
		}
	}
	walk("", root.Flags, root.Commands)
	if seen < 20 {
		t.Errorf("only %d flags were seen", seen)
	}
}

func TestArgumentsAreCompleted(t *testing.T) {
	t.Parallel()
	a := newApp(t.Context(), Env{}, nil)
	free := map[string]bool{"search": true}
	var walk func(cs []*cli.Command)
	walk = func(cs []*cli.Command) {
		for _, c := range cs {
			if c.ArgsUsage != "" && len(c.Subcommands) == 0 && a.arguments[c] == nil && !free[c.Name] {
				t.Errorf("nothing is offered for %s of %s", c.ArgsUsage, c.Name)
			}
			walk(c.Subcommands)
		}
	}
	walk(a.root.Commands)
}
