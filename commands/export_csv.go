package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"malaga/internal/finding"
	"malaga/internal/flatten"
	"malaga/internal/render"
	"malaga/internal/vocab"
)

type csvOptions struct {
	output
	reader, lists value
	tables        []string
}

// The programs that a CSV file is for.
const (
	forData  = "data"
	forExcel = "excel"
)

func newExportCSVCommand(a *app) *cli.Command {
	o := &csvOptions{output: output{app: a}}
	c := &cli.Command{
		Name: "csv", Usage: "write CSV files", ArgsUsage: "[TABLE…]",
		Flags: []cli.Flag{
			o.pathFlag("write to this file or directory"),
			&option{
				name: "for", takes: "PROGRAM", one: &o.reader, usage: "the program that reads the files",
				words: []string{forData, forExcel}, usual: forData,
			},
			&option{name: "lists", takes: "HOW", one: &o.lists, usage: "how to write lists", words: []string{listsJoin, listsRows}},
		},
		Action: func(c *cli.Context) error {
			o.tables = c.Args().Slice()
			return runExportCSV(o)
		},
	}
	a.arguments[c] = completeTables
	return c
}

func (o *csvOptions) options() render.Options {
	return render.Options{Escape: o.toTerminal(), Excel: o.reader.text == forExcel}
}

// noteGuarded prints how many texts got an apostrophe.
func (o *csvOptions) noteGuarded(n int) {
	if n > 0 {
		o.note(fmt.Sprintf("%s that Excel could run as a formula: an apostrophe stands before each", finding.Plural(n, "text")), "")
	}
}

func runExportCSV(o *csvOptions) error {
	in, err := o.open()
	if err != nil {
		return err
	}
	tables, err := in.tables(o.tables)
	if err != nil {
		return err
	}
	s, err := in.source(tables, false)
	if err != nil {
		return err
	}
	out := o.path.text
	if isWorkbook(out) {
		return usage("this command cannot write a workbook: "+out, "malaga export xlsx writes one")
	}
	info, missing := os.Stat(out)
	directory := len(o.tables) != 1 || (missing == nil && info.IsDir())
	lists := flatten.Join
	if o.lists.text == listsRows || (directory && !o.lists.set) {
		lists = flatten.Rows
	}
	relations := flatten.Relations(s, flatten.Options{Lists: lists})
	switch {
	case !directory:
		if more := len(relations) - 1; more > 0 {
			o.note(fmt.Sprintf("%s of %s left out", finding.Plural(more, "list"), tables[0].Name), "use --lists join, or a directory as --output")
		}
		p := o.progress()
		defer p.end()
		result, err := o.render(render.CSV, p.watch(relations[0].Rows()), o.options())
		o.noteGuarded(result.Guarded)
		return err
	case filepath.Ext(out) == ".csv":
		return usage(fmt.Sprintf("%s names one file, but there are several tables", out), "name a directory, or one table")
	case o.toStdout():
		return usage("export csv of several tables needs --output DIRECTORY", "malaga export csv TABLE writes one to stdout")
	}
	p := flatten.Package{}
	if p.Meta, err = in.meta(); err != nil {
		return err
	}
	if p.Documents, err = cited(s); err != nil {
		return err
	}
	return o.exportDirectory(out, relations, p, len(tables) < len(in.model.Tables))
}

// cited returns the documents of a dataset, for the sources of its package.
func cited(s flatten.Source) ([][]byte, error) {
	var all [][]byte
	if s.Model.Table(vocab.Documents) == nil {
		return nil, nil
	}
	for rec, err := range s.Records(vocab.Documents) {
		if err != nil {
			return nil, err
		}
		if len(all) < flatten.MaxSources {
			all = append(all, append([]byte(nil), rec.Raw...))
		}
	}
	return all, nil
}

// exportDirectory writes each relation to a file. The files appear together, once all are complete. part is set if not
// all tables are exported.
func (o *csvOptions) exportDirectory(dir string, relations []flatten.Relation, p flatten.Package, part bool) error {
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
	err := o.exportFiles(dir, relations, p, part)
	if err != nil && made {
		_ = os.Remove(dir) // only if it is empty
	}
	return err
}

func (o *csvOptions) exportFiles(dir string, relations []flatten.Relation, p flatten.Package, part bool) error {
	guarded := 0
	var files []*render.File
	add := func(name string, write func(io.Writer) error) error {
		path := filepath.Join(dir, name)
		f, err := o.create(path)
		if err != nil {
			return err
		}
		files = append(files, f)
		if err := write(f); err != nil {
			return withName(path, err)
		}
		return withName(path, f.Finish())
	}
	defer func() {
		for _, f := range files {
			f.Abort() // what is committed stays
		}
	}()
	shown := o.progress()
	defer shown.end()
	for _, relation := range relations {
		sum, n := sha256.New(), &counter{}
		var result render.Result
		err := add(relation.Name+".csv", func(w io.Writer) (err error) {
			result, err = render.Write(io.MultiWriter(w, sum, n), render.CSV, shown.watch(relation.Rows()), o.options())
			return err
		})
		if err != nil {
			return err
		}
		guarded += result.Guarded
		if result.Rows == 0 && relation.Table == nil && part { // it may be another export's, of more tables
			files[len(files)-1].Abort()
			files = files[:len(files)-1]
			continue
		}
		p.Resources = append(p.Resources, flatten.Resource{Relation: relation, Bytes: n.bytes, SHA256: hex.EncodeToString(sum.Sum(nil))})
	}
	if o.reader.text != forExcel { // for programs
		if err := add("datapackage.json", p.Write); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := f.Commit(); err != nil {
			return err
		}
	}
	o.noteGuarded(guarded)
	return nil
}

// counter counts what is written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
