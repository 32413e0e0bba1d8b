package edit

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"

	"malaga/internal/rawjson"
	"malaga/schema"
)

// Formatter writes files in the canonical form: the order of the schema for members, the order of the file for records and lists,
// and one way to write each value. So files with the same content in another form become the same bytes.
type Formatter struct {
	model *schema.Model
	top   *order
}

// NewFormatter returns a Formatter for datasets of a model.
func NewFormatter(m *schema.Model) *Formatter { return &Formatter{m, newOrder(m)} }

// Format writes a file in the canonical form. It reads it twice: nothing is written of one that is not right JSON, for which it
// returns a *dataset.Error. changed is called after each record that has been written in another form; it may be nil.
func (f *Formatter) Format(ctx context.Context, s *Source, w io.Writer, changed func()) error {
	o, err := f.outline(ctx, s)
	if err != nil {
		return err
	}
	if len(o.wrong.Findings) > 0 {
		return o.refusal()
	}
	t := formatting{ctx: ctx, w: w, changed: changed}
	switch {
	case s.lines():
		return t.lines(s.reader(0), f.top.in([]byte(s.table())))
	case !o.object:
		return t.member(s.reader(0), nil, "", "\n", 0)
	}
	slices.SortStableFunc(o.members, func(a, b member) int { return cmp.Compare(a.rank, b.rank) })
	before := "{"
	for _, m := range o.members {
		head := layout(before)
		head.newLine(1)
		head.name(m.name)
		if err := t.member(s.reader(m.at), m.order, string(head), "", 1); err != nil {
			return err
		}
		before = ","
	}
	end := "\n}\n"
	if len(o.members) == 0 {
		end = "{}\n"
	}
	_, err = io.WriteString(w, end)
	return err
}

// formatting is the second reading of a file.
type formatting struct {
	ctx     context.Context
	w       io.Writer
	changed func()
	b       layout
	seen    int
}

// lines writes the values of a file of lines.
func (t *formatting) lines(r *rawjson.Reader, o *order) error {
	for {
		kind, err := r.Peek()
		if err == nil && kind == 0 || isEmptyFile(err) {
			return nil
		}
		if err != nil {
			return err
		}
		v, _, err := r.Value()
		if err != nil {
			return err
		}
		t.b = t.b[:0]
		t.b.line(v, o)
		same := bytes.Equal(t.b, v)
		t.b = append(t.b, '\n')
		if err := t.put(same); err != nil {
			return err
		}
	}
}

// member writes a value at the top of a file, or in the object there: a list entry by entry. before and after are what stands
// around it.
func (t *formatting) member(r *rawjson.Reader, o *order, before, after string, depth int) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	end := after
	_, _, err = eachPiece(r, func(p piece) error {
		t.b = append(t.b[:0], before...)
		if p.entry == 1 {
			t.b = append(t.b, '[')
		}
		if p.entry > 0 {
			t.b.newLine(depth + 1)
		}
		start := len(t.b)
		t.b.spread(p.raw, o, depth+min(p.entry, 1))
		before = ","
		return t.put(bytes.Equal(t.b[start:], p.raw))
	})
	if err != nil {
		return err
	}
	switch {
	case kind == '[' && before == ",":
		t.b = t.b[:0]
		t.b.newLine(depth)
		end = string(t.b) + "]" + after
	case kind == '[':
		end = before + "[]" + after
	}
	_, err = io.WriteString(t.w, end)
	return err
}

// put writes a piece; same reports whether it had that form before.
func (t *formatting) put(same bool) error {
	const interval = 256 // of pieces, between two looks at the context
	if t.seen++; t.seen%interval == 0 && t.ctx.Err() != nil {
		return t.ctx.Err()
	}
	_, err := t.w.Write(t.b)
	if err == nil && !same && t.changed != nil {
		t.changed()
	}
	return err
}
