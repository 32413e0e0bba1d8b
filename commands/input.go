package commands

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// records reads the records of some tables (all if none is named) as a sequence. Findings about
// syntax and limits end it with an error once all is read: no command works quietly on data
// that could not be read whole.
func (r *runner) records(set *schema.Set, d *dataset.Dataset, tables ...string) query.Records {
	return func(yield func(rawjson.Record, error) bool) {
		var findings []finding.Finding
		for e, err := range d.Read(r.ctx, tables...) {
			switch {
			case err != nil:
				yield(rawjson.Record{}, err)
				return
			case e.Kind == dataset.Table:
				r.present[e.Table] = true
			case e.Kind == dataset.Record && (e.Table != dataset.Meta || len(tables) > 0):
				if !yield(e.Record, nil) {
					return
				}
			default:
				findings = appendErrors(findings, set, e)
			}
		}
		if len(findings) > 0 {
			yield(rawjson.Record{}, &findingsError{findings: findings})
		}
	}
}

// appendErrors adds what an event says is wrong with the syntax of a dataset, and what is over a limit.
func appendErrors(findings []finding.Finding, set *schema.Set, e *dataset.Event) []finding.Finding {
	switch {
	case e.Kind == dataset.Problem:
		return append(findings, finding.Place(e.Record, set.Model.Display(e.Record.Table), e.Problem))
	case e.Kind == dataset.Finding && e.Finding.Severity == finding.Error:
		return append(findings, e.Finding)
	}
	return findings
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
	var meta, members []byte
	var findings []finding.Finding
	known := set.MemberNames("")
	for e, err := range d.Read(r.ctx, dataset.Meta) {
		switch {
		case err != nil:
			return nil, err
		case e.Kind == dataset.Record:
			meta = bytes.Clone(e.Record.Raw)
		case e.Kind == dataset.Member:
			if e.Table != "" || !slices.Contains(known, rawjson.Text(e.Key.Raw)) {
				continue
			}
			if members != nil {
				members = append(members, ',')
			}
			members = append(members, e.Key.Raw...)
			members = append(members, ':')
			members = append(members, e.Record.Raw...)
		default:
			findings = appendErrors(findings, set, e)
		}
	}
	if len(findings) > 0 {
		return meta, &findingsError{findings: findings}
	}
	if members != nil {
		meta = fmt.Appendf(nil, "{%s}", members)
	}
	return meta, nil
}
