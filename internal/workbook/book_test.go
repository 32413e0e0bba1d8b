package workbook_test

import (
	"testing"

	"malaga/internal/workbook"
	"malaga/schema"
)

func TestNamesStandInTheSchema(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range workbook.Names() {
		if set.Model.Description.Field(name) == nil {
			t.Errorf("the description has no field %q", name)
		}
	}
	for list, fields := range workbook.Lists() {
		f := set.Model.Tables[0].Field(list)
		if f == nil || !f.List {
			t.Errorf("%s has no list %q", set.Model.Tables[0].Name, list)
			continue
		}
		for _, name := range fields {
			if f.Field(name) == nil {
				t.Errorf("%s has no field %q", list, name)
			}
		}
	}
}
