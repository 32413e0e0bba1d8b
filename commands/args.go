package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/text"
)

// request is a command line put in order.
type request struct {
	args    []string     // for the library: program, flags, command, its flags, "--", arguments
	command *cli.Command // nil if none is named
	help    bool
	version bool
	wide    bool // see runner.width
	noPager bool
}

// arrange puts a command line in the one order that urfave/cli v2 understands. On its own v2 takes
// flags behind an argument for arguments, in silence (issue 1177 there), and takes arguments
// called "help" or "--generate-bash-completion" for its own: a file of that name would pass
// unchecked. Here flags may stand anywhere, "--" ends them, and arguments follow a "--".
func arrange(app *cli.App, args []string) (request, error) {
	a := arranger{app: app, used: map[string]bool{}}
	if err := a.take(args); err != nil {
		return request{}, err
	}
	return a.request()
}

type arranger struct {
	app      *cli.App
	commands []*cli.Command // the command and its subcommand
	given    []given
	used     map[string]bool
	words    []string
	ended    bool   // by "--": no more flags
	open     string // the flag that the last word left without a value, if it did
	asked    request
}

// given is a flag with its value.
type given struct {
	name  string
	value string
	bare  bool
}

// take takes the words of a command line.
func (a *arranger) take(args []string) error {
	for i := 0; i < len(args); i++ {
		word := args[i]
		switch {
		case !a.ended && word == "--":
			a.ended = true
		case !a.ended && len(word) > 1 && word[0] == '-':
			n, err := a.flag(word, args[i+1:])
			if err != nil {
				return err
			}
			i += n
		default:
			if err := a.word(word); err != nil {
				return err
			}
		}
	}
	return nil
}

// word takes a command's name, or an argument.
func (a *arranger) word(word string) error {
	level := a.app.Commands
	if n := len(a.commands); n > 0 {
		level = a.commands[n-1].Subcommands
	}
	if len(level) == 0 || a.ended {
		if len(a.commands) == 0 {
			return usage("no command before --", "malaga --help lists the commands")
		}
		a.words = append(a.words, word)
		return nil
	}
	var names []string
	for _, c := range level {
		if c.HasName(word) {
			a.commands = append(a.commands, c)
			return nil
		}
		names = append(names, c.Name)
	}
	what := "command"
	if len(a.commands) > 0 {
		what = "format for " + a.commands[0].Name
	}
	return usage(fmt.Sprintf("no %s %q", what, word), nearestOr(word, names, "choose from "+strings.Join(names, ", ")))
}

// optional are the flags that may stand without a value, and what they then mean.
var optional = map[string]string{"fields": "help"}

// flag takes a flag and, if it needs one, its value from the words behind it; n is how many it took.
func (a *arranger) flag(word string, next []string) (n int, err error) {
	name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(word, "-"), "-"), "=")
	switch name {
	case "help", "h":
		a.asked.help = true
		return 0, nil
	case "version":
		a.asked.version = true
		return 0, nil
	}
	f := a.find(name)
	if f == nil {
		shown, _, _ := strings.Cut(word, "=")
		return 0, a.unknown(shown)
	}
	g := given{name: f.Names()[0], value: value}
	if _, isBool := f.(*cli.BoolFlag); isBool {
		if hasValue && value != "true" && value != "false" {
			return 0, usage(fmt.Sprintf("--%s takes no value", g.name), "")
		}
		g.bare = !hasValue
	} else if !hasValue {
		fallback, free := optional[g.name]
		if len(next) == 0 {
			a.open = g.name
		}
		switch {
		case free && (len(next) == 0 || strings.HasPrefix(next[0], "-")):
			g.value = fallback
		case len(next) == 0:
			return 0, usage(fmt.Sprintf("--%s needs a value", g.name), "")
		case a.isFlag(next[0]): // with a value that was forgotten, or is in a variable that is not quoted and empty
			return 0, usage(fmt.Sprintf("--%s needs a value", g.name), fmt.Sprintf("%s is a flag; as a value it is written --%s=%s", next[0], g.name, next[0]))
		default:
			g.value, n = next[0], 1
		}
	}
	if _, many := f.(*cli.StringSliceFlag); !many && a.used[g.name] {
		return 0, usage(fmt.Sprintf("--%s is given twice", g.name), "")
	}
	a.used[g.name] = true
	a.given = append(a.given, g)
	return n, nil
}

// isFlag says whether a word is a flag by its full name.
func (a *arranger) isFlag(word string) bool {
	name, long := strings.CutPrefix(word, "--")
	return long && (name == "help" || name == "version" || a.find(name) != nil)
}

// find finds a flag by name: of the command, of the program, or, as long as the command is not
// known, of any. Flags of one name are of one kind everywhere (a test checks it), so whether a
// value follows is never in doubt.
func (a *arranger) find(name string) cli.Flag {
	levels := [][]cli.Flag{a.app.Flags}
	for _, c := range a.commands {
		levels = append(levels, c.Flags)
	}
	below := a.app.Commands
	if n := len(a.commands); n > 0 {
		below = a.commands[n-1].Subcommands
	}
	for _, c := range below {
		levels = append(levels, c.Flags)
		for _, s := range c.Subcommands {
			levels = append(levels, s.Flags)
		}
	}
	for _, flags := range levels {
		if f := named(flags, name); f != nil {
			return f
		}
	}
	return nil
}

// named is the flag of a name; nil if there is none.
func named(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func has(flags []cli.Flag, name string) bool { return named(flags, name) != nil }

func (a *arranger) unknown(name string) error {
	var names []string
	for _, f := range a.app.Flags {
		names = append(names, "--"+f.Names()[0])
	}
	for _, c := range a.commands {
		for _, f := range c.Flags {
			names = append(names, "--"+f.Names()[0])
		}
	}
	of, other := "", a.app.Name+" --help lists them"
	if n := len(a.commands); n > 0 {
		c := a.commands[n-1]
		of, other = " of "+strings.TrimPrefix(c.UsageText, a.app.Name+" "), c.UsageText+" --help lists them"
		if c.ArgsUsage != "" {
			other += "; a file or word that begins with - goes behind --"
		}
	}
	return usage(fmt.Sprintf("no flag %s%s", name, of), nearestOr("--"+strings.TrimLeft(name, "-"), names, other))
}

// request checks that each flag belongs to the command and puts all in order.
func (a *arranger) request() (request, error) {
	if n := len(a.commands); n > 0 {
		a.asked.command = a.commands[n-1]
	}
	a.asked.noPager = slices.ContainsFunc(a.given, func(g given) bool { return g.name == noPagerFlag && g.value != "false" })
	if a.asked.help || a.asked.version {
		if len(a.words) > 0 && a.asked.command != nil && a.asked.command.Name == "validate" {
			// `validate *` in a folder with a file called -h must not end without a verdict
			return request{}, usage("validate takes either --help or paths, not both", "a file that begins with - goes behind --")
		}
		return a.asked, nil
	}
	global := []string{a.app.Name}
	var path, own []string
	for _, c := range a.commands {
		path = append(path, c.Name)
	}
	for _, g := range a.given {
		a.asked.wide = a.asked.wide || (g.name == wideFlag && g.value != "false")
		text := "--" + g.name
		if !g.bare {
			text += "=" + g.value
		}
		switch {
		case has(a.app.Flags, g.name):
			global = append(global, text)
		case a.asked.command != nil && has(a.asked.command.Flags, g.name):
			own = append(own, text)
		case a.asked.command == nil:
			return request{}, usage("no command given", "malaga --help lists the commands")
		default:
			return request{}, a.unknown("--" + g.name)
		}
	}
	if a.asked.command != nil && len(a.asked.command.Subcommands) > 0 {
		return request{}, usage(fmt.Sprintf("%s needs a format", a.asked.command.Name), fmt.Sprintf("malaga %s --help lists them", a.asked.command.Name))
	}
	a.asked.args = slices.Concat(global, path, own, []string{"--"}, a.words)
	if a.asked.command == nil {
		a.asked.args = global
	}
	return a.asked, nil
}

// nearestOr is a "did you mean", or another hint if nothing is near.
func nearestOr(word string, candidates []string, other string) string {
	if hint := text.DidYouMean(word, candidates); hint != "" {
		return hint
	}
	return other
}

// exactly checks the number of arguments and names what is missing or too many.
func exactly(c *cli.Context, names ...string) ([]string, error) {
	args := c.Args().Slice()
	name, hint := strings.TrimPrefix(c.Command.UsageText, c.App.Name+" "), c.Command.UsageText+" --help shows how"
	if len(args) < len(names) {
		return nil, usage(fmt.Sprintf("%s needs %s", name, names[len(args)]), hint)
	}
	if len(args) > len(names) {
		return nil, usage(fmt.Sprintf("%s takes no argument %q", name, args[len(names)]), hint)
	}
	return args, nil
}
