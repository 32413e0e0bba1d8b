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
		if err := o.keep(o.dataset(path, dataset.Layout{Tables: set.Model.Names()})); err != nil {
			return o.stopped(err, o.differ > 0)
		}
	}
	if o.differ > 0 {
		verb := [2]string{"has", "have"}[min(o.differ-1, 1)]
		o.note(fmt.Sprintf("%s %s another form than the canonical one", text.Count(o.differ, "file"), verb), "malaga fmt PATH rewrites them")
	}
	return o.end(o.differ > 0)
}

// dataset rewrites or checks the files of a dataset in a directory; any other path is a file.
func (o *fmtOptions) dataset(path string, l dataset.Layout) error {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return o.file(path) // the error, if there is one, is that of opening it
	}
	d, err := dataset.Open(path, l, nil)
	if err != nil {
		return err
	}
	for _, file := range d.Files() {
		if err := o.keep(o.file(file)); err != nil {
			return err
		}
	}
	return nil
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
	var s *edit.Source
	var err error
	if path == "-" {
		s, err = edit.ReadStdin(o.env.Stdin)
	} else {
		s, err = edit.Open(path)
	}
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
