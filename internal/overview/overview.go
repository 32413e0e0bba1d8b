// Package overview summarises a dataset: the conference in sentences, and its contents in numbers.
//
// Numbers of people are printed as they are stated ("more than 400") and never added up: the counts have different scopes,
// and one person may be in several.
package overview

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Overview counts records, one at a time.
type Overview struct {
	model       *schema.Model
	tables      map[string]*counts
	conferences [][]byte
	numbers     query.Packed             // of conferences with long ids, by id
	programmes  query.Counts             // sessions and side events, by conference and table, and by conference, table and kind
	speakers    query.Packed             // the presence of each person, the surest if there are several, by conference and person
	follows     map[string]*orders       // by conference
	names       query.Packed             // by id, of the records that others refer to
	mentions    query.Counts             // of organisations: the records that name each
	parts       map[string]*query.Packed // by table: the ids of people who spoke, and of organisations that took part
	affiliation query.Packed             // the organisation of each person, by id
	themes      query.Counts             // messages by theme
	given       query.Counts             // messages by the session or side event in which they were given
	bases       query.Counts             // sources by basis
}

// counts are those of one table.
type counts struct {
	table         *schema.Table
	fields        []string
	values        [][]byte     // of the record read last, by field
	organisations []query.Path // the fields that refer to organisations

	records int
	filled  []int                    // records with a value, by field
	by      map[string]*query.Counts // records by value, of the fields in countedFields

	announced int // records whose time was only announced
}

// order is an event that, by different sources, followed different events directly.
type order struct{ event, chosen, other string }

// orders are the first maxFigures orders of a conference, and how many there are besides.
type orders struct {
	first []order
	more  int
}

// countedFields are the fields of a table whose values are counted.
func countedFields(table string) []string {
	switch table {
	case vocab.Organisations:
		return []string{vocab.Kind}
	case vocab.Sessions:
		return []string{vocab.Kind, vocab.DateMeaning}
	case vocab.SideEvents:
		return []string{vocab.Kind}
	case vocab.Messages:
		return []string{vocab.Kind, vocab.Standing}
	}
	return nil
}

// New returns an empty overview.
func New(m *schema.Model) *Overview {
	o := &Overview{
		model: m, tables: map[string]*counts{}, follows: map[string]*orders{},
		parts: map[string]*query.Packed{vocab.People: {}, vocab.Organisations: {}},
	}
	for _, t := range m.Tables {
		c := &counts{table: t, by: map[string]*query.Counts{}}
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
			c.by[name] = &query.Counts{}
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
			by.Add(rawjson.Text(e))
		}
	}
	for _, s := range query.Entries(c.get(vocab.Sources)) {
		o.bases.Add(rawjson.GetText(s, vocab.Basis))
	}
	if r.Table != vocab.Messages { // nothing refers to messages, and there may be many
		o.names.Set(rawjson.Text(c.get(vocab.ID)), []byte(text.ShortenName(rawjson.Text(c.get(c.table.Display)))))
	}
	o.addMentions(r.Raw, c.organisations)
	switch r.Table {
	case vocab.Conferences:
		o.conferences = append(o.conferences, bytes.Clone(r.Raw))
		o.addOrganisers(c)
	case vocab.People:
		o.affiliation.Set(rawjson.Text(c.get(vocab.ID)), rawjson.Unquote(c.get(vocab.Organisation)))
	case vocab.Messages:
		o.addMessage(c)
	case vocab.Sessions, vocab.SideEvents:
		o.addEvent(c)
	}
}

// addPart adds a person who spoke, or an organisation that took part.
func (o *Overview) addPart(table, id string) {
	if o.parts[table].Get(id) == nil {
		o.parts[table].Set(id, []byte(table))
	}
}

// addMessage counts an outcome message by its themes and by where it was given, and notes who gave it.
func (o *Overview) addMessage(c *counts) {
	for _, theme := range query.Entries(c.get(vocab.Themes)) {
		o.themes.Add(rawjson.Text(theme))
	}
	for _, field := range []string{vocab.Session, vocab.SideEvent} {
		if event := c.get(field); event != nil {
			o.given.Add(rawjson.Text(event))
		}
	}
	if speaker := c.get(vocab.Speaker); speaker != nil {
		o.addPart(vocab.People, rawjson.Text(speaker))
	}
}

// addMentions counts a record once for each organisation that it names.
func (o *Overview) addMentions(v []byte, fields []query.Path) {
	var ids []string
	for _, p := range fields {
		p.Each(v, nil, func(v []byte) bool {
			ids = append(ids, rawjson.Text(v))
			return true
		})
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		o.mentions.Add(id)
	}
}

// addEvent counts a session or side event in the programme of its conference, and those who spoke there.
func (o *Overview) addEvent(c *counts) {
	if rawjson.Text(c.get(vocab.TimeMeaning)) == vocab.TimeAnnounced && c.get(vocab.StartTime) != nil {
		c.announced++
	}
	conference := o.shortID(rawjson.Text(c.get(vocab.Conference)))
	o.programmes.Add(key(conference, c.table.Name))
	o.programmes.Add(key(conference, c.table.Name, rawjson.Text(c.get(vocab.Kind))))
	for _, s := range query.Entries(c.get(vocab.Speakers)) {
		o.addSpeaker(conference, s)
	}
	o.addOrganisers(c)
	if chosen := rawjson.Text(c.get(vocab.Follows)); chosen != "" {
		o.addOrders(conference, order{rawjson.Text(c.get(vocab.ID)), chosen, ""}, record.Variants(c.get(vocab.Variants), vocab.Follows))
	}
}

// addOrders notes the events that an event followed by other sources.
func (o *Overview) addOrders(conference string, one order, others []string) {
	for _, one.other = range others {
		if one.other == one.chosen {
			continue
		}
		if o.follows[conference] == nil {
			o.follows[conference] = &orders{}
		}
		if all := o.follows[conference]; len(all.first) < maxFigures {
			all.first = append(all.first, one)
		} else {
			all.more++
		}
	}
}

// shortID returns the id of a conference, or a number in the place of a long one: it stands in very many keys.
func (o *Overview) shortID(id string) string {
	const long = 100
	if len(id) < long {
		return id
	}
	number := o.numbers.Get(id)
	if number == nil {
		number = o.numbers.Set(id, strconv.AppendInt(nil, int64(o.numbers.Len()), 10))
	}
	return "\xff" + string(number) // which is no id, for it is no UTF-8
}

// key returns the key of several texts.
func key(parts ...string) string { return strings.Join(parts, "\x00") }

// addSpeaker notes a person of a list of speakers. One whom a source only names may not have spoken.
func (o *Overview) addSpeaker(conference string, entry []byte) {
	id := rawjson.GetText(entry, vocab.Person)
	if id == "" {
		return
	}
	presence := rawjson.GetText(entry, vocab.Presence)
	met := o.speakers.Get(key(conference, id))
	if known := string(met); met == nil || known == vocab.PresenceNamed || (known == "" && presence != vocab.PresenceNamed) {
		o.speakers.Set(key(conference, id), []byte(presence))
	}
	if presence != vocab.PresenceNamed && rawjson.GetText(entry, vocab.Basis) != vocab.BasisInferred {
		o.addPart(vocab.People, id)
	}
}

// addOrganisers notes the organisations that had a part in an event by what a source states.
func (o *Overview) addOrganisers(c *counts) {
	for _, e := range query.Entries(c.get(vocab.Organisers)) {
		if rawjson.GetText(e, vocab.Basis) != vocab.BasisInferred {
			o.addPart(vocab.Organisations, rawjson.GetText(e, vocab.Organisation))
		}
	}
}

// leading returns the conferences that no other one followed up, which the dataset is about: at most maxDescribed, and how many there
// are besides. Those that came before are earlier, by id.
func (o *Overview) leading() (leading [][]byte, more int, earlier map[string][]byte) {
	earlier = map[string][]byte{}
	for _, c := range o.conferences {
		earlier[rawjson.GetText(c, vocab.FollowUpTo)] = nil
	}
	for _, c := range o.conferences {
		_, followed := earlier[record.ID(c)]
		switch {
		case followed:
			earlier[record.ID(c)] = c
		case len(leading) < maxDescribed:
			leading = append(leading, c)
		default:
			more++
		}
	}
	return leading, more, earlier
}
