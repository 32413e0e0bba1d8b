package schema

import (
	"io/fs"
	"testing"
)

// Load guards the schemas of others only, to start faster.
func TestTheProgramsOwnSchemasPassTheGuard(t *testing.T) {
	t.Parallel()
	others := struct{ fs.FS }{Embedded()}
	if _, err := Load(others); err != nil {
		t.Error(err)
	}
}

// A keyword that the fast path does not know would make validation nine times as slow.
func TestTheFastPathKnowsTheProgramsOwnSchemas(t *testing.T) {
	t.Parallel()
	set, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*program]bool{}
	var visit func(where string, p *program)
	visit = func(where string, p *program) {
		if p == nil || seen[p] {
			return
		}
		seen[p] = true
		if p.unsure || p.types&otherType != 0 {
			t.Errorf("%s: the fast path does not know all keywords", where)
		}
		for i, name := range p.names {
			visit(where+"."+name, p.properties[i])
		}
		visit(where+"[]", p.items)
		for _, sub := range append([]*program{p.cond, p.then}, p.all...) {
			visit(where+", in place", sub)
		}
	}
	f := set.FastValidator()
	for _, table := range append(set.Model.Names(), metaName) {
		visit(table, f.row(table))
	}
	if len(seen) < 10*len(set.Model.Tables) {
		t.Errorf("only %d schemas visited", len(seen))
	}
}
