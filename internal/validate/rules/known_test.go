package rules_test

import (
	"fmt"
	"runtime"
	"testing"

	"malaga/internal/rawjson"
	"malaga/internal/validate/rules"
	"malaga/schema"
)

// TestLittleIsKeptOfARecord guards the memory of large tables that others refer to.
func TestLittleIsKeptOfARecord(t *testing.T) {
	set, err := schema.Load(schema.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const n, most = 50_000, 200 // records, and bytes of one
	c := rules.New(set.Model)
	before := heap()
	for i := range n {
		raw := fmt.Appendf(nil, `{"id":"per-%07d","name":"Person %d","sources":[{"document":"doc-a","basis":"stated","note":"%0100d"}]}`, i, i, i)
		c.Record(rawjson.Record{Table: "people", Raw: raw, File: "f", Pos: rawjson.Pos{Line: i, Column: 1}}, nil, schema.Parts{})
	}
	held := 10_000 * 400 // the deferred records, with their bytes
	if kept := (int(heap()-before) - held) / n; kept > most {
		t.Errorf("%d bytes of a record are kept, more than %d", kept, most)
	}
	runtime.KeepAlive(c)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
