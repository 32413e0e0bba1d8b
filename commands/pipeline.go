package commands

import (
	"context"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/record"
	"malaga/schema"
)

// event is one thing that the reading of a dataset met.
type event struct {
	record   record.Record
	parts    schema.Parts   // of a plain record
	checked  bool           // another has been checked as well, and these are its
	problems []diag.Problem // of form
	problem  *diag.Problem
	finding  *diag.Finding
	broken   string // a table
	present  string // a table
}

// batch is a run of events, the bytes of their records, and the parts of those.
type batch struct {
	events []event
	bytes  []byte
	parts  schema.Parts
}

// batchBytes is how much of a file is handed over at once: enough that handing over costs nothing, and
// little enough to stay in a processor's cache.
const batchBytes = 256 << 10

// batchEvents is how many records are handed over at once, if they are small.
const batchEvents = 4096

// batches is how many are under way: one being filled, one being judged, one between.
const batches = 3

// pipeline reads a dataset in one goroutine, which also checks the syntax and glances at the records, and
// hands what it met to another, in order. So both processors of a small machine work, and the
// findings are the same as those of one.
type pipeline struct {
	glance  *schema.Glance
	known   func(table, name string) bool // see dataset.Visitor
	current *batch
	full    chan *batch
	free    chan *batch

	copied []byte       // the copy made last
	kept   place        // of what it is the copy, if it is not of a record glanced at
	parts  schema.Parts // of the record glanced at last
	second bool         // of the records that are not plain
}

// place is where a value stands.
type place struct {
	file   string
	offset int64
	length int
}

// run reads the dataset and calls fn with every event, in this goroutine. member is called in the other.
func (p *pipeline) run(ctx context.Context, d *dataset.Dataset, names []string, member func(dataset.Member) bool, fn func(*event)) error {
	p.full, p.free = make(chan *batch, batches), make(chan *batch, batches)
	for range batches {
		p.free <- &batch{bytes: make([]byte, 0, batchBytes)}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var failed error
	var fault any
	go func() {
		defer close(p.full)
		defer func() { fault = recover() }() // told by the goroutine that the program waits for
		p.current = <-p.free
		failed = d.Read(ctx, p.visitor(member), names)
		p.full <- p.current
	}()
	for b := range p.full {
		for i := range b.events {
			fn(&b.events[i])
		}
		b.events, b.bytes = b.events[:0], b.bytes[:0]
		b.parts.Members, b.parts.Refs = b.parts.Members[:0], b.parts.Refs[:0]
		p.free <- b
	}
	if fault != nil {
		panic(fault)
	}
	return failed
}

func (p *pipeline) visitor(member func(dataset.Member) bool) dataset.Visitor {
	return dataset.Visitor{
		Plain:   p.plain,
		Member:  member,
		Known:   p.known,
		Finding: func(f diag.Finding) { p.add(event{finding: &f}) },
		Problem: func(r record.Record, problem diag.Problem) { p.add(event{record: p.keep(r), problem: &problem}) },
		Broken:  func(table string) { p.add(event{broken: table}) },
		Table:   func(table string) { p.add(event{present: table}) },
		Record: func(r record.Record) error {
			e := event{record: r, parts: p.parts}
			if r.Plain {
				e.record.Raw = p.copied
			} else {
				e.record = p.keep(r)
				if p.second = !p.second; p.second { // it takes long, and so both goroutines share it
					e.checked, e.problems = true, p.glance.Check(r.Table, e.record.Raw)
				}
			}
			p.add(e)
			return nil
		},
	}
}

func (p *pipeline) add(e event) { p.current.events = append(p.current.events, e) }

// plain glances at the copy of a record, so that its parts are parts of the copy.
func (p *pipeline) plain(table string, v []byte) bool {
	p.copy(v)
	p.kept = place{}
	all := &p.current.parts
	members, refs := len(all.Members), len(all.Refs)
	plain := p.glance.Plain(table, p.copied, all)
	p.parts = schema.Parts{Members: all.Members[members:len(all.Members):len(all.Members)], Refs: all.Refs[refs:len(all.Refs):len(all.Refs)]}
	return plain
}

// keep gives a record, which may have many problems, one copy of its bytes.
func (p *pipeline) keep(r record.Record) record.Record {
	if at := (place{r.File, r.Pos.Offset, len(r.Raw)}); at != p.kept {
		p.copy(r.Raw)
		p.kept = at
	}
	r.Raw = p.copied
	return r
}

// copy copies the bytes of a value, which are valid only until the next is read, into the batch. A full
// batch is handed over first.
func (p *pipeline) copy(v []byte) {
	if n := len(p.current.events); n > 0 && (n >= batchEvents || len(p.current.bytes)+len(v) > batchBytes) {
		p.full <- p.current
		p.current = <-p.free
	}
	b := p.current
	start := len(b.bytes)
	b.bytes = append(b.bytes, v...)
	p.copied = b.bytes[start:len(b.bytes):len(b.bytes)]
}
