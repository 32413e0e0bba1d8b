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
		"helpers.places":       {`["New York","Geneva"]`, []string{`"New York"`, `"Geneva"`}, true, []string{"owners"}},
		"parts.amount":         {"[2,30]", []string{"2", "30"}, true, nil},
		"parts.words":          {`["W"]`, []string{`"W"`}, true, nil},
		"parts.owner.region":   {`["north"]`, []string{`"north"`}, true, []string{"owners"}},
		"parts":                {`[{"owner":"own-un","amount":2,"words":["W"]},{"amount":30}]`, []string{`{"owner":"own-un","amount":2,"words":["W"]}`, `{"amount":30}`}, true, nil},
	} {
		p, err := query.NewPath(m, m.Table("things"), name)
		if err != nil {
			t.Fatal(err)
		}
		var each []string
		p.Each([]byte(thing), look, func(v []byte) bool { each = append(each, string(v)); return true })
		got := want
		got.Cell, got.Each, got.Many, got.Where = string(p.Cell([]byte(thing), look)), each, p.Many(), p.Tables()
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
