package cite

import (
	"sync"

	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// seen holds what citations tell of the conferences that they belong to: those may be long, and very many may refer to one.
type seen struct {
	sync.Mutex
	conferences map[string]conference
}

// maxSeen is the number of conferences that are held; then it starts anew. The names of each may be many.
const maxSeen = 100

// conference is what those that belong to a conference tell of it; event is nil if it is not in the data.
type conference struct {
	event      *Event
	organisers []string
}

// conference returns the conference that a record belongs to.
func (s Source) conference(v []byte) conference {
	id := rawjson.GetText(v, vocab.Conference)
	c, met := s.seen.conferences[id]
	if met {
		return c
	}
	if found := s.Look(vocab.Conferences, id).Raw; found != nil {
		c = conference{event("", found), s.organisers(vocab.Conferences, found)}
		for _, name := range []*string{&c.event.Title, &c.event.City, &c.event.Country} {
			*name = text.ShortenName(*name)
		}
	}
	if len(s.seen.conferences) == maxSeen {
		clear(s.seen.conferences)
	}
	s.seen.conferences[id] = c
	return c
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
