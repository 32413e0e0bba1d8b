package commands

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/output"
	"malaga/internal/query"
	"malaga/internal/raw"
	"malaga/internal/sink"
	"malaga/internal/table"
	"malaga/schema"
)

func (r *runner) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "write tables for other programs: xlsx, csv", ArgsUsage: "FORMAT [TABLE…]",
		Subcommands: []*cli.Command{
			{
				Name: "xlsx", Usage: "a workbook with a sheet for each table", ArgsUsage: "[TABLE…]",
				Flags:  []cli.Flag{outputFlag("write to `FILE`")},
				Action: r.exportXLSX,
			},
			{
				Name: "csv", Usage: "one table to stdout or a file, or all into a directory", ArgsUsage: "[TABLE…]",
				Description: "One TABLE goes to stdout, or to the file that --output names. Several, or all if none is named,\n" +
					"go into the directory that --output names, each as TABLE.csv.",
				Flags:  []cli.Flag{outputFlag("write to the file or directory `PATH`")},
				Action: r.exportCSV,
			},
		},
	}
}

// tables finds tables by their names; all if none is given.
func (r *runner) tables(m *schema.Model, given []string) ([]*schema.Table, error) {
	if len(given) == 0 {
		return m.Tables, nil
	}
	var tables []*schema.Table
	for _, name := range given {
		t, err := r.table(m, name)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// whole gives all fields of all records of a table.
func (r *runner) whole(set *schema.Set, d *dataset.Dataset, t *schema.Table) (table.Rows, error) {
	var q query.Query
	for _, f := range t.Fields() {
		p, err := query.NewPath(set.Model, t, f.Name)
		if err != nil {
			return table.Rows{}, err
		}
		q.Fields = append(q.Fields, p)
	}
	return q.Rows(r.records(set, d, t.Name), nil), nil
}

func (r *runner) exportXLSX(c *cli.Context) error {
	set, d, err := r.open(c)
	if err != nil {
		return err
	}
	tables, err := r.tables(set.Model, c.Args().Slice())
	if err != nil {
		return err
	}
	if out := c.String("output"); out == "" || (out == "-" && r.env.Terminal) {
		return usage("export xlsx needs --output FILE", "a workbook is no text for a terminal")
	}
	if ext := filepath.Ext(c.String("output")); ext != "" && !strings.EqualFold(ext, ".xlsx") {
		return usage(fmt.Sprintf("a workbook is no %s file", ext), "let the name end in .xlsx")
	}
	meta, err := r.meta(set, d)
	if err != nil {
		return err
	}
	book := sink.Workbook{Title: raw.Text(raw.Get(meta, "title")), Modified: raw.Text(raw.Get(meta, "modified"))}
	var sheets []sink.Sheet
	for _, t := range tables {
		rows, err := r.whole(set, d, t)
		if err != nil {
			return err
		}
		sheets = append(sheets, sink.Sheet{Name: t.Title, Rows: rows})
	}
	book.Replaced = func(n int) {
		r.note(fmt.Sprintf("%s that a workbook cannot hold: each stands as \uFFFD", diag.Plural(n, "control character")), "")
	}
	return r.writeTo(c, func(w io.Writer) error { return sink.WriteXLSX(w, book, sheets) })
}

func (r *runner) exportCSV(c *cli.Context) error {
	set, d, err := r.open(c)
	if err != nil {
		return err
	}
	tables, err := r.tables(set.Model, c.Args().Slice())
	if err != nil {
		return err
	}
	if c.NArg() == 1 {
		rows, err := r.whole(set, d, tables[0])
		if err != nil {
			return err
		}
		if info, err := os.Stat(c.String("output")); err == nil && info.IsDir() {
			return r.exportDir(set, d, tables, c.String("output"))
		}
		o := sink.Options{Escape: r.toTerminal(c)}
		return r.writeTo(c, func(w io.Writer) error { return sink.Write(w, sink.CSV, rows, o) })
	}
	dir := c.String("output")
	if filepath.Ext(dir) == ".csv" {
		return usage(fmt.Sprintf("%s names one file, but there are several tables", dir), "name a directory, or one table")
	}
	if dir == "" || dir == "-" {
		return usage("export csv of several tables needs --output DIRECTORY", "malaga export csv TABLE writes one to stdout")
	}
	return r.exportDir(set, d, tables, dir)
}

// exportDir writes each table to a file. The files appear together, once all are complete.
func (r *runner) exportDir(set *schema.Set, d *dataset.Dataset, tables []*schema.Table, dir string) error {
	made := false
	if info, err := os.Stat(dir); os.IsNotExist(err) {
		if err := os.Mkdir(dir, 0o777); err != nil { // less the umask
			return err
		}
		made = true
	} else if err != nil {
		return err
	} else if !info.IsDir() {
		return usage(fmt.Sprintf("%s is not a directory", dir), "several tables go into a directory")
	}
	err := r.exportFiles(set, d, tables, dir)
	if err != nil && made {
		_ = os.Remove(dir) // only if it is empty
	}
	return err
}

func (r *runner) exportFiles(set *schema.Set, d *dataset.Dataset, tables []*schema.Table, dir string) error {
	var files []*output.File
	for _, t := range tables {
		rows, err := r.whole(set, d, t)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, t.Name+".csv")
		f, err := r.create(path)
		if err != nil {
			return err
		}
		defer f.Abort()
		if err := sink.Write(f, sink.CSV, rows, sink.Options{}); err != nil {
			return withName(path, err)
		}
		if err := f.Finish(); err != nil {
			return withName(path, err)
		}
		files = append(files, f)
	}
	for _, f := range files {
		if err := f.Commit(); err != nil {
			return err
		}
	}
	return nil
}
