package query

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// Coverage counts how far the fields of a table's records are filled, in memory that does not grow with
// the records.
type Coverage struct {
	top level
	all []*Filled // those in objects as well, in the order of the schema
}

// level are the fields of a record, or of an object in it, which are taken in one walk.
type level struct {
	names  []string
	values [][]byte
	fields []*Filled
}

// Filled is how far a field is filled. In the entries of a list a field is counted apart: it is filled in so many of them.
type Filled struct {
	Name    string // joined by dots
	Count   int    // of those that have it
	Of      int    // of those that might
	Entries bool   // these are entries of a list, not records
	More    bool   // there are more different values than could be counted
	field   *schema.Field
	inside  level
	values  map[string]*seen
}

// seen is one value and how often it was met.
type seen struct {
	text  string
	count int
}

// Different values are counted up to distinctMost for each field.
const distinctMost = 100_000

// Longer values than keyMost bytes are known by a hash.
const keyMost = 64

// ExampleMost is how many characters of a value are kept as an example.
const ExampleMost = 60

// NewCoverage begins to count the fields of a table.
func NewCoverage(t *schema.Table) *Coverage {
	c := &Coverage{}
	c.top = c.level(t.Fields(), "", false)
	return c
}

func (c *Coverage) level(fields []*schema.Field, prefix string, entries bool) level {
	l := level{values: make([][]byte, len(fields))}
	for _, f := range fields {
		filled := &Filled{Name: prefix + f.Name, Entries: entries, field: f, values: map[string]*seen{}}
		c.all = append(c.all, filled)
		filled.inside = c.level(f.Fields, filled.Name+".", true)
		l.names, l.fields = append(l.names, f.Name), append(l.fields, filled)
	}
	return l
}

// Add takes one record.
func (c *Coverage) Add(v []byte) { c.top.add(v) }

func (l level) add(v []byte) {
	rawjson.Pick(v, l.names, l.values)
	for i, f := range l.fields {
		f.Of++
		if empty(l.values[i]) {
			continue
		}
		f.Count++
		for _, e := range Entries(l.values[i]) {
			if f.field.Kind == schema.Object {
				f.inside.add(e)
			} else {
				f.meet(canonical(e))
			}
		}
	}
}

// empty says whether a value says nothing.
func empty(v []byte) bool {
	switch rawjson.Kind(v) {
	case 0, 'n':
		return true
	case '"':
		return len(v) == len(`""`)
	case '[':
		for range rawjson.Elements(v) {
			return false
		}
		return true
	case '{':
		for range rawjson.Members(v) {
			return false
		}
		return true
	}
	return false
}

func (f *Filled) meet(v []byte) {
	key := v
	if len(v) > keyMost {
		h := fnv.New128a()
		_, _ = h.Write(v) // never fails
		key = h.Sum([]byte{0})
	}
	if s := f.values[string(key)]; s != nil {
		s.count++
		return
	}
	if len(f.values) == distinctMost {
		f.More = true
		return
	}
	f.values[string(key)] = &seen{Beginning(rawjson.Text(v), ExampleMost), 1}
}

// Beginning is a text, or as much of it as most characters hold.
func Beginning(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return text
}

// Distinct is how many different values there are, as far as they were counted; objects are not.
func (f *Filled) Distinct() (n int, ok bool) { return len(f.values), f.field.Kind != schema.Object }

// Examples are the most frequent values.
func (f *Filled) Examples(most int) []string {
	all := make([]*seen, 0, len(f.values))
	for _, s := range f.values {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *seen) int { return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.text, b.text)) })
	var texts []string
	for _, s := range all[:min(most, len(all))] {
		texts = append(texts, s.text)
	}
	return texts
}

// Tenths is how many of a thousand are filled, rounded down: only what is filled everywhere is 1000. ok is false where there is nothing to fill.
func (f *Filled) Tenths() (n int, ok bool) {
	if f.Of == 0 {
		return 0, false
	}
	return f.Count * 1000 / f.Of, true
}

// Fields are the fields, the least filled first, else in the order of the schema; those that nothing could fill come last.
func (c *Coverage) Fields() []*Filled {
	all := slices.Clone(c.all)
	slices.SortStableFunc(all, func(a, b *Filled) int {
		if a.Of == 0 || b.Of == 0 {
			return sign(a.Of == 0) - sign(b.Of == 0)
		}
		return cmp.Compare(a.Count*b.Of, b.Count*a.Of)
	})
	return all
}

// Names are the names of the fields, in the order of the schema.
func (c *Coverage) Names() []string {
	names := make([]string, len(c.all))
	for i, f := range c.all {
		names[i] = f.Name
	}
	return names
}
