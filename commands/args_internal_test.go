package commands

import (
	"fmt"
	"slices"
	"testing"

	"github.com/urfave/cli/v2"
)

// arranger.find takes any flag of a name for the kind of all of them.
func TestFlagsOfOneNameAreOfOneKind(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{}
	check := func(where string, flags []cli.Flag) {
		for _, f := range flags {
			o := f.(*option)
			kind := fmt.Sprint(o.enabled != nil, o.values != nil)
			for _, name := range f.Names() {
				if before, known := kinds[name]; known && before != kind {
					t.Errorf("--%s of %s is a %s, but elsewhere a %s", name, where, kind, before)
				}
				kinds[name] = kind
			}
		}
	}
	app := newApp(t.Context(), Env{}, nil).root
	check("the program", app.Flags)
	for _, c := range app.Commands {
		check(c.Name, c.Flags)
		for _, s := range c.Subcommands {
			check(s.Name, s.Flags)
		}
	}
	if len(kinds) < 10 {
		t.Errorf("only %d names of flags were seen", len(kinds))
	}
}

// Every finding is compared with the codes of --only and --ignore.
func TestCodesAreListedOnce(t *testing.T) {
	t.Parallel()
	list, err := codeList([]string{"TXT001, txt001,TXT", "REF001,TXT001"})
	if want := []string{"TXT001", "TXT", "REF001"}; err != nil || !slices.Equal(list, want) {
		t.Errorf("%v, not %v; %v", list, want, err)
	}
}
