package commands

import "malaga/internal/record"

// ahead hands records from the goroutine that reads them to the one that works on them, many at a time.
type ahead struct {
	current *records
	full    chan *records
	free    chan *records
	stopped chan struct{}
}

// records are some records of one list. They pass from one processor's memory to another's, and so are kept small.
type records struct {
	common record.Record // what is the same in all
	list   []extent
	bytes  []byte // of all
}

// extent is one record: where its bytes end, and where it stands.
type extent struct {
	to    int
	pos   record.Pos
	entry int
}

// joins says whether a record stands in the same list as the others.
func (b *records) joins(r record.Record) bool {
	c := &b.common
	return r.Table == c.Table && r.File == c.File && r.Pointer == c.Pointer && r.Plain == c.Plain && r.Flawed == c.Flawed
}

func newAhead() *ahead {
	a := &ahead{full: make(chan *records, batches), free: make(chan *records, batches), stopped: make(chan struct{})}
	for range batches - 1 {
		a.free <- &records{}
	}
	a.current = &records{}
	return a
}

// add takes a record, in the goroutine that reads. It fails if nobody wants more.
func (a *ahead) add(r record.Record) error {
	b := a.current
	if len(b.list) > 0 && (len(b.bytes)+len(r.Raw) > batchBytes || len(b.list) == batchEvents || !b.joins(r)) {
		if err := a.hand(); err != nil {
			return err
		}
		b = a.current
	}
	if len(b.list) == 0 {
		b.common = r
	}
	b.bytes = append(b.bytes, r.Raw...)
	b.list = append(b.list, extent{len(b.bytes), r.Pos, r.Entry})
	return nil
}

func (a *ahead) hand() error {
	select {
	case a.full <- a.current:
	case <-a.stopped:
		return errEnough
	}
	select {
	case a.current = <-a.free:
		return nil
	case <-a.stopped:
		return errEnough
	}
}

// run reads in another goroutine and works on the records in this one. enough says that fn wanted no more.
func (a *ahead) run(read func() error, fn func(record.Record) bool) (enough bool, err error) {
	var fault any
	var failed error // of the other goroutine, to be looked at when it has ended
	go func() {
		defer close(a.full)
		defer func() { fault = recover() }() // told by the goroutine that the program waits for
		if failed = read(); failed == nil {
			failed = a.hand()
		} else if len(a.current.list) > 0 { // what was read before the error counts
			_ = a.hand() // fails only if nobody wants it
		}
	}()
	defer func() {
		if !enough {
			return
		}
		close(a.stopped)
		for range a.full { // until the other has ended: it reads what the caller may close
		}
	}()
	for b := range a.full {
		r, from := b.common, 0
		for _, e := range b.list {
			r.Raw, r.Pos, r.Entry = b.bytes[from:e.to:e.to], e.pos, e.entry
			if from = e.to; !fn(r) {
				return true, nil
			}
		}
		b.list, b.bytes = b.list[:0], b.bytes[:0]
		a.free <- b
	}
	if fault != nil {
		panic(fault)
	}
	return false, failed
}
