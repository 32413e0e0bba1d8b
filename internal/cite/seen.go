package cite

import (
	"fmt"
	"sync"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// seen holds what citations tell of other records: those may be long, and very many may refer to one.
type seen struct {
	sync.Mutex
	names       map[string]string // by table and id
	conferences map[string]conference
}

// How much is held; then it starts anew. The names of a conference may be many.
const (
	maxNames       = 10_000
	maxConferences = 100
)

// hold returns a value of a map, which is made if it is not there.
func hold[V any](m map[string]V, most int, key string, value func() V) V {
	v, held := m[key]
	if !held {
		if len(m) == most {
			clear(m)
		}
		v = value()
		m[key] = v
	}
	return v
}

// conference is what those that belong to a conference tell of it; event is nil if it is not in the data.
type conference struct {
	event      *Event
	organisers []string
}

// conference returns the conference that a record belongs to.
func (s Source) conference(v []byte) conference {
	id := rawjson.GetText(v, vocab.Conference)
	return hold(s.seen.conferences, maxConferences, id, func() conference {
		found := s.Look(vocab.Conferences, id)
		if found == nil {
			return conference{}
		}
		e := event("", found)
		for _, name := range []*string{&e.Title, &e.City, &e.Country} {
			*name = text.ShortenName(*name)
		}
		return conference{e, s.organisers(vocab.Conferences, found)}
	})
}

// as returns the conference as the event of a record, nil if it is not in the data. Its label is the title of the field that
// refers to it.
func (c conference) as(t *schema.Table) *Event {
	if c.event == nil {
		return nil
	}
	e := *c.event
	e.Label = t.Field(vocab.Conference).Title
	return &e
}

// name returns the name of the record that a reference leads to, cut if it is of very great length.
func (s Source) name(table, id string) string {
	return hold(s.seen.names, maxNames, table+" "+id, func() string { return text.ShortenName(s.Name(table, id)) })
}

// nameAndID returns the name with the id in brackets, or the id alone.
func (s Source) nameAndID(table, id string) string {
	if name := s.name(table, id); name != id {
		return fmt.Sprintf("%s (%s)", name, id)
	}
	return id
}
