package rules_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/validate/rules"
	"malaga/schema"
)

// base has all that the records of the tests refer to.
const base = `
documents {"id":"doc-a","title":"A","kind":"report"}
organisations {"id":"org-un","name":"UN","kind":"un-entity","sources":[{"document":"doc-a","basis":"stated"}]}
people {"id":"per-a","name":"A","organisation":"org-un","sources":[{"document":"doc-a","basis":"stated"}]}
themes {"id":"thm-a","label":"A","definition":"A."}
conferences {"id":"conf-a","title":"C","start_date":"2022-05-10","end_date":"2022-05-11","organisers":[{"organisation":"org-un","role":"host"}],"themes":["thm-a"],"sources":[{"document":"doc-a","basis":"stated"}]}
present sessions
present side_events
present outcome_messages
`

// check feeds a checker lines "TABLE JSON"; "present TABLE" and "broken TABLE" stand for themselves, "bad TABLE JSON" is a record whose form has a problem. It gives the findings as text.
// The file's name is f; each line is a line of it.
func check(t *testing.T, m *schema.Model, input string) []string {
	t.Helper()
	c := rules.New(m)
	var all []finding.Finding
	var records []rawjson.Record
	for i, line := range strings.Split(strings.TrimPrefix(input, "\n"), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		var form []finding.Problem
		switch word {
		case "":
			continue
		case "present":
			c.Present(rest)
			continue
		case "broken":
			c.Broken(rest)
			continue
		case "bad":
			word, rest, _ = strings.Cut(rest, " ")
			form = []finding.Problem{{Code: finding.UnknownField, Path: []string{"x"}}}
		}
		r := rawjson.Record{Table: word, Raw: []byte(rest), File: "f", Pos: rawjson.Pos{Line: i + 1, Column: 1}}
		all = append(all, c.Record(r, form, schema.Parts{})...)
		records = append(records, r)
	}
	all = append(all, c.Finish()...)
	for _, r := range records {
		all = append(all, c.Place(r, schema.Parts{})...)
	}
	finding.Sort(all)
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%d:%d %s %s | %s | %s", f.Line, f.Column, f.Code, f.ID, f.Message, f.Hint))
	}
	return got
}

func session(members string) string {
	return base + `sessions {"id":"ses-a","conference":"conf-a",` + members + `"kind":"thematic","title":"S","start_date":"2022-05-10","date_meaning":"on","sources":[{"document":"doc-a","basis":"stated"}]}` + "\n"
}

// used makes themes referred to, so that they are no orphans.
func used(ids ...string) string {
	return "\n" + `conferences {"id":"conf-z","title":"Z","themes":["` + strings.Join(ids, `","`) + `"]}`
}

func TestReferences(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	for _, c := range []struct {
		name, input string
		want        []string
	}{
		{"all is well", session(`"speakers":[{"person":"per-a"}],"themes":["thm-a"],`), nil},
		{"an id that is escaped", base + `themes {"id":"thm-\u0061"}`, []string{`9:7 IDS001 thm-a | id "thm-a" is already used at f:4 | give this record another id`}},
		{"an id of another table", base + `people {"id":"doc-a"}`, []string{`9:7 IDS001 doc-a | id "doc-a" is already used at f:1 | give this record another id`}},
		{"ids that differ in case", base + `themes {"id":"thm-A"}` + used("thm-A"), nil},
		{"forward", base + `themes {"id":"thm-b","broader":"thm-z"}` + "\n" + `themes {"id":"thm-z"}` + used("thm-b"), nil},
		{"nowhere, but near", session(`"themes":["thm-a","thm-b"],`), []string{`9:55 REF001 ses-a | themes "thm-b" does not exist | did you mean "thm-a"?`}},
		{"nowhere, and far", session(`"speakers":[{"person":"per-a"},{"person":"per-xyz"}],`), []string{`9:78 REF001 ses-a | person "per-xyz" does not exist | `}},
		{"into a table without records", "present documents\n" + `people {"id":"per-b","sources":[{"document":"doc-a"}]}`, []string{`2:38 REF001 per-b | document "doc-a" does not exist | `}},
		{"into a missing table, reported once", `people {"id":"per-b","sources":[{"document":"doc-a"},{"document":"doc-b"}]}` + "\n" + `people {"id":"per-c","sources":[{"document":"doc-c"}]}`, []string{
			`1:38 REF003 per-b | table documents is missing, but 3 references need it; this is the first | add the table documents to the dataset`,
		}},
		{"one reference into it", `people {"id":"per-b","sources":[{"document":"doc-a"}]}`, []string{
			`1:38 REF003 per-b | table documents is missing, but this value refers to it | add the table documents to the dataset`,
		}},
	} {
		if diff := cmp.Diff(c.want, check(t, m, c.input)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// One cause, one finding: where the form of a record or the reading of a table has an error, what follows from it is
// not reported as well.
func TestARuleIsSilentAboutWhatIsToldAlready(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	for name, input := range map[string]string{
		"a reference to a bad record":     base + `bad people {"id":"per-b"}` + "\n" + strings.TrimPrefix(session(`"speakers":[{"person":"per-b"}],`), base),
		"a reference into a broken table": "broken documents\n" + `people {"id":"per-b","sources":[{"document":"doc-x"}]}`,
		"one that turns out broken later": `people {"id":"per-b","sources":[{"document":"doc-x"}]}` + "\nbroken documents",
		"a wrong table, but a broken one": "broken sessions\n" + strings.TrimSuffix(session(`"follows":"conf-a",`), "\n"),
		"records without an id":           base + `people {"name":"B"}` + "\n" + `people {"name":"C"}`,
		"ids that are no texts":           base + `bad people {"id":7}` + "\n" + `bad people {"id":7}`,
		"what is no record of any table":  base + `dataset {"id":"thm-a","start_date":"2022-05-10","end_date":"2022-05-01"}`,
		"a theme, as a table is broken":   base + "broken sessions\n" + `themes {"id":"thm-b"}`,
		"a reference that is no text":     base + `bad people {"id":"per-b","organisation":["org-x"]}`,
	} {
		if got := check(t, m, input); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestManyIDs has more ids than the set begins with room for, many times over.
func TestManyIDs(t *testing.T) {
	t.Parallel()
	const n, every = 300_000, 50_000
	c := rules.New(load(t).Model)
	var found []string
	add := func(line, i int) {
		quoted := fmt.Appendf(nil, `"per-%d"`, i)
		r := rawjson.Record{Table: "people", Raw: fmt.Appendf(nil, `{"id":%s}`, quoted), File: "f", Pos: rawjson.Pos{Line: line, Column: 1}}
		for _, f := range c.Record(r, nil, schema.Parts{}) {
			found = append(found, fmt.Sprintf("%d %s %s", f.Line, f.Code, f.Message))
		}
	}
	var want []string
	for i := range n {
		add(i+1, i)
	}
	for i := 0; i < n; i += every {
		add(n+i, i)
		want = append(want, fmt.Sprintf(`%d IDS001 id "per-%d" is already used at f:%d`, n+i, i, i+1))
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestCircles has circles of several lengths, with records that lead into them: each is reported once.
func TestCircles(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	through := map[int]string{
		1: "", 2: "org-000 and org-001", 3: "org-000, org-001 and org-002",
		6: "org-000, org-001, org-002, org-003, org-004 and 1 more", 100: "org-000, org-001, org-002, org-003, org-004 and 95 more",
	}
	for n, through := range through {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `organisations {"id":"org-%03d","name":"N%d","kind":"group","parent":"org-%03d"}`+"\n", i, i, (i+1)%n)
		}
		fmt.Fprintf(&b, `organisations {"id":"org-tail","name":"T","kind":"group","parent":"org-%03d"}`+"\n", n/2)
		want := []string{fmt.Sprintf("1:53 REF007 org-000 | parent is a circular reference through %s | correct the reference that is wrong", through)}
		if n == 1 {
			want = []string{"1:53 REF004 org-000 | parent refers to the record itself | leave it out, or name another record"}
		}
		if diff := cmp.Diff(want, check(t, m, b.String())); diff != "" {
			t.Errorf("%d records (-want +got)\n%s", n, diff)
		}
	}
}

// TestTexts checks documents with random titles: none may panic, and those of plain words may give nothing.
func TestTexts(t *testing.T) {
	t.Parallel()
	c := rules.New(load(t).Model)
	rng := rand.New(rand.NewPCG(5, 5))
	words := []string{"Málaga", "conference", "права", "人権", "حقوق", "O’Brien", "a=b", "1-2", "e@un.org", "Ünit", "naïve", "😀", "मानव", "น้ำ", "c++"}
	odd := []string{" ", "  ", "\u00a0", "\u202f", "a\u0301", "=", "+", "-", "@", "\x01", "\t", "\n", "\r", "\x7f", "\u0085", "\u202e", "\ufeff", "\ufffd", "\u2028", `"`, `\`, "\U000e0041", "x"}
	pick := func(from []string, sep string) string {
		var all []string
		for range 1 + rng.IntN(8) {
			all = append(all, from[rng.IntN(len(from))])
		}
		return strings.Join(all, sep)
	}
	for i := range 20_000 {
		clean := i%2 == 0
		title := pick(odd, "")
		if clean {
			title = pick(words, " ")
		}
		rec := rawjson.Record{Table: "documents", Raw: fmt.Appendf(nil, `{"id":"doc-%dx","title":%s,"kind":"film"}`, i, rawjson.Quote(title))}
		for _, f := range c.Record(rec, nil, schema.Parts{}) {
			if f.Code == "TXT007" { // the words are few, so that some titles come twice
				continue
			}
			if clean {
				t.Errorf("%q: %s %s", title, f.Code, f.Message)
			}
			if f.Line != rec.Pos.Line || f.Pointer != "/title" || !strings.HasPrefix(f.Code, "TXT") {
				t.Errorf("%q: %s at %s", title, f.Code, f.Pointer)
			}
		}
	}
}

// TestCounts has two counts of one scope and mode: only those contradict each other that no number satisfies both.
func TestCounts(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	for _, c := range []struct {
		first, second string
		one, two      int64
		contradict    bool
	}{
		{"exactly", "exactly", 5, 5, false},
		{"exactly", "exactly", 5, 6, true},
		{"more-than", "exactly", 5, 5, true},
		{"more-than", "exactly", 5, 6, false},
		{"at-least", "exactly", 5, 5, false},
		{"at-least", "exactly", 5, 4, true},
		{"more-than", "at-least", 5, 1, false},
		{"about", "exactly", 5, 9, false},
		{"about", "more-than", 5, 9, false},
		{"exactly", "exactly", 0, 0, false},
		{"exactly", "more-than", 0, 0, true},
		{"at-least", "exactly", 9007199254740991, 9007199254740991, false},
		{"more-than", "exactly", 9007199254740990, 9007199254740991, false},
	} {
		for _, turned := range []bool{false, true} {
			one := fmt.Sprintf(`{"scope":"workshop","comparator":%q,"count":%d}`, c.first, c.one)
			two := fmt.Sprintf(`{"scope":"workshop","comparator":%q,"count":%d}`, c.second, c.two)
			if turned {
				one, two = two, one
			}
			got := check(t, m, `conferences {"id":"conf-a","title":"C","attendance":[`+one+`,`+two+`,{"scope":"workshop","mode":"online","comparator":"exactly","count":77}]}`)
			if reported := len(got) == 1 && strings.Contains(got[0], "CNT001"); reported != c.contradict || len(got) > 1 {
				t.Errorf("%s %s: %v", one, two, got)
			}
		}
	}
}

// What is wrong with one field of a record does not hide what is wrong with others.
func TestTheSoundFieldsOfABadRecordAreChecked(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	for want, input := range map[string]string{
		"REF001": `bad people {"id":"per-b","organisation":"org-nowhere"}`,
		"TIM001": `bad conferences {"id":"conf-b","start_date":"2022-05-10","end_date":"2022-05-01"}`,
		"TXT001": `bad people {"id":"per-b","name":"B "}`,
	} {
		if got := check(t, m, base+input); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %v, not %s", input, got, want)
		}
	}
}

// TestAllMistakesOfARecordAreTold has a record with several mistakes that do not follow from each other.
func TestAllMistakesOfARecordAreTold(t *testing.T) {
	t.Parallel()
	m := load(t).Model
	var codes []string
	for _, line := range check(t, m, session(`"end_date":"2022-05-09","themes":["thm-b"],"summary":"=1","speakers":[{"person":"per-b"}],`)) {
		codes = append(codes, strings.Fields(line)[1])
	}
	if diff := cmp.Diff([]string{"TIM001", "REF001", "TXT004", "REF001"}, codes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
