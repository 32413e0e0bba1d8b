package commands

import (
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
)

// completing is the first word of a command line by which a shell's script asks for the rest of another one.
const completing = "__complete"

// completion is a command line that is being typed.
type completion struct {
	complete.Source
	arranger
	run *runner
}

// complete answers the question of a shell's script. Whatever is wrong with the line or with the data, there is only
// less to offer: a prompt is no place for errors.
func (r *runner) complete(args []string) error {
	r.env.Stderr = io.Discard
	q, ok := complete.Ask(args)
	if !ok {
		return nil
	}
	before, typed := q.Words[:len(q.Words)-1], q.Words[len(q.Words)-1]
	_, err := r.env.Stdout.Write(q.Answer(r.offers(before, typed), r.width()))
	return err
}

// offers says what may stand behind some words of a command line.
func (r *runner) offers(before []string, typed string) complete.Reply {
	set, err := r.schemas()
	if err != nil {
		return complete.Reply{}
	}
	x := &completion{run: r, arranger: arranger{app: r.app, used: map[string]bool{}}}
	x.Source = complete.Source{Model: set.Model, Records: x.records}
	err = x.take(before)
	_, free := optional[x.open]
	name, value, hasValue := strings.Cut(strings.TrimLeft(typed, "-"), "=")
	switch flag := !x.ended && strings.HasPrefix(typed, "-"); {
	case x.open != "" && (!free || !flag):
		return x.value(x.open, typed)
	case err != nil:
		return complete.Reply{} // it is wrong already
	case flag && hasValue && x.find(name) != nil:
		r := x.value(x.find(name).Names()[0], value)
		r.Stem = strings.TrimSuffix(typed, value) + r.Stem
		return r
	case flag:
		return x.flags(typed)
	}
	if level := x.level(); len(level) > 0 && !x.ended {
		return x.commandNames(level, typed)
	}
	if what := arguments()[x.path()]; what != nil {
		return what(x, typed)
	}
	return complete.Reply{}
}

// level are the commands or subcommands that may stand next.
func (x *completion) level() []*cli.Command {
	if n := len(x.commands); n > 0 {
		return x.commands[n-1].Subcommands
	}
	return x.app.Commands
}

// path is the command with its subcommand.
func (x *completion) path() string {
	var names []string
	for _, c := range x.commands {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

// value offers what a flag takes.
func (x *completion) value(flag, typed string) complete.Reply {
	values := flagValues()
	what := values[x.path()+" "+flag]
	if what == nil {
		what = values[flag]
	}
	if what == nil {
		return complete.Reply{}
	}
	return what(x, typed)
}

// flags offers the flags that can still be given.
func (x *completion) flags(typed string) complete.Reply {
	all := slices.Clone(x.app.Flags)
	if n := len(x.commands); n > 0 {
		all = append(slices.Clone(x.commands[n-1].Flags), all...)
	}
	var r complete.Reply
	for _, f := range all {
		if _, many := f.(*cli.StringSliceFlag); x.used[f.Names()[0]] && !many {
			continue
		}
		for _, n := range f.Names() {
			r.Offer(typed, complete.Word{Text: dashed(n), About: flagUsage(f)})
		}
	}
	r.Offer(typed, complete.Word{Text: "--help", About: "show how it is used"})
	if len(x.commands) == 0 {
		r.Offer(typed, complete.Word{Text: "--version", About: "show the version"})
	}
	return r
}

func (x *completion) commandNames(level []*cli.Command, typed string) complete.Reply {
	var r complete.Reply
	for _, c := range level {
		r.Offer(typed, complete.Word{Text: c.Name, About: c.Usage})
	}
	return r
}
