package commands

import (
	"context"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// event is one thing that the reading of a dataset met.
type event struct {
	record   rawjson.Record
	parts    schema.Parts      // of a plain record
	problems []finding.Problem // of form
	problem  *finding.Problem
	finding  *finding.Finding
	broken   string // a table
	present  string // a table
}

// pipeline reads a dataset, and looks at each record as it passes.
type pipeline struct {
	fast  *schema.FastValidator
	known func(table, name string) bool // see dataset.Visitor
	parts schema.Parts                  // of the last valid record
}

// run reads the dataset and calls fn with every event. Its bytes are valid until the next.
func (p *pipeline) run(ctx context.Context, d *dataset.Dataset, names []string, member func(dataset.Member) bool, fn func(*event)) error {
	return d.Read(ctx, dataset.Visitor{
		Plain: func(table string, v []byte) bool {
			p.parts.Members, p.parts.Refs = p.parts.Members[:0], p.parts.Refs[:0]
			return p.fast.Valid(table, v, &p.parts)
		},
		Member:  member,
		Known:   p.known,
		Finding: func(f finding.Finding) { fn(&event{finding: &f}) },
		Problem: func(r rawjson.Record, problem finding.Problem) { fn(&event{record: r, problem: &problem}) },
		Broken:  func(table string) { fn(&event{broken: table}) },
		Table:   func(table string) { fn(&event{present: table}) },
		Record: func(r rawjson.Record) error {
			fn(&event{record: r, parts: p.parts})
			return nil
		},
	}, names)
}
