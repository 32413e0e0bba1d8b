package change

import (
	"context"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/validate"
)

// Consequences are the findings of one dataset that the other does not have. The findings of both are those of validate.
type Consequences struct {
	Dangling   []Dangling        // records that are gone and still referred to
	New, Gone  []finding.Finding // without the references in Dangling
	Incomplete bool              // a dataset has more findings than are kept, and the others are not compared
}

// Dangling is a record that is gone, or has another id, and the references to it that lead nowhere now.
type Dangling struct {
	ID         string
	References []finding.Finding
}

// consequences validates both datasets and compares the findings. Findings are the same if they have the same identity.
func (c *comparison) consequences(ctx context.Context, r *Result) (q Consequences, err error) {
	before, err := c.findings(ctx, c.old.dataset)
	if err != nil {
		return q, err
	}
	after, err := c.findings(ctx, c.new.dataset)
	if err != nil {
		return q, err
	}
	q.Incomplete = !complete(before) || !complete(after)
	count := map[finding.Identity]int{}
	for _, f := range before.Findings {
		count[c.identity(f)]++
	}
	ids := gone(r)
	dangling := map[string]*Dangling{}
	for _, id := range ids {
		dangling[id] = &Dangling{ID: id}
	}
	for _, f := range c.wanted(after.Findings) {
		id := f.Identity()
		d := dangling[f.Value]
		switch count[id]--; {
		case count[id] >= 0:
		case f.Code != validate.DanglingReference || d == nil:
			q.New = append(q.New, f)
		default:
			d.References = append(d.References, f)
		}
	}
	for _, id := range ids {
		if d := dangling[id]; len(d.References) > 0 {
			q.Dangling = append(q.Dangling, *d)
			d.References = nil // several records that are gone may have the id
		}
	}
	for _, f := range c.wanted(before.Findings) {
		if id := c.identity(f); count[id] > 0 {
			count[id]--
			q.Gone = append(q.Gone, f)
		}
	}
	return q, nil
}

// findings validates a dataset.
func (c *comparison) findings(ctx context.Context, d *dataset.Dataset) (*validate.Result, error) {
	return validate.Run(ctx, validate.Options{
		Set: c.Set, Paths: []string{""}, Policy: validate.NewPolicy(),
		Open: func(string) (*dataset.Dataset, error) { return d, nil },
	})
}

// complete reports whether all findings were kept.
func complete(r *validate.Result) bool { return len(r.Findings) == r.Summary.Errors+r.Summary.Warnings }

// wanted returns the findings of the tables that are compared.
func (c *comparison) wanted(all []finding.Finding) (wanted []finding.Finding) {
	for _, f := range all {
		if f.Code != finding.NoRecords && (c.Tables == nil || slices.Contains(c.Tables, c.Set.Model.Table(f.Table))) {
			wanted = append(wanted, f)
		}
	}
	return wanted
}

// identity is that of a finding in the old dataset. Ids that were renamed are the new ones.
func (c *comparison) identity(f finding.Finding) finding.Identity {
	id := f.Identity()
	for _, s := range []*string{&id.ID, &id.Value} {
		if to, ok := c.renamed[*s]; ok {
			*s = to
		}
	}
	return id
}

// gone returns the ids that only the old dataset has.
func gone(r *Result) (ids []string) {
	for _, t := range r.Tables {
		for _, removed := range t.Removed {
			ids = append(ids, removed.ID)
		}
		for _, renamed := range t.Renamed {
			ids = append(ids, renamed.From)
		}
	}
	return ids
}
