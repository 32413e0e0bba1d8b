package change

import (
	"bytes"
	"context"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
)

// addTables adds the differences of the description and of all tables to a result.
func (c *comparison) addTables(ctx context.Context, r *Result) error {
	if c.Tables == nil {
		d := c.Set.Model.Description
		t := Table{Table: d}
		if before, after := c.old.description, c.new.description; !bytes.Equal(before, after) {
			if err := c.edited(&t, Record{}, before, after); err != nil {
				return err
			}
		}
		r.Tables = append(r.Tables, t)
	}
	for i, wanted := range c.tables {
		if !c.isWanted(wanted) {
			continue
		}
		t, err := c.table(ctx, i)
		if err != nil {
			return err
		}
		r.Tables = append(r.Tables, t)
	}
	return nil
}

// table compares two versions of a table. Added, renamed and changed records are in the order of the new one.
func (c *comparison) table(ctx context.Context, i int) (Table, error) {
	t := Table{Table: c.tables[i]}
	old, new := c.old.tables[i].entries, c.new.tables[i].entries
	t.Moved = moved(new)
	for _, e := range old {
		if e.match != none {
			continue
		}
		t.Counts.Removed++
		if err := c.record(&c.old, i, e, &t.Removed); err != nil {
			return t, err
		}
	}
	for n, e := range new {
		if n%256 == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		var err error
		switch {
		case e.match == none:
			t.Counts.Added++
			err = c.record(&c.new, i, e, &t.Added)
		case e.body != old[e.match].body:
			err = c.pair(&t, i, old[e.match], e)
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// record adds the name of a record to a list.
func (c *comparison) record(s *side, table int, e entry, to *[]Record) error {
	if c.Counts {
		return nil
	}
	raw, err := s.read(table, e)
	if err != nil {
		return err
	}
	r := c.nameOf(table, raw)
	r.Raw = rawjson.Compact(raw)
	*to = append(*to, r)
	return c.keep(len(raw))
}

func (c *comparison) nameOf(table int, raw []byte) Record {
	return Record{ID: rawjson.GetText(raw, vocab.ID), Title: rawjson.GetText(raw, c.tables[table].Display)}
}

// keep counts bytes that are kept.
func (c *comparison) keep(n int) error {
	const beside = 100 // of the structures around the texts
	if c.kept += n + beside; c.kept > maxKept {
		return errTooMany
	}
	return nil
}

// pair compares two versions of a record whose bytes differ.
func (c *comparison) pair(t *Table, table int, old, new entry) error {
	before, err := c.old.read(table, old)
	if err != nil {
		return err
	}
	after, err := c.new.read(table, new)
	if err != nil {
		return err
	}
	r := c.nameOf(table, after)
	if old.id != new.id {
		t.Counts.Renamed++
		if from := rawjson.GetText(before, vocab.ID); !c.Counts {
			t.Renamed = append(t.Renamed, Rename{from, r})
		}
	}
	return c.edited(t, r, before, after)
}

// edited adds a record that is in both versions to a table, if its fields differ.
func (c *comparison) edited(t *Table, r Record, before, after []byte) error {
	if bytes.Equal(rawjson.Compact(before), rawjson.Compact(after)) { // 3× on a file that was only indented
		t.Reformed++
		return nil
	}
	compare := comparer{renamed: c.renamed}
	changes := compare.record(t.Fields(), before, after)
	switch {
	case len(changes) > 0:
		t.Counts.Changed++
	case rawjson.GetText(before, vocab.ID) == r.ID && !c.followed(t, before, after):
		t.Reformed++
	}
	if len(changes) == 0 || c.Counts {
		return nil
	}
	t.Changed = append(t.Changed, Edited{r, changes})
	return c.keep(len(before) + len(after))
}

// followed reports whether two versions of a record differ in references to renamed records.
func (c *comparison) followed(t *Table, before, after []byte) bool {
	compare := comparer{}
	return len(c.renamed) > 0 && len(compare.record(t.Fields(), before, after)) > 0
}

// moved returns how many records stand in another order: the fewest that must be moved.
func moved(new []entry) int {
	matched := 0
	for _, e := range new {
		if e.match != none {
			matched++
		}
	}
	return matched - len(inOrder(new))
}

// inOrder returns the most records of a new version, by their indexes, that stand in the order of the old one: a longest
// increasing subsequence of their matches.
func inOrder(new []entry) []int32 {
	var tails []int32                 // the last record of the best sequence of each length
	before := make([]int32, len(new)) // the record before each in its sequence
	for i, e := range new {
		if e.match == none {
			continue
		}
		length, _ := slices.BinarySearchFunc(tails, e.match, func(tail, match int32) int { return int(new[tail].match - match) })
		before[i] = none
		if length > 0 {
			before[i] = tails[length-1]
		}
		if length == len(tails) {
			tails = append(tails, 0)
		}
		tails[length] = int32(i)
	}
	if len(tails) == 0 {
		return nil
	}
	sequence := make([]int32, len(tails))
	at := tails[len(tails)-1]
	for n := len(sequence) - 1; n >= 0; n-- {
		sequence[n] = at
		at = before[at]
	}
	return sequence
}
