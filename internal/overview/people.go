package overview

import (
	"cmp"
	"fmt"
	"strings"

	"malaga/internal/query"
	"malaga/internal/text"
	"malaga/internal/vocab"
)

// programme counts the sessions, side events and speakers of a conference, in sentences.
func (o *Overview) programme(id string, speakers *query.Counts) []string {
	id = o.shortID(id)
	sessions := o.programmes.Of(key(id, vocab.Sessions))
	alongside := o.programmes.Of(key(id, vocab.SideEvents))
	if sessions+alongside == 0 {
		return nil
	}
	var parts []string
	if sessions > 0 {
		parts = append(parts, text.SpellCount(sessions, "session", "sessions"))
	}
	if t := o.model.Table(vocab.SideEvents); t != nil {
		parts = append(parts, kinds(t, alongside, func(kind string) int { return o.programmes.Of(key(id, t.Name, kind)) })...)
	}
	sentences := []string{"The dataset has " + text.Join(parts)}
	sentences = append(sentences, o.orders(id)...)
	return append(sentences, speakerSentences(id, speakers)...)
}

// orders tells of the events of a conference that, by different sources, followed different events.
func (o *Overview) orders(conference string) []string {
	all := o.follows[conference]
	if all == nil {
		return nil
	}
	var sentences []string
	for _, f := range all.first {
		const form = "“%[1]s” may be the start of “%[2]s”, and would then be counted twice: " +
			"“%[3]s” followed “%[2]s” by one source, and “%[1]s” by another"
		sentences = append(sentences, fmt.Sprintf(form, o.name(f.other), o.name(f.chosen), o.name(f.event)))
	}
	if all.more > 0 {
		sentences = append(sentences, "The dataset has "+text.SpellCount(all.more, "more such case", "more such cases"))
	}
	return sentences
}

func (o *Overview) name(id string) string {
	return cmp.Or(string(o.names.Get(id)), text.ShortenName(id))
}

// byPresence counts the speakers by keys of conference, and of conference and presence.
func (o *Overview) byPresence() *query.Counts {
	c := &query.Counts{}
	for speaker, presence := range o.speakers.All() {
		conference, _, _ := strings.Cut(speaker, key("", ""))
		c.Add(conference)
		c.Add(key(conference, string(presence)))
	}
	return c
}

// speakerSentences counts the speakers. Those whom a source only names with an event are told apart from those who are known
// to have spoken.
func speakerSentences(conference string, speakers *query.Counts) []string {
	all := speakers.Of(conference)
	spoke := speakers.Of(key(conference, vocab.PresenceSpoke)) + speakers.Of(key(conference, vocab.Video))
	named := all - spoke
	switch {
	case all == 0:
		return nil
	case spoke == 0 && speakers.Of(key(conference, vocab.PresenceNamed)) == 0: // the dataset does not tell them apart
		return []string{fmt.Sprintf("It names %s as %s", text.SpellCount(named, "person", "people"), text.Plural(named, "speaker"))}
	}
	sentence := capitalised(text.SpellCount(spoke, "person is", "people are")) + " known to have spoken"
	if named > 0 {
		sentence += fmt.Sprintf("; %s named with an event", text.SpellCount(named, "more is", "more are"))
	}
	return []string{sentence}
}

// capitalised returns a sentence with a capital at its beginning.
func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// people counts the people and the organisations, and tells those that are known to have had a part in an event from those
// that are only named in the data. An organisation takes part as an organiser or through a speaker.
func (o *Overview) people() []Line {
	for id := range o.parts[vocab.People].All() {
		if organisation := string(o.affiliation.Get(id)); organisation != "" {
			o.addPart(vocab.Organisations, organisation)
		}
	}
	var lines []Line
	for _, one := range []struct{ table, part string }{
		{vocab.People, "spoke"},
		{vocab.Organisations, "took part, as organisers or through a speaker"},
	} {
		t := o.tables[one.table]
		if t == nil || t.records == 0 {
			continue
		}
		known := 0
		for id := range o.parts[one.table].All() {
			if o.names.Get(id) != nil {
				known++
			}
		}
		s := text.Number(t.records)
		if known > 0 {
			s = fmt.Sprintf("%s named in the data; %s %s", s, text.Number(known), one.part)
		}
		lines = append(lines, Line{"People and organisations", t.table.Title, s})
	}
	return lines
}
