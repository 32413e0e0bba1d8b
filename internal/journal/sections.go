package journal

import (
	"cmp"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/text"
	"malaga/internal/timeline"
	"malaga/internal/vocab"
	"malaga/schema"
)

// addSections adds the parts of the journal: the programme, the messages, and the other tables in the order of the schema.
func (j *Journal) addSections() {
	var all []*group
	all = append(all, j.programme())
	for _, t := range j.Model.Tables {
		switch {
		case slices.Contains(timeline.Tables(j.Model), t.Name) || len(j.Records[t.Name]) == 0:
		case t.Name == vocab.Messages:
			all = slices.Insert(all, 1, j.messages(t))
		default:
			all = append(all, j.table(t))
		}
	}
	j.sections = slices.DeleteFunc(all, func(g *group) bool { return g == nil })
}

// programmeID is the anchor of the programme.
const programmeID = "programme"

// programme returns the conferences with their events by day, the conference with events first.
func (j *Journal) programme() *group {
	chapters := slices.Clone(j.Chapters)
	slices.SortStableFunc(chapters, func(a, b timeline.Chapter) int { return cmp.Compare(min(len(b.Days), 1), min(len(a.Days), 1)) })
	programme := &group{ID: programmeID, Heading: "Programme", Level: 2}
	for _, c := range chapters {
		programme.Groups = append(programme.Groups, j.chapter(c))
	}
	if programme.Groups == nil {
		return nil
	}
	return programme
}

// maxSchedule is the number of events of a conference that a table shows ahead of their records.
const maxSchedule = 200

// chapter returns a conference with its days.
func (j *Journal) chapter(c timeline.Chapter) *group {
	g := &group{ID: j.anchors.part(programmeID, c.ID), Heading: text.Shorten(c.Heading(), maxLink), Level: 3}
	if remark := c.Remark(); remark != "" {
		g.Remarks = append(g.Remarks, remark)
	}
	for _, d := range c.Days {
		day := &group{ID: g.ID + "." + d.ID(), Heading: d.Heading, Level: 4}
		if len(d.Events) == 0 {
			day.Remarks = append(day.Remarks, timeline.Nothing)
		}
		for _, e := range d.Events {
			it := j.item(e.Table, e.Record, 5)
			it.event = e
			day.Items = append(day.Items, it)
		}
		g.Groups = append(g.Groups, day)
	}
	if n := len(timeline.Events([]timeline.Chapter{c})); n > 0 && n <= maxSchedule {
		g.Schedule = slices.Clone(g.Groups)
	}
	if c.Conference != nil {
		about := &group{ID: g.ID + ".about", Heading: j.Model.Table(vocab.Conferences).Singular, Level: 4, Aside: true}
		conference := j.item(vocab.Conferences, c.Conference, 5)
		for _, e := range timeline.Events([]timeline.Chapter{c}) {
			j.programmes[conference] = append(j.programmes[conference], e.ID())
		}
		about.Items = append(about.Items, conference)
		g.Groups = append(g.Groups, about)
	}
	return g
}

// messages returns the messages by theme, the theme with most of them first, and within a theme by standing. A message
// stands under its first theme, and is linked under its other themes. If there are more than maxOptions of them, all stand under one
// heading.
func (j *Journal) messages(t *schema.Table) *group {
	messages := &group{ID: "messages", Heading: t.Title, Level: 2}
	byTheme, elsewhere := map[string][]*item{}, map[string][]*item{}
	var ids []string
	number := func(id string) int { return len(byTheme[id]) + len(elsewhere[id]) }
	conferences := map[string]bool{}
	byThemes, others := j.hasFewThemes(t), "No theme stated"
	if !byThemes {
		others = "All themes"
	}
	for _, v := range j.Records[t.Name] {
		conferences[rawjson.GetText(v, vocab.Conference)] = true
		it := j.item(t.Name, v, 5)
		it.standing = it.get(vocab.Standing)
		themes := []string{""}
		if byThemes {
			themes = themesOf(v)
		}
		for i, id := range themes {
			if number(id) == 0 {
				ids = append(ids, id)
			}
			if i == 0 {
				byTheme[id] = append(byTheme[id], it)
			} else {
				elsewhere[id] = append(elsewhere[id], it)
			}
		}
	}
	if j.oneConference = len(conferences) == 1 && !conferences[""]; j.oneConference {
		id := rawjson.GetText(j.Records[t.Name][0], vocab.Conference)
		messages.Remarks = append(messages.Remarks, t.Field(vocab.Conference).Title+": "+cmp.Or(j.shortName(id), id))
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(number(b), number(a)), text.NaturalCompare(a, b)) })
	if at := slices.Index(ids, ""); at >= 0 { // no theme comes last
		ids = append(slices.Delete(ids, at, at+1), "")
	}
	counts := map[*group][]int{}
	for _, id := range ids {
		name := others
		if id != "" {
			name = text.Shorten(j.Name(vocab.Themes, id), maxLink) // themes have no places yet
		}
		g := &group{ID: j.anchors.part(messages.ID, id), Heading: name, Level: 3, Elsewhere: elsewhere[id]}
		g.Remarks = []string{text.Count(number(id), text.Lower(t.Singular))}
		g.Groups = j.byStanding(t, byTheme[id])
		j.themes[id] = g
		counts[g] = countStandings(t, byTheme[id], elsewhere[id])
		messages.Groups = append(messages.Groups, g)
	}
	messages.Charts = j.charts(t, messages.Groups, counts)
	return messages
}

// hasFewThemes reports whether the messages have at most maxOptions themes: headings for more would help nobody.
func (j *Journal) hasFewThemes(t *schema.Table) bool {
	themes := map[string]bool{}
	for _, v := range j.Records[t.Name] {
		for _, e := range record.Entries(v, vocab.Themes) {
			if themes[rawjson.Text(e)] = true; len(themes) > maxOptions {
				return false
			}
		}
	}
	return true
}

// shortName returns the name of a record for links; "" if it is not in the data.
func (j *Journal) shortName(id string) string {
	if it := j.homes[id]; it != nil {
		return it.title
	}
	return ""
}

// themesOf returns the ids of a message's themes, each once; one empty id if it has none.
func themesOf(v []byte) []string {
	var ids []string
	met := map[string]bool{}
	for _, e := range record.Entries(v, vocab.Themes) {
		if id := rawjson.Text(e); !met[id] {
			ids = append(ids, id)
			met[id] = true
		}
	}
	if ids == nil {
		return []string{""}
	}
	return ids
}

// byStanding returns messages by their standing, in the order of the schema.
func (j *Journal) byStanding(t *schema.Table, items []*item) []*group {
	var groups []*group
	add := func(heading string, has func(code string) bool) {
		g := &group{Heading: heading, Level: 4}
		for _, it := range items {
			if has(it.standing) {
				g.Items = append(g.Items, it)
			}
		}
		if g.Items != nil {
			groups = append(groups, g)
		}
	}
	var codes []string
	for _, c := range standings(t) {
		codes = append(codes, c.Code)
		add(cmp.Or(c.Title, c.Code), func(code string) bool { return code == c.Code })
	}
	add(noStanding, func(code string) bool { return !slices.Contains(codes, code) })
	return groups
}

// table returns all records of a table.
func (j *Journal) table(t *schema.Table) *group {
	g := &group{ID: j.anchors.next(t.Name), Heading: t.Title, Level: 2, Remarks: []string{t.Description}}
	for _, v := range j.Records[t.Name] {
		g.Items = append(g.Items, j.item(t.Name, v, 3))
	}
	return g
}
