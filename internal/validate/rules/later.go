package rules

import (
	"bytes"
	"maps"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
)

// mostHeld is how many records that wait are held. In a dataset whose tables come in the order of their
// references hardly any wait; in one where they do not, all of them may.
const mostHeld = 10_000

// later are the records that referred to something that was not known when they were met: their references,
// and the rules that look across those, wait until all is known. Some are held; the rest are marked, and read again.
type later struct {
	once   bool // the dataset cannot be read again: all must be held
	held   []held
	marked map[string]*marks // by table
	met    map[string]int    // records by table, in the first reading
	again  map[string]int    // and in the second
}

// held is a record that waits, and which of its fields are wrong in themselves.
type held struct {
	rawjson.Record
	wrong map[string]bool
}

// marks are the numbers of records, a bit each.
type marks []uint64

func (m *marks) add(n int) {
	for n/64 >= len(*m) {
		*m = append(*m, 0)
	}
	(*m)[n/64] |= 1 << (n % 64)
}

func (m *marks) has(n int) bool { return m != nil && n/64 < len(*m) && (*m)[n/64]&(1<<(n%64)) != 0 }

func newLater() later {
	return later{marked: map[string]*marks{}, met: map[string]int{}, again: map[string]int{}}
}

// add notes the record that was met last.
func (l *later) add(r rawjson.Record, wrong map[string]bool) {
	if l.once || len(l.held) < mostHeld {
		r.Raw = bytes.Clone(r.Raw)
		l.held = append(l.held, held{r, wrong})
		return
	}
	if wrong != nil { // there is more than enough to mend first
		return
	}
	if l.marked[r.Table] == nil {
		l.marked[r.Table] = &marks{}
	}
	l.marked[r.Table].add(l.met[r.Table] - 1)
}

// ReadAgain lists the tables that must be read again, each record to be given to Again: their ids did not
// come in order, so they may hold one twice, or their references led to what came later.
func (c *Checker) ReadAgain() []string {
	tables := slices.Concat(slices.Collect(maps.Keys(c.ordered.broken)), slices.Collect(maps.Keys(c.later.marked)))
	slices.Sort(tables)
	return slices.Compact(tables)
}

// Again takes a record for the second time, when all ids are known.
func (c *Checker) Again(r rawjson.Record) []finding.Finding {
	n := c.later.again[r.Table]
	c.later.again[r.Table] = n + 1
	var findings []finding.Finding
	if c.ordered.broken[r.Table] {
		findings = c.registerAgain(r)
	}
	if c.later.marked[r.Table].has(n) {
		findings = append(findings, c.settle(r, nil)...)
	}
	return findings
}

// settle judges the references of a record, now that all ids are known, and what lies across them; wrong are
// the fields that are wrong in themselves.
func (c *Checker) settle(r rawjson.Record, wrong map[string]bool) []finding.Finding {
	t := c.model.Table(r.Table)
	v := &view{Record: r, table: t, members: slices.Collect(rawjson.Members(r.Raw)), kept: c.kept, severity: c.severity}
	eachReference(r.Raw, t.Fields(), nil, func(f reference) {
		if !wrong[f.path[0]] && !c.known(f.Ref, []byte(f.id)) {
			c.dangling(v, f)
		}
	})
	v.members = slices.DeleteFunc(v.members, func(m rawjson.Member) bool { return wrong[rawjson.Text(m.Name)] })
	for _, rule := range c.rules[r.Table] {
		if rule.across && !slices.ContainsFunc(rule.inputs(), func(name string) bool { return wrong[name] }) {
			rule.check(v)
		}
	}
	return c.place(v)
}
