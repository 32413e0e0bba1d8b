package validate

import (
	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/schema"
)

// A batch is handed over when it has as many events or bytes: enough that handing over costs little, and few enough to
// stay in the cache of a processor.
const (
	batchEvents = 256
	batchBytes  = 64 << 10
)

// batch is a run of events with copies of their bytes.
type batch struct {
	events []event
	bytes  []byte
	parts  schema.Parts
	last   rawjson.Record // whose bytes were copied last
}

// event is an event of reading. Of a record it also has what the schema says.
type event struct {
	dataset.Event
	parts    schema.Parts      // of a valid record
	problems []finding.Problem // of another
}

// reset empties a batch.
func (b *batch) reset() {
	b.events = b.events[:0]
	b.bytes = b.bytes[:0]
	b.parts.Members = b.parts.Members[:0]
	b.parts.Refs = b.parts.Refs[:0]
	b.last = rawjson.Record{}
}

// full reports whether a batch should be handed over before an event. All events of a record share a batch, and one copy of
// its bytes.
func (b *batch) full(e *dataset.Event) bool {
	return (len(b.events) >= batchEvents || len(b.bytes) >= batchBytes) && !b.holds(e.Record)
}

// holds reports whether the bytes of a record were copied last.
func (b *batch) holds(r rawjson.Record) bool {
	return r.IsAt(b.last) && len(r.Raw) == len(b.last.Raw)
}

// add adds an event.
func (b *batch) add(e *dataset.Event) {
	b.events = append(b.events, event{Event: *e})
	last := &b.events[len(b.events)-1]
	last.Key.Raw = b.copy(e.Key.Raw)
	last.Record.Raw = b.keep(e.Record)
}

// check checks the records by the schema. It words their problems if explain is true.
func (b *batch) check(fast *schema.FastValidator, explain bool) {
	for i := range b.events {
		e := &b.events[i]
		if e.Kind != dataset.Record {
			continue
		}
		members, refs := len(b.parts.Members), len(b.parts.Refs)
		e.Record.Trusted = fast.Valid(e.Record.Table, e.Record.Raw, &b.parts)
		e.parts = schema.Parts{Members: b.parts.Members[members:], Refs: b.parts.Refs[refs:], Plain: b.parts.Plain}
		if explain && !e.Record.Trusted {
			e.problems = fast.Check(e.Record.Table, e.Record.Raw)
		}
	}
}

// keep returns one copy of the bytes of a record, which may have many problems.
func (b *batch) keep(r rawjson.Record) []byte {
	if !b.holds(r) {
		r.Raw = b.copy(r.Raw)
		b.last = r
	}
	return b.last.Raw
}

func (b *batch) copy(v []byte) []byte {
	start := len(b.bytes)
	b.bytes = append(b.bytes, v...)
	return b.bytes[start:len(b.bytes):len(b.bytes)]
}
