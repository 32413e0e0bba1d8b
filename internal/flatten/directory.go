package flatten

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// Directory is a directory of CSV files, one for each relation, with a datapackage.json unless they are for Excel.
type Directory struct {
	Path      string
	Relations []Relation
	Package   Package
	Whole     bool // the relations are those of all tables
	Options   render.Options
	Create    func(path string) (*render.File, error)
	Watch     func(table.Rows) table.Rows // wraps the rows that are written
}

// Documents returns the documents of the dataset, for the sources of its package.
func (s Source) Documents() ([][]byte, error) {
	var all [][]byte
	if s.Model.Table(vocab.Documents) == nil {
		return nil, nil
	}
	for rec, err := range s.Records(vocab.Documents) {
		if err != nil {
			return nil, err
		}
		if len(all) < MaxSources {
			all = append(all, bytes.Clone(rec.Raw))
		}
	}
	return all, nil
}

// Write writes the files. They appear together, once all are complete. It returns the columns with guards for Excel,
// as TABLE.COLUMN.
func (d Directory) Write() (guarded []render.Guarded, err error) {
	info, err := os.Stat(d.Path)
	made := os.IsNotExist(err)
	switch {
	case made:
		if err := os.Mkdir(d.Path, 0o777); err != nil { // less the umask
			return nil, render.NotCreated(d.Path, err)
		}
	case err != nil:
		return nil, render.NotCreated(d.Path, err)
	case !info.IsDir():
		return nil, text.Usage(fmt.Sprintf("%s is not a directory", d.Path), "several tables go into a directory")
	}
	guarded, err = d.writeFiles()
	if err != nil && made {
		_ = os.Remove(d.Path) // only if it is empty
	}
	return guarded, err
}

func (d Directory) writeFiles() (guarded []render.Guarded, err error) {
	files := render.Batch{Create: d.Create}
	defer files.Abort()
	if guarded, err = d.AddTo(&files); err != nil {
		return nil, err
	}
	return guarded, files.Commit()
}

// AddTo adds the files to others that appear with them. The directory must be there.
func (d Directory) AddTo(files *render.Batch) (guarded []render.Guarded, err error) {
	for _, relation := range d.Relations {
		sum := sha256.New()
		n := &counter{}
		var result render.Result
		f, err := files.Add(filepath.Join(d.Path, relation.Name+".csv"), func(w io.Writer) (err error) {
			result, err = render.Write(io.MultiWriter(w, sum, n), render.CSV, d.Watch(relation.Rows()), d.Options)
			return err
		})
		if err != nil {
			return nil, err
		}
		if result.Rows == 0 && relation.Table == nil && !d.Whole { // the file may be that of another export, of more tables
			files.Drop(f)
			continue
		}
		for _, g := range result.Guarded {
			guarded = append(guarded, render.Guarded{Column: relation.Name + "." + g.Column, Cells: g.Cells})
		}
		r := Resource{Relation: relation, Bytes: n.bytes, SHA256: hex.EncodeToString(sum.Sum(nil)), Delimiter: d.Options.Delimiter}
		d.Package.Resources = append(d.Package.Resources, r)
	}
	if !d.Options.Excel {
		if _, err := files.Add(filepath.Join(d.Path, "datapackage.json"), d.Package.Write); err != nil {
			return nil, err
		}
	}
	return guarded, nil
}

// counter counts the bytes that are written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
