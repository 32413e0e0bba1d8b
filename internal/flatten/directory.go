package flatten

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"

	"malaga/internal/render"
	"malaga/internal/table"
	"malaga/internal/vocab"
)

// Directory is a directory of CSV files, one for each relation, with a datapackage.json unless they are for Excel.
type Directory struct {
	Path      string
	Relations []Relation
	Package   Package
	Whole     bool // the relations are those of all tables
	Options   render.Options
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

// AddTo adds the files to a batch. The directory must be there. It returns the columns with guards for Excel, as TABLE.COLUMN.
func (d Directory) AddTo(files *render.Batch) (guarded []render.Guarded, err error) {
	for _, relation := range d.Relations {
		sum := sha256.New()
		n := &counter{}
		var result render.Result
		err := files.Add(filepath.Join(d.Path, relation.Name+".csv"), func(w io.Writer) (err error) {
			result, err = render.Write(io.MultiWriter(w, sum, n), render.CSV, d.Watch(relation.Rows()), d.Options)
			return err
		})
		if err != nil {
			return nil, err
		}
		if result.Rows == 0 && relation.Table == nil && !d.Whole { // the file may be that of another export, of more tables
			files.Drop()
			continue
		}
		for _, g := range result.Guarded {
			guarded = append(guarded, render.Guarded{Column: relation.Name + "." + g.Column, Cells: g.Cells})
		}
		r := Resource{Relation: relation, Bytes: n.bytes, SHA256: hex.EncodeToString(sum.Sum(nil)), Delimiter: d.Options.Delimiter}
		d.Package.Resources = append(d.Package.Resources, r)
	}
	if !d.Options.Excel {
		err = files.Add(filepath.Join(d.Path, "datapackage.json"), d.Package.Write)
	}
	return guarded, err
}

// counter counts the bytes that are written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
