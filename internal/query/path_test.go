package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"malaga/internal/query"
	"malaga/internal/table"
	"malaga/internal/text"
)

func TestPathsLeadThroughObjectsListsAndReferences(t *testing.T) {
	t.Parallel()
	m := model(t)
	for name, want := range map[string]struct {
		Cell  string
		Each  []string
		Many  bool
		Where []string
	}{
		"size":                 {"10", []string{"10"}, false, nil},
		"tags":                 {`["one","two words"]`, []string{`"one"`, `"two words"`}, true, nil},
		"owner":                {`"own-malaga"`, []string{`"own-malaga"`}, false, nil},
		"owner.name":           {`"City of Málaga"`, []string{`"City of Málaga"`}, false, []string{"owners"}},
		"owner.other_names":    {`["Malaca","Málaqa"]`, []string{`"Malaca"`, `"Málaqa"`}, true, []string{"owners"}},
		"owner.parent.acronym": {`"UN"`, []string{`"UN"`}, false, []string{"owners", "owners"}},
		"owner.parent.parent":  {"", nil, false, []string{"owners", "owners"}},
		"helpers.places":       {`[["New York","Geneva"],null]`, []string{`"New York"`, `"Geneva"`}, true, []string{"owners"}},
		"parts.amount":         {"[2,30]", []string{"2", "30"}, true, nil},
		"parts.words":          {`[["W"],null]`, []string{`"W"`}, true, nil},
		"parts.owner.region":   {`["north",null]`, []string{`"north"`}, true, []string{"owners"}},
		"parts":                {`[{"owner":"own-un","amount":2,"words":["W"]},{"amount":30}]`, []string{`{"owner":"own-un","amount":2,"words":["W"]}`, `{"amount":30}`}, true, nil},
	} {
		p, err := query.NewPath(m, m.Table("things"), name)
		if err != nil {
			t.Fatal(err)
		}
		var each []string
		p.Each([]byte(thing), look, func(v []byte) bool { each = append(each, string(v)); return true })
		cell, err := p.Cell([]byte(thing), look)
		if err != nil {
			t.Fatal(err)
		}
		got := want
		got.Cell, got.Each, got.Many, got.Where = string(cell), each, p.Many(), p.Tables()
		if diff := cmp.Diff(want, got); diff != "" || p.Name != name {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestEachStopsWhenAsked(t *testing.T) {
	t.Parallel()
	m := model(t)
	p, err := query.NewPath(m, m.Table("things"), "parts.amount")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	p.Each([]byte(thing), look, func([]byte) bool { n++; return false })
	if n != 1 {
		t.Errorf("%d values", n)
	}
}

func TestPathsAreForgivingAboutCaseAndHyphens(t *testing.T) {
	t.Parallel()
	m := model(t)
	p, err := query.NewPath(m, m.Table("things"), " Owner.OTHER-Names")
	if err != nil || p.Name != "owner.other_names" || p.Leaf().Title != "Other names" {
		t.Errorf("%v %v", p.Name, err)
	}
}

func TestColumnsSayHowAFieldIsShown(t *testing.T) {
	t.Parallel()
	m := model(t)
	for name, want := range map[string]table.Column{
		"id":                {Name: "id", Title: "Id", Unbroken: true},
		"name":              {Name: "name", Title: "Name"},
		"kind":              {Name: "kind", Title: "Kind", Unbroken: true},
		"day":               {Name: "day", Title: "Day", Unbroken: true, Date: true},
		"size":              {Name: "size", Title: "Size", Numeric: true},
		"weight":            {Name: "weight", Title: "Weight", Numeric: true},
		"counts":            {Name: "counts", Title: "Counts"},
		"owner":             {Name: "owner", Title: "Owner", Unbroken: true, Ref: "owners"},
		"owner.name":        {Name: "owner.name", Title: "Owner: Name"},
		"parts.amount":      {Name: "parts.amount", Title: "Parts: Amount"},
		"owner.parent.name": {Name: "owner.parent.name", Title: "Owner: Parent: Name"},
	} {
		p, err := query.NewPath(m, m.Table("things"), name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p.Column()); diff != "" {
			t.Errorf("%s\n%s", name, diff)
		}
	}
}

func TestHintsForFieldsThatDoNotExist(t *testing.T) {
	t.Parallel()
	m := model(t)
	for name, want := range map[string]text.UsageError{
		"sise":       {Message: `things has no field "sise"`, Hint: `did you mean "size"?`},
		"zzzzzzzzzz": {Message: `things has no field "zzzzzzzzzz"`, Hint: "its fields are id, name, note, tags, kind, day, size, weight, fine, counts, owner, helpers, parts"},
		"name.x":     {Message: `things.name has no field "x"`, Hint: "the field before it has no fields of its own"},
		"parts.wrds": {Message: `things.parts has no field "wrds"`, Hint: `did you mean "words"?`},
		"owner.nam":  {Message: `owners has no field "nam"`, Hint: `did you mean "name"?`},
	} {
		_, err := query.NewPath(m, m.Table("things"), name)
		got, ok := err.(*text.UsageError) //nolint:errorlint // the error itself is compared
		if !ok {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%s\n%s", name, diff)
		}
	}
}

func TestEntriesOfAValue(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{"": nil, "[]": nil, "1": {"1"}, `["a",[1]]`: {`"a"`, "[1]"}, `{"a":1}`: {`{"a":1}`}} {
		var got []string
		var v []byte
		if in != "" {
			v = []byte(in)
		}
		for _, e := range query.Entries(v) {
			got = append(got, string(e))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", in, diff)
		}
	}
}

// Each field of a list has a place for each entry, across references and in lists in lists.
func TestFieldsOfAListStayAligned(t *testing.T) {
	t.Parallel()
	const record = `{"owner":"own-self","helpers":["own-gone","own-un","own-alone","own-self"],
		"parts":[{"amount":1,"owner":"own-alone"},{"owner":"own-un","words":["a","b"]},{"words":["c"]},{"amount":4,"owner":"own-malaga"}]}`
	for name, want := range map[string]string{
		"parts.amount":             "[1,null,null,4]",
		"parts.owner":              `["own-alone","own-un",null,"own-malaga"]`,
		"parts.owner.region":       `[null,"north",null,"south"]`,
		"parts.owner.parent.name":  `[null,null,null,"United Nations"]`,
		"parts.owner.other_names":  `[null,null,null,["Malaca","Málaqa"]]`,
		"parts.words":              `[null,["a","b"],["c"],null]`,
		"helpers.acronym":          `[null,"UN",null,null]`,
		"helpers.places":           `[null,["New York","Geneva"],null,["Ronda"]]`,
		"helpers.parent.region":    "",
		"owner.places":             `["Ronda"]`,
		"owner.parent.parent.name": `"Self"`,
	} {
		p := paths(t, name)[0]
		if got, err := p.Cell([]byte(record), look); err != nil || string(got) != want {
			t.Errorf("%s: %s, not %s, %v", name, got, want, err)
		}
	}
}

// Places without a value count for no sort key.
func TestSortSeesValuesAlone(t *testing.T) {
	t.Parallel()
	all := []string{`{"id":"t-1","parts":[{"amount":1},{"words":["b"]}]}`, `{"id":"t-2","parts":[{"words":["a"]}]}`, `{"id":"t-3","parts":[{"amount":1}]}`}
	got := ids(chosen(t, query.Query{Sort: keys(t, "parts.words")}, all))
	if diff := cmp.Diff([]string{"t-2", "t-1", "t-3"}, got); diff != "" {
		t.Error(diff)
	}
}
