// Package change compares two datasets, record by record.
//
// Records are matched by id. scan.go keeps 32 bytes of each record (hashes and a place), so memory does not grow with texts;
// renames.go finds records with a new id; fields.go compares two records by their schema; consequences.go compares what is wrong
// with the datasets; patch.go writes the difference as a JSON Patch. Nothing is formatted here.
package change

import (
	"context"
	"errors"

	"malaga/dataset"
	"malaga/internal/text"
	"malaga/schema"
)

// Options choose what is compared.
type Options struct {
	Set    *schema.Set
	Tables []*schema.Table // whose differences are told; nil means all, and the members beside them
	Counts bool            // keep only the numbers of changes
	Patch  bool            // make Result.Patch
}

// Result is the difference between two datasets.
type Result struct {
	From, To  string // the names of the datasets
	Tables    []Table
	Identical bool // byte by byte
	Patch     []byte

	Consequences
}

// Table is the difference between two versions of a table, or of the description of the dataset.
type Table struct {
	*schema.Table
	Added, Removed []Record
	Renamed        []Rename
	Changed        []Edited

	Counts
}

// Counts are numbers of records.
type Counts struct {
	Added, Removed, Renamed, Changed int

	Moved    int // of records that stand in another order
	Reformed int // of records with other bytes and the same content
}

// NamedCount is one of Counts.
type NamedCount struct {
	Name string
	N    int
}

// Named returns the counts with their names, those of content first.
func (c Counts) Named() []NamedCount {
	return append(c.Content(), NamedCount{"moved", c.Moved}, NamedCount{"form_only", c.Reformed})
}

// Content returns the counts of differences in content.
func (c Counts) Content() []NamedCount {
	return []NamedCount{{"added", c.Added}, {"removed", c.Removed}, {"renamed", c.Renamed}, {"changed", c.Changed}}
}

// Any reports whether there is a difference in content.
func (c Counts) Any() bool { return c.Added+c.Removed+c.Renamed+c.Changed > 0 }

// Record names a record.
type Record struct {
	ID, Title string
	Raw       []byte // of one that was added or removed
}

// Rename is a record that has a new id.
type Rename struct {
	From string
	Record
}

// Edited is a record with the changes in its fields.
type Edited struct {
	Record
	Changes []Change
}

// Change is one change in the fields of a record.
type Change struct {
	Kind     Kind
	Field    *schema.Field // nil if the schema does not know it
	Name     string        // dotted, as in schema.Walk
	Entry    string        // which entry of a list the field is in, by its reference or its code; "" if it is in none
	Old, New []byte        // as JSON; nil where there is none
}

// Kind is the kind of a Change.
type Kind int

// The kinds.
const (
	Value     Kind = iota // a field got, lost or changed its value
	Entry                 // an entry of a list was added or removed
	Reordered             // the entries of a list stand in another order
)

// Differs reports whether there is a difference in content, or in what is wrong.
func (r *Result) Differs() bool {
	return r.Total().Any() || len(r.Dangling)+len(r.New)+len(r.Gone) > 0
}

// Total returns the counts of all tables.
func (r *Result) Total() (total Counts) {
	for _, t := range r.Tables {
		total.Added += t.Counts.Added
		total.Removed += t.Counts.Removed
		total.Renamed += t.Counts.Renamed
		total.Changed += t.Counts.Changed
		total.Moved += t.Moved
		total.Reformed += t.Reformed
	}
	return total
}

// What has room in memory: the bytes of changes with their structures, and the records of one dataset. With as many in both, 240 MiB
// are in use.
const (
	maxKept    = 64 << 20
	maxRecords = 1_500_000
)

// errTooMany is returned for more changes than are kept.
var errTooMany = &text.Failure{
	Err:  errors.New("more than 64 MiB of changes"),
	Hint: "count them with --stat, or compare one table with --table",
}

// Compare compares two datasets. The error is one of reading, that of data with errors of syntax (dataset.Error), or that of
// too many changes or records.
func Compare(ctx context.Context, old, new *dataset.Dataset, o Options) (*Result, error) {
	c, err := open(ctx, old, new, o)
	if err != nil {
		return nil, err
	}
	defer c.close()
	r := &Result{From: old.Place(), To: new.Place()}
	if o.Patch {
		if r.Patch, err = c.patch(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.rename(ctx); err != nil {
		return nil, err
	}
	if err := c.addTables(ctx, r); err != nil {
		return nil, err
	}
	if r.Total() == (Counts{}) {
		var names []string
		for _, t := range o.Tables {
			names = append(names, t.Name)
		}
		r.Identical, err = dataset.Identical(old, new, names...)
	}
	if err == nil && !r.Identical && (!o.Counts || !r.Total().Any()) { // of counts, they are needed only to know if there is a difference
		c.old.tables, c.new.tables = nil, nil // the records are compared: validation has their memory
		r.Consequences, err = c.consequences(ctx, r)
	}
	return r, err
}
