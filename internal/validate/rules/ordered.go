package rules

import (
	"bytes"
	"regexp"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// ordered spares the ids of large tables. As long as the ids of a table come in ascending order none of
// them can stand twice, and of a table that nothing refers to they are needed for nothing else: one
// id is remembered instead of a million. A table whose order breaks must be read again.
type ordered struct {
	last   map[string][]byte // by table, of those that can be spared
	begins map[string]string // how the ids of those tables begin
	broken map[string]bool
}

// newOrdered finds the tables whose ids can be spared: nothing refers to them, and the schema gives their
// ids a beginning that no other table's have.
func newOrdered(m *schema.Model, targets map[string]bool) *ordered {
	o := &ordered{last: map[string][]byte{}, begins: map[string]string{}, broken: map[string]bool{}}
	prefixed := regexp.MustCompile(`^\^([a-z]+-)`)
	beginnings := map[string]int{}
	for _, t := range m.Tables {
		if f := t.Field("id"); f != nil {
			beginnings[prefixed.FindString(f.Pattern)]++
		}
	}
	for _, t := range m.Tables {
		if f := t.Field("id"); f != nil && !targets[t.Name] {
			if b := prefixed.FindString(f.Pattern); b != "" && beginnings[b] == 1 {
				o.last[t.Name], o.begins[t.Name] = []byte{}, b[1:]
			}
		}
	}
	return o
}

// pass says whether an id need not be kept.
func (o *ordered) pass(table string, id []byte) bool {
	last, spared := o.last[table]
	if !spared || !o.own(table, id) {
		return false
	}
	if bytes.Compare(id, last) <= 0 {
		o.broken[table] = true
	} else {
		o.last[table] = append(last[:0], id...)
	}
	return true
}

// own says whether an id begins as only those of its table do.
func (o *ordered) own(table string, id []byte) bool {
	return bytes.HasPrefix(id, []byte(o.begins[table]))
}

// KeepAll keeps every id, and every record that must wait, for a dataset that cannot be read again.
func (c *Checker) KeepAll() {
	clear(c.ordered.last)
	c.later.once = true
}

// registerAgain looks whether the id of a record of an unordered table has been there before.
func (c *Checker) registerAgain(r rawjson.Record) []finding.Finding {
	t := c.model.Table(r.Table)
	v := &view{Record: r, table: t, members: slices.Collect(rawjson.Members(r.Raw)), severity: c.severity}
	if id := []byte(v.text("id")); rawjson.Kind(v.get("id")) == '"' && c.ordered.own(r.Table, id) {
		c.register(v, id) // others have been kept the first time
	}
	return c.place(v)
}
