package dataset

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
)

// Error is returned for a dataset that has errors of syntax or exceeds a limit: what could be read of it is not all.
type Error struct {
	Findings []finding.Finding // the first ones
	More     int               // how many there are beside them
}

func (e *Error) Error() string {
	return text.Count(len(e.Findings)+e.More, "error") + " in the dataset"
}

// Add adds a finding, or only counts it.
func (e *Error) Add(f finding.Finding) {
	if len(e.Findings) < keptErrors {
		e.Findings = append(e.Findings, f)
	} else {
		e.More++
	}
}

// keptErrors is the number of errors that are kept: bad data must not fill the memory.
const keptErrors = 1000

// errorList collects errors of syntax and values over a limit.
type errorList struct {
	dataset *Dataset
	Error
	placer *finding.Placer // of the record that had the last problem
}

// Records yields the records of some tables (all if none is named). It ends with an *Error if the dataset has errors. seen is
// called with the name of each table that is present; it may be nil.
func (d *Dataset) Records(ctx context.Context, seen func(table string), tables ...string) iter.Seq2[rawjson.Record, error] {
	return d.records(ctx, seen, nil, tables)
}

// AllRecords is Records with those that have empty values or repeated members, for commands that only compare them.
func (d *Dataset) AllRecords(ctx context.Context, seen func(table string), tables ...string) iter.Seq2[rawjson.Record, error] {
	return d.records(ctx, seen, []string{finding.EmptyValue, finding.DuplicateKey}, tables)
}

// records is Records without errors of some codes.
func (d *Dataset) records(
	ctx context.Context, seen func(table string), passed []string, tables []string,
) iter.Seq2[rawjson.Record, error] {
	return func(yield func(rawjson.Record, error) bool) {
		errs := errorList{dataset: d}
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
			case e.Kind == Problem && (e.Record.Entry > 0 || e.Record.Pointer == "") && slices.Contains(passed, e.Problem.Code):
			default:
				errs.add(e)
			}
		}
		if len(errs.Findings) > 0 {
			yield(rawjson.Record{}, &errs.Error)
		}
	}
}

// add adds the finding of an event, if it is an error of syntax or over a limit.
func (l *errorList) add(e *Event) {
	switch {
	case e.Kind != Problem && (e.Kind != Finding || e.Finding.Severity != finding.Error):
	case len(l.Findings) == keptErrors:
		l.More++
	case e.Kind == Finding:
		l.Add(*e.Finding)
	default:
		l.Add(l.place(e.Record, *e.Problem))
	}
}

func (l *errorList) place(r rawjson.Record, p finding.Problem) finding.Finding {
	if l.placer == nil || !l.placer.Of(r) {
		display := ""
		if name := l.dataset.layout.Display; name != nil {
			display = name(r.Table)
		}
		l.placer = finding.NewPlacer(r, display)
	}
	return l.placer.Place(p)
}

// Description returns the description of the dataset: dataset.json, or the members beside the tables of one file; nil if
// there is none.
func (d *Dataset) Description(ctx context.Context) ([]byte, error) {
	return d.members(ctx, func(e *Event) bool { return e.Table == "" && d.layout.allows("", rawjson.Text(e.Key.Raw)) })
}

// Members returns the description with all other members beside the tables of one file, whether they are known or not.
func (d *Dataset) Members(ctx context.Context) ([]byte, error) {
	return d.members(ctx, func(e *Event) bool { return e.Table == "" })
}

// members returns the description, with the members beside tables that are wanted.
func (d *Dataset) members(ctx context.Context, wanted func(e *Event) bool) ([]byte, error) {
	var description, members []byte
	errs := errorList{dataset: d}
	for e, err := range d.readAny(ctx, Meta) {
		switch {
		case err != nil:
			return nil, err
		case e.Kind == Record:
			description = bytes.Clone(e.Record.Raw)
		case e.Kind == Member:
			if !wanted(e) {
				continue
			}
			if members != nil {
				members = append(members, ',')
			}
			members = append(members, e.Key.Raw...)
			members = append(members, ':')
			members = append(members, e.Record.Raw...)
		default:
			errs.add(e)
		}
	}
	if len(errs.Findings) > 0 {
		return nil, &errs.Error
	}
	if members != nil {
		description = fmt.Appendf(nil, "{%s}", members)
	}
	return description, nil
}
