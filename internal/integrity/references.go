package integrity

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"malaga/internal/diag"
	"malaga/internal/raw"
	"malaga/schema"
)

// references looks up every reference of a record, and says whether all led somewhere. refs are those of a
// plain record, found on the way; only if one is unknown is the record walked for their places.
func (c *Checker) references(v *view, refs []schema.Ref) bool {
	if v.Plain {
		all := true
		for _, ref := range refs {
			all = c.known(ref.Table, ref.ID) && all
		}
		if all {
			return true
		}
	}
	all := true
	eachReference(v.Raw, v.table.Fields(), nil, func(f *schema.Field, id string, path []string) {
		if !c.known(f.Ref, []byte(id)) {
			all = false
			c.unknown(v, f, id, path)
		}
	})
	return all
}

// known says whether an id is that of a record of a table, and notes that it is referred to.
func (c *Checker) known(table string, id []byte) bool {
	s := c.ids.find(id)
	if s.hash == 0 || c.tables[s.table] != table {
		return false
	}
	s.referred = true
	return true
}

// unknown puts a reference off until Finish: its target may still turn up.
func (c *Checker) unknown(v *view, f *schema.Field, id string, path []string) {
	if a := c.absent[f.Ref]; a != nil && c.final {
		a.n++
		return
	}
	p := diag.Problem{Code: "REF001", Path: path, Message: fmt.Sprintf("%s %q does not exist", f.Name, id)}
	found := diag.Place(v.Record, v.table.Display, p)
	if c.final && !c.present[f.Ref] {
		c.absent[f.Ref] = &absentee{found, 1}
		return
	}
	c.pending = append(c.pending, pending{found, f.Ref, id})
}

// unresolved tells of the references that led nowhere in the end.
func (c *Checker) unresolved() []diag.Finding {
	var findings []diag.Finding
	c.doubt = c.doubt || len(c.absent) > 0
	for _, p := range c.pending {
		if c.known(p.table, []byte(p.id)) || c.broken[p.table] {
			continue
		}
		c.doubt = true
		if !c.present[p.table] {
			if c.absent[p.table] == nil {
				c.absent[p.table] = &absentee{first: p.finding}
			}
			c.absent[p.table].n++
			continue
		}
		if s := c.ids.find([]byte(p.id)); s.hash != 0 {
			p.finding.Code = "REF002"
			p.finding.Message = fmt.Sprintf("%q is a record of %s, not of %s", p.id, c.tables[s.table], p.table)
		} else {
			p.finding.Hint = c.suggest(p.table, p.id)
		}
		findings = append(findings, p.finding)
	}
	for table, a := range c.absent {
		a.first.Code = "REF003"
		a.first.Message = fmt.Sprintf("table %s is missing, and %s", table, refer(a.n))
		a.first.Hint = fmt.Sprintf("add %s.json to the dataset", table)
		findings = append(findings, a.first)
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
	if len(c.hints) >= suggestions || len(c.kept[table]) > suggestIn {
		return ""
	}
	c.hints[id] = diag.DidYouMean(id, slices.Sorted(maps.Keys(c.kept[table])))
	return c.hints[id]
}

func refer(n int) string {
	if n == 1 {
		return "this reference points into it"
	}
	return fmt.Sprintf("%d references point into it, this one first", n)
}

// eachReference calls fn with every reference of an object, however deep, and the path to it.
func eachReference(v []byte, fields []*schema.Field, path []string, fn func(f *schema.Field, id string, path []string)) {
	for m := range raw.Members(v) {
		i := slices.IndexFunc(fields, func(f *schema.Field) bool { return raw.NameIs(m.Name, f.Name) })
		if i < 0 || (fields[i].Kind != schema.Reference && fields[i].Kind != schema.Object) {
			continue
		}
		f := fields[i]
		one := func(e []byte, at []string) {
			if f.Kind == schema.Object {
				eachReference(e, f.Fields, at, fn)
			} else {
				fn(f, raw.Text(e), at)
			}
		}
		at := append(slices.Clone(path), f.Name)
		if !f.List {
			one(m.Value, at)
			continue
		}
		n := 0
		for _, e := range raw.Elements(m.Value) {
			one(e, append(slices.Clone(at), strconv.Itoa(n)))
			n++
		}
	}
}
