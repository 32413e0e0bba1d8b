// Package dataset opens datasets and yields their records.
//
// A dataset is a directory with one file per table, one JSON object with the tables as members, or the data built into the
// program. Reading streams: a record is yielded as its bytes and their position, and nothing is kept. The package knows no
// table and no field: their names come from the schema, as a Layout.
package dataset

import (
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/text"
)

//go:embed malaga-2022/*.json
var builtIn embed.FS

// BuiltInDir is the folder of the built-in data in the program's source.
const BuiltInDir = "dataset/malaga-2022"

// Meta is the name, without its ending, of the file that describes a dataset as a whole, and of the table in which its
// content is yielded.
const Meta = "dataset"

// Layout describes the files of a dataset, as its schema defines them.
type Layout struct {
	Tables  []string                    // in the order in which they are to be read
	Members func(table string) []string // that can stand in the file of a table, "" for several tables; nil if all can
	Display func(table string) string   // the field that names a record, for errors; nil if no record is named

	Content func(file string) (io.ReadCloser, bool) // content in place of that of a file; nil if there is none
}

// allows reports whether a member can stand in the file of a table.
func (l Layout) allows(table, member string) bool {
	return l.Members == nil || slices.Contains(l.Members(table), member)
}

// Dataset is a dataset that can be read any number of times.
type Dataset struct {
	Name   string // as the user gave it
	Only   string // the one file that was asked for, if its directory is read with it
	layout Layout
	files  []file
	stray  []finding.Finding // about files that are not read
	stream bool              // stdin or a pipe
	built  bool              // the built-in data
}

// file is one file of a dataset.
type file struct {
	name  string
	table string // "" for an object with several tables
	lines bool   // one record a line
	open  opener
}

// Open finds the dataset at path: a directory, a file, "-" for stdin or "" for the built-in data. A file of a table in a
// directory with other tables is read with that directory, and Only names it.
func Open(path string, l Layout, stdin io.Reader) (*Dataset, error) {
	d, err := find(path, l, stdin)
	if err == nil && l.Content != nil {
		for i := range d.files {
			d.files[i].open = d.files[i].openWith(l.Content)
		}
	}
	return d, err
}

// openWith returns a function that opens other content in place of the file's, if there is some.
func (f file) openWith(content func(file string) (io.ReadCloser, bool)) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		if in, has := content(f.name); has {
			return in, nil
		}
		return f.open()
	}
}

func find(path string, l Layout, stdin io.Reader) (*Dataset, error) {
	d := &Dataset{Name: path, layout: l}
	switch path {
	case "":
		d.openBuiltIn()
		return d, nil
	case "-":
		d.stream = true
		d.files = []file{{name: StandardInput, open: spooled(func() (io.Reader, error) { return stdin, nil })}}
		return d, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return d, d.openDir(path)
	}
	if dir := filepath.Dir(path); l.isTableOf(dir, filepath.Base(path)) {
		if err := d.openDir(dir); err != nil {
			return nil, err
		}
		d.Only = path
		for i, f := range d.files {
			if f.name == filepath.Join(dir, filepath.Base(path)) {
				d.files[i].name = path
			}
		}
		return d, nil
	}
	f := l.single(path)
	f.open = fileAt(path)
	if d.stream = !info.Mode().IsRegular(); d.stream {
		f.open = spooled(func() (io.Reader, error) { return os.Open(path) })
	}
	d.files = []file{f}
	return d, nil
}

// single returns the one file of a dataset: of several tables, or the lines of one.
func (l Layout) single(path string) file {
	f := file{name: path}
	if table, ok := strings.CutSuffix(filepath.Base(path), ".jsonl"); ok && slices.Contains(l.Tables, table) {
		f.table = table
		f.lines = true
	}
	return f
}

// isTableOf reports whether a file is one of at least two tables in a directory.
func (l Layout) isTableOf(dir, name string) bool {
	if !l.isTable(name) {
		return false
	}
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != name && l.isTable(e.Name()) })
}

// isTable reports whether a file is that of a table, or the description of the dataset, by its name.
func (l Layout) isTable(name string) bool {
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	isTable := slices.Contains(l.Tables, stem)
	return ext == ".json" && (isTable || stem == Meta) || ext == ".jsonl" && isTable
}

func (d *Dataset) openBuiltIn() {
	d.Name = BuiltInDir
	d.built = true
	for _, t := range d.layout.all() {
		open := func() (io.ReadCloser, error) { return builtIn.Open("malaga-2022/" + t + ".json") }
		d.files = append(d.files, file{name: BuiltInDir + "/" + t + ".json", table: t, open: open})
	}
}

// all lists the description and the tables.
func (l Layout) all() []string { return append([]string{Meta}, l.Tables...) }

func (d *Dataset) openDir(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return d.addFiles(dir, names, func(name string) string { return filepath.Join(dir, name) }, regular)
}

// addFiles adds the files of a folder by their names. place returns the name of one in findings, and open opens it by that.
func (d *Dataset) addFiles(dir string, names []string, place func(string) string, open func(string) opener) error {
	present := map[string]bool{}
	for _, name := range names {
		present[name] = true
		switch ext := filepath.Ext(name); {
		case ext != ".json" && ext != ".jsonl", strings.HasPrefix(name, "."): // hidden, such as the ._themes.json of macOS
		case !d.layout.isTable(name):
			d.stray = append(d.stray, d.layout.strayFile(place(name), strings.TrimSuffix(name, ext), ext))
		}
	}
	add := func(table, ext string) {
		name := place(table + ext)
		d.files = append(d.files, file{name: name, table: table, lines: ext == ".jsonl", open: open(name)})
	}
	for _, t := range d.layout.all() {
		if present[t+".json"] {
			add(t, ".json")
		}
		switch {
		case t == Meta || !present[t+".jsonl"]:
		case present[t+".json"]:
			d.stray = append(d.stray, finding.Finding{
				Code: finding.TwiceGiven, Severity: finding.Error, File: place(t + ".jsonl"), Table: t,
				Message: fmt.Sprintf("table %s is in two files: this one and %s.json", t, t), Hint: "keep one of the two files",
			})
		default:
			add(t, ".jsonl")
		}
	}
	if len(d.Tables()) == 0 {
		return fmt.Errorf("%s: the directory has no table file (such as %s.json)", dir, d.layout.Tables[0])
	}
	return nil
}

// strayFile returns the finding for a file that is no table.
func (l Layout) strayFile(place, stem, ext string) finding.Finding {
	f := finding.Finding{
		Code: finding.StrayFile, Severity: finding.Warning, File: place,
		Message: "not a table of the dataset: the file is not read",
	}
	files := text.Suggestions(stem, l.all())
	for i, t := range files {
		if t == Meta {
			files[i] += ".json"
		} else {
			files[i] += ext
		}
	}
	f.Hint = text.Offer(files)
	return f
}

// opener opens a file from its beginning.
type opener func() (io.ReadCloser, error)

func fileAt(path string) opener { return func() (io.ReadCloser, error) { return os.Open(path) } }

// regular opens a file of a directory. A pipe, which nobody may ever write to, is refused there.
func regular(path string) opener {
	return func() (io.ReadCloser, error) {
		if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s: not a regular file", path)
		}
		return os.Open(path)
	}
}

// HasFile reports whether a path is one of the dataset's files, however it is named.
func (d *Dataset) HasFile(path string) bool {
	info, err := os.Stat(path)
	if err != nil || d.built {
		return false
	}
	for _, f := range d.files {
		if own, err := os.Stat(f.name); err == nil && os.SameFile(info, own) {
			return true
		}
	}
	return false
}

// Tables lists the tables of a dataset with a file for each; those of a dataset in one file are not known before it is read.
func (d *Dataset) Tables() []string {
	var tables []string
	for _, f := range d.files {
		if f.table != "" && f.table != Meta {
			tables = append(tables, f.table)
		}
	}
	return tables
}

// Files lists the names of the dataset's files.
func (d *Dataset) Files() []string {
	var names []string
	for _, f := range d.files {
		names = append(names, f.name)
	}
	return names
}

// StandardInput is the name of standard input in findings.
const StandardInput = "<stdin>"

// Place returns the name of the dataset in findings: that of its one file, if only that was asked for, or of its folder.
func (d *Dataset) Place() string {
	switch {
	case d.Only != "":
		return d.Only
	case d.Name == "-":
		return StandardInput
	}
	return d.Name
}

// Stream reports whether the dataset comes from stdin or a pipe. It can be read more than once, but only by this process.
func (d *Dataset) Stream() bool { return d.stream }

// RealPath returns the absolute path without symbolic links, which is the same for the same file, also if there is none yet.
func RealPath(p string) string {
	if followed, err := filepath.EvalSymlinks(p); err == nil {
		p = followed
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(p)); err == nil {
		p = filepath.Join(dir, filepath.Base(p))
	}
	if absolute, err := filepath.Abs(p); err == nil {
		return absolute
	}
	return p
}
