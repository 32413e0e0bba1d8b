// Package overview says what a dataset is about: the conference in a few sentences, the programme, people and
// messages in numbers, attendance in the words of the sources, and how complete the data are.
//
// Numbers of people are printed as they are stated ("more than 400") and never added up: the
// counts have different scopes, and one person may be in several.
package overview

import (
	"bytes"
	"cmp"
	"slices"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Line is one line of the overview: the part it belongs to, what it is about, what it says. What is counted and
// no estimate is said in digits alone.
type Line struct{ Section, Item, Text string }

// Overview gathers what it needs from the records, one at a time.
type Overview struct {
	model       *schema.Model
	conferences [][]byte
	counts      map[string]int            // records by table
	values      map[string]map[string]int // values by table and field
	names       map[string]string         // labels by id, of the records that others refer to
	fields      map[string]fields         // of the record read last, by table
	held        map[string]*held          // what was held, by conference
	naming      map[string][]query.Path   // the fields in which the records of a table name organisations
	named       map[string]int            // how many records name an organisation
	filled      map[string]int            // how many records of a table say a thing
	bases       map[string]int            // sources by their basis
}

// held is what was held at a conference, or beside it.
type held struct {
	kinds    map[string]map[string]int // events by table and kind
	speakers map[string]bool
}

// New returns an empty overview.
func New(m *schema.Model) *Overview {
	o := &Overview{
		model: m, counts: map[string]int{}, values: map[string]map[string]int{}, names: map[string]string{}, fields: map[string]fields{}, held: map[string]*held{},
		naming: map[string][]query.Path{}, named: map[string]int{}, filled: map[string]int{}, bases: map[string]int{},
	}
	for _, t := range m.Tables {
		if t.Name != vocab.Organisations {
			o.findNaming(t, t.Fields(), "")
		}
	}
	return o
}

// findNaming finds the fields that refer to organisations.
func (o *Overview) findNaming(t *schema.Table, fields []*schema.Field, prefix string) {
	for _, f := range fields {
		if f.Ref == vocab.Organisations {
			if p, err := query.NewPath(o.model, t, prefix+f.Name); err == nil {
				o.naming[t.Name] = append(o.naming[t.Name], p)
			}
		}
		o.findNaming(t, f.Fields, prefix+f.Name+".")
	}
}

// fields are the values of a record, taken in one walk.
type fields struct {
	names  []string
	values [][]byte
}

func (f fields) get(name string) []byte {
	if i := slices.Index(f.names, name); i >= 0 {
		return f.values[i]
	}
	return nil
}

// read takes the fields of a record.
func (o *Overview) read(r rawjson.Record, t *schema.Table) fields {
	f, known := o.fields[r.Table]
	if !known {
		for _, field := range t.Fields() {
			f.names = append(f.names, field.Name)
		}
		f.values = make([][]byte, len(f.names))
		o.fields[r.Table] = f
	}
	rawjson.Pick(r.Raw, f.names, f.values)
	return f
}

// Add takes one record.
func (o *Overview) Add(r rawjson.Record) {
	o.counts[r.Table]++
	t := o.model.Table(r.Table)
	f := o.read(r, t)
	if r.Table == vocab.Conferences {
		o.conferences = append(o.conferences, bytes.Clone(r.Raw))
	}
	if r.Table != vocab.Messages { // nothing refers to messages, and there may be many
		o.names[rawjson.Text(f.get("id"))] = rawjson.Text(f.get(t.Display))
	}
	for _, field := range told(r.Table) {
		o.addValues(r.Table, field, f.get(field))
	}
	if r.Table == vocab.Sessions || r.Table == vocab.SideEvents {
		o.addEvent(r.Table, f)
	}
	o.addNaming(r)
	o.addFilled(r.Table, f)
}

// told are the fields of a table whose values are counted.
func told(table string) []string {
	switch table {
	case vocab.Organisations:
		return []string{vocab.Kind}
	case vocab.People:
		return []string{vocab.Organisation}
	case vocab.Messages:
		return []string{vocab.Standing, vocab.Themes, vocab.Session, vocab.SideEvent}
	}
	return nil
}

func (o *Overview) addValues(table, field string, v []byte) {
	key := table + "." + field
	if o.values[key] == nil {
		o.values[key] = map[string]int{}
	}
	for _, e := range query.Entries(v) {
		o.values[key][rawjson.Text(e)]++
	}
}

// addNaming counts a record once for each organisation that it names.
func (o *Overview) addNaming(r rawjson.Record) {
	var seen []string
	for _, p := range o.naming[r.Table] {
		p.Each(r.Raw, nil, func(v []byte) bool {
			if id := rawjson.Text(v); !slices.Contains(seen, id) {
				seen = append(seen, id)
				o.named[id]++
			}
			return true
		})
	}
}

func (o *Overview) addEvent(table string, f fields) {
	id := rawjson.Text(f.get(vocab.Conference))
	h := o.held[id]
	if h == nil {
		h = &held{kinds: map[string]map[string]int{vocab.Sessions: {}, vocab.SideEvents: {}}, speakers: map[string]bool{}}
		o.held[id] = h
	}
	h.kinds[table][rawjson.Text(f.get(vocab.Kind))]++
	for _, s := range query.Entries(f.get(vocab.Speakers)) {
		if id := rawjson.GetText(s, vocab.Person); id != "" {
			h.speakers[id] = true
		}
	}
}

// addFilled notes what a record says of what its table may leave open.
func (o *Overview) addFilled(table string, f fields) {
	has := func(thing string, is bool) {
		if is {
			o.filled[table+"."+thing]++
		}
	}
	all := query.Entries(f.get(vocab.Sources))
	has(vocab.Sources, len(all) > 0)
	for _, s := range all {
		o.bases[rawjson.GetText(s, vocab.Basis)]++
	}
	switch table {
	case vocab.Sessions:
		has(vocab.Date, f.get(vocab.StartDate) != nil && rawjson.Text(f.get(vocab.DateMeaning)) == vocab.DateOn)
		has(vocab.StartTime, f.get(vocab.StartTime) != nil)
	case vocab.SideEvents:
		has(vocab.Date, f.get(vocab.Date) != nil)
		has(vocab.StartTime, f.get(vocab.StartTime) != nil)
	case vocab.Messages:
		has(vocab.Speaker, f.get(vocab.Speaker) != nil)
		has(vocab.Themes, f.get(vocab.Themes) != nil)
	case vocab.People:
		has(vocab.Organisation, f.get(vocab.Organisation) != nil)
	}
}

// Lines is the overview.
func (o *Overview) Lines() []Line {
	var lines []Line
	for _, c := range o.leading() {
		lines = append(lines, Line{Section: Conference, Item: rawjson.GetText(c, "id"), Text: o.sentences(c)})
	}
	lines = append(lines, o.programme()...)
	leading := o.leading()
	for _, c := range leading {
		whose := ""
		if len(leading) > 1 { // counts of different conferences have different scopes
			whose = cmp.Or(rawjson.GetText(c, vocab.ShortTitle), rawjson.GetText(c, vocab.Title), rawjson.GetText(c, "id")) + ": "
		}
		lines = append(lines, o.attendance(c, whose)...)
	}
	lines = append(lines, o.people()...)
	lines = append(lines, o.messages()...)
	lines = append(lines, o.complete()...)
	for _, t := range o.model.Tables {
		lines = append(lines, counts("Records", t.Title, o.counts[t.Name]))
	}
	return lines
}

// leading gives the conferences that no other one followed up: what the dataset is about, not what
// came before it.
func (o *Overview) leading() [][]byte {
	var followed []string
	for _, c := range o.conferences {
		followed = append(followed, rawjson.GetText(c, vocab.FollowUpTo))
	}
	var leading [][]byte
	for _, c := range o.conferences {
		if !slices.Contains(followed, rawjson.GetText(c, "id")) {
			leading = append(leading, c)
		}
	}
	return leading
}
