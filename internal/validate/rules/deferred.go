package rules

import (
	"bytes"
	"maps"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// Limits of the deferred records that are held in memory. In a dataset whose tables come in the order of their references few
// records are deferred; in others all may be.
const (
	mostHeld  = 10_000
	heldBytes = 16 << 20
)

// deferred are the records with references that were not known when they were read: these, and the rules that follow
// them, are checked when all ids are known. Some of the records are held; the others are read again.
type deferred struct {
	held   []heldRecord
	bytes  int                 // of these
	marked map[string][]uint64 // a bit for each record, by table
	faulty map[string][]faulty // those of these that have problems, in order
	met    map[string]int      // records of each table in the first reading
	again  map[string]int      // and in the second
}

// faulty is the number of a record in its table, from 0, and a bit for each of its fields that has problems.
type faulty struct {
	n      int
	fields uint64
}

// heldRecord is a deferred record, and those of its fields that have problems.
type heldRecord struct {
	rawjson.Record
	wrong map[string]bool
}

func newDeferred() deferred {
	return deferred{marked: map[string][]uint64{}, faulty: map[string][]faulty{}, met: map[string]int{}, again: map[string]int{}}
}

// hold defers the record that was read last, by holding it if there is room.
func (d *deferred) hold(r *record, wrong map[string]bool) {
	if len(d.held) == mostHeld || d.bytes+len(r.Raw) > heldBytes {
		d.mark(r, wrong)
		return
	}
	rec := r.Record
	rec.Raw = bytes.Clone(rec.Raw)
	rec.Trusted = false // its parts are not held
	d.held = append(d.held, heldRecord{rec, wrong})
	d.bytes += len(rec.Raw)
}

// mark defers the record that was read last until its table is read again.
func (d *deferred) mark(r *record, wrong map[string]bool) {
	n := d.met[r.Table] - 1
	bits := d.marked[r.Table]
	for len(bits) <= n/64 {
		bits = append(bits, 0)
	}
	bits[n/64] |= 1 << (n % 64)
	d.marked[r.Table] = bits
	if len(wrong) == 0 {
		return
	}
	f := faulty{n: n}
	for i, field := range r.table.Fields() {
		if wrong[field.Name] {
			f.fields |= 1 << i
		}
	}
	d.faulty[r.Table] = append(d.faulty[r.Table], f)
}

// wrong returns the fields that have problems in a marked record. It must be asked in the order of the records.
func (d *deferred) wrong(t *schema.Table, n int) map[string]bool {
	rest := d.faulty[t.Name]
	if len(rest) == 0 || rest[0].n != n {
		return nil
	}
	d.faulty[t.Name] = rest[1:]
	wrong := map[string]bool{}
	for i, field := range t.Fields() {
		if rest[0].fields&(1<<i) != 0 {
			wrong[field.Name] = true
		}
	}
	return wrong
}

// isMarked reports whether the record of a number, from 0, is marked.
func (d *deferred) isMarked(table string, n int) bool {
	bits := d.marked[table]
	return n/64 < len(bits) && bits[n/64]&(1<<(n%64)) != 0
}

// postpone defers a record. wrong are those of its fields that have problems.
func (c *Checker) postpone(r *record, wrong map[string]bool) {
	if !c.Wanted(r.File) { // its references count, and its findings are not reported
		c.deferred.mark(r, wrong)
		return
	}
	c.deferred.hold(r, wrong)
}

// ReadAgain returns the tables that must be read again, each record to be passed to Again: their ids did not come in
// order, so that one may be a duplicate, or their records were deferred.
func (c *Checker) ReadAgain() []string {
	tables := slices.Concat(slices.Collect(maps.Keys(c.order.broken)), slices.Collect(maps.Keys(c.deferred.marked)))
	slices.Sort(tables)
	return slices.Compact(tables)
}

// Again checks a record for the second time, when all ids are known.
func (c *Checker) Again(rec rawjson.Record, parts schema.Parts) []finding.Finding {
	r := c.record(rec, parts)
	n := c.deferred.again[rec.Table]
	c.deferred.again[rec.Table]++
	if c.order.broken[rec.Table] {
		c.registerAgain(r)
	}
	if c.deferred.isMarked(rec.Table, n) {
		c.settle(r, c.deferred.wrong(r.table, n))
	}
	return r.findings()
}

// settle checks the references of a deferred record and what depends on them. wrong are its fields that have problems.
func (c *Checker) settle(r *record, wrong map[string]bool) {
	if len(wrong) > 0 || !c.resolve(r) { // the paths of the references are needed
		for link := range r.table.References(r.Raw) {
			if !wrong[link.Path()[0]] && !c.refer(link.Field.Ref, []byte(link.ID)) {
				c.dangling(r, link)
			}
		}
		r.without(wrong)
	}
	for _, rule := range c.rules[r.Table] {
		if rule.Across && !rule.reads(wrong) {
			r.code = rule.Code
			rule.Check(r)
		}
	}
}

// unplaced are problems that are known when all records have been read, by the table and the id of their record.
type unplaced map[string]map[string][]finding.Problem

func (u unplaced) add(table, id string, p finding.Problem) {
	if u[table] == nil {
		u[table] = map[string][]finding.Problem{}
	}
	u[table][id] = append(u[table][id], p)
}

// Unplaced returns the tables that must be read again after Finish, each record to be passed to Place.
func (c *Checker) Unplaced() []string { return slices.Sorted(maps.Keys(c.unplaced)) }

// Place returns the findings about a record that were known when all records had been read.
func (c *Checker) Place(rec rawjson.Record, parts schema.Parts) []finding.Finding {
	r := c.record(rec, parts)
	id := r.text(vocab.ID)
	for _, p := range c.unplaced[rec.Table][id] {
		p.Severity = c.severity[p.Code]
		r.problems = append(r.problems, p)
	}
	delete(c.unplaced[rec.Table], id) // a second record of this id has a finding of its own
	return r.findings()
}
