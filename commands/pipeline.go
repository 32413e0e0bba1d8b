package commands

import (
	"context"

	"malaga/dataset"
	"malaga/internal/diag"
	"malaga/internal/raw"
	"malaga/internal/record"
	"malaga/schema"
)

// event is one thing that the reading of a dataset met.
type event struct {
	record  record.Record
	members []raw.Member // of a plain record
	refs    []schema.Ref
	problem *diag.Problem
	finding *diag.Finding
	broken  string // a table
	present string // a table
}

// batch is a run of events and the bytes of their records.
type batch struct {
	events  []event
	bytes   []byte
	members []raw.Member
	refs    []schema.Ref
}

// batchBytes is how much of a file is handed over at once: enough that handing over costs nothing, and
// little enough to stay in a processor's cache.
const batchBytes = 256 << 10

// batches is how many are under way: one being filled, one being judged, one between.
const batches = 3

// pipeline reads a dataset in one goroutine, which also checks the syntax and glances at the records, and
// hands what it met to another, in order. So both processors of a small machine work, and the
// findings are the same as those of one.
type pipeline struct {
	glance  *schema.Glance
	current *batch
	full    chan *batch
	free    chan *batch
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
		b.events, b.bytes, b.members, b.refs = b.events[:0], b.bytes[:0], b.members[:0], b.refs[:0]
		p.free <- b
	}
	if fault != nil {
		panic(fault)
	}
	return failed
}

func (p *pipeline) visitor(member func(dataset.Member) bool) dataset.Visitor {
	return dataset.Visitor{
		Plain:   p.glance.Plain,
		Member:  member,
		Finding: func(f diag.Finding) { p.add(event{finding: &f}) },
		Problem: func(r record.Record, problem diag.Problem) { p.add(event{record: p.keep(r), problem: &problem}) },
		Broken:  func(table string) { p.add(event{broken: table}) },
		Table:   func(table string) { p.add(event{present: table}) },
		Record: func(r record.Record) error {
			e := event{record: p.keep(r)}
			if r.Plain {
				e.members, e.refs = p.moved(r.Raw, e.record.Raw)
			}
			p.add(e)
			return nil
		},
	}
}

func (p *pipeline) add(e event) { p.current.events = append(p.current.events, e) }

// keep copies the bytes of a record, which are valid only until the next is read, into the batch. A full
// batch is handed over first.
func (p *pipeline) keep(r record.Record) record.Record {
	if len(p.current.bytes)+len(r.Raw) > batchBytes && len(p.current.events) > 0 {
		p.full <- p.current
		p.current = <-p.free
	}
	b := p.current
	start := len(b.bytes)
	b.bytes = append(b.bytes, r.Raw...)
	r.Raw = b.bytes[start:len(b.bytes):len(b.bytes)]
	return r
}

// moved gives the members and references of the record last glanced at, as parts of its copy.
func (p *pipeline) moved(from, to []byte) ([]raw.Member, []schema.Ref) {
	part := func(s []byte) []byte { // both are parts of one array: their capacities tell where s begins
		at := cap(from) - cap(s)
		return to[at : at+len(s)]
	}
	b := p.current
	m, n := len(b.members), len(b.refs)
	for _, one := range p.glance.Members() {
		one.Name, one.Value = part(one.Name), part(one.Value)
		b.members = append(b.members, one)
	}
	for _, one := range p.glance.Refs() {
		one.ID = part(one.ID)
		b.refs = append(b.refs, one)
	}
	return b.members[m:len(b.members):len(b.members)], b.refs[n:len(b.refs):len(b.refs)]
}
