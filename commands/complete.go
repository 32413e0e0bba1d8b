package commands

import (
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/complete"
)

// completing is the first word of a command line with which a shell script requests completions.
const completing = "__complete"

// completion is a command line that is being typed.
type completion struct {
	complete.Source
	line
	app *app
}

// complete answers a shell's script. Whatever is wrong with the line or with the data, there is only less to offer: a
// prompt is no place for errors.
func (a *app) complete(args []string) error {
	a.env.Stderr = io.Discard
	q, ok := complete.Ask(args)
	if !ok {
		return nil
	}
	reply := complete.Reply{Files: true}
	if !q.Apart {
		last := len(q.Words) - 1
		reply = a.offers(q.Words[:last], q.Words[last])
	}
	_, err := a.env.Stdout.Write(q.Answer(reply, a.width()))
	return err
}

// offers returns the possible words after some words of a command line.
func (a *app) offers(before []string, typed string) complete.Reply {
	set, err := a.schemas()
	if err != nil {
		return complete.Reply{}
	}
	l := &completion{app: a, line: line{root: a.root}}
	l.Source = complete.Source{Model: set.Model, Records: l.records}
	err = l.read(before)
	name, text, hasValue := strings.Cut(strings.TrimLeft(typed, "-"), "=")
	isFlag := !l.ended && strings.HasPrefix(typed, "-")
	switch f := l.find(name); {
	case l.open != nil && (l.open.ifBare == "" || !isFlag):
		return l.value(l.open, typed)
	case err != nil:
		return complete.Reply{} // the line is wrong already
	case isFlag && hasValue && f != nil:
		r := l.value(f, text)
		r.Stem = strings.TrimSuffix(typed, text) + r.Stem
		return r
	case isFlag:
		return l.flagNames(typed)
	}
	if level := l.level(); len(level) > 0 && !l.ended {
		return commandNames(level, typed)
	}
	if offer := a.arguments[l.command()]; offer != nil {
		return offer(l, typed)
	}
	return complete.Reply{}
}

// value offers the values of a flag.
func (l *completion) value(f *option, typed string) complete.Reply {
	if f.complete != nil {
		return f.complete(l, typed)
	}
	return words(f.words...)(l, typed)
}

// flagNames offers the flags that can still be given.
func (l *completion) flagNames(typed string) complete.Reply {
	var all []cli.Flag
	if c := l.command(); c != nil {
		all = append(all, c.Flags...)
	}
	var r complete.Reply
	for _, flag := range append(all, l.root.Flags...) {
		f := flag.(*option)
		if l.has(f) && f.values == nil {
			continue
		}
		for _, name := range f.dashed() {
			r.Offer(typed, complete.Word{Text: name, About: f.about()})
		}
	}
	r.Offer(typed, complete.Word{Text: "--help", About: "show the usage"})
	if l.command() == nil {
		r.Offer(typed, complete.Word{Text: "--version", About: "print the version"})
	}
	return r
}

// commandNames offers commands.
func commandNames(level []*cli.Command, typed string) complete.Reply {
	var r complete.Reply
	for _, c := range level {
		r.Offer(typed, complete.Word{Text: c.Name, About: c.Usage})
	}
	return r
}
