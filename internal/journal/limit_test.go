package journal_test

import (
	"strings"
	"testing"

	"malaga/internal/journal"
	"malaga/internal/rawjson"
	"malaga/schema"
)

func TestALargeDatasetIsRefused(t *testing.T) {
	t.Parallel()
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	raw := []byte(`{"id":"thm-a","label":"A","definition":"` + strings.Repeat("d", 1<<20-100) + `"}`)
	_, err = journal.Read(set.Model, nil, func(yield func(rawjson.Record, error) bool) {
		for range 60 {
			if !yield(rawjson.Record{Table: "themes", Raw: raw}, nil) {
				return
			}
		}
	})
	if err == nil || !strings.Contains(err.Error(), "48 MiB") {
		t.Errorf("the error is %v", err)
	}
}
