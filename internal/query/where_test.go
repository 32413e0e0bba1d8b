package query_test

import (
	"errors"
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
		"size>abc": false, "weight>1.4": true, "weight<1.5": false, "weight<=1.5": true, "weight>1e-5": true, "weight<1e400": true,
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
		"":             `condition "": no operator`,
		"name":         `condition "name": no operator`,
		"=x":           `condition "=x": no field before the operator`,
		"name!x":       `condition "name!x": ! is not an operator`,
		"size => 1":    `condition "size => 1": => is not an operator`,
		"size<>1":      `condition "size<>1": <> is not an operator`,
		"name~~x":      `condition "name~~x": ~~ is not an operator`,
		"name~<b>":     `condition "name~<b>": ~< is not an operator`,
		"name==x":      `condition "name==x": == is not an operator`,
		"naem=x":       `things has no field "naem"`,
		"owner.naem=x": `owners has no field "naem"`,
		"parts.x=1":    `things.parts has no field "x"`,
		"name.x=1":     `things.name has no field "x"`,
		"owner.=1":     `owners has no field ""`,
		".name=1":      `things has no field ""`,
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
		"start_time>9:00":          {`values of start_time look like "09:00", but "9:00" does not`, ""},
		"start_time=09":            {`values of start_time look like "09:00", but "09" does not`, ""},
		"start_date=10 May 2022":   {`start_date is a date, but "10 May 2022" is not`, "write YYYY-MM-DD; with < and >, YYYY or YYYY-MM also work"},
		"start_date>2022-13":       {`start_date is a date, but "2022-13" is not`, "write YYYY-MM-DD; with < and >, YYYY or YYYY-MM also work"},
		"start_date=2022-05":       {`start_date is a full date, but "2022-05" is not`, "start_date~2022-05 matches all its days"},
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
