package commands

import (
	"errors"
	"io/fs"
	"os"

	"malaga/internal/query"
	"malaga/schema"
)

// measureCoverage shows how complete the fields of a table, or of all, are. A field below --min is a finding.
func (o *summariseOptions) measureCoverage(in *input, t *schema.Table) error {
	tables := in.model.Tables
	records := in.records()
	if t != nil {
		tables = []*schema.Table{t}
		var err error
		if records, _, err = in.selected(t, o.where); err != nil {
			return err
		}
	}
	counts := map[string]*query.Coverage{}
	for _, t := range tables {
		counts[t.Name] = query.NewCoverage(t)
	}
	people, _, err := o.forPeople()
	if err != nil {
		return err
	}
	minimums, err := o.minimums(in, t)
	if err != nil {
		return err
	}
	for rec, err := range records {
		if err != nil {
			return err
		}
		counts[rec.Table].Add(rec.Raw)
	}
	err = o.writeRows(query.CoverageRows(tables, counts, people))
	var file *fs.PathError // of writing or renaming; after any other error there is no verdict
	var link *os.LinkError
	if (err != nil && !closedPipe(err) && !errors.As(err, &file) && !errors.As(err, &link)) || !o.reportBelow(minimums, counts) {
		return err
	}
	if err != nil && !closedPipe(err) {
		o.report(err)
	}
	return errFindings
}

// minimums reads --min.
func (o *summariseOptions) minimums(in *input, t *schema.Table) ([]query.Minimum, error) {
	var all []query.Minimum
	for _, expr := range o.min {
		least, err := query.NewMinimum(in.model, t, expr)
		if err != nil {
			return nil, err
		}
		all = append(all, least)
	}
	return all, nil
}

// reportBelow prints which fields are filled less than required, and reports whether any is.
func (o *summariseOptions) reportBelow(minimums []query.Minimum, counts map[string]*query.Coverage) bool {
	below := false
	for _, m := range minimums {
		if message := m.Check(counts[m.Table]); message != "" {
			below = true
			o.note(message, "")
		}
	}
	return below
}
