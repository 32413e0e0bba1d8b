package dataset

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// Error is returned for a dataset that has errors of syntax or exceeds a limit: what could be read of it is not all.
type Error struct{ Findings []finding.Finding }

func (e *Error) Error() string { return text.Count(len(e.Findings), "error") + " in the dataset" }

// Records yields the records of some tables (all if none is named). It ends with an *Error if the dataset has errors. seen is
// called with the name of each table that is present; it may be nil.
func (d *Dataset) Records(ctx context.Context, seen func(table string), tables ...string) iter.Seq2[rawjson.Record, error] {
	return func(yield func(rawjson.Record, error) bool) {
		var errs []finding.Finding
		for e, err := range d.readAny(ctx, tables...) {
			switch {
			case err != nil:
				yield(rawjson.Record{}, err)
				return
			case e.Kind == Table && seen != nil:
				seen(e.Table)
			case e.Kind == Record && (e.Table != Meta || len(tables) > 0):
				if !yield(e.Record, nil) {
					return
				}
			default:
				errs = d.appendError(errs, e)
			}
		}
		if len(errs) > 0 {
			yield(rawjson.Record{}, &Error{errs})
		}
	}
}

// appendError appends the finding of an event, if it is an error of syntax or over a limit.
func (d *Dataset) appendError(errs []finding.Finding, e *Event) []finding.Finding {
	switch {
	case e.Kind == Problem:
		display := ""
		if d.layout.Display != nil {
			display = d.layout.Display(e.Record.Table)
		}
		return append(errs, finding.Place(e.Record, display, e.Problem))
	case e.Kind == Finding && e.Finding.Severity == finding.Error:
		return append(errs, e.Finding)
	}
	return errs
}

// Description returns the description of the dataset: dataset.json, or the members beside the tables of one file; nil if
// there is none.
func (d *Dataset) Description(ctx context.Context) ([]byte, error) {
	var description, members []byte
	var errs []finding.Finding
	for e, err := range d.readAny(ctx, Meta) {
		switch {
		case err != nil:
			return nil, err
		case e.Kind == Record:
			description = bytes.Clone(e.Record.Raw)
		case e.Kind == Member:
			if e.Table != "" || !d.layout.allows("", rawjson.Text(e.Key.Raw)) {
				continue
			}
			if members != nil {
				members = append(members, ',')
			}
			members = append(members, e.Key.Raw...)
			members = append(members, ':')
			members = append(members, e.Record.Raw...)
		default:
			errs = d.appendError(errs, e)
		}
	}
	if len(errs) > 0 {
		return nil, &Error{errs}
	}
	if members != nil {
		description = fmt.Appendf(nil, "{%s}", members)
	}
	return description, nil
}
