// Package integrity checks what a schema cannot say: that ids are unique, that references lead
// somewhere, that events end after they begin.
//
// It is fed records one at a time and keeps of them only their ids and the references that could not
// be resolved yet. A rule stays silent where what it depends on already has an error: one
// cause, one finding.
package integrity

import (
	"fmt"
	"slices"
	"strconv"

	"malaga/internal/diag"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/schema"
)

// The codes of this package.
const (
	DuplicateID  = "IDS001"
	Dangling     = "REF001"
	WrongTable   = "REF002"
	MissingTable = "REF003"
	EndBefore    = "TIM001"
)

// Codes lists the codes of this package, in order.
func Codes() []diag.Code {
	return []diag.Code{
		{Code: DuplicateID, Title: "an id is used twice", Why: "An id names one record of the whole dataset; with two, every reference to it is in doubt.", Remedy: "Give the later record an id of its own."},
		{Code: Dangling, Title: "a reference leads nowhere", Why: "The record that it names does not exist, so the link is lost.", Remedy: "Correct the id, or add the record."},
		{Code: WrongTable, Title: "a reference leads to the wrong table", Why: "The id exists, but names a record of another kind.", Remedy: "Use the id of a record of the table that the message names."},
		{Code: MissingTable, Title: "a table is missing that others refer to", Why: "Each reference into it would lead nowhere.", Remedy: "Add the file of the table."},
		{Code: EndBefore, Title: "an event ends before it begins", Why: "One of the two dates or times is wrong.", Remedy: "Correct the end, or the beginning."},
	}
}

// Checker checks one dataset.
type Checker struct {
	model   *schema.Model
	ids     map[string]home
	byTable map[string][]string // ids, for suggestions
	hints   map[string]string   // suggestions made
	pending []pending
	broken  map[string]bool
	present map[string]bool
}

// home is where an id is at home.
type home struct {
	table, file string
	line        int
}

// pending is a finding that stands unless its target turns up later.
type pending struct {
	finding diag.Finding
	table   string
	id      string
}

// New returns a checker for datasets of a model.
func New(m *schema.Model) *Checker {
	return &Checker{
		model: m, ids: map[string]home{}, byTable: map[string][]string{}, hints: map[string]string{},
		broken: map[string]bool{}, present: map[string]bool{},
	}
}

// Broken notes a table whose records could not all be read: references into it are not judged.
func (c *Checker) Broken(table string) { c.broken[table] = true }

// Present notes a table that the dataset has, even if it is empty.
func (c *Checker) Present(table string) { c.present[table] = true }

// Record takes one record with the problems of its form. Only if it has none is its content judged.
func (c *Checker) Record(r record.Record, form []diag.Problem) []diag.Finding {
	t := c.model.Table(r.Table)
	if t == nil {
		return nil
	}
	c.present[t.Name] = true
	var problems []diag.Problem
	if badID := slices.ContainsFunc(form, func(p diag.Problem) bool { return len(p.Path) == 1 && p.Path[0] == "id" }); badID || raw.Get(r.Raw, "id") == nil {
		c.Broken(t.Name) // references to the record that this was to be are not judged
	}
	if p, ok := c.identity(r); ok {
		problems = append(problems, p)
	}
	if len(form) == 0 && !r.Flawed {
		problems = append(problems, Times(r.Raw)...)
		c.references(r, t)
	}
	findings := make([]diag.Finding, len(problems))
	for i, p := range problems {
		findings[i] = diag.Place(r, t.Display, p)
	}
	return findings
}

// identity registers the id of a record.
func (c *Checker) identity(r record.Record) (diag.Problem, bool) {
	v := raw.Get(r.Raw, "id")
	if raw.Kind(v) != '"' {
		return diag.Problem{}, false
	}
	id := raw.Text(v)
	if first, ok := c.ids[id]; ok {
		return diag.Problem{
			Code: DuplicateID, Path: []string{"id"},
			Message: fmt.Sprintf("id %q is already used at %s:%d", id, first.file, first.line), Hint: "give this record another id",
		}, true
	}
	c.ids[id] = home{r.Table, r.File, r.Pos.Line}
	c.byTable[r.Table] = append(c.byTable[r.Table], id)
	return diag.Problem{}, false
}

// references looks at every reference of a record, however deep.
func (c *Checker) references(r record.Record, t *schema.Table) {
	var object func(v []byte, fields []*schema.Field, path []string)
	value := func(v []byte, f *schema.Field, path []string) {
		switch f.Kind {
		case schema.Reference:
			c.reference(r, t, f, raw.Text(v), path)
		case schema.Object:
			object(v, f.Fields, path)
		}
	}
	object = func(v []byte, fields []*schema.Field, path []string) {
		for m := range raw.Members(v) {
			i := slices.IndexFunc(fields, func(f *schema.Field) bool { return raw.NameIs(m.Name, f.Name) })
			if i < 0 {
				continue
			}
			f, at := fields[i], append(slices.Clone(path), fields[i].Name)
			if !f.List {
				value(m.Value, f, at)
				continue
			}
			n := 0
			for _, e := range raw.Elements(m.Value) {
				value(e, f, append(slices.Clone(at), strconv.Itoa(n)))
				n++
			}
		}
	}
	object(r.Raw, t.Fields(), nil)
}

// reference checks one reference. What may still turn up is put off until Finish.
func (c *Checker) reference(r record.Record, t *schema.Table, f *schema.Field, id string, path []string) {
	if h, ok := c.ids[id]; ok && h.table == f.Ref {
		return
	}
	p := diag.Problem{Code: Dangling, Path: path, Message: fmt.Sprintf("%s %q does not exist", f.Name, id)}
	c.pending = append(c.pending, pending{diag.Place(r, t.Display, p), f.Ref, id})
}

// Finish returns what can be said only when all records are known.
func (c *Checker) Finish() []diag.Finding {
	var findings []diag.Finding
	missing := map[string]int{} // how many references point into a table that is not there
	for _, p := range c.pending {
		if !c.present[p.table] && !c.broken[p.table] {
			missing[p.table]++
		}
	}
	for _, p := range c.pending {
		h, known := c.ids[p.id]
		switch {
		case known && h.table == p.table, c.broken[p.table]:
			continue
		case missing[p.table] > 0:
			p.finding.Code = MissingTable
			p.finding.Message = fmt.Sprintf("table %s is missing, and %s", p.table, refer(missing[p.table]))
			p.finding.Hint = fmt.Sprintf("add %s.json to the dataset", p.table)
			missing[p.table] = -1 // said once
		case missing[p.table] < 0:
			continue
		case known:
			p.finding.Code = WrongTable
			p.finding.Message = fmt.Sprintf("%q is a record of %s, not of %s", p.id, h.table, p.table)
		default:
			p.finding.Hint = c.suggest(p.table, p.id)
		}
		findings = append(findings, p.finding)
	}
	return findings
}

// Comparing a wrong id with all others costs time: it is done for so many, among so many.
const (
	suggestions = 200
	suggestIn   = 20_000
)

// suggest is the hint for a reference that leads nowhere.
func (c *Checker) suggest(table, id string) string {
	if hint, ok := c.hints[id]; ok {
		return hint
	}
	if len(c.hints) >= suggestions || len(c.byTable[table]) > suggestIn {
		return ""
	}
	c.hints[id] = diag.DidYouMean(id, c.byTable[table])
	return c.hints[id]
}

func refer(n int) string {
	if n == 1 {
		return "this reference points into it"
	}
	return fmt.Sprintf("%d references point into it, this one first", n)
}
