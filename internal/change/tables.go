package change

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"malaga/internal/rawjson"
	"malaga/internal/vocab"
	"malaga/schema"
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
	for _, t := range c.compared() {
		difference, err := c.table(ctx, t)
		if err != nil {
			return err
		}
		r.Tables = append(r.Tables, difference)
	}
	return nil
}

// table compares two versions of a table. Added, renamed and changed records are in the order of the new one.
func (c *comparison) table(ctx context.Context, of *schema.Table) (Table, error) {
	t := Table{Table: of}
	old, new := c.old.tables[t.Name], c.new.tables[t.Name]
	t.Moved = len(new.entries) - len(new.unmatched()) - len(inOrder(new.entries)) // the fewest that must be moved
	for _, i := range old.unmatched() {
		t.Counts.Removed++
		if err := c.record(of, old, old.entries[i], &t.Removed); err != nil {
			return t, err
		}
	}
	for n, e := range new.entries {
		if n%256 == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		var err error
		switch {
		case e.match == none:
			t.Counts.Added++
			err = c.record(of, new, e, &t.Added)
		case e.body != old.entries[e.match].body:
			err = c.pair(&t, old.entries[e.match], e)
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// record adds the name of a record to a list.
func (c *comparison) record(t *schema.Table, v *version, e entry, to *[]Record) error {
	if c.Counts {
		return nil
	}
	raw, err := v.read(e)
	if err != nil {
		return err
	}
	r := nameOf(t, raw)
	r.Raw = rawjson.Compact(raw)
	*to = append(*to, r)
	return c.keep(r, len(raw))
}

func nameOf(t *schema.Table, raw []byte) Record {
	return Record{ID: rawjson.GetText(raw, vocab.ID), Title: rawjson.GetText(raw, t.Display)}
}

// keep counts bytes that are kept: those of the name of a record, and n more.
func (c *comparison) keep(r Record, n int) error {
	const beside = 100 // of the structures around the texts
	if c.kept += len(r.ID) + len(r.Title) + n + beside; c.kept > maxKept {
		return errTooMany
	}
	return nil
}

// pair compares two versions of a record whose bytes differ.
func (c *comparison) pair(t *Table, old, new entry) error {
	before, after, err := c.both(t.Table, old, new)
	if err != nil {
		return err
	}
	r := nameOf(t.Table, after)
	if old.id != new.id {
		t.Counts.Renamed++
		if !c.Counts {
			t.Renamed = append(t.Renamed, Rename{rawjson.GetText(before, vocab.ID), r})
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
	changes := changes(t.Fields(), before, after, c.renamed)
	switch {
	case len(changes) > 0:
		t.Counts.Changed++
	case rawjson.GetText(before, vocab.ID) == r.ID && !c.followed(t, before, after):
		t.Reformed++
	}
	if len(changes) == 0 || c.Counts {
		return nil
	}
	t.Changed = append(t.Changed, Edited{r, slices.Clip(changes)})
	const each = 200 // of the structure of a change, and of what is made of it to write it
	return c.keep(r, len(before)+len(after)+each*len(changes))
}

// followed reports whether two versions of a record differ in references to renamed records.
func (c *comparison) followed(t *Table, before, after []byte) bool {
	return len(c.renamed) > 0 && len(changes(t.Fields(), before, after, nil)) > 0
}

// inOrder returns the most records of a new version, by their indexes, that stand in the order of the old one.
func inOrder(new []entry) []int32 {
	return Increasing(len(new), func(i int) int32 { return new[i].match })
}

// Increasing returns the indexes of a longest increasing subsequence of n numbers, which are all different. Numbers below 0 are left out.
func Increasing(n int, number func(i int) int32) []int32 {
	var tails []int32          // the last index of the subsequence of each length whose last number is the least
	before := make([]int32, n) // the index before each in its subsequence
	for i := range int32(n) {
		if number(int(i)) < 0 {
			continue
		}
		length, _ := slices.BinarySearchFunc(tails, number(int(i)), func(tail, of int32) int { return cmp.Compare(number(int(tail)), of) })
		if length == len(tails) {
			tails = append(tails, i)
		}
		tails[length] = i
		if length > 0 {
			before[i] = tails[length-1]
		}
	}
	for n := len(tails) - 2; n >= 0; n-- {
		tails[n] = before[tails[n+1]]
	}
	return tails
}
