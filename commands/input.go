package commands

import (
	"bytes"
	"errors"
	"maps"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// errEnough ends a reading whose rest nobody wants.
var errEnough = errors.New("enough")

// records reads the records of some tables (all if none is named) as a sequence. Findings about
// syntax and limits end it with an error once all is read: no command works quietly on data
// that could not be read whole.
func (r *runner) records(set *schema.Set, d *dataset.Dataset, tables ...string) query.Records {
	return func(yield func(rawjson.Record, error) bool) {
		v, findings := errorsOf(set)
		var began []string
		v.Table = func(name string) { began = append(began, name) }
		v.Record = func(rec rawjson.Record) error {
			if rec.Table == dataset.Meta && len(tables) == 0 {
				return nil
			}
			if !yield(rec, nil) {
				return errEnough
			}
			return nil
		}
		err := d.Read(r.ctx, v, set.Model.Names(), tables...)
		for _, name := range began {
			r.present[name] = true
		}
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(rawjson.Record{}, err)
		case len(*findings) > 0:
			yield(rawjson.Record{}, &findingsError{findings: *findings})
		}
	}
}

// errorsOf is a visitor that gathers what is wrong with the syntax of a dataset, and what is over a limit.
func errorsOf(set *schema.Set) (v dataset.Visitor, findings *[]finding.Finding) {
	findings = new([]finding.Finding)
	return dataset.Visitor{
		Finding: func(f finding.Finding) {
			if f.Severity == finding.Error {
				*findings = append(*findings, f)
			}
		},
		Problem: func(rec rawjson.Record, p finding.Problem) {
			*findings = append(*findings, finding.Place(rec, set.Model.Display(rec.Table), p))
		},
	}, findings
}

// tellAbsent tells which of some tables that were read are not in the dataset.
func (r *runner) tellAbsent(tables ...string) {
	slices.Sort(tables)
	for _, name := range slices.Compact(tables) {
		if !r.present[name] {
			r.note("the dataset has no "+name, "")
		}
	}
}

// lookup reads the records of some tables into memory, to be found by id. Tables that others refer
// to are small beside those that refer to them. It tells which of some conditions on what is looked up can match nothing.
func (r *runner) lookup(set *schema.Set, d *dataset.Dataset, tables []string, conditions ...query.Condition) (query.Lookup, error) {
	byTable := map[string]map[string][]byte{}
	if len(tables) > 0 {
		for rec, err := range r.records(set, d, tables...) {
			if err != nil {
				return nil, err
			}
			if byTable[rec.Table] == nil {
				byTable[rec.Table] = map[string][]byte{}
			}
			byTable[rec.Table][rawjson.GetText(rec.Raw, "id")] = bytes.Clone(rec.Raw)
		}
	}
	look := func(table, id string) []byte { return byTable[table][id] }
	for _, c := range conditions {
		message, hint := c.Warning(look, func(table string) []string { return slices.Sorted(maps.Keys(byTable[table])) })
		if message != "" {
			r.note(message, hint)
		}
	}
	return look, nil
}

// meta is the description of a dataset: that of dataset.json, or what stands beside the tables of one file; nil if
// it has none.
func (r *runner) meta(set *schema.Set, d *dataset.Dataset) ([]byte, error) {
	var meta []byte
	known := set.MemberNames("")
	v, findings := errorsOf(set)
	v.Record = func(rec rawjson.Record) error {
		meta = bytes.Clone(rec.Raw)
		return nil
	}
	v.Member = func(m dataset.Member) bool {
		if m.Value.Table == "" && slices.Contains(known, m.Name) {
			if meta == nil {
				meta = []byte("{}")
			}
			if len(meta) > len("{}") {
				meta = append(meta[:len(meta)-1], ",}"...)
			}
			meta = append(append(append(meta[:len(meta)-1], rawjson.Quote(m.Name)...), ':'), m.Value.Raw...)
			meta = append(meta, '}')
		}
		return true
	}
	err := d.Read(r.ctx, v, set.Model.Names(), dataset.Meta)
	if err == nil && len(*findings) > 0 {
		err = &findingsError{findings: *findings}
	}
	return meta, err
}
