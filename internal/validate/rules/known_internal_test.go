package rules

import (
	"fmt"
	"testing"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// TestTooManyIDsAreAFinding gives a checker more records than it may keep the ids of: the first one over the limit is a finding, and
// no reference to one of those is dangling.
func TestTooManyIDsAreAFinding(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c := New(set.Model)
	c.known.most = 3
	var codes []string
	check := func(table, record string) {
		r := rawjson.Record{Table: table, File: "f.json", Raw: []byte(record)}
		for _, f := range c.Record(r, nil, schema.Parts{}) {
			codes = append(codes, f.Code+" "+f.Message)
		}
	}
	for i := range 6 {
		check("organisations", fmt.Sprintf(`{"id":"org-%d","name":"Name %d"}`, i, i))
	}
	check("people", `{"id":"per-a","name":"A","organisation":"org-5"}`)
	for _, f := range c.Finish() {
		codes = append(codes, f.Code+" "+f.Message)
	}
	want := []string{
		"SYN008 more than 3 ids: from here on, ids and references are not checked",
		"SYN008 more than 3 ids: from here on, ids and references are not checked",
	}
	if fmt.Sprint(codes) != fmt.Sprint(want) { // one for each of the two tables
		t.Errorf("%q", codes)
	}
	if len(c.known.ids) != 3 || len(c.known.first) != 3 {
		t.Errorf("%d ids and %d values are kept", len(c.known.ids), len(c.known.first))
	}
}
