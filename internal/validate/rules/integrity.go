// Package integrity checks what a schema cannot say: that ids are unique and references lead somewhere,
// that dates, counts, sources and texts are sound.
//
// It is fed records one at a time. Of most it keeps nothing but the hash of an id; of those that others
// refer to, their bytes, for the rules that look across a reference. A rule stays silent where what it
// depends on already has an error: one cause, one finding.
package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Checker checks one dataset.
type Checker struct {
	Quotes Quotes // texts of documents, to check quotes against

	model    *schema.Model
	members  []rawjson.Member // of the record being looked at, if it is not plain
	ids      *ids
	files    []string
	tables   []string
	targets  map[string]bool // the tables that others refer to
	kept     kept
	near     map[string]string // ids without hyphens, of tables that others refer to
	titles   nearTitles
	places   places
	ordered  *ordered
	rules    map[string][]check  // by table
	free     map[string][]string // by table
	hints    map[string]string
	later    later
	severity map[string]finding.Severity
	absent   map[string]*absentee
	broken   map[string]bool
	present  map[string]bool
	doubt    bool // some references are not known
}

// absentee is a table that is not there: the first reference into it, and how many there are.
type absentee struct {
	first finding.Finding
	n     int
}

// New returns a checker for datasets of a model.
func New(m *schema.Model) *Checker {
	c := &Checker{
		model: m, ids: newIDs(), tables: m.Names(), targets: map[string]bool{}, kept: kept{}, near: map[string]string{},
		titles: nearTitles{}, hints: map[string]string{}, absent: map[string]*absentee{}, later: newLater(), broken: map[string]bool{}, present: map[string]bool{},
	}
	for _, t := range m.Tables {
		for _, target := range t.Targets() {
			c.targets[target] = true
		}
	}
	c.ordered = newOrdered(m, c.targets)
	c.severity = map[string]finding.Severity{}
	for _, code := range Codes() {
		c.severity[code.Code] = code.Severity
	}
	c.rules, c.free = map[string][]check{}, map[string][]string{}
	for _, t := range m.Tables {
		c.rules[t.Name], c.free[t.Name] = c.rulesOf(t), free(t)
	}
	return c
}

// Broken notes a table whose records could not all be read: references into it are not judged.
func (c *Checker) Broken(table string) { c.broken[table] = true }

// Present notes a table that the dataset has, even if it is empty.
func (c *Checker) Present(table string) { c.present[table] = true }

// Record takes one record with the problems of its form. Only if it has none is its content judged.
// parts are those of a plain record; of others they are looked for here.
func (c *Checker) Record(r rawjson.Record, form []finding.Problem, parts schema.Parts) []finding.Finding {
	t := c.model.Table(r.Table)
	if t == nil {
		return c.description(r, form)
	}
	c.present[t.Name] = true
	c.later.met[t.Name]++
	if !r.Trusted {
		c.members = slices.AppendSeq(c.members[:0], rawjson.Members(r.Raw))
		parts.Members = c.members
	}
	v := &view{Record: r, table: t, members: parts.Members, kept: c.kept, severity: c.severity, free: c.free[t.Name]}
	v.HasProblems = r.HasProblems || len(form) > 0
	c.identity(v, form)
	if v.HasProblems {
		c.doubt = true // what it refers to is not known
		if !r.HasProblems {
			c.sound(v, form)
		}
		return c.place(v)
	}
	known := c.references(v, parts.Refs)
	if !known {
		c.later.add(r, nil)
	}
	for _, rule := range c.rules[t.Name] {
		if known || !rule.across {
			rule.check(v)
		}
	}
	return c.place(v)
}

// description checks what describes the dataset as a whole.
func (c *Checker) description(r rawjson.Record, form []finding.Problem) []finding.Finding {
	t := c.model.Description
	if r.Table != t.Name || r.HasProblems || len(form) > 0 {
		return nil
	}
	v := &view{Record: r, table: t, members: slices.Collect(rawjson.Members(r.Raw)), severity: c.severity, free: free(t)}
	texts(v)
	registered(v)
	return c.place(v)
}

// sound checks of a record whose form has problems what they do not touch: references and texts of the other
// fields, and the rules that look at none of those that are wrong.
func (c *Checker) sound(v *view, form []finding.Problem) {
	wrong := map[string]bool{}
	for _, p := range form {
		switch {
		case len(p.Path) > 0:
			wrong[p.Path[0]] = true
		case p.Missing != "":
			wrong[p.Missing] = true
		default:
			return // the record as a whole
		}
	}
	v.members = slices.DeleteFunc(slices.Clone(v.members), func(m rawjson.Member) bool { return wrong[rawjson.Text(m.Name)] })
	known := true
	eachReference(v.Raw, v.table.Fields(), nil, func(r reference) {
		known = (wrong[r.path[0]] || c.known(r.Ref, []byte(r.id))) && known
	})
	if !known {
		c.later.add(v.Record, wrong)
	}
	for _, rule := range c.rules[v.table.Name] {
		if rule.all || slices.ContainsFunc(rule.inputs(), func(name string) bool { return wrong[name] }) {
			continue
		}
		if known || !rule.across {
			rule.check(v)
		}
	}
}

// check is a group of rules: the fields of which it needs one to have anything to say, those that it looks at
// besides, and whether it looks across references.
type check struct {
	fields, also []string
	all          bool // it looks at every field
	across       bool
	check        func(*view)
}

func (c check) inputs() []string { return slices.Concat(c.fields, c.also) }

// rulesOf lists the rules that can say anything of a table's records.
func (c *Checker) rulesOf(t *schema.Table) []check {
	all := []check{
		{fields: []string{vocab.StartDate, vocab.EndDate, vocab.StartTime, vocab.TimeZone}, also: []string{vocab.EndTime, vocab.DateMeaning, vocab.PartOfDay}, check: times},
		{fields: []string{vocab.Attendance}, check: counts},
		{fields: []string{vocab.Sources, vocab.Variants}, all: true, check: provenance},
		{fields: []string{"id"}, check: texts},
		{fields: []string{vocab.Country, vocab.Language, vocab.Published, vocab.URL}, check: registered},
		{fields: []string{vocab.Country}, also: []string{vocab.Kind}, check: organisation},
		{fields: []string{vocab.Organisers}, check: hosts},
		{fields: []string{vocab.Speakers}, check: voices},
		{fields: []string{vocab.Position, vocab.Number, vocab.Label}, also: []string{"id", vocab.Conference, vocab.Kind}, check: c.places.note},
		{fields: []string{vocab.StartTime}, also: []string{vocab.Conference, vocab.Sources}, across: true, check: zoneless{}.clock},
		{fields: []string{vocab.Follows, vocab.FollowUpTo, vocab.Date, vocab.StartDate}, also: []string{vocab.EndDate, vocab.StartTime, vocab.Conference}, across: true, check: programme},
		{fields: []string{vocab.Standing}, also: []string{vocab.Conference, vocab.Session, vocab.SideEvent, vocab.Document, vocab.Speaker, vocab.Organisation}, across: true, check: message},
	}
	var rules []check
	for _, r := range all {
		if slices.ContainsFunc(r.fields, func(name string) bool { return t.Field(name) != nil }) {
			rules = append(rules, r)
		}
	}
	if slices.Contains(t.Targets(), t.Name) {
		rules = append(rules, check{all: true, check: loops})
	}
	if c.targets[t.Name] && t.Field(vocab.Conference) == nil { // events of two conferences may share a title
		rules = append(rules, check{all: true, check: c.titles.note})
	}
	return append(rules, check{all: true, check: func(v *view) { c.Quotes.check(v) }})
}

func (c *Checker) place(v *view) []finding.Finding {
	var findings []finding.Finding
	for _, p := range v.problems {
		findings = append(findings, finding.Place(v.Record, v.table.Display, p))
	}
	return findings
}

// identity registers the id of a record.
func (c *Checker) identity(v *view, form []finding.Problem) {
	value := v.get("id")
	bad := slices.ContainsFunc(form, func(p finding.Problem) bool { return len(p.Path) == 1 && p.Path[0] == "id" })
	if bad || rawjson.Kind(value) != '"' {
		c.Broken(v.table.Name) // references to the record that this was to be are not judged
	}
	if rawjson.Kind(value) != '"' {
		return
	}
	id := value[1 : len(value)-1]
	if !v.Trusted { // a plain one has no escapes
		id = []byte(rawjson.Text(value))
	}
	if c.ordered.pass(v.Table, id) {
		return
	}
	if !c.register(v, id) || !c.targets[v.Table] {
		return
	}
	c.kept.add(v.Record, string(id))
	if other, taken := c.near[squeezed(id)]; taken {
		v.say("IDS002", fmt.Sprintf("id %q differs from %q only by hyphens", id, other), "if both are the same thing, keep one record", "id")
	} else {
		c.near[squeezed(id)] = string(id)
	}
}

// register notes an id; false if it is another record's.
func (c *Checker) register(v *view, id []byte) bool {
	first, added := c.ids.add(id, slot{line: uint32(v.Pos.Line), file: c.file(v.File), table: uint8(slices.Index(c.tables, v.Table))})
	if !added {
		v.repeated = true
		c.Broken(v.Table) // the id that it should have is not known
		v.say("IDS001", fmt.Sprintf("id %q is already used at %s:%d", id, c.files[first.file], first.line), "give this record another id", "id")
	}
	return added
}

func (c *Checker) file(name string) uint16 {
	if n := len(c.files); n > 0 && c.files[n-1] == name {
		return uint16(n - 1)
	}
	if i := slices.Index(c.files, name); i >= 0 {
		return uint16(i)
	}
	c.files = append(c.files, name)
	return uint16(len(c.files) - 1)
}

// Finish returns what can be said only when all records are known.
func (c *Checker) Finish() []finding.Finding {
	var findings []finding.Finding
	for _, h := range c.later.held {
		findings = append(findings, c.settle(h.Record, h.wrong)...)
	}
	findings = append(findings, c.missing()...)
	for _, table := range slices.Sorted(maps.Keys(c.kept)) {
		findings = append(findings, c.orphans(table)...)
		findings = append(findings, c.circles(table)...)
	}
	return findings
}

// whole reports a problem of a kept record.
func (c *Checker) whole(r rawjson.Record, code, message, hint string, path ...string) finding.Finding {
	return finding.Place(r, c.model.Display(r.Table), finding.Problem{Code: code, Severity: c.severity[code], Path: path, Message: message, Hint: hint})
}

// lists are the tables that are there only to be referred to: people, organisations and documents stand for
// themselves.
var lists = []string{vocab.Themes}

// orphans finds the records that nothing refers to.
func (c *Checker) orphans(table string) []finding.Finding {
	if !slices.Contains(lists, table) {
		return nil
	}
	if c.doubt || len(c.broken) > 0 {
		return nil // a reference may stand in what has an error
	}
	for _, other := range c.model.Tables {
		if !c.present[other.Name] && slices.Contains(other.Targets(), table) {
			return nil // a part of a dataset: what refers to it may be elsewhere
		}
	}
	var findings []finding.Finding
	for _, id := range slices.Sorted(maps.Keys(c.kept[table])) {
		if r := c.kept[table][id]; !c.ids.find([]byte(id)).referred {
			findings = append(findings, c.whole(r, "REF006", "nothing refers to it", "use it where it belongs, or remove it"))
		}
	}
	return findings
}

// circle names the records of a circle, the first of many.
func (c *Checker) circle(table, name, at string, n int) string {
	const most = 5
	ids := []string{at}
	for at = rawjson.GetText(c.kept.raw(table, at), name); len(ids) < min(n, most); at = rawjson.GetText(c.kept.raw(table, at), name) {
		ids = append(ids, at)
	}
	if n > most {
		return fmt.Sprintf("%s and %d more", strings.Join(ids, ", "), n-most)
	}
	return strings.Join(ids[:n-1], ", ") + " and " + ids[n-1]
}

// circles follows the references of a table into itself.
func (c *Checker) circles(table string) []finding.Finding {
	var findings []finding.Finding
	for _, f := range c.model.Table(table).Fields() {
		if f.Ref != table || f.List {
			continue
		}
		done := map[string]bool{}
		for _, start := range slices.Sorted(maps.Keys(c.kept[table])) {
			steps := map[string]int{} // on the way from start
			at := start
			for at != "" && !done[at] {
				if i, met := steps[at]; met {
					if n := len(steps) - i; n > 1 {
						findings = append(findings, c.whole(c.kept[table][at], "REF007", fmt.Sprintf("%s goes in a circle through %s", f.Name, c.circle(table, f.Name, at, n)), "break it where it is wrong", f.Name))
					}
					break
				}
				steps[at] = len(steps)
				at = rawjson.GetText(c.kept.raw(table, at), f.Name)
			}
			for id := range steps {
				done[id] = true
			}
		}
	}
	return findings
}
