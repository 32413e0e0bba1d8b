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
		p.object(nil, c.old.description, c.new.description, schema.SchemaField)
	}
	for _, t := range c.compared() {
		if err := p.table(ctx, t); err != nil {
			return nil, err
		}
	}
	if p.operations == nil {
		return []byte("[]\n"), nil
	}
	b := bytes.Join(p.operations, []byte(",\n  "))
	return text.EscapeJSON(slices.Concat([]byte("[\n  "), b, []byte("\n]\n"))), nil
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
	if err := p.keep(Record{}, len(o)); err != nil {
		p.failed = err
	}
}

// table makes the old version of a table the new one. Records that are gone, or stand in another order, are removed from the last
// to the first, so that the places of those before them stay; then the others are added from the first to the last.
func (p *patch) table(ctx context.Context, t *schema.Table) error {
	name := t.Name
	old, new := p.old.tables[name], p.new.tables[name]
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
		raw, err := new.read(e)
		if err != nil {
			return err
		}
		p.add(add, []string{name, strconv.Itoa(n)}, raw)
		if p.failed != nil {
			return p.failed
		}
	}
	return p.changed(t, stays)
}

// changed changes the records of a table that stay where they are.
func (p *patch) changed(t *schema.Table, stays []bool) error {
	old, new := p.old.tables[t.Name].entries, p.new.tables[t.Name].entries
	for n, e := range new {
		if e.match == none || !stays[e.match] || old[e.match].body == e.body {
			continue
		}
		before, after, err := p.both(t, old[e.match], e)
		if err != nil {
			return err
		}
		p.object([]string{t.Name, strconv.Itoa(n)}, before, after)
		if p.failed != nil {
			return p.failed
		}
	}
	return nil
}

// object makes an old object the new one, without the members of some names.
func (p *patch) object(path []string, old, new []byte, without ...string) {
	before, after := rawjson.NewIndex(old), rawjson.NewIndex(new)
	for m := range rawjson.Members(old) {
		name := rawjson.Text(m.Name)
		if after.Get([]string{name}) == nil && !slices.Contains(without, name) {
			p.add(remove, append(slices.Clip(path), name), nil)
		}
	}
	for m := range rawjson.Members(new) {
		name := rawjson.Text(m.Name)
		if slices.Contains(without, name) {
			continue
		}
		if was := before.Get([]string{name}); was == nil {
			p.add(add, append(slices.Clip(path), name), m.Value)
		} else {
			p.value(append(slices.Clip(path), name), was, m.Value)
		}
	}
}

// value makes an old value the new one. Lists of the same length differ entry by entry; others are replaced.
func (p *patch) value(path []string, old, new []byte) {
	kind := rawjson.Kind(old)
	before, after := elements(old), elements(new)
	switch {
	case bytes.Equal(canonicalOne(nil, old, nil), canonicalOne(nil, new, nil)):
	case kind == '{' && rawjson.Kind(new) == '{':
		p.object(path, old, new)
	case kind == '[' && rawjson.Kind(new) == '[' && len(before) == len(after):
		for i, e := range after {
			p.value(append(slices.Clip(path), strconv.Itoa(i)), before[i], e)
		}
	default:
		p.add(replace, path, new)
	}
}

// elements returns the elements of an array; of anything else, none.
func elements(array []byte) (all [][]byte) {
	for _, e := range rawjson.Elements(array) {
		all = append(all, e)
	}
	return all
}
