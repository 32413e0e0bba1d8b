package rules

import (
	"slices"
	"time"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// Checker checks one dataset. It is fed one record at a time. Of most records it keeps nothing but the hash of
// their id; of those that others refer to, it keeps the texts that rules read. A rule stays silent where what it depends on already
// has an error: one cause, one finding.
type Checker struct {
	Quotes Quotes                 // texts of documents, to check quotes against
	Wanted func(file string) bool // whether the findings of a file are reported; what is reported once has its place in such a file

	model    *schema.Model
	members  []rawjson.Member            // of the record, unless the fast path has found them
	rules    map[string][]*Rule          // by table
	texts    []*Rule                     // those that check texts
	free     map[string][]*schema.Field  // the fields that can hold any text, by table
	severity map[string]finding.Severity // by code

	tables  []string
	targets map[string]bool // the tables that others refer to
	present map[string]bool // the tables that the dataset has
	broken  map[string]bool // the tables of which some records are not known

	known    *known
	files    []string
	order    *idOrder
	deferred deferred
	absent   map[string]*absentTable
	hints    map[string]string // by table and wrong id
	pairs    int               // of letters that were compared for them
	unknown  bool              // some references could not be read
	unplaced unplaced

	unchecked map[string]bool // the tables with errors into which unknown references lead

	zones map[string]*time.Location // by name; nil for a name of none
}

// New returns a checker for a dataset of a model.
func New(m *schema.Model) *Checker {
	c := &Checker{
		Wanted: func(string) bool { return true },
		model:  m, rules: map[string][]*Rule{}, free: map[string][]*schema.Field{}, severity: map[string]finding.Severity{},
		tables: m.Names(), targets: map[string]bool{}, present: map[string]bool{}, broken: map[string]bool{},
		deferred: newDeferred(), absent: map[string]*absentTable{}, hints: map[string]string{}, unchecked: map[string]bool{},
		zones: map[string]*time.Location{}, unplaced: unplaced{},
	}
	tables := slices.Concat(m.Tables, []*schema.Table{m.Description})
	for _, t := range m.Tables {
		for _, target := range t.Targets() {
			c.targets[target] = true
		}
	}
	c.order = newIDOrder(m, c.targets)
	c.known = newKnown(m, c.targets)
	c.severity[rawjson.Length] = finding.Error
	for _, r := range all() {
		c.severity[r.Code] = r.Severity
		if r.Text != nil {
			c.texts = append(c.texts, &r)
		}
		for _, t := range tables {
			if r.inTable(c, t) {
				c.rules[t.Name] = append(c.rules[t.Name], &r)
			}
		}
	}
	for _, t := range tables {
		c.free[t.Name] = slices.DeleteFunc(slices.Clone(t.Fields()), hasForm)
	}
	return c
}

// Broken marks a table whose records could not all be read: references into it are not checked.
func (c *Checker) Broken(table string) { c.broken[table] = true }

// Present marks a table that the dataset has, even if it is empty.
func (c *Checker) Present(table string) { c.present[table] = true }

// Record checks one record. form are the problems that the schema has with it; what these touch is not checked.
// parts are those of a valid record; of others they are looked up here.
func (c *Checker) Record(rec rawjson.Record, form []finding.Problem, parts schema.Parts) []finding.Finding {
	judged := !rec.HasProblems // no problem was found but those of form
	rec.HasProblems = rec.HasProblems || len(form) > 0
	r := c.record(rec, parts)
	if r.table == nil {
		if r.table = c.model.Description; rec.Table != r.table.Name || rec.HasProblems {
			return nil
		}
		c.check(r, true, nil)
		return r.findings()
	}
	c.present[rec.Table] = true
	c.deferred.met[rec.Table]++
	c.identify(r, form)
	if !rec.HasProblems {
		known := c.resolve(r)
		if !known {
			c.postpone(r, nil)
		}
		c.check(r, known, nil)
		return r.findings()
	}
	c.unknown = true
	if wrong, ok := touched(form); ok && judged {
		known := true
		for link := range r.table.References(r.Raw) {
			known = (wrong[link.Path()[0]] || c.refer(link.Field.Ref, []byte(link.ID))) && known
		}
		if !known {
			c.postpone(r, wrong)
		}
		r.without(wrong)
		c.check(r, known, wrong)
	}
	return r.findings()
}

// record returns a record with its parts, until the next one.
func (c *Checker) record(rec rawjson.Record, parts schema.Parts) *record {
	if !rec.Trusted {
		c.members = slices.AppendSeq(c.members[:0], rawjson.Members(rec.Raw))
		parts = schema.Parts{Members: c.members}
	}
	return &record{Record: rec, checker: c, table: c.model.Table(rec.Table), members: parts.Members, refs: parts.Refs, plain: parts.Plain}
}

// touched returns the fields that problems of the form are about; ok is false if one is about the record as a
// whole.
func touched(form []finding.Problem) (fields map[string]bool, ok bool) {
	fields = map[string]bool{}
	for _, p := range form {
		switch {
		case len(p.Path) > 0:
			fields[p.Path[0]] = true
		case p.Missing != "":
			fields[p.Missing] = true
		default:
			return nil, false
		}
	}
	return fields, true
}

// check applies the rules to a record, those that follow references only if all of these are known. wrong are the
// fields that have problems: a rule that reads one of them is skipped.
func (c *Checker) check(r *record, known bool, wrong map[string]bool) {
	for _, rule := range c.rules[r.table.Name] {
		if (known || !rule.Across) && (len(wrong) == 0 || !rule.reads(wrong)) {
			r.code = rule.Code
			rule.Check(r)
		}
	}
	if !r.plain {
		c.checkTexts(r)
	}
}

// Finish returns the findings that are certain only when all records are known, but for those of Unplaced.
func (c *Checker) Finish() []finding.Finding {
	var findings []finding.Finding
	for _, h := range c.deferred.held {
		r := c.record(h.Record, schema.Parts{})
		c.settle(r, h.wrong)
		findings = append(findings, r.findings()...)
	}
	for table := range c.known.records {
		c.unused(table)
		c.circles(table)
	}
	return append(findings, c.absentTables()...)
}
