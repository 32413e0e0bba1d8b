package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/text"
	"malaga/schema"
)

const thing = `{"id":"t-1","name":"Costa, del Sol","note":"MÁLAGA ｗｉｄｅ","kind":"big","size":10,"weight":1.50,"day":"2022-05-10","fine":true,
 "tags":["one","two words"],"counts":[3,7],"owner":"own-malaga","helpers":["own-un","own-gone"],
 "parts":[{"owner":"own-un","amount":2,"words":["W"]},{"amount":30}]}`

func TestConditions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"name=costa, del sol": true, "name=Costa": false, "name=x,Costa, del Sol": false, "name=del sol,x": false, "note=malaga wide": true,
		"note~malaga": true, "note~MÁLAGA": true, "note~malága": true, "note!~wide": false, "note~": true, "note!~": false,
		"kind=BIG": true, "kind=small,big": true, "kind=small": false, "kind!=small,odd": true, "kind!=big,odd": false, "kind = big": true,
		"size=10": true, "size=1": false, "size~1": true, "size<9": false, "size>9": true, "size>=10": true, "size<=10": true, "size<10": false,
		"weight>1.4": true, "weight<1.5": false, "weight<=1.5": true, "weight>1e-5": true, "weight<1e400": true,
		"day>2022-05-09": true, "day>=2022-05": true, "day<2022": false, "fine=true": true, "fine=yes": false,
		"tags=one": true, "tags=two": false, "tags=two words": true, "tags!=one": false, "tags!=three": true, "tags~word": true, "tags=": false, "tags!=": true,
		"counts>6": true, "counts<3": false, "counts=7,9": true,
		"owner=own-malaga": true, "owner=malaga": true, "owner=city of malaga": true, "owner=malaqa": true, "owner=city": false, "owner~city": true, "owner!=UN": true,
		"owner.region=south": true, "owner.parent=un": true, "owner.parent.acronym=un": true, "owner.parent.parent=un": false, "owner.parent.parent=": true,
		"helpers=UN": true, "helpers=gone": true, "helpers=own-gone": true, "helpers.region=north": true, "helpers.region!=north": false,
		"parts=un": true, "parts~united": true, "parts=W": true, "parts=2": true, "parts.amount>20": true, "parts.owner.name=united nations": true, "parts.words=w": true,
		"parts=Z": false, "size=10.0": true, "size=+1e1": true, "size!=010": false, "weight=1.5": true, "weight=3,1.50": true, "parts.amount=2.0": true, "name=10": false, "PARTS.Amount=30": true, "owner.other-names=malaca": true,
	} {
		if got := condition(t, text).Match([]byte(thing), look); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestAnOrderNeedsAValue(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, expr := range []string{"published>=", "published < ", "title>"} {
		if _, err := query.NewCondition(m, m.Table("documents"), expr); err == nil || !strings.Contains(err.Error(), "nothing to compare with") {
			t.Errorf("%s: %v", expr, err)
		}
	}
}

func TestConditionsOnWhatIsAbsent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"name=": true, "name!=": false, "name=x": false, "name!=x": true, "name~": false, "name~x": false, "name!~x": true,
		"size<5": false, "size>=5": false, "tags=": true, "owner.name=": true, "owner.name!=": false, "parts.amount=": true,
	} {
		if got := condition(t, text).Match([]byte(`{"id":"t-1"}`), look); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestConditionsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	m := model(t)
	for text, want := range map[string]string{
		"":                      `condition "": no operator`,
		"name":                  `condition "name": no operator`,
		"=x":                    `condition "=x": no field before the operator`,
		"name!x":                `condition "name!x": ! is not an operator`,
		"name~a AND size=1":     `condition "name~a AND size=1": AND is not an operator`,
		`name="a" and size > 1`: `condition "name=\"a\" and size > 1": and is not an operator`,
		"name=a || name=b":      `condition "name=a || name=b": || is not an operator`,
		"size => 1":             `condition "size => 1": => is not an operator`,
		"size<>1":               `condition "size<>1": <> is not an operator`,
		"name~~x":               `condition "name~~x": ~~ is not an operator`,
		"name~<b>":              `condition "name~<b>": ~< is not an operator`,
		"name==x":               `condition "name==x": == is not an operator`,
		"naem=x":                `things has no field "naem"`,
		"owner.naem=x":          `owners has no field "naem"`,
		"parts.x=1":             `things.parts has no field "x"`,
		"name.x=1":              `things.name has no field "x"`,
		"owner.=1":              `owners has no field ""`,
		".name=1":               `things has no field ""`,
	} {
		_, err := query.NewCondition(m, m.Table("things"), text)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	var wrong *text.UsageError
	if _, err := query.NewCondition(m, m.Table("things"), "naem=x"); !errors.As(err, &wrong) || wrong.Hint != `did you mean "name"?` {
		t.Errorf("%v", err)
	}
}

// none is the ids of a table without records.
func none(string) []string { return nil }

func TestWarningsAboutUnknownCodes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"kind=big": {}, "kind=BIG, odd": {}, "kind~xyz": {}, "kind=": {}, "name=xyz": {}, "kind<xyz": {},
		"kind=smal":         {`kind has no code "smal"`, `did you mean "small"?`},
		"kind!=big,zzzzz":   {`kind has no code "zzzzz"`, "its codes are big, small, odd"},
		"owner.region=nrth": {`owner.region has no code "nrth"`, `did you mean "north"?`},
	} {
		message, hint := condition(t, text).Warning(look, none)
		if diff := cmp.Diff(want, [2]string{message, hint}); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}

func TestWarningsAboutUnknownNames(t *testing.T) {
	t.Parallel()
	ids := func(table string) []string {
		if table != "owners" {
			t.Errorf("%s is asked for", table)
		}
		return []string{"own-alone", "own-malaga", "own-self", "own-un"}
	}
	for text, want := range map[string][2]string{
		"owner=UN": {}, "owner=own-un": {}, "owner=un": {}, "owner=malaca": {}, "owner=United Nations, self": {}, "owner=": {}, "owner~xyz": {}, "name=xyz": {},
		"owner.name=xyz": {}, "parts.owner=UN": {}, "owner.parent!=UN": {},
		"owner=UNN":            {`no record in owners is called "UNN"`, `did you mean "UN"?`},
		"owner=un,Alonee":      {`no record in owners is called "Alonee"`, `did you mean "Alone"?`},
		"owner=Nations":        {`no record in owners is called "Nations"`, `owner~Nations matches parts of names, such as "United Nations"`},
		"parts.owner!=Natoins": {`no record in owners is called "Natoins"`, `did you mean "United Nations"?`},
		"owner.parent=zzzzzzz": {`no record in owners is called "zzzzzzz"`, ""},
	} {
		message, hint := condition(t, text).Warning(look, ids)
		if diff := cmp.Diff(want, [2]string{message, hint}); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}

func TestWarningsAboutValuesOfAnotherForm(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]string{
		"start_time=09:00": {}, "start_time>09": {}, "start_time~9": {}, "start_date>2022-05": {}, "start_date>=2022": {}, "start_date~2022-05": {}, "start_date!=": {},
		"kind=Thematic session": {}, "id=SES-A": {}, "position=1": {}, "title=x": {}, "start_date=2022-05-09,2022-05-10": {},
		"position=5,800":      {"position=5,800 means 5 or 800", "write 5800 for one number"},
		"position!=1,234,567": {"position!=1,234,567 means 1, 234 or 567", "write 1234567 for one number"},
		"position=5,80":       {}, "position=12,5800": {}, "position=1, 100": {}, "title=5,800": {},
		"kind=thematik":            {`kind has no code "thematik"`, `did you mean "thematic"?`},
		"conference.country=Spain": {`values of conference.country look like "ES", but "Spain" does not`, ""},
		"conference.country=es":    {},
	} {
		table := "sessions"
		if strings.HasPrefix(text, "position") {
			table = "side_events"
		}
		c, err := query.NewCondition(set.Model, set.Model.Table(table), text)
		if err != nil {
			t.Fatal(err)
		}
		message, hint := c.Warning(look, none)
		if diff := cmp.Diff(want, [2]string{message, hint}); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
	c, err := query.NewCondition(set.Model, set.Model.Table("sessions"), "kind=thematic session,Closing")
	if err != nil || !c.Match([]byte(`{"kind":"thematic"}`), look) || c.Match([]byte(`{"kind":"ministerial"}`), look) {
		t.Errorf("a code is not met by its title: %v", err)
	}
}

func TestValuesThatNoFieldOfTheirFormCanHave(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const anyDate = "write YYYY-MM-DD, YYYY-MM or YYYY"
	for _, c := range []struct{ table, text, message, hint string }{
		{"documents", "published>=2022-5", `published is a date, but "2022-5" is not`, "write 2022-05"},
		{"documents", "published = 2022/05/09", `published is a date, but "2022/05/09" is not`, "write 2022-05-09"},
		{"documents", "published<June 2022", `published is a date, but "June 2022" is not`, "write 2022-06"},
		{"documents", "published!=2022-05,soon", `published is a date, but "soon" is not`, anyDate},
		{"documents", "published<2022-05,2022-06", `published is a date, but "2022-05,2022-06" is not`, anyDate},
		{"documents", "published=2022-02-30", `published is a date, but "2022-02-30" is not`, anyDate},
		{"sessions", "start_date=10 May 2022", `start_date is a date, but "10 May 2022" is not`, "write 2022-05-10"},
		{"sessions", "start_date>2022-13", `start_date is a date, but "2022-13" is not`, anyDate},
		{"sessions", "start_date=2022-05", `start_date is a full date, but "2022-05" is not`, "write YYYY-MM-DD; start_date~2022-05 matches all its days"},
		{"messages", "session.start_date<10/5/2022", `session.start_date is a date, but "10/5/2022" is not`, anyDate}, // two ways to read it
		{"sessions", "start_time>9", `start_time is a time, but "9" is not`, "write 09:00"},
		{"sessions", "start_time>9:00", `start_time is a time, but "9:00" is not`, "write 09:00"},
		{"sessions", "start_time=09", `start_time is a time, but "09" is not`, "write 09:00"},
		{"sessions", "end_time<=2.30 pm", `end_time is a time, but "2.30 pm" is not`, "write 14:30"},
		{"sessions", "end_time<24:00", `end_time is a time, but "24:00" is not`, "write HH:MM, from 00:00 to 23:59"},
		{"side_events", "position=one", `position is a number, but "one" is not`, "write digits, such as 400 or -1.5"},
		{"conferences", "attendance.count>5,800", `attendance.count is a number, but "5,800" is not`, "write 5800"},
		{"side_events", "position>1,5", `position is a number, but "1,5" is not`, "write 1.5"},
		{"conferences", `attendance.count>−1 234,25`, `attendance.count is a number, but "−1 234,25" is not`, "write -1234.25"},
		{"conferences", "attendance.count>1,234,567.5", `attendance.count is a number, but "1,234,567.5" is not`, "write 1234567.5"},
		{"conferences", `attendance.count="5 800"`, `attendance.count is a number, but "5 800" is not`, "write 5800"},
	} {
		_, err := query.NewCondition(set.Model, set.Model.Find(c.table), c.text)
		var wrong *text.UsageError
		if want := fmt.Sprintf("condition %q: %s", c.text, c.message); !errors.As(err, &wrong) || wrong.Message != want || wrong.Hint != c.hint {
			t.Errorf("%s: %+v", c.text, err)
		}
	}
	for table, texts := range map[string][]string{
		"documents": {"published=2022", "published=2022-05,2022-05-10", "published<2022", "published~2022-5", "published=", "published>='2022-05'", "title>9", "url=x"},
		"sessions":  {"start_time>09", "start_time=09:00,\"10:00\"", "start_time~9", "start_date>2022", "start_date!=", "label>1"},
	} {
		for _, expr := range texts {
			if _, err := query.NewCondition(set.Model, set.Model.Table(table), expr); err != nil {
				t.Errorf("%s: %v", expr, err)
			}
		}
	}
}

func TestQuotedValues(t *testing.T) {
	t.Parallel()
	const quoting = `{"id":"t-1","name":"Costa, del Sol","note":"\"Open\" and 'shut', ’90s","tags":["a, b","c","it's"],"size":10}`
	for text, want := range map[string]bool{
		`name="costa, del sol"`: true, "name='Costa, del Sol'": true, "name=“Costa, del Sol”": true, "name = ‘Costa, del Sol’ ": true,
		"name=„Costa, del Sol“": true, "name=x,«Costa, del Sol»": true, "name~„sta, del“": true,
		`name=x,"Costa, del Sol"`: true, `name="Costa, del Sol" , y`: true, `name="Costa", "del Sol"`: false, `name="costa", del sol`: false,
		`tags="a, b"`: true, `tags='a','b'`: false, `tags!="a, b"`: false, `tags=it's`: true, `tags="it's"`: true, `tags~"a, "`: true, `name~"sta, del"`: true,
		`name~'sta'`: true, `name!~"x"`: true, `size="10"`: true, `size>"9"`: true, `size=9,'10'`: true, `name=""`: false, `name!=""`: true, `owner=""`: true,
		`note="Open" and 'shut', ’90s`: true, `note='"Open" and 'shut', ’90s'`: false, `note~'"Open"'`: true, `note~"90s"`: true, "kind=''": true,
	} {
		if got := condition(t, text).Match([]byte(quoting), look); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
	m := model(t)
	for expr, want := range map[string][2]string{
		`name="Costa`:  {`" is not closed`, `write " at the end, or '"Costa' for the mark itself`},
		"name=x, 'tis": {"' is not closed", `write ' at the end, or "'tis" for the mark itself`},
		"name~“Costa":  {"“ is not closed", `write ” at the end, or "“Costa" for the mark itself`},
		`name="`:       {`" is not closed`, `write " at the end, or '"' for the mark itself`},
		`name<‘`:       {`‘ is not closed`, `write ’ at the end, or "‘" for the mark itself`},
	} {
		_, err := query.NewCondition(m, m.Table("things"), expr)
		var wrong *text.UsageError
		if message := fmt.Sprintf("condition %q: %s", expr, want[0]); !errors.As(err, &wrong) || wrong.Message != message || wrong.Hint != want[1] {
			t.Errorf("%s: %+v", expr, err)
		}
	}
}

// FuzzCondition reads and applies any text as a condition.
func FuzzCondition(f *testing.F) {
	for _, text := range append(conditions, "size>1e999999999", "size<-1e-99999999", "size>1/3", "size>0x10", "size>.", "name~\xff", "a.b.c.d=1", "owner.owner.owner=1", "=~<>!", "name<=<=", "size>+", "parts.owner.parent.parent.parent~x") {
		f.Add(text)
	}
	m := model(f)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := query.NewCondition(m, m.Table("things"), text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		_, _ = c.Warning(look, none)
		_ = c.Tables()
		yes := c.Match([]byte(thing), look)
		if strings.HasPrefix(c.Op, "!") {
			opposite, err := query.NewCondition(m, m.Table("things"), c.Path.Name+c.Op[1:]+" "+c.Value)
			if err == nil && opposite.Value == c.Value && opposite.Match([]byte(thing), look) == yes {
				t.Errorf("%q and its opposite are both %v", text, yes)
			}
		}
	})
}

// Words that only look like another condition belong to the value.
func TestConditionsAreNotSplitAtWordsOfTheValue(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, expr := range []string{"name~law and order", "name~law and order=none", `name="a AND size=1"`, "name~ and size", "name=a OR b"} {
		if _, err := query.NewCondition(m, m.Table("things"), expr); err != nil {
			t.Errorf("%s: %v", expr, err)
		}
	}
}
