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
	for _, one := range []struct {
		records, bytes int
		limit          string
	}{{60, 1 << 20, "48 MiB"}, {100_001, 1, "100,000 records"}} {
		raw := []byte(`{"id":"thm-a","label":"A","definition":"` + strings.Repeat("d", one.bytes) + `"}`)
		_, err = journal.Read(set.Model, nil, func(yield func(rawjson.Record, error) bool) {
			for range one.records {
				if !yield(rawjson.Record{Table: "themes", Raw: raw}, nil) {
					return
				}
			}
		})
		if err == nil || !strings.Contains(err.Error(), one.limit) {
			t.Errorf("the error is %v, not about %s", err, one.limit)
		}
	}
}
