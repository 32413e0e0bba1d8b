package overview

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Line is one line of the overview. The text of an exact count is its digits alone.
type Line struct{ Section, Item, Text string }

// Conference is the section that describes conferences in sentences.
const Conference = "Conference"

// Records is the section that counts the records of each table.
const Records = "Records"

// Lines returns the overview, section by section.
func (o *Overview) Lines() []Line { return append(o.Conferences(), o.Figures()...) }

// Conferences describes the conferences, or the first ones of very many.
func (o *Overview) Conferences() []Line {
	var lines []Line
	leading, more, earlier := o.leading()
	speakers := o.byPresence()
	for _, c := range leading {
		lines = append(lines, Line{Conference, record.ID(c), o.sentences(c, earlier, speakers)})
	}
	if more > 0 {
		lines = append(lines, Line{Conference, "", "The dataset has " + text.SpellCount(more, "more conference", "more conferences") + "."})
	}
	return lines
}

// Figures returns all lines but the descriptions of the conferences.
func (o *Overview) Figures() []Line {
	leading, _, _ := o.leading()
	lines := o.events()
	for _, c := range leading {
		whose := ""
		if len(leading) > 1 { // counts of different conferences have different scopes
			name := cmp.Or(rawjson.GetText(c, vocab.ShortTitle), rawjson.GetText(c, vocab.Title), record.ID(c))
			whose = text.ShortenName(name) + ": "
		}
		lines = append(lines, o.attendance(c, whose)...)
	}
	lines = append(lines, o.people()...)
	lines = append(lines, o.byCode("Organisations named in the data, by kind", vocab.Organisations, vocab.Kind)...)
	lines = append(lines, o.byName("Most mentioned organisations", o.mentions.Most(maxMentioned))...)
	lines = append(lines, o.byCode("Messages by kind", vocab.Messages, vocab.Kind)...)
	lines = append(lines, o.byCode("Messages by standing", vocab.Messages, vocab.Standing)...)
	lines = append(lines, o.allByName("Messages by theme", &o.themes)...)
	lines = append(lines, o.completeness()...)
	for _, t := range o.model.Tables {
		lines = append(lines, count(Records, t.Title, o.tables[t.Name].records))
	}
	return lines
}

// How many are listed: conferences, which have sentences; counts, organisers and orders of each; organisations by the records that mention
// them; and other names of a section. Nobody reads more, and memory has no room for all of a million.
const (
	maxDescribed = 100
	maxFigures   = 100
	maxMentioned = 5
	maxNamed     = 10_000
)

// sentences describe a conference: where and when, by whom, after what, with which programme.
func (o *Overview) sentences(c []byte, earlier map[string][]byte, speakers *query.Counts) string {
	s := cmp.Or(rawjson.GetText(c, vocab.Title), record.ID(c))
	if short := rawjson.GetText(c, vocab.ShortTitle); short != "" {
		s += " (“" + short + "”)"
	}
	where := ""
	if city := rawjson.GetText(c, vocab.City); city != "" {
		where = " in " + record.Place(city, rawjson.GetText(c, vocab.Country))
	}
	if days := text.Days(record.Days(c)); days != "" {
		where += " on " + days
	}
	if where != "" {
		s += " took place" + where
	}
	all := []string{s}
	all = append(all, o.organisers(c)...)
	if sentence := o.followUp(c, earlier); sentence != "" {
		all = append(all, sentence)
	}
	all = append(all, o.programme(record.ID(c), speakers)...)
	return strings.Join(all, ". ") + "."
}

// organisers names the organisers and the hosts of a conference.
func (o *Overview) organisers(c []byte) []string {
	var organisers, hosts []string
	type part struct {
		host bool
		name string
	}
	met := map[part]bool{}
	for _, e := range record.Entries(c, vocab.Organisers) {
		role := rawjson.GetText(e, vocab.Role)
		p := part{role == vocab.RoleHost, string(o.names.Get(rawjson.GetText(e, vocab.Organisation)))}
		if p.name == "" || !record.Organises(role) || met[p] {
			continue
		}
		met[p] = true
		if p.host {
			hosts = append(hosts, p.name)
		} else {
			organisers = append(organisers, p.name)
		}
	}
	var sentences []string
	if organisers != nil {
		sentences = append(sentences, "Organisers: "+joinFirst(organisers))
	}
	if hosts != nil {
		sentences = append(sentences, "Hosts: "+joinFirst(hosts))
	}
	return sentences
}

// joinFirst joins the first maxFigures names, and says how many there are besides.
func joinFirst(names []string) string {
	if more := len(names) - maxFigures; more > 0 {
		names = append(names[:maxFigures:maxFigures], text.Number(more)+" more")
	}
	return text.Join(names)
}

// followUp names the conference that one followed up, which is one of the earlier ones.
func (o *Overview) followUp(c []byte, earlier map[string][]byte) string {
	id := rawjson.GetText(c, vocab.FollowUpTo)
	name := string(o.names.Get(id))
	if name == "" {
		return ""
	}
	s := "It was a follow-up to “" + name + "”"
	if days := text.Days(record.Days(earlier[id])); days != "" {
		s += " of " + days
	}
	return s
}

// kinds lists how many of some events, of which there are n, are of each kind, in the order of the schema's codes.
func kinds(t *schema.Table, n int, of func(kind string) int) []string {
	if t.Field(vocab.Kind) == nil {
		return nil
	}
	var parts []string
	rest := n
	for _, code := range t.Field(vocab.Kind).Codes {
		if n := of(code.Code); n > 0 {
			parts = append(parts, text.Spell(n)+" "+text.Plural(n, strings.ToLower(code.Title)))
			rest -= n
		}
	}
	if rest > 0 {
		parts = append(parts, text.Spell(rest)+" "+text.Plural(rest, strings.ToLower(t.Singular))+" of no known kind")
	}
	return parts
}

// events counts the events of all conferences by kind.
func (o *Overview) events() []Line {
	var lines []Line
	for _, name := range []string{vocab.Sessions, vocab.SideEvents} {
		t := o.tables[name]
		if t == nil {
			continue
		}
		if parts := kinds(t.table, t.records, t.by[vocab.Kind].Of); parts != nil {
			lines = append(lines, Line{"Programme", t.table.Title, strings.Join(parts, ", ")})
		}
	}
	return lines
}

// attendance lists each count of people as it is stated. whose is printed before each scope.
func (o *Overview) attendance(c []byte, whose string) []Line {
	f := o.model.Table(vocab.Conferences).Field(vocab.Attendance)
	if f == nil {
		return nil
	}
	var lines []Line
	entries := record.Entries(c, vocab.Attendance)
	shown := min(len(entries), maxFigures)
	for _, e := range entries[:shown] {
		scope, quantity, _ := record.Quantity(f, e)
		lines = append(lines, Line{"Attendance", whose + scope, quantity})
	}
	if more := len(entries) - shown; more > 0 {
		lines = append(lines, count("Attendance", whose+"more counts", more))
	}
	return lines
}

// completeness counts the records that have what their tables may leave open.
func (o *Overview) completeness() []Line {
	var lines []Line
	add := func(item string, n, of int) {
		if of > 0 {
			lines = append(lines, Line{"Completeness", item, fmt.Sprintf("%s of %s", text.Number(n), text.Number(of))})
		}
	}
	with, all := 0, 0
	var optional []string // tables that need no sources
	for _, t := range o.model.Tables {
		if f := t.Field(vocab.Sources); f != nil && f.Required {
			with += o.tables[t.Name].with(vocab.Sources)
			all += o.tables[t.Name].records
		} else {
			optional = append(optional, strings.ToLower(t.Title))
		}
	}
	item := "Records that name a source"
	if optional != nil {
		item += " (except " + text.Join(optional) + ")"
	}
	add(item, with, all)
	for _, code := range o.basisCodes() {
		add("Sources: "+text.Lower(code.Title), o.bases.Of(code.Code), o.bases.Sum())
	}
	for _, one := range []struct{ table, field, words string }{
		{vocab.Sessions, vocab.DateMeaning, "a known day"},
		{vocab.Sessions, vocab.StartTime, "a known start time"},
		{vocab.SideEvents, vocab.Date, "a known day"},
		{vocab.SideEvents, vocab.StartTime, "a known start time"},
		{vocab.Messages, vocab.Speaker, "a speaker"},
		{vocab.Messages, vocab.Themes, "a theme"},
		{vocab.People, vocab.Organisation, "an organisation"},
	} {
		t := o.tables[one.table]
		if t == nil {
			continue
		}
		n := t.with(one.field)
		switch one.field {
		case vocab.DateMeaning: // a range of days is no known day
			n = t.by[vocab.DateMeaning].Of(vocab.DateOn)
		case vocab.StartTime:
			n -= t.announced
		}
		add(t.table.Title+" with "+one.words, n, t.records)
	}
	return lines
}

// basisCodes are the codes of the basis of a source.
func (o *Overview) basisCodes() []schema.Code {
	for _, t := range o.model.Tables {
		if f := t.Field(vocab.Sources); f != nil && f.Field(vocab.Basis) != nil {
			return f.Field(vocab.Basis).Codes
		}
	}
	return nil
}

// ByEvent counts the outcome messages by the session or side event in which they were given.
func (o *Overview) ByEvent() []Line {
	return o.allByName("Messages by event", &o.given)
}

// byCode lists counts by the codes of a field, in the order of the schema.
func (o *Overview) byCode(section, table, field string) []Line {
	t := o.tables[table]
	if t == nil || t.table.Field(field) == nil {
		return nil
	}
	var lines []Line
	rest := t.records
	for _, code := range t.table.Field(field).Codes {
		if n := t.by[field].Of(code.Code); n > 0 {
			lines = append(lines, count(section, code.Title, n))
			rest -= n
		}
	}
	if rest > 0 && lines != nil {
		lines = append(lines, count(section, "None of these", rest))
	}
	return lines
}

// byName lists counts of records under their names.
func (o *Overview) byName(section string, counts []query.Counted) []Line {
	var lines []Line
	for _, one := range counts {
		lines = append(lines, count(section, o.name(one.Text), one.N))
	}
	return lines
}

// allByName lists counts by id, the greatest first, and those beyond maxNamed in one line.
func (o *Overview) allByName(section string, counts *query.Counts) []Line {
	named := counts.Most(maxNamed)
	lines := o.byName(section, named)
	more := counts.Len() - len(named)
	if more == 0 {
		return lines
	}
	rest := counts.Sum()
	for _, one := range named {
		rest -= one.N
	}
	return append(lines, count(section, text.Number(more)+" others", rest))
}

func count(section, item string, n int) Line { return Line{section, item, strconv.Itoa(n)} }
