package cite_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/cite"
	"malaga/internal/query"
	"malaga/internal/rawjson"
	"malaga/internal/record"
	"malaga/schema"
)

func model(tb testing.TB) *schema.Model {
	tb.Helper()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return set.Model
}

const meta = `{"title": "Málaga & data", "version": "1.2.0", "licence": "CC-BY-4.0", "language": "en-GB", "modified": "2022-06-01"}`

// stored are the records of the tests, by table.
func stored() map[string][]string {
	return map[string][]string{
		"conferences": {
			`{"id": "conf-a", "title": "Conference A", "start_date": "2022-05-31", "end_date": "2022-06-01", "city": "Málaga", "country": "ES", "organisers": [
				{"organisation": "org-a", "role": "host"}, {"organisation": "org-a", "role": "organiser"}, {"organisation": "org-b", "role": "supporter"}, {"organisation": "org-gone", "role": "lead"}]}`,
			`{"id": "conf-bare"}`,
		},
		"organisations": {`{"id": "org-a", "name": "Law and Order Office, Inc."}`, `{"id": "org-b", "name": "B"}`},
		"people":        {`{"id": "per-a", "name": "T. S. Name"}`, `{"id": "per-b", "name": "Name Jr."}`},
		"sessions": {
			`{"id": "ses-a", "conference": "conf-a", "kind": "thematic", "label": "a", "title": "On law", "start_date": "2022-05-31", "end_date": "2022-06-01", "date_meaning": "within", "speakers": [{"person": "per-a"}, {"person": "per-b"}, {"person": "per-a"}]}`,
			`{"id": "ses-opening", "conference": "conf-gone", "kind": "opening", "title": "Opening", "start_date": "2022-05-31", "date_meaning": "on"}`,
		},
		"side_events": {`{"id": "side-a", "conference": "conf-a", "kind": "side-event", "number": 3, "title": "Beside", "date": "2022-05-30", "organisers": [{"organisation": "org-b", "role": "co-organiser"}, {"organisation": "org-a", "role": "host", "basis": "inferred"}],
			"speakers": [{"person": "per-b", "presence": "video"}, {"person": "per-a", "presence": "named"}, {"person": "per-c", "basis": "inferred"}]}`},
		"documents": {
			`{"id": "doc-page", "title": "A page", "kind": "web-page", "publisher": "Office", "url": "https://example.org/a_b%20ü", "published": "2022-05", "language": "fr"}`,
			`{"id": "doc-report", "title": "A report", "kind": "report", "publisher": "Office", "published": "2021"}`,
			`{"id": "doc-flyer", "title": "A flyer", "kind": "flyer", "published": "2022-02-30"}`,
		},
		"outcome_messages": {`{"id": "msg-a", "text": "Law is good.", "standing": "speaker", "conference": "conf-a", "session": "ses-a", "document": "doc-page", "speaker": "per-a", "organisation": "org-gone"}`},
		"themes":           {`{"id": "thm-a", "label": "Law"}`},
	}
}

func source(tb testing.TB) cite.Source {
	tb.Helper()
	look := func(table, id string) query.Target {
		for _, r := range stored()[table] {
			if rawjson.GetText([]byte(r), "id") == id {
				return query.Target{Raw: []byte(r)}
			}
		}
		return query.Target{}
	}
	return cite.NewSource(record.Source{Model: model(tb), Look: look}, cite.OfDataset([]byte(meta)))
}

// cited cites stored records by their ids.
func cited(tb testing.TB, ids ...string) []cite.Citation {
	tb.Helper()
	s := source(tb)
	var all []cite.Citation
	for _, id := range ids {
		before := len(all)
		for table := range stored() {
			if r := s.Look(table, id).Raw; r != nil {
				all = append(all, s.Record(table, r))
			}
		}
		if len(all) != before+1 {
			tb.Fatalf("no record %s", id)
		}
	}
	return all
}

func written(tb testing.TB, format string, escape bool, records ...cite.Citation) string {
	tb.Helper()
	var all cite.Records
	if records != nil {
		all = func(yield func(cite.Citation, error) bool) {
			for _, c := range records {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
	var b strings.Builder
	if err := cite.Write(&b, format, cite.OfDataset([]byte(meta)), all, escape); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func TestCitationsSayWhatTheDataSay(t *testing.T) {
	t.Parallel()
	const conference = " Conference: Conference A, Málaga (ES), 31 May - 1 June 2022."
	in := func(id string) string { return " Record " + id + " in Málaga & data [dataset], version 1.2.0" }
	for id, want := range map[string]string{
		"":            "Málaga & data [dataset], version 1.2.0, 1 June 2022. Licence: CC-BY-4.0.",
		"conf-a":      "Law and Order Office, Inc.; org-gone. Conference A [conference], Málaga (ES), 31 May - 1 June 2022." + in("conf-a") + ".",
		"conf-bare":   "conf-bare [conference]." + in("conf-bare") + ".",
		"ses-a":       "Law and Order Office, Inc.; org-gone. On law [thematic session (a)], 31 May - 1 June 2022. Speakers: T. S. Name; Name Jr. It took place on one of these days; the sources do not say which." + conference + in("ses-a") + ".",
		"ses-opening": "Opening [session], 31 May 2022." + in("ses-opening") + ".",
		"side-a":      "B. Beside [side event 3], 30 May 2022. Speaker: Name Jr." + conference + in("side-a") + ".",
		"doc-page":    "A page [web page], Office, May 2022. <https://example.org/a_b%20ü>." + in("doc-page") + ".",
		"doc-report":  "A report [report], Office, 2021." + in("doc-report") + ".",
		"doc-flyer":   "A flyer [flyer]." + in("doc-flyer") + ".", // there is no such day
		"msg-a": "Law is good [outcome message]. The words are those of the dataset. Standing: Speaker. Speaker: T. S. Name (per-a). Organisation: org-gone. " +
			"Document: A page (doc-page). Session: On law (ses-a)." + conference + in("msg-a") + ", 1 June 2022.",
		"org-a": "Law and Order Office, Inc [organisation]." + in("org-a") + ", 1 June 2022.",
		"thm-a": "Law [theme]." + in("thm-a") + ", 1 June 2022.",
	} {
		var records []cite.Citation
		if id != "" {
			records = cited(t, id)
		}
		if diff := cmp.Diff(want+"\n", written(t, cite.Text, false, records...)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", id, diff)
		}
	}
}

func TestADatasetThatDoesNotDescribeItselfIsCited(t *testing.T) {
	t.Parallel()
	c := cite.OfDataset(nil)
	if got := c.String(); got != "Dataset without a title [dataset]." || c.ID != "dataset" {
		t.Errorf("%q, %q", got, c.ID)
	}
	for _, f := range cite.Formats() {
		var b strings.Builder
		if err := cite.Write(&b, f.Name, c, nil, false); err != nil || !strings.Contains(b.String(), "without a title") {
			t.Errorf("%s: %v\n%s", f.Name, err, b.String())
		}
	}
}

// Of very many names the first are cited, and each format says that there are others.
func TestVeryManyNames(t *testing.T) {
	t.Parallel()
	s := source(t)
	v := []byte(`{"id":"side-b","organisers":[` + strings.Repeat(`{"organisation":"org-a","role":"host"},`, 200))
	for i := range 101 {
		v = fmt.Appendf(v, `{"organisation":"org-%d","role":"host"},`, i)
	}
	c := s.Record("side_events", append(v, `{"organisation":"org-a","role":"host"}]}`...))
	for format, ending := range map[string]string{
		cite.Text: "; org-98; et al. ", cite.BibTeX: " and {org-98} and others}", cite.RIS: "  - org-98\r\nAU  - et al.\r\n", cite.CFF: "\n      - name: \"et al.\"\n",
	} {
		if got := written(t, format, false, c); !strings.Contains(got, ending) || strings.Contains(got, "org-99") {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// Long names are fewer.
func TestVeryLongNames(t *testing.T) {
	t.Parallel()
	v := []byte(`{"id":"side-b","organisers":[`)
	for i := range 99 {
		v = fmt.Appendf(v, `{"organisation":"org-%d%s","role":"host"},`, i, strings.Repeat("a", 400))
	}
	c := source(t).Record("side_events", append(v, `{"organisation":"org-a","role":"host"}]}`...))
	if n := len(c.Authors); n != 11 || c.Authors[10] != "et al." {
		t.Errorf("%d authors, the last %q", n, c.Authors[n-1])
	}
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	ids := []string{"side-a", "conf-a", "msg-a", "doc-page"}
	for _, f := range cite.Formats() {
		first := written(t, f.Name, false, cited(t, ids...)...)
		for range 5 {
			if again := written(t, f.Name, false, cited(t, ids...)...); again != first {
				t.Errorf("%s differs:\n%s", f.Name, cmp.Diff(first, again))
			}
		}
	}
}
