package schema_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// session is a session with nothing wrong; its members stand one a line.
const session = `{
"id": "ses-x",
"conference": "conf-malaga-2022",
"kind": "thematic",
"title": "A title",
"start_date": "2022-05-10",
"date_meaning": "on",
"speakers": [{"person": "per-a", "mode": "in-person"}],
"themes": ["thm-victims", "thm-children"],
"sources": [{"document": "doc-a", "basis": "stated", "fields": ["title"]}]
}`

// with is the session with a member added, or another value in place of the old one.
func with(tb testing.TB, name, value string) []byte {
	tb.Helper()
	if rawjson.Get([]byte(session), name) == nil {
		return []byte(strings.Replace(session, "\n}", fmt.Sprintf(",\n%s: %s\n}", rawjson.Quote(name), value), 1))
	}
	return []byte(strings.Replace(session, string(rawjson.Get([]byte(session), name)), value, 1))
}

// without is the session without a member.
func without(name string) []byte {
	var lines []string
	for line := range strings.SplitSeq(session, "\n") {
		if !strings.HasPrefix(line, `"`+name+`"`) {
			lines = append(lines, line)
		}
	}
	return []byte(strings.Replace(strings.Join(lines, "\n"), ",\n}", "\n}", 1))
}

func TestAGoodRecordHasNoProblems(t *testing.T) {
	t.Parallel()
	if problems := load(t).Check("sessions", []byte(session)); problems != nil {
		t.Errorf("%v", problems)
	}
}

func problem(code, path, message, hint string) []finding.Problem {
	p := finding.Problem{Code: code, Message: message, Hint: hint}
	if path != "" {
		p.Path = strings.Split(path, "/")
	}
	return []finding.Problem{p}
}

func key(ps []finding.Problem) []finding.Problem {
	ps[0].Key = true
	return ps
}

const (
	dateHint = "write a day of the calendar as YYYY-MM-DD"
	kinds    = "(opening, high-level-segment, ministerial, thematic, closing, other)"
)

// Package rawjson reports empty values, for every command: reporting them here would give a second finding.
func TestEmptyValuesAreNotReportedTwice(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, v := range [][]byte{with(t, "title", `null`), with(t, "title", `""`), with(t, "start_date", `""`), with(t, "themes", `[]`), with(t, "speakers", `[{}]`)} {
		if got := set.Check("sessions", v); got != nil {
			t.Errorf("%s: %+v", v, got)
		}
	}
}

// TestSingleMistakes changes one thing in a good session.
func TestSingleMistakes(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, c := range []struct {
		v    []byte
		want []finding.Problem
	}{
		{without("title"), problem(finding.MissingField, "", "title is missing", "")},
		{without("id"), problem(finding.MissingField, "", "id is missing", "")},
		{without("sources"), problem(finding.MissingField, "", "sources is missing", "")},
		{with(t, "tittle", `"x"`), key(problem(finding.UnknownField, "tittle", `unknown field "tittle"`, `did you mean "title"?`))},
		{with(t, "Kind", `"x"`), key(problem(finding.UnknownField, "Kind", `unknown field "Kind"`, `did you mean "kind"?`))},
		{with(t, "a/b%20~", `1`), key(problem(finding.UnknownField, "a\x00b%20~", `unknown field "a/b%20~"`, "the fields are conference, date_meaning, end_date, end_time, follows, id, kind, label, note, part_of_day, sources, speaker_groups, speakers, start_date, start_time, summary, themes, time_meaning, title, variants"))},
		{with(t, "speakers", `[{"person": "per-a"}, {"persom": "per-b", "person": "per-c"}]`), key(problem(finding.UnknownField, "speakers/1/persom", `unknown field "speakers.persom"`, `did you mean "person"?`))},
		{with(t, "title", `7`), problem(finding.WrongType, "title", "title must be text, not a number", "")},
		{with(t, "title", `["x"]`), problem(finding.WrongType, "title", "title must be text, not a list", "")},
		{with(t, "title", `true`), problem(finding.WrongType, "title", "title must be text, not true or false", "")},
		{with(t, "title", `"`+strings.Repeat("日", 301)+`"`), problem(finding.OutOfRange, "title", "title is too long: at most 300 characters", "")},
		{with(t, "kind", `"thematik"`), problem(finding.UnknownCode, "kind", `kind: "thematik" is not one of its codes `+kinds, `did you mean "thematic"?`)},
		{with(t, "kind", `"xyz"`), problem(finding.UnknownCode, "kind", `kind: "xyz" is not one of its codes `+kinds, "")},
		{with(t, "kind", `3`), problem(finding.WrongType, "kind", "kind must be text, not a number", "")},
		{with(t, "start_date", `"2022-13-40"`), problem(finding.WrongForm, "start_date", `start_date: "2022-13-40" is not a date`, dateHint)},
		{with(t, "start_date", `"2022-02-30"`), problem(finding.WrongForm, "start_date", `start_date: "2022-02-30" is not a date`, dateHint)},
		{with(t, "start_date", `"10 May 2022"`), problem(finding.WrongForm, "start_date", `start_date: "10 May 2022" is not a date`, dateHint)},
		{with(t, "start_time", `"9:00"`), problem(finding.WrongForm, "start_time", `start_time: "9:00" does not have the right form`, `local start time, only if a source prints one, for example "09:00"`)},
		{with(t, "conference", `"Malaga"`), problem(finding.WrongForm, "conference", `conference: "Malaga" does not have the right form`, `the conference that it was part of, for example "conf-malaga-2022"`)},
		{with(t, "themes", `"thm-a"`), problem(finding.WrongType, "themes", "themes must be a list, not text", "put it in square brackets")},
		{with(t, "themes", `["thm-a", "thm-b", "thm-a"]`), problem(finding.Repeated, "themes/2", "themes: repeated entry", "remove one of the two")},
		{with(t, "themes", `["thm-a", "x"]`), problem(finding.WrongForm, "themes/1", `themes: "x" does not have the right form`, `for example "thm-victims"`)},
		{with(t, "speakers", `[{"mode": "in-person"}]`), problem(finding.MissingField, "speakers/0", "speakers.person is missing", "")},
		{with(t, "speakers", `[{"person": "per-a", "mode": "online"}]`), problem(finding.UnknownCode, "speakers/0/mode", `speakers.mode: "online" is not one of its codes (in-person, video-message, video-link)`, "")},
		{with(t, "end_time", `"11:00"`), problem(finding.MissingWith, "", "start_time is missing: required with end_time", "")},
		{with(t, "sources", `[{"document": "doc-a", "basis": "inferred"}]`), problem(finding.MissingWith, "sources/0", "sources.note is missing: required because basis is inferred", "")},
		{with(t, "sources", `[{"document": "doc-a", "basis": "stated", "quote": "one two three four five six seven eight nine"}]`), problem(finding.WrongForm, "sources/0/quote", `sources.quote: "one two three four five six seven eight nine" does not have the right form`, `a phrase of at most eight words, word for word, that locates the passage, for example "on 10 and 11 May in Malaga, Spain"`)},
		// the form of a value has one finding, also where it is too long as well
		{with(t, "id", `"ses-`+strings.Repeat("a", 300)+`"`), problem(finding.OutOfRange, "id", "id is too long: at most 80 characters", "")},
		{with(t, "id", `"ses-`+strings.Repeat("é", 300)+`"`), problem(finding.WrongForm, "id", `id: "ses-`+strings.Repeat("é", 75)+` … does not have the right form`, `the record's own id, for example "ses-a"`)},
		{with(t, "sources", `[{"document": "doc-a", "basis": "stated", "quote": "`+strings.Repeat("twelve words ", 24)+`"}]`), problem(finding.WrongForm, "sources/0/quote", `sources.quote: "`+strings.Repeat("twelve words ", 6)+`… does not have the right form`, `a phrase of at most eight words, word for word, that locates the passage, for example "on 10 and 11 May in Malaga, Spain"`)},
		{[]byte(`[1]`), problem(finding.WrongType, "", "the record must be an object, not a list", "")},
		{[]byte(`"ses-a"`), problem(finding.WrongType, "", "the record must be an object, not text", "")},
	} {
		for i, p := range c.want[0].Path {
			c.want[0].Path[i] = strings.ReplaceAll(p, "\x00", "/")
		}
		got := set.Check("sessions", c.v)
		for i := range got { // the message names it as well
			got[i].Missing = ""
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.v, diff)
		}
	}
}

func TestNumbersAreCheckedInWords(t *testing.T) {
	t.Parallel()
	set := load(t)
	const conference = `{"id":"conf-a","title":"T","start_date":"2022-05-10","end_date":"2022-05-11","organisers":[{"organisation":"org-a","role":"host"}],"sources":[{"document":"doc-a","basis":"stated"}],"attendance":[{"scope":"conference","comparator":"about","count":%s}]}`
	const path = "attendance/0/count"
	for count, want := range map[string][]finding.Problem{
		"400": nil, "0": nil, "1e2": nil, "5.0": nil,
		"-1":               problem(finding.OutOfRange, path, "attendance.count must be at least 0", ""),
		"9007199254740992": problem(finding.OutOfRange, path, "attendance.count must be at most 9007199254740991", ""),
		"1.5":              problem(finding.WrongType, path, "attendance.count must be a whole number, not 1.5", ""),
		`"400"`:            problem(finding.WrongType, path, "attendance.count must be a whole number, not text", "write 400 without quotation marks"),
		`"about"`:          problem(finding.WrongType, path, "attendance.count must be a whole number, not text", ""),
	} {
		if diff := cmp.Diff(want, set.Check("conferences", fmt.Appendf(nil, conference, count))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", count, diff)
		}
	}
}

// many is a session with a mistake in every second member.
const many = `{"id": "x", "conference": "y", "kind": "thematik", "titel": "a", "start_date": "2022-02-30", "speakers": [{"mode": "z"}, {"person": 1}], "end_time": "1", "themes": [], "sources": [{"basis": "inferred", "quot": ""}]}`

// findings places the problems of a record, in the order of a report.
func findings(set *schema.Set, v []byte) []string {
	var all []finding.Finding
	for _, p := range set.Check("sessions", v) {
		all = append(all, finding.Place(rawjson.Record{Raw: v, Pos: rawjson.Pos{Line: 1, Column: 1}}, "title", p))
	}
	finding.Sort(all)
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%d:%d %s %s | %s", f.Line, f.Column, f.Code, f.Message, f.Hint))
	}
	return got
}

func TestAllMistakesOfARecordAreReportedInOrder(t *testing.T) {
	t.Parallel()
	want := []string{
		`1:1 SCH001 date_meaning is missing | `,
		`1:1 SCH010 start_time is missing: required with end_time | `,
		`1:8 SCH005 id: "x" does not have the right form | the record's own id, for example "ses-a"`,
		`1:27 SCH005 conference: "y" does not have the right form | the conference that it was part of, for example "conf-malaga-2022"`,
		`1:40 SCH004 kind: "thematik" is not one of its codes ` + kinds + ` | did you mean "thematic"?`,
		`1:52 SCH002 unknown field "titel" | did you mean "title"?`,
		`1:80 SCH005 start_date: "2022-02-30" is not a date | ` + dateHint,
		`1:107 SCH001 speakers.person is missing | `,
		`1:116 SCH004 speakers.mode: "z" is not one of its codes (in-person, video-message, video-link) | `,
		`1:133 SCH003 speakers.person must be text, not a number | `,
		`1:150 SCH005 end_time: "1" does not have the right form | local end time, only if a source prints one, for example "11:00"`,
		`1:181 SCH001 sources.document is missing | `,
		`1:181 SCH010 sources.note is missing: required because basis is inferred | `,
		`1:203 SCH002 unknown field "sources.quot" | did you mean "quote"?`,
	}
	set := load(t)
	for range 50 {
		if diff := cmp.Diff(want, findings(set, []byte(many))); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
	if diff := cmp.Diff(want, findings(load(t), []byte(many))); diff != "" {
		t.Errorf("another set (-want +got)\n%s", diff)
	}
}

func TestManyUnknownFieldsAreReportedOneByOne(t *testing.T) {
	t.Parallel()
	v := []byte(session)
	for i := range 200 {
		v = []byte(strings.Replace(string(v), "\n}", fmt.Sprintf(",\n\"f%03d\": 1\n}", i), 1))
	}
	set := load(t)
	got := findings(set, v)
	if len(got) != 200 || !slices.Equal(got, findings(set, v)) {
		t.Errorf("%d findings, or another order the second time", len(got))
	}
}

func TestMembersBesideATableAreChecked(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, c := range []struct {
		table, name, value string
		known              bool
		want               []finding.Problem
	}{
		{"sessions", "$schema", `"../../schema/sessions.schema.json"`, true, nil},
		{"sessions", "$schema", `7`, true, problem(finding.WrongType, "", "$schema must be text, not a number", "")},
		{"sessions", "title", `"x"`, false, nil},
		{"", "title", `"x"`, true, nil},
		{"", "modified", `"2022-02-30"`, true, problem(finding.WrongForm, "", `modified: "2022-02-30" is not a date`, dateHint)},
		{"", "people", `[]`, false, nil},
	} {
		got, known := set.CheckMember(c.table, c.name, []byte(c.value))
		if diff := cmp.Diff(c.want, got); diff != "" || known != c.known {
			t.Errorf("%s %s %s: known is %v\n%s", c.table, c.name, c.value, known, diff)
		}
	}
	if got := set.MemberNames("sessions"); !slices.Equal(got, []string{"$schema", "sessions"}) {
		t.Error(got)
	}
	if got := set.MemberNames(""); !slices.Contains(got, "licence") || !slices.Contains(got, "themes") {
		t.Error(got)
	}
}

// FuzzCheck changes bytes of a good record. Whatever comes of it, there is no panic, the verdict is the same
// each time, and every problem has words and a code.
func FuzzCheck(f *testing.F) {
	set := load(f)
	f.Add(uint64(1))
	f.Add(uint64(2022))
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		v := mutated(r, []byte(session))
		first := findings(set, v)
		if diff := cmp.Diff(first, findings(set, v)); diff != "" {
			t.Errorf("%s\n%s", v, diff)
		}
		for _, p := range set.Check("sessions", v) {
			if p.Code == "" || p.Message == "" || strings.Contains(p.Message, "map[") {
				t.Errorf("%s: %+v", v, p)
			}
		}
	})
}

// mutated replaces some values of a record by others, or takes members away.
func mutated(r *rand.Rand, v []byte) []byte {
	values := []string{`null`, `""`, `[]`, `{}`, `7`, `-1.5`, `true`, `"x"`, `"2022-02-30"`, `["thm-a","thm-a"]`, `[[]]`, `{"a":{"b":[1]}}`, `"ses-a"`, `[{"person":"per-a"}]`, `1e308`, `[null]`}
	out := []byte("{")
	for m := range rawjson.Members(v) {
		if r.IntN(6) == 0 {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(out, m.Name...), ':')
		if r.IntN(3) == 0 {
			out = append(out, values[r.IntN(len(values))]...)
		} else {
			out = append(out, m.Value...)
		}
	}
	return append(out, '}')
}

func BenchmarkCheck(b *testing.B) {
	set := load(b)
	records := make([][]byte, 5000)
	for i := range records {
		records[i] = []byte(strings.Replace(session, "ses-x", fmt.Sprintf("ses-%d", i), 1))
	}
	set.Check("sessions", records[0]) // compile
	b.ResetTimer()
	for b.Loop() {
		for _, v := range records {
			if problems := set.Check("sessions", v); problems != nil {
				b.Fatal(problems)
			}
		}
	}
	b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "records/s")
}
