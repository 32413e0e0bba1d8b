package commands

import (
	"bufio"
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/edit"
	"malaga/internal/text"
)

type fmtOptions struct {
	editing
	check     bool
	formatter *edit.Formatter
	differ    int // files that have another form
}

func newFmtCommand(a *app) *cli.Command {
	o := &fmtOptions{editing: editing{app: a}}
	return a.command(&cli.Command{
		Name: "fmt", Usage: "rewrite dataset files in the canonical form",
		ArgsUsage: "[PATH…]",
		Flags: []cli.Flag{
			&option{name: "check", enabled: &o.check, usage: "write nothing: print a diff, and exit with 3 if there is one"},
		},
	}, completeFile, o.run)
}

func (o *fmtOptions) run(args []string) error {
	set, err := o.schemas()
	if err != nil {
		return err
	}
	paths, err := o.paths("fmt", args)
	if err != nil {
		return err
	}
	o.formatter = edit.NewFormatter(set.Model)
	for _, path := range paths {
		files, err := filesOf(path, dataset.Layout{Tables: set.Model.Names()})
		if err := o.keep(err); err != nil {
			return o.stopped(err, o.differ > 0)
		}
		for _, file := range files {
			if err := o.keep(o.file(file)); err != nil {
				return o.stopped(err, o.differ > 0)
			}
		}
	}
	if o.differ > 0 {
		verb := [2]string{"has", "have"}[min(o.differ-1, 1)]
		o.note(fmt.Sprintf("%s %s another form than the canonical one", text.Count(o.differ, "file"), verb), "malaga fmt PATH rewrites them")
	}
	return o.end(o.differ > 0)
}

// filesOf returns the files of a dataset in a directory; any other path is a file.
func filesOf(path string, l dataset.Layout) ([]string, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return []string{path}, nil // the error, if there is one, is that of opening it
	}
	d, err := dataset.Open(path, l, nil)
	if err != nil {
		return nil, err
	}
	return d.Files(), nil
}

// file rewrites or checks one file, and prints its name if it was rewritten.
func (o *fmtOptions) file(path string) error {
	if path != "-" && !o.check {
		changed, err := o.formatter.Rewrite(o.ctx, o.files, path)
		if err != nil || !changed {
			return err
		}
		_, err = fmt.Fprintln(o.env.Stdout, text.EscapeLine(path))
		return err
	}
	s, err := o.source(path)
	if err != nil {
		return err
	}
	defer s.Close()
	if !o.check {
		w := bufio.NewWriterSize(o.env.Stdout, 64<<10)
		if err := o.formatter.Format(o.ctx, s, w, nil); err != nil {
			return err
		}
		return w.Flush()
	}
	diff, err := o.formatter.Check(o.ctx, s)
	if err != nil || diff == "" {
		return err
	}
	o.differ++
	return o.writeDiff(diff)
}

// source opens a file, or standard input for "-".
func (a *app) source(path string) (*edit.Source, error) {
	if path == "-" {
		return edit.ReadStdin(a.env.Stdin)
	}
	return edit.Open(path)
}
