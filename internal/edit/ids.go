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
	tables  map[string][]string // each id once, in the order of compareFolded; see sort
	folded  map[string]int      // how many records have an id, if its case does not matter
	known   map[string]string   // the answers of near; "" for none
	partial map[string]bool     // tables of which some records could not be read
	beside  bool                // other files may have references to the records
	left    *int64              // of mostCompared
}

// ids returns the ids of the dataset as it is before the round. They are read when they are first needed.
func (x *fixing) ids() *idSet {
	if x.idSet != nil {
		return x.idSet
	}
	x.idSet = newIDSet(&x.compare)
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
	x.idSet.sort()
	return x.idSet
}

func newIDSet(left *int64) *idSet {
	return &idSet{
		tables: map[string][]string{}, folded: map[string]int{}, known: map[string]string{}, partial: map[string]bool{}, left: left,
	}
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

// sort sorts the ids that were added, so that the same in another case can be found.
func (s *idSet) sort() {
	for table, ids := range s.tables {
		slices.SortFunc(ids, func(a, b string) int {
			if c := compareFolded(a, b); c != 0 {
				return c
			}
			return strings.Compare(a, b)
		})
		s.tables[table] = slices.Compact(ids)
	}
}

// isOne reports whether at most one record has an id, in this or another case; for the id of a record itself, no other one. That must
// be changed together with all that refers to it.
func (s *idSet) isOne(id string, own bool) bool {
	return s.folded[strings.ToLower(id)] <= 1 && (!own || len(s.partial) == 0 && !s.beside)
}

// near returns the one id of the tables of a reference from which a wrong one differs only in case, or else by one letter.
func (s *idSet) near(ref, id string) (string, bool) {
	key := ref + " " + id
	found, asked := s.known[key]
	if asked {
		return found, found != ""
	}
	tables := schema.RefTables(ref)
	if !slices.ContainsFunc(tables, func(table string) bool { return s.partial[table] }) {
		var same []string
		for _, table := range tables {
			same = append(same, s.same(table, id)...)
		}
		if len(same) > 0 {
			found, _ = only(same, func(string) bool { return true })
		} else {
			found = s.misspelt(tables, id)
		}
	}
	s.known[key] = found
	return found, found != ""
}

// same returns the ids of a table from which one differs only in case, but not more than two: none of these would be the one.
func (s *idSet) same(table, id string) []string {
	ids := s.tables[table]
	first, _ := slices.BinarySearchFunc(ids, id, compareFolded)
	end := first
	for end < min(first+2, len(ids)) && compareFolded(ids[end], id) == 0 {
		end++
	}
	return ids[first:end]
}

// mostCompared limits the comparisons of wrong ids with all others, whose number may be the product of both: to 80 million of usual
// length. Each takes as long as some bytes do, and what it may read.
const (
	mostCompared   = 2 << 30
	eachComparison = 16
)

// misspelt returns the one id of some tables from which one differs by one letter; "" if there is none, or after mostCompared.
func (s *idSet) misspelt(tables []string, id string) string {
	found := ""
	for _, table := range tables {
		for _, other := range s.tables[table] {
			*s.left -= int64(eachComparison + min(len(id), len(other)))
			switch {
			case *s.left < 0:
				return ""
			case other == found || !isNear(other, id):
			case found != "":
				return ""
			default:
				found = other
			}
		}
	}
	if !oneLetter(found, id) {
		return ""
	}
	return found
}
