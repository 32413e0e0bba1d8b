package rules

import (
	"hash/maphash"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// known is what is kept of the records of a dataset: of an id its hash and its place, and of a record that others may refer to
// also the texts that rules read of it: less than 200 bytes a person, as a test holds. Two of a million ids have the same hash in
// one of about twenty million datasets; the places in the finding would show it.
type known struct {
	most    int // ids, and values of records
	seed    maphash.Seed
	ids     map[uint64]place
	first   map[uint64]uint32   // the first id that has a value, by scope and value; see record.first
	fields  map[string][]string // what rules read of the records of a table
	records map[string][]uint32 // the texts of the records of a table, in order
	texts   strings.Builder     // of a record the id and its fields, with a NUL behind each; none is at 0
	key     []byte              // for record.first
}

// mostKnown is the number of ids that are kept: of the shortest records, 64 MB of which are more, they take 200 MiB.
const mostKnown = 1_500_000

// place is the place of the first record with an id.
type place struct {
	line     uint32
	texts    uint32 // where its texts begin, if others may refer to it
	file     uint16
	table    uint8
	referred bool // a reference to it was read
	faulty   bool // it has problems
}

// followed are the fields that rules read of other records, beside those that refer to a record of the same table.
var followed = []string{
	vocab.Conference, vocab.Kind, vocab.Published, vocab.StartDate, vocab.StartTime, vocab.EndDate, vocab.TimeZone,
}

// newKnown returns what is known of a dataset of a model before it is read. targets are the tables that others refer to.
func newKnown(m *schema.Model, targets map[string]bool) *known {
	k := &known{
		most: mostKnown, seed: maphash.MakeSeed(), ids: map[uint64]place{}, first: map[uint64]uint32{},
		fields: map[string][]string{}, records: map[string][]uint32{},
	}
	k.add(nil)
	for _, t := range m.Tables {
		if !targets[t.Name] {
			continue
		}
		for _, f := range t.Fields() {
			if slices.Contains(followed, f.Name) || slices.Contains(ownReferences(t), f) {
				k.fields[t.Name] = append(k.fields[t.Name], f.Name)
			}
		}
	}
	return k
}

// find returns the place of an id.
func (k *known) find(id []byte) (at place, ok bool) {
	at, ok = k.ids[maphash.Bytes(k.seed, id)]
	return at, ok
}

// set sets the place of an id.
func (k *known) set(id []byte, at place) { k.ids[maphash.Bytes(k.seed, id)] = at }

// keep keeps the texts of a record that others may refer to, and returns where they begin.
func (k *known) keep(r *record, id []byte) uint32 {
	at := k.add(id)
	for _, f := range k.fields[r.Table] {
		k.add([]byte(r.text(f)))
	}
	k.records[r.Table] = append(k.records[r.Table], at)
	return at
}

// add adds a text, and returns where it begins.
func (k *known) add(text []byte) uint32 {
	at := k.texts.Len()
	k.texts.Write(text)
	k.texts.WriteByte(0)
	return uint32(at)
}

// text returns the text that begins at an offset: of a record, its id.
func (k *known) text(at uint32) string {
	s, _, _ := strings.Cut(k.texts.String()[at:], "\x00")
	return s
}

// listed returns the ids of a table, sorted.
func (k *known) listed(table string) []string {
	ids := make([]string, 0, len(k.records[table]))
	for _, at := range k.records[table] {
		ids = append(ids, k.text(at))
	}
	slices.Sort(ids)
	return ids
}

// target is what rules may read of a record that others refer to; the zero value stands for no record.
type target struct {
	exists bool
	fields []string
	texts  string // of the fields, and more behind them
}

// text returns the text of one of the fields that rules read of other records; "" if it is absent, if its table has no such
// field or if there is no record.
func (t target) text(name string) string {
	rest := t.texts
	for _, f := range t.fields {
		text, behind, _ := strings.Cut(rest, "\x00")
		if f == name {
			return text
		}
		rest = behind
	}
	return ""
}

// target returns the record of an id in a table, or in one of several; none if it has problems of its own: a finding about both
// would only repeat those.
func (c *Checker) target(table string, id []byte) target {
	at, ok := c.known.find(id)
	if !ok || at.faulty || !c.isIn(at, table) {
		return target{}
	}
	_, texts, _ := strings.Cut(c.known.texts.String()[at.texts:], "\x00")
	return target{true, c.known.fields[c.tables[at.table]], texts}
}

// isIn reports whether a place is in the table, or one of the tables, that a reference points into.
func (c *Checker) isIn(at place, ref string) bool {
	return c.tables[at.table] == ref || slices.Contains(schema.RefTables(ref), c.tables[at.table])
}

// target returns the record that a field refers to.
func (r *record) target(name string) target {
	id := r.get(name)
	if id == nil {
		return target{}
	}
	f := r.table.Field(name)
	if f == nil || f.Ref == "" || f.List || rawjson.Kind(id) != '"' {
		return target{}
	}
	return r.checker.target(f.Ref, unquoted(id))
}

// first returns the id of the record that had a value first in a scope. If there is none it is this record from now on, if there is
// room, and taken is false.
func (r *record) first(scope string, value []byte) (id string, taken bool) {
	k := r.checker.known
	k.key = append(append(append(k.key[:0], scope...), 0), value...)
	sum := maphash.Bytes(k.seed, k.key)
	if at, taken := k.first[sum]; taken {
		return k.text(at), true
	}
	if len(k.first) == k.most {
		return "", false
	}
	if r.texts == 0 {
		r.texts = k.add([]byte(r.text(vocab.ID)))
	}
	k.first[sum] = r.texts
	return "", false
}
