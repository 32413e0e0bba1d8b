package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// references looks up every reference of a record, and says whether all led somewhere. refs are those of a
// plain record, found on the way.
func (c *Checker) references(v *view, refs []schema.Ref) bool {
	all := true
	if v.Trusted {
		for _, ref := range refs {
			all = c.known(ref.Table, ref.ID) && all
		}
		return all
	}
	eachReference(v.Raw, v.table.Fields(), nil, func(r reference) { all = c.known(r.Ref, []byte(r.id)) && all })
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

// reference is one reference of a record: the field, the id and the path to it.
type reference struct {
	*schema.Field
	id   string
	path []string
}

// dangling tells of a reference that leads nowhere. Of those into a table that is not there at all only the
// first is told, with their number.
func (c *Checker) dangling(v *view, r reference) {
	if c.broken[r.Ref] {
		return
	}
	c.doubt = true
	p := finding.Problem{Code: "REF001", Path: r.path, Message: fmt.Sprintf("%s %q does not exist", r.Name, r.id)}
	if !c.present[r.Ref] {
		if c.absent[r.Ref] == nil {
			c.absent[r.Ref] = &absentee{first: finding.Place(v.Record, v.table.Display, p)}
		}
		c.absent[r.Ref].n++
		return
	}
	if s := c.ids.find([]byte(r.id)); s.hash != 0 {
		p.Code, p.Message = "REF002", fmt.Sprintf("%q is a record of %s, not of %s", r.id, c.tables[s.table], r.Ref)
	} else {
		p.Hint = c.suggest(r.Ref, r.id)
	}
	if len(v.problems) < finding.MostProblems {
		v.problems = append(v.problems, p)
	}
}

// missing tells of the tables that are not there.
func (c *Checker) missing() []finding.Finding {
	var findings []finding.Finding
	for _, table := range slices.Sorted(maps.Keys(c.absent)) {
		a := c.absent[table]
		a.first.Code = "REF003"
		a.first.Message = fmt.Sprintf("table %s is missing, and %s", table, refer(a.n))
		a.first.Hint = fmt.Sprintf("add the table %s to the dataset", table)
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
	wrong := table + " " + id
	if hint, ok := c.hints[wrong]; ok {
		return hint
	}
	if len(c.hints) >= suggestions || len(c.kept[table]) > suggestIn {
		return ""
	}
	c.hints[wrong] = text.DidYouMean(id, slices.Sorted(maps.Keys(c.kept[table])))
	return c.hints[wrong]
}

func refer(n int) string {
	if n == 1 {
		return "this reference points into it"
	}
	return fmt.Sprintf("%d references point into it, this one first", n)
}

// eachReference calls fn with every reference of an object, however deep, and the path to it.
func eachReference(v []byte, fields []*schema.Field, path []string, fn func(reference)) {
	for m := range rawjson.Members(v) {
		i := slices.IndexFunc(fields, func(f *schema.Field) bool { return rawjson.NameIs(m.Name, f.Name) })
		if i < 0 || (fields[i].Kind != schema.Reference && fields[i].Kind != schema.Object) {
			continue
		}
		f := fields[i]
		one := func(e []byte, at []string) {
			if f.Kind == schema.Object {
				eachReference(e, f.Fields, at, fn)
			} else if rawjson.Kind(e) == '"' {
				fn(reference{f, rawjson.Text(e), at})
			}
		}
		at := append(slices.Clone(path), f.Name)
		if !f.List {
			one(m.Value, at)
			continue
		}
		n := 0
		for _, e := range rawjson.Elements(m.Value) {
			one(e, append(slices.Clone(at), strconv.Itoa(n)))
			n++
		}
	}
}
