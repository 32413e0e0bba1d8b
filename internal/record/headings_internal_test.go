package record

import (
	"testing"

	"malaga/schema"
)

func TestHeadingsStandInTheSchema(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	references := map[string]bool{}
	for _, table := range set.Model.Tables {
		for path, f := range schema.Walk(table.Fields()) {
			references[path] = references[path] || f.Ref != ""
		}
	}
	for path := range headings() {
		if !references[path] {
			t.Errorf("no table refers to another in %q", path)
		}
	}
	for path, reference := range references {
		if reference && headings()[path] == "" {
			t.Errorf("no heading for %q", path)
		}
	}
}
