package record

import (
	"bytes"
	"fmt"
	"strings"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// maxListed is the number of records that are listed of those that refer to one in the same field.
const maxListed = 20

// Mentions collects what refers to some records: the first few of each kind, and how many there are.
type Mentions struct {
	model  *schema.Model
	groups map[string]map[string]*group // by the id that is referred to, and TABLE.FIELD
}

// group is the records of one table that refer to a record in one field.
type group struct {
	count int
	last  *referrer
	first []mention
}

// referrer is what is kept of a record that refers to others, once for all of them.
type referrer struct {
	id       string
	record   []byte          // the members that a mention shows
	inferred map[string]bool // the fields that rest on what sources let one infer alone: no source states them
}

// mention is a record that refers to another; entries are those of its list that do.
type mention struct {
	*referrer
	list    *schema.Field
	entries [][]byte
}

// NewMentions begins to collect what refers to some records.
func NewMentions(m *schema.Model, ids []string) *Mentions {
	b := &Mentions{model: m, groups: map[string]map[string]*group{}}
	for _, id := range ids {
		b.groups[id] = map[string]*group{}
	}
	return b
}

// Add reads the references of one record of the dataset. Few records name one of the ids: 1.6× on show.
func (b *Mentions) Add(rec rawjson.Record) {
	if !b.mayName(rec.Raw) {
		return
	}
	t := b.model.Table(rec.Table)
	r := &referrer{id: ID(rec.Raw)}
	for link := range t.References(rec.Raw) {
		groups := b.groups[link.ID]
		if groups == nil || r.id == link.ID { // a document may be a source of itself
			continue
		}
		if r.inferred == nil {
			r.record = rawjson.Only(rec.Raw, []string{vocab.ID, t.Display, vocab.Standing, vocab.Speaker, vocab.Position})
			r.inferred = inferred(rec.Raw)
		}
		field := rec.Table + "." + link.Name()
		if groups[field] == nil {
			groups[field] = &group{}
		}
		groups[field].add(r, link)
	}
}

// mayName reports whether a record may refer to one of the ids, whose letters may be escaped. For many ids it does not look.
func (b *Mentions) mayName(v []byte) bool {
	const few = 8
	if len(b.groups) > few || bytes.IndexByte(v, '\\') >= 0 {
		return true
	}
	for id := range b.groups {
		if bytes.Contains(v, []byte(id)) {
			return true
		}
	}
	return false
}

func (g *group) add(r *referrer, link schema.Link) {
	if g.last != r {
		g.count++
		g.last = r
		if g.count <= maxListed {
			g.first = append(g.first, mention{referrer: r, list: link.Parent})
		}
	}
	if g.count <= maxListed && link.Parent != nil {
		m := &g.first[len(g.first)-1]
		m.entries = append(m.entries, bytes.Clone(link.Object))
	}
}

// Tables lists the tables whose names the mentions need: those that a speaker may stand in.
func (b *Mentions) Tables() []string {
	var tables []string
	for _, t := range b.model.Tables {
		if f := t.Field(vocab.Speaker); f != nil && f.Ref != "" {
			tables = append(tables, f.Ref)
		}
	}
	return tables
}

// MentionGroup is the records of a table that refer to one in the same field: how many there are, and the first few.
type MentionGroup struct {
	Heading string
	Table   string
	Field   string // dotted
	Count   int
	Records []Mention
}

// Mention is a record that refers to another: its name, and what distinguishes it.
type Mention struct{ ID, Name, About string }

// String returns the mention as text.
func (m Mention) String() string {
	if m.About == "" {
		return m.Name
	}
	return strings.TrimSpace(m.Name + " (" + m.About + ")")
}

// mentions returns what refers to a record, by table and field in the order of the schema.
func (s Pages) mentions(id string) []MentionGroup {
	if len(s.Back.groups[id]) == 0 {
		return nil
	}
	var all []MentionGroup
	for _, t := range s.Model.Tables {
		for path := range schema.Walk(t.Fields()) {
			g := s.Back.groups[id][t.Name+"."+path]
			if g == nil {
				continue
			}
			group := MentionGroup{Heading: heading(t, path), Table: t.Name, Field: path, Count: g.count}
			for _, m := range g.first {
				group.Records = append(group.Records, s.mention(t, path, m))
			}
			all = append(all, group)
		}
	}
	return all
}

func heading(t *schema.Table, path string) string {
	if form := headings()[path]; form != "" {
		return fmt.Sprintf(form, t.Title)
	}
	return fmt.Sprintf("%s that refer to it (%s)", t.Title, titles(t, path))
}

// headings are the headings above the records that refer to one, by the field in which they do; %s is the title of their
// table.
func headings() map[string]string {
	return map[string]string{
		"speakers.person":           "%s at which they spoke or are named",
		"organisers.organisation":   "%s in which it had a role",
		"contributors.person":       "%s to which they contributed",
		"contributors.organisation": "%s to which it contributed",
		"session":                   "%s from this session",
		"side_event":                "%s from this event",
		"event":                     "%s of this event",
		"conference":                "%s of this conference",
		"speaker":                   "%s from this speaker",
		"organisation":              "%s of this organisation",
		"document":                  "%s from this document",
		"parent":                    "%s that are part of it",
		"follow_up_to":              "%s that were a follow-up to it",
		"follows":                   "%s directly after it",
		"broader":                   "%s within it",
		"themes":                    "%s on this theme",
		"sources.document":          "%s for which it is a source",
		"variants.document":         "%s of which it says something else",
	}
}

// mention returns the name of a record that refers to the one shown, and what distinguishes it: the standing and speaker of
// a message, the role of a part in an event.
func (s Pages) mention(t *schema.Table, path string, m mention) Mention {
	var about []string
	add := func(f *schema.Field, v []byte) {
		if f != nil && v != nil {
			about = append(about, s.short(v, f))
		}
	}
	for _, e := range m.entries {
		for _, name := range []string{vocab.Role, vocab.Mode, vocab.Basis} {
			add(m.list.Field(name), rawjson.Get(e, name))
		}
		if rawjson.GetText(e, vocab.Presence) == vocab.PresenceNamed {
			add(m.list.Field(vocab.Presence), rawjson.Get(e, vocab.Presence))
		}
	}
	fields := map[string][]string{vocab.Messages: {vocab.Standing, vocab.Speaker}, vocab.People: {vocab.Position}}
	for _, name := range fields[t.Name] {
		if name != path {
			add(t.Field(name), rawjson.Get(m.record, name))
		}
	}
	if m.inferred[path] {
		about = append(about, vocab.BasisInferred)
	}
	return Mention{m.id, rawjson.GetText(m.record, t.Display), strings.Join(about, "; ")}
}

// inferred returns the fields of a record that its sources name, and whether no source states them.
func inferred(v []byte) map[string]bool {
	fields := map[string]bool{}
	for _, source := range Entries(v, vocab.Sources) {
		infers := rawjson.GetText(source, vocab.Basis) == vocab.BasisInferred
		for _, f := range Entries(source, vocab.Fields) {
			before, met := fields[rawjson.Text(f)]
			fields[rawjson.Text(f)] = infers && (before || !met)
		}
	}
	return fields
}

// short returns a value as it is written within brackets: a code in lower case, a record by its name alone.
func (s Pages) short(v []byte, f *schema.Field) string {
	switch f.Kind {
	case schema.CodeKind:
		return text.Lower(s.value(v, f).String())
	case schema.Reference:
		return s.Name(f.Ref, rawjson.Text(v))
	}
	return s.value(v, f).String()
}
