// Package dataset opens datasets and yields their records.
//
// A dataset is a directory with a file a table, one JSON object with the tables as members, or the
// data built into the program. Reading streams: a record is handed on as its bytes and its
// place, and nothing is kept. The package knows no field and no table: the names of the tables come
// from the schema.
package dataset

import (
	"bytes"
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

// Meta is the name of the file that describes a dataset as a whole, without its ending, and
// of the table that its content is given as.
const Meta = "dataset"

// Dataset is a dataset that can be read, as often as wanted.
type Dataset struct {
	Name  string // as the user gave it
	Only  string // the one file asked for, where its directory is read with it
	files []file
	stray []finding.Finding // about files that are not read
	once  bool              // it can be read only once: stdin, a pipe
	built bool              // it is the built-in data
}

// file is one file of a dataset.
type file struct {
	name  string
	table string // "" for an object with several tables
	lines bool   // one record a line
	open  func() (io.ReadCloser, error)
}

// Open finds the dataset at path: a directory, a file, "-" for stdin or "" for the built-in data.
// tables are the names of the tables, in the order in which they are to be read.
func Open(path string, tables []string, stdin io.Reader) (*Dataset, error) {
	switch path {
	case "":
		return openBuiltIn(tables), nil
	case "-":
		open := func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }
		return &Dataset{Name: "-", once: true, files: []file{{name: "<stdin>", open: open}}}, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openDir(path, tables)
	}
	if dir, ok := directoryOf(path, tables); ok {
		d, err := openDir(dir, tables)
		if err != nil {
			return nil, err
		}
		d.Name, d.Only = path, filepath.Join(dir, filepath.Base(path))
		for i := range d.files {
			if d.files[i].name == d.Only {
				d.files[i].name, d.Only = path, path
			}
		}
		return d, nil
	}
	f := file{name: path, open: opener(path)}
	if table, ok := strings.CutSuffix(filepath.Base(path), ".jsonl"); ok && slices.Contains(tables, table) {
		f.table, f.lines = table, true
	}
	return &Dataset{Name: path, once: !info.Mode().IsRegular(), files: []file{f}}, nil
}

func openBuiltIn(tables []string) *Dataset {
	d := &Dataset{Name: BuiltInDir, built: true}
	for _, t := range append([]string{Meta}, tables...) {
		open := func() (io.ReadCloser, error) { return builtIn.Open("malaga-2022/" + t + ".json") }
		d.files = append(d.files, file{name: BuiltInDir + "/" + t + ".json", table: t, open: open})
	}
	return d
}

// directoryOf says whether a file is a table of the dataset that its directory is: it is named as
// one, and it is not the only one there.
func directoryOf(path string, tables []string) (dir string, ok bool) {
	if !tableFile(filepath.Base(path), tables) {
		return "", false
	}
	dir = filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", false
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) && tableFile(e.Name(), tables) {
			return dir, true
		}
	}
	return "", false
}

func tableFile(name string, tables []string) bool {
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	return (ext == ".json" && (stem == Meta || slices.Contains(tables, stem))) ||
		(ext == ".jsonl" && slices.Contains(tables, stem))
}

func openDir(dir string, tables []string) (*Dataset, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	d := &Dataset{Name: dir}
	present := map[string]bool{}
	for _, e := range entries {
		present[e.Name()] = true
		if ext := filepath.Ext(e.Name()); (ext == ".json" || ext == ".jsonl") && !tableFile(e.Name(), tables) {
			d.stray = append(d.stray, strayFile(dir, e.Name(), ext, tables))
		}
	}
	for _, t := range append([]string{Meta}, tables...) {
		for _, ext := range []string{".json", ".jsonl"} {
			name := filepath.Join(dir, t+ext)
			switch {
			case !present[t+ext] || (t == Meta && ext == ".jsonl"):
			case ext == ".jsonl" && present[t+".json"]:
				d.stray = append(d.stray, finding.Finding{
					Code: finding.TwiceGiven, Severity: finding.Error, File: name, Table: t,
					Message: fmt.Sprintf("table %s is given twice: %s.json stands beside it", t, t), Hint: "keep one of the two files",
				})
			default:
				d.files = append(d.files, file{name: name, table: t, lines: ext == ".jsonl", open: opener(name)})
			}
		}
	}
	if len(d.files) == 0 || (len(d.files) == 1 && d.files[0].table == Meta) {
		return nil, fmt.Errorf("%s: no table of a dataset in it (such as %s.json)", dir, tables[0])
	}
	return d, nil
}

func strayFile(dir, name, ext string, tables []string) finding.Finding {
	f := finding.Finding{
		Code: finding.StrayFile, Severity: finding.Warning, File: filepath.Join(dir, name),
		Message: "not a table of the dataset; the file is not read",
	}
	if t, ok := text.Nearest(strings.TrimSuffix(name, ext), append([]string{Meta}, tables...)); ok {
		f.Hint = fmt.Sprintf("did you mean %q?", t+ext)
		if t == Meta {
			f.Hint = fmt.Sprintf("did you mean %q?", t+".json")
		}
	}
	return f
}

func opener(path string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return os.Open(path) }
}

// Hold makes a dataset that comes from stdin or a pipe readable more than once, by keeping it in memory.
func (d *Dataset) Hold() error {
	if !d.once {
		return nil
	}
	d.once = false
	r, err := d.files[0].open()
	if err != nil {
		return err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("%s: %w", d.files[0].name, err)
	}
	d.files[0].open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	return nil
}

// Holds says whether a path is one of the dataset's files, however it is named.
func (d *Dataset) Holds(path string) bool {
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

// Tables lists the tables of a directory; of a dataset in one file it is not known before it is read.
func (d *Dataset) Tables() []string {
	var tables []string
	for _, f := range d.files {
		if f.table != "" && f.table != Meta {
			tables = append(tables, f.table)
		}
	}
	if len(d.files) == 1 {
		return nil
	}
	return tables
}

// Once says whether the dataset can be read only once: stdin or a pipe.
func (d *Dataset) Once() bool { return d.once }
