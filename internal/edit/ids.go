package edit

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"malaga/dataset"
	"malaga/internal/rawjson"
	"malaga/internal/validate"
	"malaga/internal/vocab"
	"malaga/schema"
)

// idSet is the ids of a dataset.
type idSet struct {
	tables  map[string][]string
	folded  map[string]int    // how many records have an id, if its case does not matter
	known   map[string]string // the answers of near; "" for none
	partial map[string]bool   // tables of which some records could not be read
	beside  bool              // other files may have references to the records
}

// ids returns the ids of the dataset as it is before the round. They are read when they are first needed.
func (x *fixing) ids() *idSet {
	if x.idSet != nil {
		return x.idSet
	}
	x.idSet = &idSet{tables: map[string][]string{}, folded: map[string]int{}, known: map[string]string{}, partial: map[string]bool{}}
	x.idSet.beside = x.hasNeighbours()
	d, err := x.open(x.path)
	if err != nil {
		x.failed = err
		return x.idSet
	}
	for e, err := range d.Read(x.ctx) {
		switch {
		case err != nil:
			x.failed = err
		case e.Kind == dataset.Broken:
			x.idSet.partial[e.Table] = true
		case e.Kind == dataset.Record && e.Table != dataset.Meta:
			x.idSet.add(e.Table, rawjson.GetText(e.Record.Raw, vocab.ID))
		}
	}
	return x.idSet
}

// hasNeighbours reports whether the dataset is the file of one table with others beside it. They may refer to its records, and are not
// changed.
func (x *fixing) hasNeighbours() bool {
	if x.in != nil || x.model.Table(tableOf(x.path)) == nil {
		return false
	}
	if info, err := os.Stat(x.path); err != nil || info.IsDir() {
		return false
	}
	d, err := dataset.Open(filepath.Dir(x.path), validate.Layout(x.set), nil)
	return err != nil || len(d.Tables()) > 1
}

func (s *idSet) add(table, id string) {
	s.tables[table] = append(s.tables[table], id)
	s.folded[strings.ToLower(strings.TrimSpace(id))]++
}

// isOne reports whether at most one record has an id, in this or another case; for the id of a record itself, no other one. That must
// be changed together with all that refers to it.
func (s *idSet) isOne(id string, own bool) bool {
	return s.folded[strings.ToLower(id)] <= 1 && (!own || len(s.partial) == 0 && !s.beside)
}

// near returns the one id of the tables of a reference that an id is near to.
func (s *idSet) near(ref, id string) (string, bool) {
	key := ref + " " + id
	found, asked := s.known[key]
	if asked {
		return found, found != ""
	}
	tables := schema.RefTables(ref)
	if !slices.ContainsFunc(tables, func(table string) bool { return s.partial[table] }) {
		var ids []string
		for _, table := range tables {
			ids = append(ids, s.tables[table]...)
		}
		found, _ = nearID(ids, id)
	}
	s.known[key] = found
	return found, found != ""
}
