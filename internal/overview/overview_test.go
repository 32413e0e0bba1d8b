package overview_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/dataset"
	"malaga/internal/overview"
	"malaga/internal/rawjson"
	"malaga/internal/scaletest"
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

// lines is the overview of records, each line as "section: item: text".
func lines(t *testing.T, records ...string) []string {
	t.Helper()
	o := overview.New(model(t))
	for _, r := range records {
		table, v, _ := strings.Cut(r, " ")
		b := []byte(v)
		o.Add(rawjson.Record{Table: table, Raw: b})
		for i := range b { // as a reader would
			b[i] = '#'
		}
	}
	var all []string
	for _, l := range o.Lines() {
		all = append(all, l.Section+": "+l.Item+": "+l.Text)
	}
	return all
}

func without(all []string, section string) []string {
	var kept []string
	for _, l := range all {
		if !strings.HasPrefix(l, section+": ") {
			kept = append(kept, l)
		}
	}
	return kept
}

func TestOverviewDescribesTheConference(t *testing.T) {
	t.Parallel()
	got := lines(t,
		`organisations {"id":"org-un","name":"United Nations"}`, `organisations {"id":"org-es","name":"Spain","kind":"state"}`,
		`people {"id":"per-a","name":"A","organisation":"org-un"}`, `people {"id":"per-b","name":"B"}`,
		`conferences {"id":"conf-b","title":"The Dialogue","start_date":"2021-05-20","end_date":"2021-05-21"}`,
		`conferences {"id":"conf-a","title":"The Conference","short_title":"Málaga","start_date":"2022-05-10","end_date":"2022-05-11","city":"Málaga","country":"ES","follow_up_to":"conf-b",
		 "organisers":[{"organisation":"org-un","role":"organiser"},{"organisation":"org-un","role":"lead"},{"organisation":"org-es","role":"host"},{"organisation":"org-gone","role":"supporter"}],
		 "attendance":[{"scope":"conference","mode":"in-person","comparator":"more-than","count":400},{"scope":"side-events","comparator":"at-least","count":5800}]}`,
		`sessions {"id":"ses-a","kind":"thematic","conference":"conf-a","start_date":"2022-05-10","date_meaning":"on","start_time":"09:00","speakers":[{"person":"per-a"},{"person":"per-b"}]}`,
		`sessions {"id":"ses-b","kind":"thematic","conference":"conf-a","start_date":"2022-05-10","date_meaning":"within","speakers":[{"person":"per-a"}],"sources":[{"basis":"stated"},{"basis":"inferred"}]}`,
		`sessions {"id":"ses-c","kind":"closing","conference":"conf-b"}`,
		`side_events {"id":"side-1","kind":"workshop","conference":"conf-a","sources":[{"basis":"stated"}]}`,
		`themes {"id":"thm-a","label":"Victims"}`,
		`outcome_messages {"id":"msg-1","standing":"speaker","speaker":"per-a","themes":["thm-a","thm-gone"]}`, `outcome_messages {"id":"msg-2","standing":"speaker","themes":["thm-gone"]}`,
	)
	want := []string{
		"Conference: conf-a: The Conference (“Málaga”) took place in Málaga (ES) on 10-11 May 2022. Organisers: United Nations. Hosts: Spain. It was a follow-up to “The Dialogue” of 20-21 May 2021. " +
			"The dataset has two sessions and one workshop. It names two people as speakers.",
		"Programme: Sessions: two thematic sessions, one closing",
		"Programme: Side events: one workshop",
		"Attendance: Conference: more than 400 in person",
		"Attendance: Side events: at least 5,800",
		"People and organisations: People: 2 named in the data; 2 spoke",
		"People and organisations: Organisations: 2 named in the data; 2 took part, as organisers or through a speaker",
		"Organisations named in the data, by kind: State: 1", "Organisations named in the data, by kind: None of these: 1",
		"Most mentioned organisations: United Nations: 2",
		"Most mentioned organisations: Spain: 1",
		"Most mentioned organisations: org-gone: 1",
		"Messages by standing: Speaker: 2",
		"Messages by theme: thm-gone: 2",
		"Messages by theme: Victims: 1",
		"Completeness: Records that name a source (except documents and themes): 2 of 12",
		"Completeness: Sources: stated: 2 of 3",
		"Completeness: Sources: inferred: 1 of 3",
		"Completeness: Sessions with a known day: 1 of 3",
		"Completeness: Sessions with a known start time: 1 of 3",
		"Completeness: Side events with a known day: 0 of 1",
		"Completeness: Side events with a known start time: 0 of 1",
		"Completeness: Outcome messages with a speaker: 1 of 2",
		"Completeness: Outcome messages with a theme: 2 of 2",
		"Completeness: People with an organisation: 1 of 2",
		"Records: Conferences: 2", "Records: Sessions: 3", "Records: Side events: 1", "Records: Outcome messages: 2",
		"Records: Organisations: 2", "Records: People: 2", "Records: Documents: 0", "Records: Themes: 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhoTookPartIsToldFromWhoIsNamed(t *testing.T) {
	t.Parallel()
	got := lines(t,
		`organisations {"id":"org-a","name":"A"}`, `organisations {"id":"org-b","name":"B"}`, `organisations {"id":"org-c","name":"C"}`,
		`people {"id":"per-a","name":"A","organisation":"org-a"}`, `people {"id":"per-b","name":"B","organisation":"org-b"}`,
		`people {"id":"per-c","name":"C"}`, `people {"id":"per-d","name":"D"}`, `people {"id":"per-e","name":"E"}`,
		`conferences {"id":"conf-a","title":"T","start_date":"2022-05-10"}`,
		`sessions {"id":"ses-a","conference":"conf-a","title":"S","start_time":"14:00","time_meaning":"announced","speakers":[
		 {"person":"per-a","presence":"named"},{"person":"per-b","presence":"named"},{"person":"per-c","presence":"spoke","basis":"inferred"}]}`,
		`side_events {"id":"side-1","conference":"conf-a","organisers":[{"organisation":"org-c","role":"organiser","basis":"inferred"}],
		 "speakers":[{"person":"per-a","presence":"video"},{"person":"per-a","presence":"named"}]}`,
		`outcome_messages {"id":"msg-1","standing":"speaker","speaker":"per-d"}`,
	)
	for _, want := range []string{
		"Conference: conf-a: T took place on 10 May 2022. The dataset has one session and one side event of no known kind. Two people are known to have spoken; one more is named with an event.",
		"People and organisations: People: 5 named in the data; 2 spoke",
		"People and organisations: Organisations: 3 named in the data; 1 took part, as organisers or through a speaker",
		"Completeness: Sessions with a known start time: 0 of 1",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestAnEventThatMayBeCountedTwiceIsTold(t *testing.T) {
	t.Parallel()
	got := lines(t, `conferences {"id":"conf-a","title":"T"}`,
		`sessions {"id":"ses-open","conference":"conf-a","title":"Opening"}`, `sessions {"id":"ses-high","conference":"conf-a","title":"Segment"}`,
		`sessions {"id":"ses-min","conference":"conf-a","title":"Ministers","follows":"ses-high","variants":[{"field":"follows","value":"ses-open","document":"doc-a"},{"field":"title","value":"ses-high"}]}`,
	)
	want := "Conference: conf-a: T. The dataset has three sessions. “Opening” may be the start of “Segment”, and would then be counted twice: “Ministers” followed “Segment” by one source, and “Opening” by another."
	if got[0] != want {
		t.Errorf("got  %s\nwant %s", got[0], want)
	}
}

func TestADatasetThatLacksFieldsHasAnOverviewToo(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"": nil, `conferences {"id":"conf-a"}`: {"Conference: conf-a: conf-a."}, `conferences {"id":"conf-a","title":"T","start_date":"nonsense"}`: {"Conference: conf-a: T."},
		`conferences {"id":"conf-a","title":"T","city":"C"}`: {"Conference: conf-a: T took place in C."},
		`sessions {"id":"ses-a"}`:                            {"Programme: Sessions: one session of no known kind"}, `side_events {"id":"side-1","kind":"dance"}`: {"Programme: Side events: one side event of no known kind"}, `outcome_messages {"id":"msg-1"}`: nil, `people {"id":"per-a"}`: {"People and organisations: People: 1"},
	} {
		var records []string
		if name != "" {
			records = []string{name}
		}
		if diff := cmp.Diff(want, without(without(lines(t, records...), "Records"), "Completeness")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// However much there is, the overview stays short: names are cut, and what is beyond the first ones is counted.
func TestTheOverviewOfVeryManyRecordsIsShort(t *testing.T) {
	t.Parallel()
	records := []string{`conferences {"id":"conf-0","title":"` + strings.Repeat("long ", 200_000) + `"}`}
	for i := range 1_000 {
		records = append(records, fmt.Sprintf(`conferences {"id":"conf-x%d","title":"T","follow_up_to":"conf-0"}`, i))
	}
	for i := range 10_002 {
		records = append(records, fmt.Sprintf(`outcome_messages {"id":"msg-%d","themes":["thm-%[1]d","thm-0"]}`, i))
	}
	records = append(records, `conferences {"id":"conf-c","attendance":[`+strings.TrimSuffix(strings.Repeat(`{"count":7},`, 20_000), ",")+`]}`)
	records[0], records[len(records)-1] = records[len(records)-1], records[0] // it is one of those that are described
	all := lines(t, records...)
	if size := len(strings.Join(all, "")); size > 1_000_000 {
		t.Errorf("%d bytes", size)
	}
	for _, want := range []string{
		"Conference: : The dataset has 901 more conferences.", "Attendance: conf-c: more counts: 19900",
		"Messages by theme: thm-0: 10003", "Messages by theme: 2 others: 2", "Records: Conferences: 1002",
	} {
		if !slices.Contains(all, want) {
			t.Errorf("no line %q", want)
		}
	}
}

// A name of very great length is cut where it stands in each of many lines.
func TestAConferenceWithALongNameAndManyCounts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 1000)
	got := lines(t, `conferences {"id":"conf-a"}`, `conferences {"id":"conf-b","short_title":"`+long+`","attendance":[{"scope":"online","count":7}]}`)
	want := "Attendance: " + strings.TrimSpace(long[:300]) + " …: online: 7"
	if i := slices.IndexFunc(got, func(l string) bool { return strings.HasPrefix(l, "Attendance: ") }); i < 0 || got[i] != want {
		t.Errorf("%q", got)
	}
}

// The first hundred organisers and orders of a conference are told, and how many there are besides. Long ids are cut.
func TestAConferenceWithManyOrganisersAndOrders(t *testing.T) {
	t.Parallel()
	long := "ses-" + strings.Repeat("x", 1000)
	records := []string{
		`conferences {"id":"conf-a","organisers":[` + scaletest.List(102, `{"organisation":"org-%d","role":"host"}`) + `]}`,
		`sessions {"id":"` + long + `","conference":"conf-a","follows":"ses-b","variants":[` + scaletest.List(113, `{"field":"follows","value":"ses-%d"}`) + `]}`,
	}
	for i := range 102 {
		records = append(records, fmt.Sprintf(`organisations {"id":"org-%d","name":"O%[1]d"}`, i))
	}
	got := lines(t, records...)[0]
	for _, want := range []string{"Hosts: O0, O1,", ", O99 and 2 more. ", "“ses-99” may be the start of “ses-b”", ". The dataset has 13 more such cases."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if strings.Contains(got, "O100") || strings.Contains(got, "“ses-100”") || strings.Contains(got, long[:400]) {
		t.Errorf("too much in %s", got)
	}
}

func TestTheRealOverviewNeverAddsUpPeople(t *testing.T) {
	t.Parallel()
	m := model(t)
	d, err := dataset.Open("", dataset.Layout{Tables: m.Names()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := overview.New(m)
	for e, err := range d.Read(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == dataset.Record && e.Table != dataset.Meta {
			o.Add(e.Record)
		}
	}
	var text strings.Builder
	for _, l := range o.Lines() {
		text.WriteString(l.Section + " " + l.Item + " " + l.Text + "\n")
	}
	for _, want := range []string{"more than 400 in person", "at least 5,800 online", "five thematic sessions", "six side events", "one workshop"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "6,200") {
		t.Error("the counts are added up")
	}
}

func TestRowsAreTheLines(t *testing.T) {
	t.Parallel()
	rows := overview.Rows([]overview.Line{{Section: "S", Item: "I", Text: "\"T\""}})
	for row, err := range rows.Seq {
		if err != nil || string(row[0]) != `"S"` || string(row[2]) != `"\"T\""` || len(rows.Columns) != 3 {
			t.Errorf("%s %v", row, err)
		}
	}
}
