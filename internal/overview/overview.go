// Package overview summarises a dataset: the conference in sentences, and its contents in numbers.
//
// Numbers of people are printed as they are stated ("more than 400") and never added up: the counts have different scopes,
// and one person may be in several.
package overview

import (
	"bytes"
	"slices"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Overview counts records, one at a time.
type Overview struct {
	model       *schema.Model
	tables      map[string]*counts
	conferences [][]byte
	programmes  map[string]*programme // by conference
	names       map[string]string     // by id, of the records that others refer to
	mentions    map[string]int        // of organisations: how many records name each
	bases       map[string]int        // sources by basis
}

// counts are those of one table.
type counts struct {
	table         *schema.Table
	fields        []string
	values        [][]byte     // of the record read last, by field
	organisations []query.Path // the fields that refer to organisations

	records int
	filled  []int                     // records with a value, by field
	by      map[string]map[string]int // records by value, of the fields in countedFields
}

// programme lists the events of a conference, and those held alongside it.
type programme struct {
	kinds    map[string]map[string]int // events by table and kind
	speakers map[string]bool
}

// countedFields are the fields of a table whose values are counted.
func countedFields(table string) []string {
	switch table {
	case vocab.Organisations:
		return []string{vocab.Kind}
	case vocab.People:
		return []string{vocab.Organisation}
	case vocab.Sessions:
		return []string{vocab.Kind, vocab.DateMeaning}
	case vocab.SideEvents:
		return []string{vocab.Kind}
	case vocab.Messages:
		return []string{vocab.Standing, vocab.Themes, vocab.Session, vocab.SideEvent}
	}
	return nil
}

// New returns an empty overview.
func New(m *schema.Model) *Overview {
	o := &Overview{
		model: m, tables: map[string]*counts{}, programmes: map[string]*programme{},
		names: map[string]string{}, mentions: map[string]int{}, bases: map[string]int{},
	}
	for _, t := range m.Tables {
		c := &counts{table: t, by: map[string]map[string]int{}}
		for name, f := range schema.Walk(t.Fields()) {
			if f.Ref != vocab.Organisations || t.Name == vocab.Organisations {
				continue
			}
			if p, err := query.NewPath(m, t, name); err == nil {
				c.organisations = append(c.organisations, p)
			}
		}
		for _, f := range t.Fields() {
			c.fields = append(c.fields, f.Name)
		}
		for _, name := range countedFields(t.Name) {
			c.by[name] = map[string]int{}
		}
		c.values = make([][]byte, len(c.fields))
		c.filled = make([]int, len(c.fields))
		o.tables[t.Name] = c
	}
	return o
}

// get returns the value of a field of the record read last.
func (c *counts) get(field string) []byte {
	if i := slices.Index(c.fields, field); i >= 0 {
		return c.values[i]
	}
	return nil
}

// with returns how many records have a value in a field.
func (c *counts) with(field string) int {
	if i := slices.Index(c.fields, field); i >= 0 {
		return c.filled[i]
	}
	return 0
}

// Add counts one record.
func (o *Overview) Add(r rawjson.Record) {
	c := o.tables[r.Table]
	rawjson.Pick(r.Raw, c.fields, c.values)
	c.records++
	for i, v := range c.values {
		if v != nil {
			c.filled[i]++
		}
	}
	for field, by := range c.by {
		for _, e := range query.Entries(c.get(field)) {
			by[rawjson.Text(e)]++
		}
	}
	for _, s := range query.Entries(c.get(vocab.Sources)) {
		o.bases[rawjson.GetText(s, vocab.Basis)]++
	}
	if r.Table != vocab.Messages { // nothing refers to messages, and there may be many
		o.names[rawjson.Text(c.get(vocab.ID))] = rawjson.Text(c.get(c.table.Display))
	}
	o.addMentions(r.Raw, c.organisations)
	switch r.Table {
	case vocab.Conferences:
		o.conferences = append(o.conferences, bytes.Clone(r.Raw))
	case vocab.Sessions, vocab.SideEvents:
		o.addEvent(c)
	}
}

// addMentions counts a record once for each organisation that it names.
func (o *Overview) addMentions(v []byte, fields []query.Path) {
	var seen []string
	for _, p := range fields {
		p.Each(v, nil, func(v []byte) bool {
			if id := rawjson.Text(v); !slices.Contains(seen, id) {
				seen = append(seen, id)
				o.mentions[id]++
			}
			return true
		})
	}
}

// addEvent counts a session or side event in the programme of its conference, and those who spoke there.
func (o *Overview) addEvent(c *counts) {
	id := rawjson.Text(c.get(vocab.Conference))
	p := o.programmes[id]
	if p == nil {
		p = &programme{kinds: map[string]map[string]int{vocab.Sessions: {}, vocab.SideEvents: {}}, speakers: map[string]bool{}}
		o.programmes[id] = p
	}
	p.kinds[c.table.Name][rawjson.Text(c.get(vocab.Kind))]++
	for _, s := range query.Entries(c.get(vocab.Speakers)) {
		if id := rawjson.GetText(s, vocab.Person); id != "" && rawjson.GetText(s, vocab.Presence) != vocab.PresenceNamed {
			p.speakers[id] = true
		}
	}
}

// leading returns the conferences that no other one followed up: what the dataset is about, not what came before.
func (o *Overview) leading() [][]byte {
	followed := map[string]bool{}
	for _, c := range o.conferences {
		followed[rawjson.GetText(c, vocab.FollowUpTo)] = true
	}
	return slices.DeleteFunc(slices.Clone(o.conferences), func(c []byte) bool { return followed[record.ID(c)] })
}
