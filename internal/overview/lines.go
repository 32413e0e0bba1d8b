package overview

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Conference is the part of the overview that is told in sentences.
const Conference = "Conference"

// sentences say what a conference was: where and when, by whom and after what, with which programme. What the data do
// not hold is not said.
func (o *Overview) sentences(c []byte) string {
	s := cmp.Or(rawjson.GetText(c, vocab.Title), rawjson.GetText(c, "id"))
	if short := rawjson.GetText(c, vocab.ShortTitle); short != "" {
		s += " (“" + short + "”)"
	}
	where, days := rawjson.GetText(c, vocab.City), text.Days(rawjson.GetText(c, vocab.StartDate), rawjson.GetText(c, vocab.EndDate))
	if code := rawjson.GetText(c, vocab.Country); where != "" && code != "" {
		where += " (" + code + ")"
	}
	if where != "" {
		where = " in " + where
	}
	if days != "" {
		days = " on " + days
	}
	if where+days != "" {
		s += " took place" + where + days
	}
	all := append([]string{s}, o.origin(c)...)
	if h := o.held[rawjson.GetText(c, "id")]; h != nil {
		all = append(all, o.programmeOf(h))
	}
	return strings.Join(all, ". ") + "."
}

// origin says who organised a conference, and what it followed.
func (o *Overview) origin(c []byte) []string {
	var by, at []string
	for _, e := range query.Entries(rawjson.Get(c, vocab.Organisers)) {
		name := o.names[rawjson.GetText(e, vocab.Organisation)]
		list := &by
		switch rawjson.GetText(e, vocab.Role) {
		case vocab.RoleHost:
			list = &at
		case vocab.RoleOrganiser, vocab.RoleLead, vocab.RoleCoOrganiser:
		default: // a supporter or partner organised nothing
			continue
		}
		if name != "" && !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	var said []string
	if by != nil {
		said = append(said, "Organisers: "+text.Join(by))
	}
	if at != nil {
		said = append(said, "Hosts: "+text.Join(at))
	}
	if before := o.names[rawjson.GetText(c, vocab.FollowUpTo)]; before != "" {
		before = "It followed up “" + before + "”"
		for _, other := range o.conferences {
			if days := text.Days(rawjson.GetText(other, vocab.StartDate), rawjson.GetText(other, vocab.EndDate)); rawjson.GetText(other, "id") == rawjson.GetText(c, vocab.FollowUpTo) && days != "" {
				before += " of " + days
			}
		}
		said = append(said, before)
	}
	return said
}

// programmeOf counts what was held at a conference and beside it.
func (o *Overview) programmeOf(h *held) string {
	var parts []string
	n := 0
	for _, of := range h.kinds[vocab.Sessions] {
		n += of
	}
	if n > 0 {
		parts = append(parts, text.SpellCount(n, "session", "sessions"))
	}
	parts = append(parts, kinds(o.model.Table(vocab.SideEvents), h.kinds[vocab.SideEvents])...)
	s := "The data hold " + text.Join(parts) + " of it"
	if n := len(h.speakers); n > 0 {
		s += fmt.Sprintf(", and name %s as %s there", text.SpellCount(n, "person", "people"), text.Plural(n, "speaker"))
	}
	return s
}

// kinds counts events by kind, in the order of the schema's codes.
func kinds(t *schema.Table, counts map[string]int) []string {
	if t == nil || t.Field(vocab.Kind) == nil {
		return nil
	}
	rest := 0
	for _, n := range counts {
		rest += n
	}
	var parts []string
	for _, code := range t.Field(vocab.Kind).Codes {
		if n := counts[code.Code]; n > 0 {
			parts = append(parts, text.Spell(n)+" "+text.Plural(n, strings.ToLower(code.Title)))
			rest -= n
		}
	}
	if rest > 0 {
		parts = append(parts, text.Spell(rest)+" "+text.Plural(rest, strings.ToLower(t.Singular))+" of no known kind")
	}
	return parts
}

// programme counts all events by kind.
func (o *Overview) programme() []Line {
	var lines []Line
	for _, name := range []string{vocab.Sessions, vocab.SideEvents} {
		all := map[string]int{}
		for _, h := range o.held {
			for kind, n := range h.kinds[name] {
				all[kind] += n
			}
		}
		if parts := kinds(o.model.Table(name), all); parts != nil {
			lines = append(lines, Line{Section: "Programme", Item: o.model.Table(name).Title, Text: strings.Join(parts, ", ")})
		}
	}
	return lines
}

// attendance tells each count in words. whose stands before each scope.
func (o *Overview) attendance(c []byte, whose string) []Line {
	var lines []Line
	f := o.model.Table(vocab.Conferences).Field(vocab.Attendance)
	if f == nil {
		return nil
	}
	for _, e := range query.Entries(rawjson.Get(c, vocab.Attendance)) {
		scope, words, _ := record.Quantity(f, e)
		lines = append(lines, Line{Section: "Attendance", Item: whose + scope, Text: words})
	}
	return lines
}

// mostNamed is how many of the organisations that most records name are told.
const mostNamed = 5

// people counts the people by whether they have an organisation, and the organisations by kind and by how many records name them.
func (o *Overview) people() []Line {
	var lines []Line
	if n, with := o.counts[vocab.People], o.filled[vocab.People+"."+vocab.Organisation]; n > 0 {
		said := text.Number(n)
		if from := len(o.values[vocab.People+"."+vocab.Organisation]); with == n {
			said += ", from " + text.SpellCount(from, "organisation", "organisations")
		} else if with > 0 {
			said += fmt.Sprintf(", %s of them from %s", text.Number(with), text.SpellCount(from, "organisation", "organisations"))
		}
		lines = append(lines, Line{"People and organisations", o.model.Table(vocab.People).Title, said})
	}
	lines = append(lines, o.coded("Organisations by kind", vocab.Organisations, vocab.Kind)...)
	most := o.byName("Organisations that most records name", o.named)
	return append(lines, most[:min(len(most), mostNamed)]...)
}

// messages counts the outcome messages by standing and by theme.
func (o *Overview) messages() []Line {
	return append(o.coded("Messages by standing", vocab.Messages, vocab.Standing), o.byName("Messages by theme", o.values[vocab.Messages+"."+vocab.Themes])...)
}

// coded counts records by the codes of a field, in the order of the schema.
func (o *Overview) coded(section, table, field string) []Line {
	t := o.model.Table(table)
	if t == nil || t.Field(field) == nil {
		return nil
	}
	var lines []Line
	rest := o.counts[table]
	for _, code := range t.Field(field).Codes {
		if n := o.values[table+"."+field][code.Code]; n > 0 {
			lines = append(lines, counts(section, code.Title, n))
			rest -= n
		}
	}
	if rest > 0 && lines != nil {
		lines = append(lines, counts(section, "None of these", rest))
	}
	return lines
}

// complete tells how far the data say what their tables may leave open.
func (o *Overview) complete() []Line {
	var lines []Line
	add := func(item string, n, of int) {
		if of > 0 {
			lines = append(lines, Line{"How complete the data are", item, fmt.Sprintf("%s of %s", text.Number(n), text.Number(of))})
		}
	}
	with, all := 0, 0
	var aside []string // tables that may do without
	for _, t := range o.model.Tables {
		if f := t.Field(vocab.Sources); f != nil && f.Required {
			with, all = with+o.filled[t.Name+"."+vocab.Sources], all+o.counts[t.Name]
		} else {
			aside = append(aside, strings.ToLower(t.Title))
		}
	}
	item := "Records that name a source"
	if aside != nil {
		item += " (" + text.Join(aside) + " aside)"
	}
	add(item, with, all)
	given := 0
	for _, n := range o.bases {
		given += n
	}
	if c := o.model.Table(vocab.Conferences); c != nil && c.Field(vocab.Sources) != nil && c.Field(vocab.Sources).Field(vocab.Basis) != nil {
		for _, code := range c.Field(vocab.Sources).Field(vocab.Basis).Codes {
			add("Sources: "+text.Lower(code.Title), o.bases[code.Code], given)
		}
	}
	for _, one := range []struct{ table, thing, words string }{
		{vocab.Sessions, vocab.Date, "whose day is known"},
		{vocab.Sessions, vocab.StartTime, "whose hour is known"},
		{vocab.SideEvents, vocab.Date, "whose day is known"},
		{vocab.SideEvents, vocab.StartTime, "whose hour is known"},
		{vocab.Messages, vocab.Speaker, "that name a speaker"},
		{vocab.Messages, vocab.Themes, "with a theme"},
		{vocab.People, vocab.Organisation, "with an organisation"},
	} {
		if t := o.model.Table(one.table); t != nil {
			add(t.Title+" "+one.words, o.filled[one.table+"."+one.thing], o.counts[one.table])
		}
	}
	return lines
}

// ByEvent counts the outcome messages by the session or side event in which they were given.
func (o *Overview) ByEvent() []Line {
	events := maps.Clone(o.values[vocab.Messages+"."+vocab.Session])
	if events == nil {
		events = map[string]int{}
	}
	maps.Copy(events, o.values[vocab.Messages+"."+vocab.SideEvent])
	return o.byName("Messages by event", events)
}

// byName are counts by id, the greatest first, under the names of the records.
func (o *Overview) byName(section string, of map[string]int) []Line {
	ids := slices.SortedFunc(maps.Keys(of), func(a, b string) int {
		return cmp.Or(cmp.Compare(of[b], of[a]), strings.Compare(a, b))
	})
	var lines []Line
	for _, id := range ids {
		lines = append(lines, counts(section, cmp.Or(o.names[id], id), of[id]))
	}
	return lines
}

func counts(section, item string, n int) Line { return Line{section, item, fmt.Sprint(n)} }
