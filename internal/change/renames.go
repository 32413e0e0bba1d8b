package change

import (
	"context"
	"hash/maphash"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

// rename matches records that were removed with those that were added in their place with the same content but for the id, or
// with the same name. A record that refers to a renamed one has the same content if its reference has followed, so tables are
// looked at again until nothing more is found.
func (c *comparison) rename(ctx context.Context) error {
	for found := true; found; {
		found = false
		for i := range c.tables {
			for _, likeness := range []func(table int, raw []byte, renamed map[string]string) string{c.content, c.name} {
				n, err := c.renameBy(ctx, i, likeness)
				if err != nil {
					return err
				}
				found = found || n > 0
			}
		}
	}
	return nil
}

// content returns what a record has in common with a renamed one: all but the id.
func (c *comparison) content(table int, raw []byte, renamed map[string]string) string {
	return string(canonicalObject(c.tables[table].Fields(), raw, renamed, vocab.ID))
}

// name returns the name of a record.
func (c *comparison) name(table int, raw []byte, _ map[string]string) string {
	return rawjson.GetText(raw, c.tables[table].Display)
}

// maxRenames is the number of records of a table up to which renames are looked for. More are another dataset.
const maxRenames = 100_000

// renameBy matches removed and added records of a table by a likeness that one of each has.
func (c *comparison) renameBy(ctx context.Context, table int, likeness func(int, []byte, map[string]string) string) (n int, err error) {
	old, new := c.old.tables[table].entries, c.new.tables[table].entries
	removed, added := unmatchedOf(old), unmatchedOf(new)
	if len(removed) == 0 || len(added) == 0 || max(len(removed), len(added)) > maxRenames {
		return 0, nil
	}
	before, err := c.only(ctx, &c.old, table, removed, func(raw []byte) string { return likeness(table, raw, c.renamed) })
	if err != nil {
		return 0, err
	}
	after, err := c.only(ctx, &c.new, table, added, func(raw []byte) string { return likeness(table, raw, nil) })
	if err != nil {
		return 0, err
	}
	for like, i := range before {
		j, ok := after[like]
		if !ok {
			continue
		}
		from, err := c.id(&c.old, table, old[i])
		if err != nil {
			return n, err
		}
		to, err := c.id(&c.new, table, new[j])
		if err != nil {
			return n, err
		}
		if from != "" && to != "" {
			old[i].match, new[j].match = j, i
			c.renamed[from] = to
			n++
		}
	}
	return n, nil
}

func (c *comparison) id(s *side, table int, e entry) (string, error) {
	raw, err := s.read(table, e)
	return rawjson.GetText(raw, vocab.ID), err
}

// unmatchedOf returns the records without a match.
func unmatchedOf(entries []entry) []int32 {
	var all []int32
	for i, e := range entries {
		if e.match == none {
			all = append(all, int32(i))
		}
	}
	return all
}

// only returns those of some records that alone have their likeness, by its hash. A likeness of "" is none.
func (c *comparison) only(ctx context.Context, s *side, table int, at []int32, likeness func([]byte) string) (map[uint64]int32, error) {
	all := map[uint64]int32{}
	several := map[uint64]bool{}
	for _, i := range at {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		raw, err := s.read(table, s.tables[table].entries[i])
		if err != nil {
			return nil, err
		}
		like := likeness(raw)
		if like == "" {
			continue
		}
		h := maphash.String(c.seed, like)
		if _, known := all[h]; known {
			several[h] = true
		}
		all[h] = i
	}
	for h := range several {
		delete(all, h)
	}
	return all, nil
}
