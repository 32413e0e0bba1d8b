package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/rawjson"
	"malaga/internal/table"
	"malaga/internal/timeline"
	"malaga/schema"
)

func model(t *testing.T) *schema.Model {
	t.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return set.Model
}

// of is the programme of records, each "TABLE JSON".
func of(t *testing.T, records ...string) *timeline.Programme {
	t.Helper()
	p := timeline.New(model(t))
	for _, r := range records {
		name, v, _ := strings.Cut(r, " ")
		b := []byte(v)
		p.Add(rawjson.Record{Table: name, Raw: b})
		for i := range b { // as a reader would
			b[i] = '#'
		}
	}
	return p
}

// outline is what stands under which heading, in order: "heading: id id".
func outline(p *timeline.Programme) []string {
	var all []string
	for _, c := range p.Chapters() {
		all = append(all, "# "+c.ID)
		for _, d := range c.Days {
			ids := ""
			for _, e := range d.Events {
				ids += " " + e.ID()
			}
			all = append(all, d.Heading+":"+ids)
		}
	}
	return all
}

const conf = `conferences {"id":"conf-a","title":"The A","start_date":"2022-05-10","end_date":"2022-05-12","city":"Málaga","country":"ES","venue":"Hall; 1","time_zone":"Europe/Madrid"}`

func session(id, members string) string {
	return fmt.Sprintf(`sessions {"id":%q,"conference":"conf-a","kind":"thematic","title":"T %s",%s}`, id, id, members)
}

func TestTheProgrammeIsInTheOrderOfItsDays(t *testing.T) {
	t.Parallel()
	got := outline(of(t,
		session("ses-within", `"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within"`),
		session("ses-evening", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"evening"`),
		session("ses-unknown", `"start_date":"2022-05-10","date_meaning":"on"`),
		session("ses-after", `"start_date":"2022-05-10","date_meaning":"on","follows":"ses-afternoon"`),
		session("ses-afternoon", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"afternoon"`),
		session("ses-1530", `"start_date":"2022-05-10","date_meaning":"on","start_time":"15:30"`),
		session("ses-morning", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"morning"`),
		session("ses-0900", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"morning","start_time":"09:00","end_time":"10:00"`),
		session("ses-all", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"throughout"`),
		session("ses-next", `"start_date":"2022-05-11","date_meaning":"on","follows":"ses-evening"`),
		`side_events {"id":"side-1","conference":"conf-a","kind":"side-event","title":"S","date":"2022-05-09"}`,
		conf,
	))
	want := []string{
		"# conf-a", "Monday 9 May 2022: side-1", "10-12 May 2022, throughout: ses-all",
		"Tuesday 10 May 2022: ses-0900 ses-morning ses-1530 ses-afternoon ses-after ses-evening ses-unknown",
		"Wednesday 11 May 2022: ses-next",
		"10-11 May 2022, on one of these days: the sources do not say which: ses-within",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What no valid dataset holds must not stop the programme, nor be shown as more than it is.
func TestOddRecordsFindAPlace(t *testing.T) {
	t.Parallel()
	got := outline(of(t,
		`conferences {"id":"conf-z","title":"Z"}`,
		conf,
		`conferences {"id":"conf-a","title":"Twice","start_date":"2030-01-01"}`,
		`conferences {"id":"conf-early","title":"Early","start_date":"2021-05-25"}`,
		`sessions {}`,
		`themes {"id":"thm-a"}`,
		`side_events {"id":"side-lost","conference":"conf-gone","title":"S"}`,
		session("ses-x", `"start_date":"2022-05-11","follows":"ses-y"`),
		session("ses-y", `"start_date":"2022-05-11","follows":"ses-x"`),
		session("ses-z", `"start_date":"2022-05-11","follows":"ses-z"`),
		session("ses-back", `"start_date":"2022-05-11","end_date":"2022-05-10"`),
		session("ses-none", `"start_date":"2022-02-30"`),
		session("ses-several", `"start_date":"2022-05-10","end_date":"2022-05-12","date_meaning":"on"`),
	))
	want := []string{
		"# conf-early", "# conf-a", "Wednesday 11 May 2022: ses-z ses-x ses-y",
		"10-12 May 2022, on one of these days: the sources do not say which: ses-several",
		"Day not known: ses-back ses-none",
		"# conf-a", "# conf-z", "# ", "Day not known: ", "# conf-gone", "Day not known: side-lost",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestProgrammeListsTheTablesItLacks(t *testing.T) {
	t.Parallel()
	for want, records := range map[string][]string{
		"conferences sessions side_events": nil,
		"sessions side_events":             {conf},
		"side_events":                      {conf, session("ses-a", `"start_date":"2022-05-11"`)},
		"":                                 {conf, session("ses-a", `"start_date":"2022-05-11"`), `side_events {"id":"side-1"}`},
	} {
		if got := strings.Join(of(t, records...).Lacks(), " "); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	none := &schema.Model{}
	if tables := timeline.Tables(none); len(tables) != 0 {
		t.Errorf("tables %v", tables)
	}
	p := timeline.New(none)
	p.Add(rawjson.Record{Table: "sessions", Raw: []byte(`{"id":"ses-a","kind":"thematic","title":"T"}`)})
	if got := outline(p); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestThePageSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	chapters := of(t, conf, `conferences {"id":"conf-b","title":"B","short_title":"the B","start_date":"2023-01-01"}`,
		session("ses-a", `"label":"a","start_date":"2022-05-10","date_meaning":"on","start_time":"09:00","end_time":"10:00"`),
		session("ses-b", `"start_date":"2022-05-10","date_meaning":"on","follows":"ses-a"`),
		session("ses-c", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"evening"`),
		session("ses-d", `"start_date":"2022-05-10","date_meaning":"on","start_time":"14:00"`),
		`sessions {"id":"ses-e","conference":"conf-a","kind":"closing","title":"Closing","start_date":"2022-05-10","end_time":"18:00"}`,
		`sessions {"id":"ses-f","conference":"conf-a","start_date":"2022-05-12"}`,
		`side_events {"id":"side-1","conference":"conf-b","kind":"workshop","title":"*W*\u202e","date":"2023-01-01","start_time":"10:00"}`,
	).Chapters()
	want := `The A, 10-12 May 2022, Málaga
Times are local (Europe/Madrid).

Tuesday 10 May 2022
  09:00-10:00  Thematic session (a): T ses-a
  from 14:00   Thematic session: T ses-d
  evening      Thematic session: T ses-c
  until 18:00  Closing

Wednesday 11 May 2022
Nothing is known.

Thursday 12 May 2022
  time not stated  ses-f

B (“the B”), 1 January 2023
Times are local; the time zone is not stated.

Sunday 1 January 2023
  from 10:00  Workshop: *W*\u202e
`
	follower := "  time not stated  Thematic session: T ses-b, directly after “T ses-a”\n"
	got := string(timeline.Page(chapters, 80))
	if !strings.Contains(got, follower) {
		t.Errorf("no %q in\n%s", follower, got)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if diff := cmp.Diff(squeeze(want), squeeze(strings.Replace(got, follower, "", 1))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, line := range strings.Split(string(timeline.Page(chapters, 40)), "\n") {
		if len([]rune(line)) > 40 {
			t.Errorf("too wide: %s", line)
		}
	}
	md := string(timeline.Markdown(chapters))
	for _, want := range []string{
		"# Programme\n\n## The A, 10-12 May 2022, Málaga\n\nTimes are local (Europe/Madrid).\n\n### Tuesday 10 May 2022\n\n- 09:00-10:00: Thematic session (a): **T ses-a**\n",
		"- time not stated: Thematic session: **T ses-b**, directly after “T ses-a”\n", "- until 18:00: **Closing**\n", "- time not stated: **ses-f**\n", `**\*W\*\\u202e**`,
	} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
}

func TestRowsAreTheEvents(t *testing.T) {
	t.Parallel()
	rows := timeline.Rows(of(t, conf,
		session("ses-a", `"label":"a","start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within"`),
		`side_events {"id":"side-1","conference":"conf-a","kind":"workshop","title":"W","date":"2022-05-09","start_time":"10:00","end_time":"11:00"}`,
		`side_events {"id":"side-2","conference":"conf-a","kind":"workshop","title":"W"}`,
	).Chapters())
	var got []string
	for _, c := range rows.Columns {
		got = append(got, c.Name)
	}
	got = []string{strings.Join(got, " ")}
	for row, err := range rows.Seq {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, cell := range row {
			cells = append(cells, table.Text(cell))
		}
		got = append(got, strings.Join(cells, "|"))
	}
	want := []string{
		"id kind title start end date_meaning part_of_day start_time end_time label conference time_zone time_meaning",
		"side-1|workshop|W|2022-05-09|2022-05-09|on||10:00|11:00||conf-a|Europe/Madrid|",
		"ses-a|thematic|T ses-a|2022-05-10|2022-05-11|within||||a|conf-a|Europe/Madrid|",
		"side-2|workshop|W||||||||conf-a|Europe/Madrid|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// variant is a variants member: other sources have the event follow another.
func variant(id string) string {
	return fmt.Sprintf(`"start_date":"2022-05-10","date_meaning":"on","variants":[{"field":"follows","value":%q,"document":"doc-a"}]`, id)
}

func TestAnOrderOfSomeSourcesIsADoubt(t *testing.T) {
	t.Parallel()
	const day = `"start_date":"2022-05-10","date_meaning":"on"`
	for name, one := range map[string]struct {
		records []string
		want    string
	}{
		"before the chain": {[]string{
			session("ses-high", day+`,"part_of_day":"afternoon"`), session("ses-min", variant("ses-open")+`,"follows":"ses-high"`),
			session("ses-open", day), session("ses-0900", day+`,"start_time":"09:00"`),
		}, "ses-0900 ses-open ses-high ses-min"},
		"before the event itself": {[]string{session("ses-b", variant("ses-c")), session("ses-c", day)}, "ses-c ses-b"},
		"a time decides":          {[]string{session("ses-b", variant("ses-c")), session("ses-c", day+`,"start_time":"09:00"`)}, "ses-c ses-b"},
		"one in its own chain":    {[]string{session("ses-b", variant("ses-c")+`,"follows":"ses-c"`), session("ses-c", day)}, "ses-c ses-b"},
		"each other":              {[]string{session("ses-b", variant("ses-c")), session("ses-c", variant("ses-b"))}, "ses-c ses-b"},
		"in a circle":             {[]string{session("ses-b", variant("ses-c")+`,"follows":"ses-d"`), session("ses-c", day), session("ses-d", day+`,"follows":"ses-b"`)}, "ses-c ses-b ses-d"},
		"itself, and nothing":     {[]string{session("ses-b", variant("ses-b")), session("ses-c", variant("ses-gone"))}, "ses-b ses-c"},
	} {
		got := outline(of(t, append(one.records, conf)...))
		if diff := cmp.Diff("Tuesday 10 May 2022: "+one.want, got[1]); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestDoubtsAreStated(t *testing.T) {
	t.Parallel()
	chapters := of(t, conf,
		session("ses-high", `"start_date":"2022-05-10","date_meaning":"on","part_of_day":"afternoon"`),
		session("ses-min", variant("ses-open")+`,"follows":"ses-high"`),
		session("ses-open", `"start_date":"2022-05-10","date_meaning":"on"`),
		session("ses-close", `"start_date":"2022-05-11","date_meaning":"on","start_time":"14:00","time_meaning":"announced"`),
	).Chapters()
	ics, _ := timeline.Calendar(nil, chapters, false)
	unfolded := strings.ReplaceAll(string(ics), "\r\n ", "")
	for text, want := range map[string]string{
		string(timeline.Page(chapters, 200)): "Thematic session: T ses-open (one source puts “T ses-min” after it; possibly the same as the start of “T ses-high”)",
		string(timeline.Markdown(chapters)):  "**T ses-close** (announced in advance)",
		unfolded:                             `One source puts “T ses-min” after it. It is possibly the same as the start of “T ses-high”.`,
		unfolded + " ":                       `The time was announced in advance\; no source states when it took place.`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
