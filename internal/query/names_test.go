package query_test

import (
	"testing"

	"malaga/internal/query"
	"malaga/schema"
)

func TestNamesOfRecordsStandInTheSchema(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range query.NameFields() {
		found := false
		for _, table := range set.Model.Tables {
			found = found || table.Field(name) != nil
		}
		if !found {
			t.Errorf("no table has a field %q", name)
		}
	}
}
