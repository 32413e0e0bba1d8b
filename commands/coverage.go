package commands

import (
	"errors"
	"io/fs"

	"malaga/internal/query"
	"malaga/internal/text"
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
	people, _, err := o.forPeople()
	if err != nil {
		return err
	}
	minimums, err := query.NewMinimums(in.model, t, o.min)
	if err != nil {
		return err
	}
	coverage := query.NewCoverage(tables)
	if err := each(records, coverage.Add); err != nil {
		return err
	}
	err = o.writeRows(coverage.Rows(people))
	var file *fs.PathError // of writing or renaming; after any other error there is no verdict
	var place *text.Failure
	if err != nil && !closedPipe(err) && !errors.As(err, &file) && !errors.As(err, &place) {
		return err
	}
	below := coverage.Below(minimums)
	if below == nil {
		return err
	}
	for _, message := range below {
		o.note(message, "")
	}
	return o.judged(errFindings, err)
}
