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
	file  *schema.Field
}

// NewFormatter returns a Formatter for datasets of a model.
func NewFormatter(m *schema.Model) *Formatter { return &Formatter{m, fileField(m)} }

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
	t := formatting{w: w, changed: changed}
	switch {
	case s.lines():
		return t.lines(ctx, s.reader(0), f.file.Field(s.table()))
	case !o.object:
		return t.member(ctx, s.reader(0), nil, "", "\n", 0)
	}
	slices.SortStableFunc(o.members, func(a, b member) int { return cmp.Compare(a.rank, b.rank) })
	before := "{"
	for _, m := range o.members {
		head := layout(before)
		head.newLine(1)
		head.name(m.name)
		if err := t.member(ctx, s.reader(m.at), m.field, string(head), "", 1); err != nil {
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
	w       io.Writer
	changed func()
	b       layout
}

// lines writes the values of a file of lines.
func (t *formatting) lines(ctx context.Context, r *rawjson.Reader, f *schema.Field) error {
	return eachLine(ctx, r, func(p piece) error {
		t.b = t.b[:0]
		t.b.line(p.raw, parts(p.raw, f))
		same := bytes.Equal(t.b, p.raw)
		t.b = append(t.b, '\n')
		return t.put(same)
	})
}

// member writes a value at the top of a file, or in the object there: a list entry by entry. before and after are what stands
// around it.
func (t *formatting) member(ctx context.Context, r *rawjson.Reader, f *schema.Field, before, after string, depth int) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	_, _, err = eachPiece(ctx, r, func(p piece) error {
		t.b = append(t.b[:0], before...)
		if p.entry == 1 {
			t.b = append(t.b, '[')
		}
		if p.entry > 0 {
			t.b.newLine(depth + 1)
		}
		start := len(t.b)
		t.b.spread(p.raw, parts(p.raw, f), depth+min(p.entry, 1))
		before = ","
		return t.put(bytes.Equal(t.b[start:], p.raw))
	})
	if err != nil {
		return err
	}
	t.b = t.b[:0]
	switch {
	case kind == '[' && before == ",":
		t.b.newLine(depth)
		t.b = append(t.b, ']')
	case kind == '[':
		t.b = append(append(t.b, before...), "[]"...)
	}
	_, err = t.w.Write(append(t.b, after...))
	return err
}

// put writes a piece; same reports whether it had that form before.
func (t *formatting) put(same bool) error {
	_, err := t.w.Write(t.b)
	if err == nil && !same && t.changed != nil {
		t.changed()
	}
	return err
}
