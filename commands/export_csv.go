package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"malaga/internal/datapackage"
	"malaga/internal/finding"
	"malaga/internal/flatten"
	"malaga/internal/render"
	"malaga/internal/vocab"
)

func (r *runner) exportCSVCommand() *cli.Command {
	return &cli.Command{
		Name: "csv", Usage: "one table to stdout or a file, or all into a directory", ArgsUsage: "[TABLE…]",
		Description: "One TABLE goes to stdout, or to the file that --output names. Several, or all if none is named,\n" +
			"go into the directory that --output names, each as TABLE.csv, beside a datapackage.json that tells\n" +
			"programs their types and keys (Frictionless Data Package).\n" +
			"--for excel is what Excel opens right: with a byte order mark, with carriage returns, and with an\n" +
			"apostrophe before texts that it would run as formulas. Take one apostrophe from '=, '+, '-, '@ to undo it.\n" +
			"--lists rows writes each list as a table of its own, by the record's id and the entry's number; so it is in a\n" +
			"directory if --lists is not given. --lists join writes a list into one cell; so it is in a single file.",
		Flags: []cli.Flag{
			outputFlag("write to the file or directory `PATH`"),
			&cli.StringFlag{Name: "for", Usage: "`WHOM` the files are for: " + strings.Join(readers(), ", ") + " (default: data)"},
			&cli.StringFlag{Name: "lists", Usage: "`WHAT` becomes of lists: " + listsJoin + ", " + listsRows},
		},
		Action: r.exportCSV,
	}
}

// Whom a CSV file is for.
const (
	forData  = "data"
	forExcel = "excel"
)

func readers() []string { return []string{forData, forExcel} }

// csvFlags reads the flags of export csv.
func (r *runner) csvFlags(c *cli.Context, directory bool) (lists flatten.Lists, o render.Options, err error) {
	if directory {
		lists = flatten.Rows
	}
	switch text := c.String("lists"); {
	case !c.IsSet("lists"):
	case text == listsJoin:
		lists = flatten.Join
	case text == listsRows:
		lists = flatten.Rows
	default:
		return lists, o, usage(fmt.Sprintf("--lists %q is neither join nor rows", text), "")
	}
	switch text := c.String("for"); {
	case !c.IsSet("for"), text == forData:
	case text == forExcel:
		o.Excel = true
	default:
		return lists, o, usage(fmt.Sprintf("--for %q is neither data nor excel", text), "")
	}
	return lists, o, nil
}

func (r *runner) exportCSV(c *cli.Context) error {
	set, d, tables, err := r.openTables(c)
	if err != nil {
		return err
	}
	s, err := r.source(set, d, tables, false)
	if err != nil {
		return err
	}
	out := c.String("output")
	if isWorkbook(out) {
		return usage(fmt.Sprintf("%s would be a workbook", out), "malaga export xlsx writes one")
	}
	info, missing := os.Stat(out)
	directory := c.NArg() != 1 || (missing == nil && info.IsDir())
	lists, o, err := r.csvFlags(c, directory)
	if err != nil {
		return err
	}
	relations := flatten.Relations(s, flatten.Options{Lists: lists})
	switch {
	case !directory:
		if more := len(relations) - 1; more > 0 {
			r.note(fmt.Sprintf("%s of %s left out", finding.Plural(more, "list"), tables[0].Name), "--lists join, or a directory as --output, has them")
		}
		o.Escape = r.toTerminal(c)
		p := r.progress("rows")
		defer p.end()
		var result render.Result
		err := r.writeTo(c, func(w io.Writer) error {
			result, err = render.Write(w, render.CSV, p.watch(relations[0].Rows()), o)
			return err
		})
		r.noteGuarded(result.Guarded)
		return err
	case filepath.Ext(out) == ".csv":
		return usage(fmt.Sprintf("%s names one file, but there are several tables", out), "name a directory, or one table")
	case out == "" || out == "-":
		return usage("export csv of several tables needs --output DIRECTORY", "malaga export csv TABLE writes one to stdout")
	}
	meta, err := r.meta(set, d)
	if err != nil {
		return err
	}
	p := datapackage.Package{Meta: meta}
	if p.Documents, err = cited(s); err != nil {
		return err
	}
	return r.exportDirectory(out, relations, p, o, len(tables) < len(set.Model.Tables))
}

// cited are the documents of a dataset, for the sources of its package.
func cited(s flatten.Source) ([][]byte, error) {
	var all [][]byte
	if s.Model.Table(vocab.Documents) == nil {
		return nil, nil
	}
	for rec, err := range s.Records(vocab.Documents) {
		if err != nil {
			return nil, err
		}
		if len(all) < datapackage.MostSources {
			all = append(all, append([]byte(nil), rec.Raw...))
		}
	}
	return all, nil
}

// exportDirectory writes each relation to a file. The files appear together, once all are complete. part says that not
// all tables are asked for.
func (r *runner) exportDirectory(dir string, relations []flatten.Relation, p datapackage.Package, o render.Options, part bool) error {
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
	err := r.exportFiles(dir, relations, p, o, part)
	if err != nil && made {
		_ = os.Remove(dir) // only if it is empty
	}
	return err
}

func (r *runner) exportFiles(dir string, relations []flatten.Relation, p datapackage.Package, o render.Options, part bool) error {
	guarded := 0
	var files []*render.File
	add := func(name string, write func(io.Writer) error) error {
		path := filepath.Join(dir, name)
		f, err := r.create(path)
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
	shown := r.progress("rows")
	defer shown.end()
	for _, relation := range relations {
		sum, n := sha256.New(), &counter{}
		var result render.Result
		err := add(relation.Name+".csv", func(w io.Writer) (err error) {
			result, err = render.Write(io.MultiWriter(w, sum, n), render.CSV, shown.watch(relation.Rows()), o)
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
		p.Resources = append(p.Resources, datapackage.Resource{Relation: relation, Bytes: n.bytes, SHA256: hex.EncodeToString(sum.Sum(nil))})
	}
	if !o.Excel { // for programs
		if err := add("datapackage.json", p.Write); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := f.Commit(); err != nil {
			return err
		}
	}
	r.noteGuarded(guarded)
	return nil
}

// noteGuarded notes how many texts were changed so that Excel does not run them.
func (r *runner) noteGuarded(n int) {
	if n > 0 {
		r.note(fmt.Sprintf("%s that Excel could run as a formula: an apostrophe stands before each", finding.Plural(n, "text")), "")
	}
}

// counter counts what is written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
