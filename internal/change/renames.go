package change

import (
	"context"
	"hash/maphash"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
)

// rename matches records that were removed with those that were added in their place with the same content but for the id, or
// with the same name. A record that refers to a renamed one has the same content if its reference has followed, so tables are
// looked at again until nothing more is found, or maxRounds times.
func (c *comparison) rename(ctx context.Context) error {
	found := true
	for n := 0; found && n < maxRounds; n++ {
		found = false
		for _, t := range c.Set.Model.Tables {
			for _, by := range []likeness{content, name} {
				n, err := c.renameBy(ctx, t, by)
				if err != nil {
					return err
				}
				found = found || n > 0
			}
		}
	}
	return nil
}

// likeness returns what a record has in common with a renamed one; "" for nothing.
type likeness func(t *schema.Table, raw []byte, renamed map[string]string) string

// content returns all of a record but the id.
func content(t *schema.Table, raw []byte, renamed map[string]string) string {
	return string(canonicalObject(t.Fields(), raw, renamed, vocab.ID))
}

// name returns the name of a record.
func name(t *schema.Table, raw []byte, _ map[string]string) string {
	return rawjson.GetText(raw, t.Display)
}

const (
	// maxRenames is the number of records of a table up to which renames are looked for. More are another dataset.
	maxRenames = 100_000
	// maxRounds is how often they are looked for: how long a chain of renamed records is that only their references tell apart.
	maxRounds = 30
)

// renameBy matches removed and added records of a table by a likeness that one of each has.
func (c *comparison) renameBy(ctx context.Context, t *schema.Table, by likeness) (n int, err error) {
	old, new := c.old.tables[t.Name], c.new.tables[t.Name]
	removed, added := old.unmatched(), new.unmatched()
	if len(removed) == 0 || len(added) == 0 || max(len(removed), len(added)) > maxRenames {
		return 0, nil
	}
	before, err := c.only(ctx, old, removed, func(raw []byte) string { return by(t, raw, c.renamed) })
	if err != nil {
		return 0, err
	}
	after, err := c.only(ctx, new, added, func(raw []byte) string { return by(t, raw, nil) })
	if err != nil {
		return 0, err
	}
	for like, i := range before {
		j, ok := after[like]
		if !ok || i == none || j == none {
			continue
		}
		was, is, err := c.both(t, old.entries[i], new.entries[j])
		if err != nil {
			return n, err
		}
		from, to := rawjson.GetText(was, vocab.ID), rawjson.GetText(is, vocab.ID)
		if from != "" && to != "" {
			old.entries[i].match, new.entries[j].match = j, i
			c.renamed[from] = to
			n++
		}
	}
	return n, nil
}

// unmatched returns the records without a match.
func (v *version) unmatched() (all []int32) {
	for i, e := range v.entries {
		if e.match == none {
			all = append(all, int32(i))
		}
	}
	return all
}

// only returns records by the hash of their likeness; none for a likeness that several have.
func (c *comparison) only(ctx context.Context, v *version, at []int32, likeness func([]byte) string) (map[uint64]int32, error) {
	all := map[uint64]int32{}
	for _, i := range at {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		raw, err := v.read(v.entries[i])
		if err != nil {
			return nil, err
		}
		like := likeness(raw)
		if like == "" {
			continue
		}
		h := maphash.String(c.seed, like)
		if _, known := all[h]; known {
			i = none
		}
		all[h] = i
	}
	return all, nil
}
