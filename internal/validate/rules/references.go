package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/internal/vocab"
	"malaga/schema"
)

// DanglingReference is the code of references to records that do not exist.
const DanglingReference = "REF001"

var referenceRules = []Rule{{
	Code: DanglingReference, Severity: finding.Error, Title: "reference to a record that does not exist",
	Why:     "The reference cannot be followed.",
	Example: `"organisation": "org-unoc", with no such record`, Remedy: "Correct the id, or add the record.",
	Fix: "writes the one id of the table from which it differs only in case or by one letter",
}, {
	Code: "REF002", Severity: finding.Error, Title: "reference to a record of the wrong table",
	Why:     "The id exists, but in another table.",
	Example: `"session": "side-4"`, Remedy: "Use the id of a record in the table that the message names.",
	Fix: "writes the one id of the right table from which it differs only in case or by one letter",
}, {
	Code: "REF003", Severity: finding.Error, Title: "missing table",
	Why:     "References to its records cannot be followed.",
	Example: "sessions have speakers, but there is no people.json", Remedy: "Add the file of the table.",
}, {
	Code: "REF004", Severity: finding.Error, Title: "record that refers to itself",
	Why:     "A record cannot be part of itself or follow itself.",
	Example: `"id": "thm-law", "broader": "thm-law"`, Remedy: "Remove the field, or name another record.",
	All: true, Applies: refersToItself, Check: selfReference,
}, {
	Code: "REF005", Severity: finding.Error, Title: "duplicate organiser or speaker",
	Why:     "Counts and lists would show the entry twice.",
	Example: "the same organisation twice with the same role", Remedy: "Keep one of the entries.",
	Fix:    "removes the later entry, if it is the same in all fields",
	Fields: []string{vocab.Organisers, vocab.Speakers}, Check: duplicateEntries,
}, {
	Code: "REF006", Severity: finding.Warning, Title: "record that nothing refers to",
	Why:     "Either the theme is not needed, or a reference to it is missing.",
	Example: "a theme that no record has", Remedy: "Use the theme where it belongs, or remove it.",
}, {
	Code: "REF007", Severity: finding.Error, Title: "circular references",
	Why:     "A record cannot be part of its own part, or follow what follows it.",
	Example: "thm-a is under thm-b, and thm-b is under thm-a", Remedy: "Correct the reference that is wrong.",
}, {
	Code: "REF008", Severity: finding.Error, Title: "event of another conference",
	Why:     "A message belongs to the conference of the event in which it was given.",
	Example: "a message of 2022 with a session of 2021", Remedy: "Correct the event or the conference.",
	Fields: []string{vocab.Session, vocab.SideEvent}, With: []string{vocab.Conference}, Across: true, Check: otherConference,
}, {
	Code: "REF009", Severity: finding.Error, Title: "message with two events",
	Why:     "A message was given in a session or in a side event, not in both.",
	Example: `"session": "ses-a" and "side_event": "side-1"`, Remedy: "Keep the one that the source names.",
	Fields: []string{vocab.Session, vocab.SideEvent}, Across: true, Check: twoEvents,
}}

// resolve looks up every reference of a record and reports whether all are known.
func (c *Checker) resolve(r *record) bool {
	known := true
	if r.Trusted {
		for _, ref := range r.refs {
			known = c.refer(ref.Table, ref.ID) && known
		}
		return known
	}
	for link := range r.table.References(r.Raw) {
		known = c.refer(link.Field.Ref, []byte(link.ID)) && known
	}
	return known
}

// refer marks a record of a table as referred to. It reports whether there is such a record.
func (c *Checker) refer(table string, id []byte) bool {
	at, ok := c.known.find(id)
	if !ok || !c.isIn(at, table) {
		return false
	}
	if !at.referred {
		at.referred = true
		c.known.set(id, at)
	}
	return true
}

// absentTable is a table that the dataset does not have: the first reference into it, and how many there are.
type absentTable struct {
	first finding.Finding
	n     int
}

// dangling reports a reference that leads nowhere. References into an absent table are counted, to be reported
// once.
func (c *Checker) dangling(r *record, link schema.Link) {
	tables := schema.RefTables(link.Field.Ref)
	if i := slices.IndexFunc(tables, func(table string) bool { return c.broken[table] }); i >= 0 {
		if c.Wanted(r.File) {
			c.unchecked[tables[i]] = true
		}
		return
	}
	c.unknown = true
	if !c.Wanted(r.File) {
		return
	}
	if at, ok := c.known.find([]byte(link.ID)); ok && c.presentAll(tables) {
		message := fmt.Sprintf("%q is a record of %s, not of %s", link.ID, c.tables[at.table], text.Or(tables))
		r.add("REF002", message, "", link.Path()...)
		return
	}
	for _, table := range tables {
		if c.present[table] {
			continue
		}
		if c.absent[table] == nil {
			p := finding.Problem{Code: "REF003", Path: link.Path()}
			c.absent[table] = &absentTable{first: finding.Place(r.Record, r.table.Display, p)}
		}
		c.absent[table].n++
		return
	}
	message := fmt.Sprintf("%s %q does not exist", link.Field.Name, link.ID)
	r.add(DanglingReference, message, c.suggest(link.Field.Ref, link.ID), link.Path()...)
}

// Unchecked returns the tables with errors into which references lead that could therefore not be checked.
func (c *Checker) Unchecked() []string { return slices.Sorted(maps.Keys(c.unchecked)) }

func (c *Checker) presentAll(tables []string) bool {
	return !slices.ContainsFunc(tables, func(table string) bool { return !c.present[table] })
}

// absentTables reports the tables that references point into and that the dataset does not have.
func (c *Checker) absentTables() []finding.Finding {
	var findings []finding.Finding
	for _, table := range slices.Sorted(maps.Keys(c.absent)) {
		f := c.absent[table].first
		f.Message = fmt.Sprintf("table %s is missing, but this value refers to it", table)
		if n := c.absent[table].n; n > 1 {
			f.Message = fmt.Sprintf("table %s is missing, but %d references need it; this is the first", table, n)
		}
		f.Hint = fmt.Sprintf("add the table %s to the dataset", table)
		findings = append(findings, f)
	}
	return findings
}

// Comparing a wrong id with all others takes time, so the number of wrong ids and of others is limited, and that of the pairs of
// their letters.
const (
	mostSuggestions = 200
	mostCompared    = 20_000
	mostPairs       = 4_000_000_000
)

// suggest returns the hint for a reference that leads nowhere.
func (c *Checker) suggest(table, id string) string {
	wrong := table + " " + id
	if hint, ok := c.hints[wrong]; ok {
		return hint
	}
	var ids []string
	for _, t := range schema.RefTables(table) {
		n := len(c.known.records[t])
		if len(c.hints) >= mostSuggestions || n > mostCompared || c.pairs > mostPairs {
			return ""
		}
		c.pairs += n * len(id) * len(id)
		ids = append(ids, c.known.listed(t)...)
	}
	c.hints[wrong] = text.DidYouMean(id, ids)
	return c.hints[wrong]
}

// ownReferences returns the fields of a table that refer to one record of the same table.
func ownReferences(t *schema.Table) []*schema.Field {
	return slices.DeleteFunc(slices.Clone(t.Fields()), func(f *schema.Field) bool { return f.Ref != t.Name || f.List })
}

func refersToItself(_ *Checker, t *schema.Table) bool { return len(ownReferences(t)) > 0 }

func selfReference(r *record) {
	id := r.text(vocab.ID)
	if r.repeated || id == "" {
		return
	}
	for _, f := range ownReferences(r.table) {
		if r.text(f.Name) == id {
			r.report(f.Name+" refers to the record itself", "leave it out, or name another record", f.Name)
		}
	}
}

func duplicateEntries(r *record) {
	r.duplicates(vocab.Organisers, []string{vocab.Organisation, vocab.Role}, func(e []byte) string {
		return fmt.Sprintf("%s has the role %s twice", rawjson.GetText(e, vocab.Organisation), rawjson.GetText(e, vocab.Role))
	})
	r.duplicates(vocab.Speakers, []string{vocab.Person, vocab.Role}, func(e []byte) string {
		return rawjson.GetText(e, vocab.Person) + " is listed twice"
	})
}

// otherConference compares the conferences of a record and of its event.
func otherConference(r *record) {
	for _, name := range []string{vocab.Session, vocab.SideEvent} {
		of := r.target(name).text(vocab.Conference)
		if of == "" || !r.checker.target(vocab.Conferences, []byte(of)).exists { // the event has no conference itself
			continue
		}
		if own := unquoted(r.get(vocab.Conference)); string(own) != of {
			r.report(fmt.Sprintf("%s is not an event of %s", r.text(name), own), "", name)
		}
	}
}

func twoEvents(r *record) {
	if r.get(vocab.Session) != nil && r.get(vocab.SideEvent) != nil {
		r.report("the message has both a session and a side event", "keep the one in which the message was given", vocab.SideEvent)
	}
}

// unused reports the themes that nothing refers to. Records of other tables need no reference.
func (c *Checker) unused(table string) {
	if table != vocab.Themes || c.unknown || len(c.broken) > 0 { // a reference may be in what has an error
		return
	}
	for _, other := range c.model.Tables {
		if !c.present[other.Name] && slices.Contains(other.Targets(), table) {
			return // a part of a dataset: what refers to the theme may be elsewhere
		}
	}
	for _, id := range c.known.listed(table) {
		if at, _ := c.known.find([]byte(id)); !at.referred {
			c.unplaced.add(table, id, finding.Problem{
				Code: "REF006", Message: "nothing refers to it", Hint: "use it where it belongs, or remove it",
			})
		}
	}
}

// circles reports references of a table into itself that lead back to where they start.
func (c *Checker) circles(table string) {
	for _, f := range ownReferences(c.model.Table(table)) {
		next := func(id string) string { return c.target(table, []byte(id)).text(f.Name) }
		done := map[string]bool{}
		for _, start := range c.known.listed(table) {
			var way []string // from start
			at := start
			for next(at) != "" && !done[at] {
				done[at] = true
				way = append(way, at)
				at = next(at)
			}
			if i := slices.Index(way, at); i >= 0 && len(way)-i > 1 {
				message := fmt.Sprintf("%s is a circular reference through %s", f.Name, circle(way[i:]))
				c.unplaced.add(table, at, finding.Problem{
					Code: "REF007", Path: []string{f.Name}, Message: message, Hint: "correct the reference that is wrong",
				})
			}
		}
	}
}

// circle names the records of a circle, the first of many.
func circle(ids []string) string {
	const most = 5
	if more := len(ids) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), more)
	}
	return text.Join(ids)
}
