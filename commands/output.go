package commands

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/sink"
	"malaga/internal/table"
)

// rowFlags are the flags of every command that prints rows.
func rowFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(sink.Formats(), ", ") + " (default: table on a terminal, else tsv)"},
		outputFlag("write to `FILE`; its ending tells the format if --format does not"),
	}
}

func outputFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: usage}
}

// rowFormat is the format that is asked for: by name, by the ending of the output file, or by where
// the output goes.
func (r *runner) rowFormat(c *cli.Context) (sink.Format, error) {
	if c.IsSet("format") {
		f, hint, ok := sink.ParseFormat(c.String("format"))
		if !ok {
			return "", usage(fmt.Sprintf("no format %q", c.String("format")), hint)
		}
		return f, nil
	}
	if out := c.String("output"); out != "" && out != "-" {
		ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
		if f, _, ok := sink.ParseFormat(ext); ok {
			return f, nil
		}
		return sink.TSV, nil
	}
	if r.env.Terminal {
		return sink.Table, nil
	}
	return sink.TSV, nil
}

// writeRows writes rows as asked.
func (r *runner) writeRows(c *cli.Context, d *dataset.Dataset, rows table.Rows) error {
	f, err := r.rowFormat(c)
	if err != nil {
		return err
	}
	toTerminal := r.env.Terminal && (c.String("output") == "" || c.String("output") == "-")
	o := sink.Options{
		Width: r.width(), Escape: toTerminal,
		Left: func(columns []string) {
			r.note(fmt.Sprintf("no room for %s", strings.Join(columns, ", ")), "a wider terminal, fewer --fields, or --format csv shows them")
		},
	}
	return r.writeTo(c, d, func(w io.Writer) error { return sink.Write(w, f, rows, o) })
}

// writeTo hands write the place that is asked for: stdout, or a file that appears only when it is
// complete.
func (r *runner) writeTo(c *cli.Context, d *dataset.Dataset, write func(io.Writer) error) error {
	path := c.String("output")
	if path == "" || path == "-" {
		return write(r.env.Stdout)
	}
	return r.writeFile(d, path, write)
}

func (r *runner) writeFile(d *dataset.Dataset, path string, write func(io.Writer) error) error {
	if d != nil && d.Holds(path) {
		return usage(fmt.Sprintf("%s is a file of the dataset that is being read", path), "choose another name for the output")
	}
	f, err := r.files.Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if err := write(f); err != nil {
		return withName(path, err)
	}
	return withName(path, f.Commit())
}

// withName adds the name of the file to an error that does not tell it.
func withName(path string, err error) error {
	var p *os.PathError
	if err == nil || errors.As(err, &p) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
