package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/text"
)

// arrange puts a command line in the one order that urfave/cli v2 understands: program, its flags, command, the
// command's flags, "--", arguments. On its own v2 takes flags behind an argument for arguments, without an error
// (issue 1177 there), and arguments called "help" or "--generate-bash-completion" for its own: a file of that name
// would pass unchecked. Here flags may stand anywhere, and "--" ends them.
func arrange(root *cli.App, words []string) ([]string, error) {
	l := line{root: root}
	if err := l.read(words); err != nil {
		return nil, err
	}
	return l.ordered()
}

// line is a command line, or its beginning, taken apart.
type line struct {
	root     *cli.App
	commands []*cli.Command // the command and its subcommand
	given    []given
	words    []string // the arguments
	ended    bool     // by "--": no more flags
	open     *option  // the flag that the last word left without a value, if it did
	help     bool
	version  bool
}

// given is a flag with its value.
type given struct {
	*option
	text string
}

// read reads words of the line; it stops at the first error.
func (l *line) read(words []string) (err error) {
	for len(words) > 0 && err == nil {
		word, next := words[0], words[1:]
		switch {
		case l.ended || len(word) < 2 || word[0] != '-':
			err = l.word(word)
		case word == "--":
			l.ended = true
		default:
			next, err = l.flag(word, next)
		}
		words = next
	}
	return err
}

// level returns the commands that may come next.
func (l *line) level() []*cli.Command {
	if c := l.command(); c != nil {
		return c.Subcommands
	}
	return l.root.Commands
}

// command returns the command that is named; nil if none is.
func (l *line) command() *cli.Command {
	if n := len(l.commands); n > 0 {
		return l.commands[n-1]
	}
	return nil
}

// word reads a command's name, or an argument.
func (l *line) word(word string) error {
	level := l.level()
	if len(level) == 0 || l.ended {
		if l.command() == nil {
			return usage("no command before --", "malaga --help lists the commands")
		}
		l.words = append(l.words, word)
		return nil
	}
	var names []string
	for _, c := range level {
		if c.HasName(word) {
			l.commands = append(l.commands, c)
			return nil
		}
		names = append(names, c.Name)
	}
	what := "command"
	if c := l.command(); c != nil {
		what = c.Name + " format"
	}
	return usage(fmt.Sprintf("unknown %s %q", what, word), text.DidYouMeanOr(word, names, "use "+text.Or(names)))
}

// flag reads a flag and, if it needs one, its value from the words that follow. It returns the rest of them.
func (l *line) flag(word string, next []string) (rest []string, err error) {
	dashed, val, hasValue := strings.Cut(word, "=")
	name := strings.TrimPrefix(strings.TrimPrefix(dashed, "-"), "-")
	switch name {
	case "help", "h":
		l.help = true
		return next, nil
	case "version":
		l.version = true
		return next, nil
	}
	f := l.find(name)
	switch {
	case f == nil:
		return nil, l.unknown(dashed)
	case f.enabled != nil && !hasValue:
		val = "true"
	case f.enabled != nil && val != "true" && val != "false":
		return nil, usage(fmt.Sprintf("--%s takes no value", f.name), "")
	case !hasValue:
		if val, next, err = l.value(f, next); err != nil {
			return nil, err
		}
	}
	if f.values == nil && l.has(f) {
		return nil, usage(fmt.Sprintf("--%s is given twice", f.name), "")
	}
	l.given = append(l.given, given{f, val})
	return next, nil
}

// value takes the value of a flag from the words that follow it.
func (l *line) value(f *option, next []string) (val string, rest []string, err error) {
	switch {
	case len(next) == 0:
		l.open = f
		if f.ifBare == "" {
			err = usage(fmt.Sprintf("--%s needs a value", f.name), "")
		}
		return f.ifBare, nil, err
	case f.ifBare != "" && strings.HasPrefix(next[0], "-"):
		return f.ifBare, next, nil
	case l.isFlag(next[0]): // the value was forgotten, or is in a variable that is empty and not quoted
		hint := fmt.Sprintf("%s is a flag; to use it as a value, write --%s=%s", next[0], f.name, next[0])
		return "", nil, usage(fmt.Sprintf("--%s needs a value", f.name), hint)
	}
	return next[0], next[1:], nil
}

// has reports whether a flag was given.
func (l *line) has(f *option) bool {
	return slices.ContainsFunc(l.given, func(g given) bool { return g.name == f.name })
}

// isFlag reports whether a word is a flag by its full name.
func (l *line) isFlag(word string) bool {
	name, long := strings.CutPrefix(word, "--")
	return long && (name == "help" || name == "version" || l.find(name) != nil)
}

// find returns the flag of a name: of the command, of the program or, as long as the command is not known, of any
// command. Flags of one name are of one kind everywhere (a test checks it), so that it is certain whether a value follows.
func (l *line) find(name string) *option {
	flags := l.flags()
	for _, c := range l.level() {
		flags = append(flags, c.Flags...)
		for _, s := range c.Subcommands {
			flags = append(flags, s.Flags...)
		}
	}
	return optionNamed(flags, name)
}

// flags returns the flags of the program and of the commands that are named.
func (l *line) flags() []cli.Flag {
	flags := slices.Clone(l.root.Flags)
	for _, c := range l.commands {
		flags = append(flags, c.Flags...)
	}
	return flags
}

// unknown is the error for a flag that does not exist, or not here.
func (l *line) unknown(dashed string) error {
	var names []string
	for _, f := range l.flags() {
		names = append(names, "--"+f.Names()[0])
	}
	path, takes := l.root.Name, ""
	if c := l.command(); c != nil {
		path, takes = c.UsageText, c.ArgsUsage
	}
	hint := path + " --help lists the flags"
	if takes != "" {
		hint += "; write -- before a file or word that begins with -"
	}
	return usage(fmt.Sprintf("unknown flag %s for %s", dashed, path), text.DidYouMeanOr("--"+strings.TrimLeft(dashed, "-"), names, hint))
}

// ordered checks that each flag belongs to the command and returns the words in order. A request for help or the version
// becomes the command of that name.
func (l *line) ordered() ([]string, error) {
	c := l.command()
	if c != nil && c.Name == "validate" && len(l.words) > 0 && (l.help || l.version) {
		// `validate *` in a folder with a file called -h must not end without a verdict
		return nil, usage("validate takes --help or paths, not both", "write -- before a file that begins with -")
	}
	var path, global, own []string
	for _, named := range l.commands {
		path = append(path, named.Name)
	}
	for _, g := range l.given {
		f := optionNamed(l.root.Flags, g.name)
		to := &global
		if f == nil && c != nil {
			f = optionNamed(c.Flags, g.name)
			to = &own
		}
		switch {
		case f == nil && (c == nil || l.help || l.version): // of another command, which is not run
			continue
		case f == nil:
			return nil, l.unknown("--" + g.name)
		}
		accepted, err := f.accept(g.text)
		if err != nil && (l.help || l.version) {
			continue
		}
		if err != nil {
			return nil, err
		}
		*to = append(*to, "--"+f.name+"="+accepted)
	}
	switch words := append([]string{l.root.Name}, global...); {
	case l.help, c == nil && len(global) == len(l.given) && !l.version:
		return slices.Concat(words, []string{"help", "--"}, path), nil
	case l.version:
		return append(words, "version"), nil
	case c == nil:
		return nil, usage("no command given", "malaga --help lists the commands")
	case len(c.Subcommands) > 0:
		return nil, usage(c.Name+" needs a format", c.UsageText+" --help lists them")
	default:
		return slices.Concat(words, path, own, []string{"--"}, l.words), nil
	}
}

// command completes a command: complete offers its arguments, and run takes them, if their number is that of ArgsUsage: "" is none,
// "TABLE" one, "[TABLE]" one or none, "OLD [NEW]" one or two, and "TABLE…" any number.
func (a *app) command(c *cli.Command, complete completer, run func(args []string) error) *cli.Command {
	a.arguments[c] = complete
	c.Action = func(c *cli.Context) error {
		args, takes := c.Args().Slice(), strings.Fields(c.Command.ArgsUsage)
		name := strings.TrimPrefix(c.Command.UsageText, c.App.Name+" ")
		hint := c.Command.UsageText + " --help shows the usage"
		switch {
		case strings.Contains(c.Command.ArgsUsage, "…"):
		case len(args) > len(takes):
			return usage(fmt.Sprintf("%s takes no argument %q", name, args[len(takes)]), hint)
		case len(args) < len(takes) && takes[len(args)][0] != '[':
			return usage(name+" needs "+takes[len(args)], hint)
		}
		return run(args)
	}
	return c
}
