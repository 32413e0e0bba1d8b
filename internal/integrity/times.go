package integrity

import (
	"fmt"

	"malaga/internal/diag"
	"malaga/internal/raw"
)

// The fields whose meaning this package knows.
const (
	startDate = "start_date"
	endDate   = "end_date"
	startTime = "start_time"
	endTime   = "end_time"
)

// Fields lists the fields that the rules name, for the test that each stands in a schema.
func Fields() []string { return []string{"id", startDate, endDate, startTime, endTime} }

// Times checks that an event does not end before it begins: its dates, and its times if they are
// of one day. Dates and times of this form compare as texts. Equal times are allowed: a
// source may print one time for both.
func Times(v []byte) []diag.Problem {
	from, to := raw.Text(raw.Get(v, startDate)), raw.Text(raw.Get(v, endDate))
	if from != "" && to != "" && to < from {
		return []diag.Problem{before(endDate, to, startDate, from)}
	}
	if from != "" && to != "" && to != from {
		return nil // the times may belong to different days
	}
	from, to = raw.Text(raw.Get(v, startTime)), raw.Text(raw.Get(v, endTime))
	if from != "" && to != "" && to < from {
		return []diag.Problem{before(endTime, to, startTime, from)}
	}
	return nil
}

func before(end, to, start, from string) diag.Problem {
	return diag.Problem{
		Code: EndBefore, Path: []string{end},
		Message: fmt.Sprintf("%s %s is before %s %s", end, to, start, from),
	}
}
