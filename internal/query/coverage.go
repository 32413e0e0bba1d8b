package query

import (
	"bytes"
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// Coverage counts how many records fill each field of a table, in memory that does not grow with the records.
type Coverage struct {
	top level
	all []*Filled // those in objects as well, in the order of the schema
}

// level holds the fields of a record, or of an object in it, which are taken in one walk.
type level struct {
	names  []string
	values [][]byte
	fields []*Filled
}

// Filled counts how often a field is filled. A field of an object in a list is counted by the entries of the list.
type Filled struct {
	Name    string // joined by dots
	Count   int    // records or entries that fill it
	Of      int    // records or entries in all
	Entries bool   // these are entries of a list, not records
	More    bool   // there are more different values than could be counted
	field   *schema.Field
	inside  level
	values  map[string]*example
}

// example is a value of a field and how often it occurs.
type example struct {
	text  string
	count int
}

const (
	distinctMost = 100_000 // different values of a field that are counted
	keyMost      = 64      // bytes; longer values are known by a hash
	ExampleMost  = 60      // code points of a value that are kept as an example
)

// NewCoverage returns the coverage of the fields of a table, without records.
func NewCoverage(t *schema.Table) *Coverage {
	c := &Coverage{}
	c.top = c.level(t.Fields(), "", false)
	return c
}

func (c *Coverage) level(fields []*schema.Field, prefix string, entries bool) level {
	l := level{values: make([][]byte, len(fields))}
	for _, f := range fields {
		filled := &Filled{Name: prefix + f.Name, Entries: entries, field: f, values: map[string]*example{}}
		c.all = append(c.all, filled)
		filled.inside = c.level(f.Fields, filled.Name+".", true)
		l.names = append(l.names, f.Name)
		l.fields = append(l.fields, filled)
	}
	return l
}

// Add counts one record.
func (c *Coverage) Add(v []byte) { c.top.add(v) }

func (l level) add(v []byte) {
	rawjson.Pick(v, l.names, l.values)
	for i, f := range l.fields {
		f.Of++
		if isEmpty(l.values[i]) {
			continue
		}
		f.Count++
		for _, e := range Entries(l.values[i]) {
			if f.field.Kind == schema.Object {
				f.inside.add(e)
			} else {
				f.addValue(canonical(e))
			}
		}
	}
}

// isEmpty reports whether a value is absent, null, "", [] or {}.
func isEmpty(v []byte) bool {
	switch rawjson.Kind(v) {
	case 0, 'n':
		return true
	case '"':
		return len(v) == len(`""`)
	case '[', '{':
		return len(bytes.TrimSpace(v[1:len(v)-1])) == 0
	}
	return false
}

func (f *Filled) addValue(v []byte) {
	key := v
	if len(v) > keyMost {
		h := fnv.New128a()
		_, _ = h.Write(v) // never fails
		key = h.Sum([]byte{0})
	}
	if known := f.values[string(key)]; known != nil {
		known.count++
		return
	}
	if len(f.values) == distinctMost {
		f.More = true
		return
	}
	f.values[string(key)] = &example{text.Shorten(rawjson.Text(v), ExampleMost), 1}
}

// Distinct returns the number of different values, as far as they were counted; ok is false for objects, which are not
// compared.
func (f *Filled) Distinct() (n int, ok bool) { return len(f.values), f.field.Kind != schema.Object }

// Examples returns the most frequent values.
func (f *Filled) Examples(most int) []string {
	all := slices.SortedFunc(maps.Values(f.values), func(a, b *example) int {
		return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.text, b.text))
	})
	var texts []string
	for _, e := range all[:min(most, len(all))] {
		texts = append(texts, e.text)
	}
	return texts
}

// Tenths returns the share that is filled in tenths of a percent, rounded down: only a field that is always filled has 1000.
// ok is false if there were no records or entries.
func (f *Filled) Tenths() (n int, ok bool) {
	if f.Of == 0 {
		return 0, false
	}
	return f.Count * 1000 / f.Of, true
}

// Unit returns "records" or "entries": what a field is counted in.
func (f *Filled) Unit() string {
	if f.Entries {
		return "entries"
	}
	return "records"
}

// Total returns the number of records or entries in words: "47 records".
func (f *Filled) Total() string {
	switch {
	case f.Of != 1:
		return text.Number(f.Of) + " " + f.Unit()
	case f.Entries:
		return "1 entry"
	}
	return "1 record"
}

// Fields returns the fields, the least filled first, else in the order of the schema; those without records or entries come
// last.
func (c *Coverage) Fields() []*Filled {
	all := slices.Clone(c.all)
	share := func(f *Filled) float64 {
		if f.Of == 0 {
			return math.Inf(1)
		}
		return float64(f.Count) / float64(f.Of)
	}
	slices.SortStableFunc(all, func(a, b *Filled) int { return cmp.Compare(share(a), share(b)) })
	return all
}
