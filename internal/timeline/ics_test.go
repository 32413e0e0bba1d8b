package timeline_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/timeline"
)

const meta = `{"title":"A, B; C","modified":"2022-06-01"}`

// calendar is the calendar of records as unfolded lines.
func calendar(t *testing.T, meta string, records ...string) (lines, lacks []string) {
	t.Helper()
	b, lacks := timeline.Calendar([]byte(meta), of(t, records...).Chapters(), false)
	if again, _ := timeline.Calendar([]byte(meta), of(t, records...).Chapters(), false); !bytes.Equal(b, again) {
		t.Error("the same programme gives other bytes")
	}
	for _, l := range strings.SplitAfter(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(strings.TrimSuffix(l, "\r\n")) > 75 {
			t.Errorf("%d octets: %q", len(l), l)
		}
	}
	return strings.Split(strings.ReplaceAll(string(b), "\r\n ", ""), "\r\n"), lacks
}

// event are the lines of the event of a record, without those that all have.
func event(t *testing.T, lines []string, id string) []string {
	t.Helper()
	var got []string
	inside := false
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "UID:"):
			inside = strings.HasPrefix(l, "UID:"+id+"@")
		case l == "END:VEVENT":
			inside = false
		case inside:
			got = append(got, l)
		}
	}
	return got
}

func TestEventsHaveTheTimesThatAreKnown(t *testing.T) {
	t.Parallel()
	const place, kind, of = `LOCATION:Hall\; 1\, Málaga\, ES`, "CATEGORIES:Thematic session", `Thematic session of “The A”.`
	for _, c := range []struct {
		name, members string
		times         []string
		description   string
		transparent   bool
	}{
		{
			"a start and an end", `"start_date":"2022-05-10","date_meaning":"on","start_time":"09:00","end_time":"11:30","summary":"One; two, \\ three.\nFour."`,
			[]string{"DTSTART;TZID=Europe/Madrid:20220510T090000", "DTEND;TZID=Europe/Madrid:20220510T113000"},
			`One\; two\, \\ three.\nFour.\n\n`, false,
		},
		{"no end", `"start_date":"2022-05-10","date_meaning":"on","start_time":"14:00"`, []string{"DTSTART;TZID=Europe/Madrid:20220510T140000"}, `The sources do not state when it ends.\n\n`, false},
		{"an end that is none", `"start_date":"2022-05-10","date_meaning":"on","start_time":"14:00","end_time":"14:00"`, []string{"DTSTART;TZID=Europe/Madrid:20220510T140000"}, `Time: 14:00-14:00.\n\n`, false},
		{"no time", `"start_date":"2022-05-31","date_meaning":"on"`, []string{"DTSTART;VALUE=DATE:20220531", "DTEND;VALUE=DATE:20220601"}, `The sources do not state the time.\n\n`, true},
		{"a part of the day", `"start_date":"2022-12-31","date_meaning":"on","part_of_day":"evening"`, []string{"DTSTART;VALUE=DATE:20221231", "DTEND;VALUE=DATE:20230101"}, `In the evening\; the sources do not state the hour.\n\n`, true},
		{
			"within", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within"`,
			[]string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220512"},
			`On one of these days\, 10-11 May 2022\; the sources do not state which. They do not state the time either.\n\n`, true,
		},
		{
			"a time within", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within","start_time":"10:00"`,
			[]string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220512"},
			`On one of these days\, 10-11 May 2022\; the sources do not state which. Time: from 10:00.\n\n`, true,
		},
		{"throughout", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"throughout"`, []string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220513"}, `The sources do not state the time.\n\n`, true},
		{
			"throughout, with hours", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"throughout","start_time":"09:00","end_time":"17:00"`,
			[]string{"DTSTART;TZID=Europe/Madrid:20220510T090000", "DTEND;TZID=Europe/Madrid:20220510T170000", "RRULE:FREQ=DAILY;COUNT=3"},
			"", false,
		},
		{
			"throughout, past midnight", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"throughout","start_time":"22:00","end_time":"00:30"`,
			[]string{"DTSTART;TZID=Europe/Madrid:20220510T220000", "DTEND;TZID=Europe/Madrid:20220511T003000", "RRULE:FREQ=DAILY;COUNT=2"},
			"", false,
		},
		{
			"past midnight", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"on","start_time":"22:00","end_time":"00:30"`,
			[]string{"DTSTART;TZID=Europe/Madrid:20220510T220000", "DTEND;TZID=Europe/Madrid:20220511T003000"},
			"", false,
		},
		{
			"around the clock", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"on","start_time":"09:00","end_time":"09:00"`,
			[]string{"DTSTART;TZID=Europe/Madrid:20220510T090000", "DTEND;TZID=Europe/Madrid:20220511T090000"},
			"", false,
		},
		{
			"hours within", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within","start_time":"22:00","end_time":"00:30"`,
			[]string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220512"},
			`On one of these days\, 10-11 May 2022\; the sources do not state which. Time: 22:00-00:30.\n\n`, true,
		},
		{"throughout, no end", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"throughout","start_time":"10:00"`, []string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220513"}, `Time: from 10:00\, daily.\n\n`, true},
		{"a time that is none", `"start_date":"2022-05-10","date_meaning":"on","start_time":"9:00"`, []string{"DTSTART;VALUE=DATE:20220510", "DTEND;VALUE=DATE:20220511"}, `Time: from 9:00.\n\n`, true},
		{"the last day of all", `"start_date":"9999-12-31","date_meaning":"on"`, []string{"DTSTART;VALUE=DATE:99991231"}, `The sources do not state the time.\n\n`, true},
	} {
		lines, lacks := calendar(t, meta, conf, session("ses-a", c.members))
		want := append([]string{"DTSTAMP:20220601T000000Z"}, c.times...)
		want = append(want, "SUMMARY:T ses-a", "DESCRIPTION:"+c.description+of, place, kind)
		if c.transparent {
			want = append(want, "TRANSP:TRANSPARENT")
		}
		if diff := cmp.Diff(want, event(t, lines, "ses-a")); diff != "" || lacks != nil {
			t.Errorf("%s: lacks %q (-want +got)\n%s", c.name, lacks, diff)
		}
	}
}

func TestTheCalendarBegins(t *testing.T) {
	t.Parallel()
	lines, _ := calendar(t, meta, conf, session("ses-a", `"start_date":"2022-05-10"`))
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//malaga//malaga//EN", "CALSCALE:GREGORIAN", `NAME:A\, B\; C`, `X-WR-CALNAME:A\, B\; C`,
		"BEGIN:VEVENT", "UID:ses-a@a.example", // no time, no zone
	}
	if diff := cmp.Diff(want, lines[:len(want)]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// zones are the VTIMEZONE lines of a calendar without their ends and names.
func zones(lines []string) []string {
	var got []string
	inside := false
	for _, l := range lines {
		switch l {
		case "BEGIN:VTIMEZONE":
			inside = true
		case "END:VTIMEZONE":
			inside = false
		}
		if inside && !strings.HasPrefix(l, "END:") && l != "BEGIN:VTIMEZONE" {
			got = append(got, l)
		}
	}
	return got
}

func TestEachZoneHasItsChanges(t *testing.T) {
	t.Parallel()
	at := func(name, zone, days string) []string {
		return []string{
			`conferences {"id":"conf-` + name + `","title":"C","time_zone":"` + zone + `"}`,
			`sessions {"id":"ses-` + name + `","conference":"conf-` + name + `","title":"S","date_meaning":"throughout","start_time":"09:00","end_time":"10:00",` + days + `}`,
		}
	}
	records := at("madrid", "Europe/Madrid", `"start_date":"2022-05-10"`)
	records = append(records, at("utc", "UTC", `"start_date":"2022-12-31","end_date":"2023-01-01"`)...)
	records = append(records, at("kathmandu", "Asia/Kathmandu", `"start_date":"1985-06-01","end_date":"1986-01-01"`)...)
	// Beyond the table of the zone, from a year with a leap day on.
	records = append(records, at("sydney", "Australia/Sydney", `"start_date":"2040-12-31","end_date":"2041-01-01"`)...)
	lines, lacks := calendar(t, meta, records...)
	want := []string{
		"TZID:Asia/Kathmandu",
		"BEGIN:STANDARD", "DTSTART:19850101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "TZNAME:+0530",
		"BEGIN:STANDARD", "DTSTART:19860101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0545", "TZNAME:+0545",
		"TZID:Australia/Sydney",
		"BEGIN:DAYLIGHT", "DTSTART:20400101T000000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1100", "TZNAME:AEDT",
		"BEGIN:STANDARD", "DTSTART:20400401T030000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1000", "TZNAME:AEST",
		"BEGIN:DAYLIGHT", "DTSTART:20401007T020000", "TZOFFSETFROM:+1000", "TZOFFSETTO:+1100", "TZNAME:AEDT",
		"BEGIN:STANDARD", "DTSTART:20410407T030000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1000", "TZNAME:AEST",
		"BEGIN:DAYLIGHT", "DTSTART:20411006T020000", "TZOFFSETFROM:+1000", "TZOFFSETTO:+1100", "TZNAME:AEDT",
		"TZID:Europe/Madrid",
		"BEGIN:STANDARD", "DTSTART:20220101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "TZNAME:CET",
		"BEGIN:DAYLIGHT", "DTSTART:20220327T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST",
		"BEGIN:STANDARD", "DTSTART:20221030T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET",
		"TZID:UTC",
		"BEGIN:STANDARD", "DTSTART:20220101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "TZNAME:UTC",
	}
	if diff := cmp.Diff(want, zones(lines)); diff != "" || lacks != nil {
		t.Errorf("lacks %q (-want +got)\n%s", lacks, diff)
	}
}

func TestCalendarNotesWhatTheDataLack(t *testing.T) {
	t.Parallel()
	lines, lacks := calendar(
		t, `{}`,
		`conferences {"id":"conf-a","title":"A","time_zone":"Local"}`,
		session("ses-a", `"start_date":"2022-05-10","start_time":"09:00","end_time":"10:00"`),
		session("ses-b", `"date_meaning":"on"`),
		`side_events {"id":"side-1","conference":"conf-gone","kind":"workshop","title":"W","date":"2022-05-10","mode":"online"}`,
	)
	want := []string{
		"the dataset has no modified date, so DTSTAMP is 1 January 1970",
		"events left out because their day is not known: ses-b",
		"events in local time because their conference has no known time_zone: ses-a",
	}
	if diff := cmp.Diff(want, lacks); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, lacks := calendar(t, `{}`, conf); lacks != nil { // what no event has is no lack
		t.Errorf("%q", lacks)
	}
	if got := event(t, lines, "ses-b"); got != nil || zones(lines) != nil {
		t.Errorf("%q %q", got, zones(lines))
	}
	want = []string{
		"DTSTAMP:19700101T000000Z", "DTSTART:20220510T090000", "DTEND:20220510T100000", "SUMMARY:T ses-a",
		`DESCRIPTION:The times are local\; the time zone is not stated.\n\nThematic session of “A”.`, "CATEGORIES:Thematic session",
	}
	if diff := cmp.Diff(want, event(t, lines, "ses-a")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := event(t, lines, "side-1"); len(got) != 7 || got[4] != `DESCRIPTION:The sources do not state the time.\n\nWorkshop.` {
		t.Errorf("%q", got)
	}
}

// A side event is not said to have been at the conference's venue, and one without a room was nowhere.
func TestThePlaceOfSideEvents(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]string{
		`"mode":"hybrid"`: `LOCATION:Málaga\, ES`, `"mode":"online"`: "", `"venue":"Room 2"`: `LOCATION:Room 2\, Málaga\, ES`,
	} {
		lines, _ := calendar(t, meta, conf, `side_events {"id":"side-1","conference":"conf-a","title":"W","date":"2022-05-10",`+members+`}`)
		got := ""
		for _, l := range event(t, lines, "side-1") {
			if strings.HasPrefix(l, "LOCATION") {
				got = l
			}
		}
		if got != want {
			t.Errorf("%s: %q", members, got)
		}
	}
}

func TestATerminalIsSafeFromTheText(t *testing.T) {
	t.Parallel()
	chapters := of(t, conf, session("ses-a", `"start_date":"2022-05-10","summary":"a\u202eb\u001b[2J\tc\u0085"`)).Chapters()
	for escape, want := range map[bool]string{false: "a\uFFFDb\uFFFD[2J\tc\uFFFD", true: "a\uFFFDb\uFFFD" + `[2J\tc` + "\uFFFD"} {
		b, _ := timeline.Calendar([]byte(meta), chapters, escape)
		if text := strings.ReplaceAll(string(b), "\r\n ", ""); !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

// Of two events with one UID a calendar would keep one.
func TestEachEventHasItsOwnUID(t *testing.T) {
	t.Parallel()
	const session = `sessions {"id":"%s","conference":"conf-a","kind":"thematic","title":"%s","start_date":"2022-05-10","date_meaning":"on"}`
	var records []string
	for _, title := range []string{"One", "Two", "Three"} {
		records = append(records, fmt.Sprintf(session, "ses-a", title))
	}
	lines, _ := calendar(t, meta, append(records, fmt.Sprintf(session, "ses-b", "Four"))...)
	var uids []string
	for _, l := range lines {
		if uid, ok := strings.CutPrefix(l, "UID:"); ok {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	want := []string{"ses-a.2@a.example", "ses-a.3@a.example", "ses-a@a.example", "ses-b@a.example"}
	if diff := cmp.Diff(want, uids); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
