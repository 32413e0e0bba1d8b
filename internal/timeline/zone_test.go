package timeline_test

import (
	"strings"
	"testing"
)

// Changes of the clocks are written up to a year, however long an event is said to have taken.
func TestAZoneOfVeryManyYears(t *testing.T) {
	t.Parallel()
	lines, _ := calendar(t, meta, `conferences {"id":"conf-a","time_zone":"Europe/Madrid"}`, session("ses-1",
		`"start_date":"0001-01-01","end_date":"9999-01-01","date_meaning":"throughout","start_time":"09:00","end_time":"10:00"`))
	changes, last := 0, ""
	for _, l := range lines {
		if strings.HasPrefix(l, "DTSTART:") {
			changes++
			last = l
		}
	}
	if changes != 489 || last != "DTSTART:22001026T030000" {
		t.Errorf("%d changes, the last is %s", changes, last)
	}
}
