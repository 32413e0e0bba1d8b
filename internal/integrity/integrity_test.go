package integrity_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/diag"
	"malaga/internal/integrity"
	"malaga/internal/record"
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

// base has all that the records of the tests refer to.
const base = `
documents {"id":"doc-a","title":"A","kind":"report"}
organisations {"id":"org-un","name":"UN","kind":"un","sources":[{"document":"doc-a","basis":"stated"}]}
people {"id":"per-a","name":"A","organisation":"org-un","sources":[{"document":"doc-a","basis":"stated"}]}
themes {"id":"thm-a","label":"A","definition":"A."}
conferences {"id":"conf-a","title":"C","start_date":"2022-05-10","end_date":"2022-05-11","organisers":[{"organisation":"org-un","role":"host"}],"sources":[{"document":"doc-a","basis":"stated"}]}
present sessions
present side_events
present outcome_messages
`

// check feeds a checker lines "TABLE JSON"; "present TABLE" and "broken TABLE" stand for themselves, "bad TABLE JSON"
// for a record whose form has a problem. It gives the findings as text. The file's name is f; each line is a line of it.
func check(t *testing.T, lines string) []string {
	t.Helper()
	c := integrity.New(model(t))
	var all []diag.Finding
	for i, line := range strings.Split(strings.TrimPrefix(lines, "\n"), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		var form []diag.Problem
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
			form = []diag.Problem{{Code: diag.UnknownField, Path: []string{"x"}}}
		}
		r := record.Record{Table: word, Raw: []byte(rest), File: "f", Pos: record.Pos{Line: i + 1, Column: 1}}
		all = append(all, c.Record(r, form)...)
	}
	all = append(all, c.Finish()...)
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%d:%d %s %s %s | %s | %s", f.Line, f.Column, f.Severity, f.Code, f.ID, f.Message, f.Hint))
	}
	return got
}

func session(members string) string {
	return base + `sessions {"id":"ses-a","conference":"conf-a",` + members + `"kind":"thematic","title":"S","start_date":"2022-05-10","date_meaning":"on","sources":[{"document":"doc-a","basis":"stated"}]}` + "\n"
}

func TestAGoodDatasetHasNoFindings(t *testing.T) {
	t.Parallel()
	if got := check(t, session(`"speakers":[{"person":"per-a"}],"themes":["thm-a"],`)); got != nil {
		t.Errorf("%v", got)
	}
}

// TestEachCode has for each code what gives it, and what looks like it but is right.
func TestEachCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, lines string
		want        []string
	}{
		{"same id twice", base + `themes {"label":"B","id":"thm-a"}`, []string{`9:19 error IDS001 thm-a | id "thm-a" is already used at f:4 | give this record another id`}},
		{"same id in two tables", base + `people {"id":"doc-a"}`, []string{`9:7 error IDS001 doc-a | id "doc-a" is already used at f:1 | give this record another id`}},
		{"ids that differ in case", base + `themes {"id":"thm-A"}`, nil},
		{"escaped id", base + `themes {"id":"thm-\u0061"}`, []string{`9:7 error IDS001 thm-a | id "thm-a" is already used at f:4 | give this record another id`}},
		{"a third time", base + `themes {"id":"thm-a"}` + "\n" + `themes {"id":"thm-a"}`, []string{
			`9:7 error IDS001 thm-a | id "thm-a" is already used at f:4 | give this record another id`,
			`10:7 error IDS001 thm-a | id "thm-a" is already used at f:4 | give this record another id`,
		}},

		{"a reference into nowhere", session(`"themes":["thm-a","thm-b"],`), []string{`9:55 error REF001 ses-a | themes "thm-b" does not exist | did you mean "thm-a"?`}},
		{"deep in an object", session(`"speakers":[{"person":"per-a"},{"person":"per-xyz"}],`), []string{`9:78 error REF001 ses-a | person "per-xyz" does not exist | `}},
		{"in a source", base + `themes {"id":"thm-b","sources":[{"document":"doc-b"}]}`, []string{`9:38 error REF001 thm-b | document "doc-b" does not exist | did you mean "doc-a"?`}},
		{"forward", base + `themes {"id":"thm-b","broader":"thm-z"}` + "\n" + `themes {"id":"thm-z"}`, nil},
		{"to itself", session(`"follows":"ses-a",`), nil},

		{"into the wrong table", session(`"follows":"conf-a",`), []string{`9:47 error REF002 ses-a | "conf-a" is a record of conferences, not of sessions | `}},

		{"a table that is not there", `themes {"id":"thm-b","sources":[{"document":"doc-a"},{"document":"doc-b"}]}` + "\n" + `themes {"id":"thm-c","sources":[{"document":"doc-c"}]}`, []string{
			`1:38 error REF003 thm-b | table documents is missing, and 3 references point into it, this one first | add documents.json to the dataset`,
		}},
		{"one reference", `themes {"id":"thm-b","sources":[{"document":"doc-a"}]}`, []string{
			`1:38 error REF003 thm-b | table documents is missing, and this reference points into it | add documents.json to the dataset`,
		}},
		{"an empty table", "present documents\n" + `themes {"id":"thm-b","sources":[{"document":"doc-a"}]}`, []string{`2:38 error REF001 thm-b | document "doc-a" does not exist | `}},
		{"a table that nothing refers to", `themes {"id":"thm-b"}`, nil},

		{"dates", session(`"end_date":"2022-05-09",`), []string{`9:48 error TIM001 ses-a | end_date 2022-05-09 is before start_date 2022-05-10 | `}},
		{"the same date", session(`"end_date":"2022-05-10",`), nil},
		{"times", session(`"start_time":"10:00","end_time":"09:59",`), []string{`9:69 error TIM001 ses-a | end_time 09:59 is before start_time 10:00 | `}},
		{"equal times", session(`"start_time":"10:00","end_time":"10:00",`), nil},
		{"times of two days", session(`"end_date":"2022-05-11","start_time":"22:00","end_time":"01:00",`), nil},
		{"both", session(`"end_date":"2022-05-09","start_time":"22:00","end_time":"01:00",`), []string{`9:48 error TIM001 ses-a | end_date 2022-05-09 is before start_date 2022-05-10 | `}},
	} {
		if diff := cmp.Diff(c.want, check(t, c.lines)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// One cause, one finding: where the form of a record or the reading of a table has an error, what follows from it is
// not told as well.
func TestARuleIsSilentAboutWhatIsToldAlready(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{
		"a reference of a bad record":      base + `bad themes {"id":"thm-b","broader":"thm-nowhere"}`,
		"the dates of a bad record":        base + `bad conferences {"id":"conf-b","start_date":"2022-05-10","end_date":"2022-05-01"}`,
		"a reference to a bad record":      base + `bad themes {"id":"thm-b"}` + "\n" + `themes {"id":"thm-c","broader":"thm-b"}`,
		"a reference into a broken table":  "broken documents\n" + `themes {"id":"thm-b","sources":[{"document":"doc-x"}]}`,
		"one that turns out broken later":  `themes {"id":"thm-b","sources":[{"document":"doc-x"}]}` + "\nbroken documents",
		"a wrong table, but a broken one":  "broken sessions\n" + strings.TrimSuffix(session(`"follows":"conf-a",`), "\n"),
		"a record without an id":           base + `themes {"label":"B"}` + "\n" + `themes {"label":"C"}`,
		"an id that is no text":            base + `bad themes {"id":7}` + "\n" + `bad themes {"id":7}`,
		"what is no record of any table":   base + `dataset {"id":"thm-a","start_date":"2022-05-10","end_date":"2022-05-01"}`,
		"a repeated member, which is told": base + `bad themes {"id":"thm-b","broader":"thm-x","broader":"thm-a"}`,
		"dates that are no texts":          base + `themes {"id":"thm-b","start_date":20220510,"end_date":[]}`,
		"one end without a beginning":      base + `themes {"id":"thm-b","end_date":"2022-05-10","end_time":"10:00"}`,
		"a member that the schema lacks":   base + `themes {"id":"thm-b","unknown":"thm-nowhere"}`,
		"a reference that is no text":      base + `bad themes {"id":"thm-b","broader":["thm-x"]}`,
	} {
		if got := check(t, lines); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCodesAreComplete(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)
	known := map[string]bool{}
	for _, c := range diag.Codes() {
		known[c.Code] = true
	}
	for _, c := range integrity.Codes() {
		if known[c.Code] || !form.MatchString(c.Code) || c.Title == "" || c.Why == "" || c.Remedy == "" {
			t.Errorf("%+v is not complete, or not the only one of its code", c)
		}
		known[c.Code] = true
	}
	for _, code := range []string{integrity.DuplicateID, integrity.Dangling, integrity.WrongTable, integrity.MissingTable, integrity.EndBefore} {
		if !known[code] {
			t.Errorf("%s is not in the list", code)
		}
	}
}

func TestTheFieldsThatRulesNameStandInTheSchema(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, name := range integrity.Fields() {
		found := false
		for _, table := range m.Tables {
			found = found || table.Field(name) != nil
		}
		if !found {
			t.Errorf("no table has a field %q", name)
		}
	}
}

func TestTimesTellsTheEnd(t *testing.T) {
	t.Parallel()
	got := integrity.Times([]byte(`{"start_time":"10:00","end_time":"09:00"}`))
	want := []diag.Problem{{Code: integrity.EndBefore, Path: []string{"end_time"}, Message: "end_time 09:00 is before start_time 10:00"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
