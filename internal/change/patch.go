package change

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// patch returns a JSON Patch (RFC 6902) that makes the new dataset of the old one. The document that it changes has the members of
// the description and the tables as its members, whatever the files of the datasets are; the order of records counts, and so does
// that of all lists.
func (c *comparison) patch(ctx context.Context) ([]byte, error) {
	p := patch{comparison: c}
	if c.Tables == nil {
		p.description()
	}
	for i, t := range c.tables {
		if !c.isWanted(t) {
			continue
		}
		if err := p.table(ctx, i); err != nil {
			return nil, err
		}
	}
	if p.operations == nil {
		return []byte("[]\n"), nil
	}
	b := []byte("[\n  ")
	for i, operation := range p.operations {
		if i > 0 {
			b = append(b, ",\n  "...)
		}
		b = append(b, operation...)
	}
	return text.EscapeJSON(append(b, "\n]\n"...)), nil
}

// patch is a JSON Patch in the making.
type patch struct {
	*comparison
	operations [][]byte
	failed     error // too many
}

// The operations.
const (
	add     = "add"
	remove  = "remove"
	replace = "replace"
)

func (p *patch) add(operation string, path []string, value []byte) {
	o := rawjson.Object([]rawjson.Pair{
		{Name: "op", Value: rawjson.Quote(operation)},
		{Name: "path", Value: rawjson.Quote(finding.Pointer(path))},
		{Name: "value", Value: rawjson.Compact(value)},
	})
	p.operations = append(p.operations, o)
	if err := p.keep(len(o)); err != nil {
		p.failed = err
	}
}

// description compares the members beside the tables.
func (p *patch) description() {
	p.object(nil, p.old.description, p.new.description, schema.SchemaField)
}

// table makes the old version of a table the new one. Records that are gone, or stand in another order, are removed from the last
// to the first, so that the places of those before them stay; then the others are added from the first to the last.
func (p *patch) table(ctx context.Context, i int) error {
	name := p.tables[i].Name
	old, new := &p.old.tables[i], &p.new.tables[i]
	switch {
	case !old.present && !new.present:
		return nil
	case !new.present:
		p.add(remove, []string{name}, nil)
		return p.failed
	case !old.present:
		p.add(add, []string{name}, []byte("[]"))
	}
	stay := inOrder(new.entries)
	stays := make([]bool, len(old.entries)) // where it is
	for _, n := range stay {
		stays[new.entries[n].match] = true
	}
	for n := len(old.entries) - 1; n >= 0; n-- {
		if !stays[n] {
			p.add(remove, []string{name, strconv.Itoa(n)}, nil)
		}
	}
	for n, e := range new.entries {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(stay) > 0 && stay[0] == int32(n) {
			stay = stay[1:]
			continue
		}
		raw, err := p.new.read(i, e)
		if err != nil {
			return err
		}
		p.add(add, []string{name, strconv.Itoa(n)}, raw)
		if p.failed != nil {
			return p.failed
		}
	}
	return p.changed(i, stays)
}

// changed changes the records of a table that stay where they are.
func (p *patch) changed(i int, stays []bool) error {
	old, new := p.old.tables[i].entries, p.new.tables[i].entries
	for n, e := range new {
		if e.match == none || !stays[e.match] || old[e.match].body == e.body {
			continue
		}
		before, err := p.old.read(i, old[e.match])
		if err != nil {
			return err
		}
		after, err := p.new.read(i, e)
		if err != nil {
			return err
		}
		p.object([]string{p.tables[i].Name, strconv.Itoa(n)}, before, after)
		if p.failed != nil {
			return p.failed
		}
	}
	return nil
}

// object makes an old object the new one, without the members of some names.
func (p *patch) object(path []string, old, new []byte, without ...string) {
	for m := range rawjson.Members(old) {
		name := rawjson.Text(m.Name)
		if rawjson.Get(new, name) == nil && !slices.Contains(without, name) {
			p.add(remove, append(slices.Clip(path), name), nil)
		}
	}
	for m := range rawjson.Members(new) {
		name := rawjson.Text(m.Name)
		if slices.Contains(without, name) {
			continue
		}
		if before := rawjson.Get(old, name); before == nil {
			p.add(add, append(slices.Clip(path), name), m.Value)
		} else {
			p.value(append(slices.Clip(path), name), before, m.Value)
		}
	}
}

// value makes an old value the new one. Lists of the same length differ entry by entry; others are replaced.
func (p *patch) value(path []string, old, new []byte) {
	kind := rawjson.Kind(old)
	switch {
	case bytes.Equal(canonicalOne(nil, old, nil), canonicalOne(nil, new, nil)):
	case kind == '{' && rawjson.Kind(new) == '{':
		p.object(path, old, new)
	case kind == '[' && rawjson.Kind(new) == '[' && count(old) == count(new):
		var before [][]byte
		for _, e := range rawjson.Elements(old) {
			before = append(before, e)
		}
		n := 0
		for _, e := range rawjson.Elements(new) {
			p.value(append(slices.Clip(path), strconv.Itoa(n)), before[n], e)
			n++
		}
	default:
		p.add(replace, path, new)
	}
}

func count(list []byte) (n int) {
	for range rawjson.Elements(list) {
		n++
	}
	return n
}
