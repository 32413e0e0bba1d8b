package query_test

import (
	"strings"
	"testing"

	"malaga/internal/query"
	"malaga/internal/rawjson"
)

// padded returns a record with a long member before the others.
func padded(record string) []byte {
	return []byte(`{"padding":"` + strings.Repeat(`\"`, 5000) + `",` + record[1:])
}

// What a long record has is found as that of a short one is, by conditions that ask it once for all records, too.
func TestLongRecordsAnswerAsShortOnes(t *testing.T) {
	t.Parallel()
	index := query.NewIndex(model(t))
	for _, o := range owners {
		index.Add("owners", padded(o))
	}
	things := []string{
		`{"id":"thi-1","owner":"own-un","helpers":["own-self","own-malaga"]}`,
		`{"id":"thi-2","owner":"own-malaga","helpers":["own-malaga","own-gone"],"parts":[{"owner":"own-un"},{"owner":"own-alone"}]}`,
		`{"id":"thi-3","owner":"own-alone","helpers":[]}`,
		`{"id":"thi-4","owner":"own-self","parts":[{"owner":"own-self"}]}`,
		`{"id":"thi-5","owner":"own-gone"}`,
		`{"id":"thi-6"}`,
	}
	for _, path := range []string{
		"owner", "owner.name", "owner.acronym", "owner.parent", "owner.parent.name", "owner.parent.parent.parent", "owner.places",
		"helpers", "helpers.name", "helpers.places", "helpers.parent.places", "parts.owner", "parts.owner.name", "parts.owner.parent", "parts",
	} {
		p := paths(t, path)[0]
		for _, thing := range things {
			short, err := p.Cell([]byte(thing), look)
			if long, longErr := p.Cell([]byte(thing), index.Lookup); string(long) != string(short) || err != nil || longErr != nil {
				t.Errorf("%s of %s: %s (%v), want %s (%v)", path, thing, long, longErr, short, err)
			}
		}
		if path == "parts" {
			continue
		}
		for _, test := range []string{"=", "!=", "=UN", "!=un", "~mal", "!~nations", "=Ronda", "=Self,own-self", ">m", "=gone"} {
			short, long := condition(t, path+test), condition(t, path+test)
			long.Warning(index.Lookup, index.IDs)
			for _, thing := range things {
				want := short.Match([]byte(thing), look)
				if got := long.Match([]byte(thing), index.Lookup); got != want {
					t.Errorf("%s%s of %s: %v", path, test, thing, got)
				}
			}
		}
	}
}

// Of members with one name the first counts, and a record takes the place of one with its id.
func TestIndexOfLongRecords(t *testing.T) {
	t.Parallel()
	index := query.NewIndex(model(t))
	for _, test := range []struct{ record, name string }{
		{`{"id":"own-a","name":"A","name":"B"}`, `"A"`},
		{`{"id":"own-a","n\u0061me":"C"}`, `"C"`},
		{`{"id":"own-a","region":"south"}`, ""},
	} {
		for _, record := range [][]byte{padded(test.record), []byte(test.record), padded(test.record)} {
			kept := index.Add("owners", record)
			found := index.Lookup("owners", "own-a")
			if got := string(found.Get("name")); got != test.name || got != string(rawjson.Get(record, "name")) {
				t.Errorf("%.30s: name %s", test.record, got)
			}
			if string(found.Raw) != string(record) || string(kept) != string(record) {
				t.Errorf("%.30s: kept otherwise", test.record)
			}
		}
	}
	index.Add("owners", padded(`{"id":"own-c","short_title":"S"}`)) // which the schema does not have
	if got := index.Lookup("owners", "own-c").Get("short_title"); string(got) != `"S"` {
		t.Errorf("another name: %s", got)
	}
	if found := index.Lookup("owners", "own-b"); found.Raw != nil || found.Get("name") != nil {
		t.Error("a record that is not there")
	}
}
