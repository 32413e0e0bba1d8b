package record_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/internal/render"
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

// shown is the page of a record among others, each "table {…}".
func shown(t *testing.T, id string, records ...string) string {
	t.Helper()
	return shownBy(t, model(t), id, records...)
}

func shownBy(t *testing.T, m *schema.Model, id string, records ...string) string {
	t.Helper()
	back := record.NewMentions(m, []string{id})
	all := map[string]rawjson.Record{}
	for _, r := range records {
		table, v, _ := strings.Cut(r, " ")
		rec := rawjson.Record{Table: table, Raw: []byte(v)}
		all[rawjson.GetText(rec.Raw, "id")] = rec
		passing := []byte(v)
		back.Add(rawjson.Record{Table: table, Raw: passing})
		for i := range passing { // as a reader would
			passing[i] = '#'
		}
	}
	p := &render.Page{Width: 200}
	record.Pages{
		Back:   back,
		Source: record.Source{Model: m, Look: func(_, id string) query.Target { return query.Target{Raw: all[id].Raw} }},
		More:   func(table, condition string) string { return table + " with " + condition },
	}.Write(p, all[id])
	return string(p.Bytes())
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const (
	guterres = `people {"id":"per-a","name":"A. Guterres","position":"Secretary-General"}`
	paper    = `documents {"id":"doc-a","title":"The paper","publisher":"The press","url":"https://example.org/a"}`
	other    = `documents {"id":"doc-b","title":"The other"}`
)

func TestPageShowsValuesNotesVariantsAndMentions(t *testing.T) {
	t.Parallel()
	got := shown(t, "ses-a", guterres, paper, other,
		`sessions {"id":"ses-a","kind":"closing","title":"The end","start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within",
		 "speakers":[{"person":"per-a","role":"closed it","mode":"video-link","note":"So it seems"},{"person":"per-gone"}],"summary":"S.",
		 "variants":[{"field":"title","value":"The close","document":"doc-b","note":"Why."},{"field":"title","value":"Fin","document":"doc-a"},{"field":"speakers.mode","value":"In the room","document":"doc-b"}],
		 "sources":[{"document":"doc-a","basis":"stated","quote":"an end"},{"document":"doc-a","basis":"inferred","fields":["start_date","speakers.person","end_time"],"note":"By sense."},
		 {"document":"doc-a","basis":"stated","fields":["start_date"]},{"document":"doc-a","basis":"stated","fields":["start_date"]},{"document":"doc-gone","basis":"stated","fields":["kind","variants"]}]}`,
		`outcome_messages {"id":"msg-1","text":"Do it.","standing":"speaker","session":"ses-a","speaker":"per-a"}`,
		`outcome_messages {"id":"msg-2","text":"Go on","standing":"outcome-document","session":"ses-a"}`,
		`sessions {"id":"ses-b","title":"After","follows":"ses-a"}`,
	)
	check(t, got, `ses-a (session)
The end [1]

  Kind          Closing [5]
  Start date    10 May 2022 [2-4]
  End date      11 May 2022
  Date meaning  On one of 10-11 May 2022; the sources do not say which
  Speakers      - A. Guterres (per-a): closed it; video link. So it seems
                - per-gone
                [2]
  Summary       S.

Other sources say [5]
  Title           - The close [6]. Why.
                  - Fin [1]
  Speakers: Mode  - In the room [6]

Sessions directly after it: 1
  ses-b  After

Outcome messages from this session: 2
  msg-1  Do it. (speaker; A. Guterres)
  msg-2  Go on (outcome document)

Sources
  [1]  The paper (doc-a), The press. Stated: “an end”. https://example.org/a
  [2]  Same document as [1]. Inferred (Speakers: Person, End time). By sense.
  [3]  Same document as [1]. Stated
  [4]  Same document as [1]. Stated
  [5]  doc-gone. Stated
  [6]  The other (doc-b)
`)
}

func TestWhatTheDatesOfASessionMean(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]string{
		`"start_date":"2022-05-10","date_meaning":"on"`:                                        "On 10 May 2022",
		`"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"throughout"`:        "Throughout 10-11 May 2022",
		`"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"within"`:            "On one of 10-11 May 2022; the sources do not say which",
		`"start_date":"2022-05-10","date_meaning":"within"`:                                    "Within",
		`"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"on"`:                "On",
		`"date_meaning":"throughout"`:                                                          "Throughout",
		`"start_date":"2022-05-10","end_date":"2022-05-11","date_meaning":"in some other way"`: "in some other way",
	} {
		if got := shown(t, "ses-a", `sessions {"id":"ses-a","title":"T",`+fields+`}`); !strings.HasSuffix(got, "Date meaning  "+want+"\n") {
			t.Errorf("%s gives\n%s", fields, got)
		}
	}
}

func TestARecordThatRefersTwiceIsListedOnce(t *testing.T) {
	t.Parallel()
	got := shown(t, "org-a", `organisations {"id":"org-a","name":"A"}`,
		`side_events {"id":"side-1","title":"One","organisers":[{"organisation":"org-a","role":"host"},{"organisation":"org-b","role":"lead"},{"organisation":"org-a","role":"co-organiser"}]}`,
		`people {"id":"per-b","name":"B","position":"Director","organisation":"org-a"}`, `organisations {"id":"org-b","name":"Part","parent":"org-a"}`)
	check(t, got, `org-a (organisation)
A

Side events in which it had a role: 1
  side-1  One (host; co-organiser)

Organisations that are part of it: 1
  org-b  Part

People of this organisation: 1
  per-b  B (Director)
`)
}

func TestOfManyMentionsSomeAreListedAndAllCounted(t *testing.T) {
	t.Parallel()
	records := []string{`themes {"id":"thm-a","label":"A","definition":"D"}`}
	for i := range 45 {
		records = append(records, fmt.Sprintf(`outcome_messages {"id":"msg-%02d","text":"T","themes":["thm-a","thm-a"]}`, i))
	}
	got := shown(t, "thm-a", records...)
	if !strings.Contains(got, "Outcome messages on this theme: 45\n") || !strings.HasSuffix(got, "  msg-19  T\n  …       and 25 more:\n          outcome_messages with themes=thm-a\n") {
		t.Error(got)
	}
}

// A document is a source of itself, a note says "same document" of it, and counts of people are in words.
func TestCountsInWordsAndNoMentionOfItself(t *testing.T) {
	t.Parallel()
	got := shown(t, "conf-a", `conferences {"id":"conf-a","title":"C","follow_up_to":"conf-a","attendance":[{"scope":"conference","mode":"in-person","comparator":"more-than","count":4000,"note":"Said."}]}`)
	check(t, got, `conf-a (conference)
C

  Attendance    Conference: more than 4,000 in person. Said.
  Follow-up to  C (conf-a)
`)
}

// A page needs none of the fields that it knows: the schema describes whatever there is.
func TestOtherTablesAreShownInFull(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(os.DirFS("../query/testdata/schema"))
	if err != nil {
		t.Fatal(err)
	}
	got := shownBy(t, set.Model, "t-1",
		`things {"id":"t-1","name":"One","note":"N","tags":["a","b"],"kind":"odd","day":"2022-05-09","size":12,"fine":true,"counts":[1,2],"owner":"own-un","helpers":["own-un","own-gone"],
		 "parts":[{"owner":"own-un","amount":3,"words":["x","y"]},{"amount":4}],"sources":[{"document":"doc-a"}]}`,
		`owners {"id":"own-un","name":"United Nations"}`)
	check(t, got, `t-1 (thing)
One

  Note     N
  Tags     - a
           - b
  Kind     odd
  Day      9 May 2022
  Size     12
  Fine     true
  Counts   1
           2
  Owner    United Nations (own-un)
  Helpers  United Nations (own-un)
           own-gone
  Parts    - United Nations (own-un): amount 3; words x, y
           - 4
`)
	got = shownBy(t, set.Model, "own-un", `owners {"id":"own-un","name":"United Nations"}`, `things {"id":"t-1","name":"One","parts":[{"owner":"own-un"}]}`)
	check(t, got, `own-un (owner)
United Nations

Things that refer to it (Parts: Owner): 1
  t-1  One
`)
}

// A code, a day and an entry of a list show what is not certain of them: other sources, no source, or only a name.
func TestWhatIsNotCertainIsMarked(t *testing.T) {
	t.Parallel()
	got := shown(t, "per-a", guterres, paper, other,
		`sessions {"id":"ses-a","kind":"closing","title":"The end","speakers":[{"person":"per-a","mode":"video-link","presence":"video"}]}`,
		`sessions {"id":"ses-b","title":"Named","speakers":[{"person":"per-a","presence":"named","basis":"inferred"}]}`,
		`outcome_messages {"id":"msg-1","text":"Do it.","standing":"speaker","speaker":"per-a","sources":[{"document":"doc-a","basis":"inferred","fields":["speaker"]}]}`,
		`outcome_messages {"id":"msg-2","text":"Go.","standing":"speaker","speaker":"per-a","sources":[{"document":"doc-a","basis":"inferred","fields":["speaker"]},{"document":"doc-b","basis":"stated","fields":["speaker"]}]}`,
	)
	got += shown(t, "ses-c", guterres, other, `sessions {"id":"ses-c","kind":"closing","title":"C","start_date":"2022-05-10",
	 "speakers":[{"person":"per-a","mode":"video-message","presence":"video"}],
	 "variants":[{"field":"kind","value":"opening","document":"doc-b"},{"field":"start_date","value":"9 May","document":"doc-b"}]}`)
	for _, want := range []string{
		"ses-a  The end (video link)", "ses-b  Named (inferred; named)", "msg-1  Do it. (speaker; inferred)", "msg-2  Go. (speaker)",
		"Closing (other sources differ)", "10 May 2022 (other sources differ)", "A. Guterres (per-a): video message\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
