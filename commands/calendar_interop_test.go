//go:build interop

package commands_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// calendarData is a dataset whose events have times in several zones, on both sides of a change of the clocks, and none.
const calendarData = `{
"conferences": [
  {"id": "conf-a", "title": "A", "time_zone": "Europe/Madrid", "city": "Málaga"},
  {"id": "conf-b", "title": "B", "time_zone": "America/New_York"},
  {"id": "conf-c", "title": "C", "time_zone": "UTC"},
  {"id": "conf-d", "title": "D", "time_zone": "Australia/Sydney"}],
"sessions": [
  {"id": "ses-winter", "conference": "conf-a", "title": "W, x; y \\ z", "start_date": "2022-03-26", "start_time": "09:00", "end_time": "10:00"},
  {"id": "ses-change", "conference": "conf-a", "title": "Ñ", "start_date": "2022-03-26", "end_date": "2022-03-27", "date_meaning": "throughout", "start_time": "23:00", "end_time": "04:00"},
  {"id": "ses-daily", "conference": "conf-a", "title": "Y", "start_date": "2022-03-26", "end_date": "2022-03-28", "date_meaning": "throughout", "start_time": "09:00", "end_time": "17:00"},
  {"id": "ses-nights", "conference": "conf-a", "title": "Z", "start_date": "2022-05-10", "end_date": "2022-05-12", "date_meaning": "throughout", "start_time": "22:00", "end_time": "00:30"},
  {"id": "ses-summer", "conference": "conf-a", "title": "S", "start_date": "2023-03-27", "start_time": "09:00"},
  {"id": "ses-west", "conference": "conf-b", "title": "T", "start_date": "2022-11-06", "start_time": "00:30", "end_time": "12:00"},
  {"id": "ses-south", "conference": "conf-d", "title": "X", "start_date": "2022-01-05", "start_time": "09:00", "end_time": "10:00"},
  {"id": "ses-zulu", "conference": "conf-c", "title": "U", "start_date": "2022-07-01", "start_time": "12:00", "end_time": "13:00"},
  {"id": "ses-within", "conference": "conf-c", "title": "V", "start_date": "2022-12-30", "end_date": "2022-12-31", "date_meaning": "within",
   "summary": "Äöü, 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\nand a second line; the end"}],
"side_events": [{"id": "side-1", "conference": "conf-a", "title": "D", "date": "2022-02-28"}]
}`

// parsed is what a program reads of an event: its days, or its instants in UTC.
type parsed struct{ Start, End, Title, Text, Rule string }

// pythonEnd prints the events that the lines before it have put into all.
const pythonEnd = `
def when(v):
    if v is None: return ''
    if not isinstance(v, datetime.datetime): return v.isoformat()
    assert v.tzinfo, 'no zone'
    return v.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
json.dump({uid: {'Start': when(s), 'End': when(e), 'Title': t, 'Text': d, 'Rule': r} for uid, s, e, t, d, r in all}, sys.stdout)
`

// iCalendar takes zones that it knows from its own list: each of the file is compared with that.
const icalendar = `
import sys, json, datetime, icalendar, pytz
cal = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
assert not cal.errors, cal.errors
for zone in cal.walk('VTIMEZONE'):
    ours, theirs = zone.to_tz(), pytz.timezone(str(zone['TZID']))
    for day in range(0, 365, 7):
        at = datetime.datetime(2022, 1, 10, 12) + datetime.timedelta(days=day)
        at = pytz.utc.localize(at)
        assert at.astimezone(ours).utcoffset() == at.astimezone(theirs).utcoffset(), (zone['TZID'], at)
all = []
for e in cal.walk('VEVENT'):
    assert not e.errors, e.errors
    end = e.get('DTEND')
    all.append((str(e['UID']), e['DTSTART'].dt, end and end.dt, str(e['SUMMARY']), str(e['DESCRIPTION']),
        e['RRULE'].to_ical().decode() if 'RRULE' in e else ''))
    assert e['DTSTAMP'].dt.tzinfo
` + pythonEnd

const vobject = `
import sys, json, datetime, vobject
cal = vobject.readOne(open(sys.argv[1], newline='', encoding='utf-8').read())
assert cal.validate(raiseException=True)
all = []
for e in cal.vevent_list:
    end = getattr(e, 'dtend', None)
    all.append((e.uid.value, e.dtstart.value, end and end.value, e.summary.value, e.description.value, e.rrule.value if hasattr(e, 'rrule') else ''))
` + pythonEnd

const icalJS = `
const ICAL = require('ical.js'), fs = require('fs');
const cal = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[1], 'utf8'))), all = {};
ICAL.TimezoneService.reset();
for (const z of cal.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(z));
const when = p => {
  if (!p) return '';
  const t = p.getFirstValue();
  if (t.isDate) return t.toString();
  if (t.zone === ICAL.Timezone.localTimezone) throw new Error('no zone');
  return t.convertToZone(ICAL.Timezone.utcTimezone).toString();
};
// The rule with the instants at which it repeats, where the clocks go forward between them.
const repeated = e => {
  const rule = e.getFirstPropertyValue('rrule');
  if (!rule) return '';
  const starts = [], next = new ICAL.Event(e).iterator();
  for (let t; (t = next.next());) starts.push(t.convertToZone(ICAL.Timezone.utcTimezone).toString());
  if (e.getFirstPropertyValue('uid') === 'ses-daily@a.example' &&
      starts.join() !== '2022-03-26T08:00:00Z,2022-03-27T07:00:00Z,2022-03-28T07:00:00Z') throw new Error(starts.join());
  return rule.toString();
};
for (const e of cal.getAllSubcomponents('vevent')) all[e.getFirstPropertyValue('uid')] = {
  Start: when(e.getFirstProperty('dtstart')), End: when(e.getFirstProperty('dtend')),
  Title: e.getFirstPropertyValue('summary'), Text: e.getFirstPropertyValue('description'),
  Rule: repeated(e),
};
process.stdout.write(JSON.stringify(all));
`

// TestOtherProgramsReadTheCalendar has a calendar read by programs, which must find the same days and instants.
func TestOtherProgramsReadTheCalendar(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data.json")
	if err := os.WriteFile(data, []byte(calendarData), 0o600); err != nil {
		t.Fatal(err)
	}
	const noTime = "The sources do not state the time.\n\n"
	want := map[string]parsed{
		"ses-winter@a.example": {"2022-03-26T08:00:00Z", "2022-03-26T09:00:00Z", `W, x; y \ z`, "Event of “A”.", ""},
		"ses-change@a.example": {"2022-03-26T22:00:00Z", "2022-03-27T02:00:00Z", "Ñ", "Event of “A”.", ""},
		"ses-daily@a.example":  {"2022-03-26T08:00:00Z", "2022-03-26T16:00:00Z", "Y", "Event of “A”.", "FREQ=DAILY;COUNT=3"},
		"ses-nights@a.example": {"2022-05-10T20:00:00Z", "2022-05-10T22:30:00Z", "Z", "Event of “A”.", "FREQ=DAILY;COUNT=2"},
		"ses-summer@a.example": {"2023-03-27T07:00:00Z", "", "S", "The sources do not state when it ends.\n\nEvent of “A”.", ""},
		"ses-west@b.example":   {"2022-11-06T04:30:00Z", "2022-11-06T17:00:00Z", "T", "Event of “B”.", ""},
		"ses-south@d.example":  {"2022-01-04T22:00:00Z", "2022-01-04T23:00:00Z", "X", "Event of “D”.", ""},
		"ses-zulu@c.example":   {"2022-07-01T12:00:00Z", "2022-07-01T13:00:00Z", "U", "Event of “C”.", ""},
		"ses-within@c.example": {
			"2022-12-30", "2023-01-01", "V", "On one of these days, 30-31 December 2022; the sources do not state which. They do not state the time either.\n\n" +
				"Äöü, 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\nand a second line; the end\n\nEvent of “C”.", "",
		},
		"side-1@a.example": {"2022-02-28", "2022-03-01", "D", noTime + "Event held alongside “A”.", ""},
	}
	made := exported(t, "--data", data, "export", "ics")
	built := exported(t, "export", "ics")
	for name, command := range calendarReaders(t) {
		read := func(file string) (got map[string]parsed) {
			if err := json.Unmarshal(printed(t, command[0], append(command[1:], file)...), &got); err != nil {
				t.Fatal(err)
			}
			return got
		}
		if diff := cmp.Diff(want, read(made)); diff != "" {
			t.Errorf("%s reads otherwise (-want +got)\n%s", name, diff)
		}
		got := read(built)
		for id, want := range map[string][2]string{
			"side-1": {"2022-05-09T11:00:00Z", "2022-05-09T12:30:00Z"}, "side-2": {"2022-05-09", "2022-05-10"},
			"ses-a": {"2022-05-10T07:00:00Z", "2022-05-10T09:00:00Z"}, "ses-b": {"2022-05-10", "2022-05-12"},
			"ses-closing": {"2022-05-11T12:00:00Z", ""}, "ses-high-level-segment": {"2022-05-10", "2022-05-11"},
		} {
			if e := got[id+"@malaga-2022.example"]; [2]string{e.Start, e.End} != want {
				t.Errorf("%s reads %s as %+v, not %v", name, id, e, want)
			}
		}
		if len(got) != 16 {
			t.Errorf("%s reads %d events", name, len(got))
		}
	}
}

// calendarReaders are the programs that are there, each with the arguments before the name of the file.
func calendarReaders(t *testing.T) map[string][]string {
	t.Helper()
	const python = "/usr/bin/python3"
	all := map[string][]string{}
	for name, c := range map[string][4]string{
		"icalendar": {python, "-c", icalendar, "import icalendar, pytz"},
		"vobject":   {python, "-c", vobject, "import vobject"},
		"ical.js":   {"node", "-e", icalJS, "require('ical.js')"},
	} {
		cmd := exec.CommandContext(t.Context(), c[0], c[1], c[3])
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(os.Getenv("MALAGA_NODE_PATH"), "node_modules"))
		if err := cmd.Run(); err != nil {
			t.Logf("%s is not installed", name)
			continue
		}
		all[name] = c[:3]
	}
	if len(all) == 0 {
		t.Skip("no program reads calendars here")
	}
	return all
}

// exported is a file that a command writes.
func exported(t *testing.T, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.ics")
	if code, _, stderr := run(t, nil, append(args, "-o", file)...); code != 0 {
		t.Fatal(stderr)
	}
	return file
}
