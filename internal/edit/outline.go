package edit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"malaga/dataset"
	"malaga/internal/finding"
	"malaga/internal/rawjson"
	"malaga/internal/text"
	"malaga/schema"
)

// outline is what the first reading of a file finds: the members of its object, and what keeps it from being rewritten.
type outline struct {
	source     *Source
	model      *schema.Model
	members    []member
	object     bool
	start, end int64 // the offsets of its brackets
	broken     bool  // the file is not JSON
	wrong      dataset.Error
}

// member is a member of a file's object.
type member struct {
	part
	keyAt   int64 // the offset of its name
	at, end int64 // where its value begins and ends
}

// outline reads a file. The error is that of reading or of the context; what is wrong with the file is in the outline.
func (f *Formatter) outline(ctx context.Context, s *Source) (*outline, error) {
	o := &outline{source: s, model: f.model}
	r := s.reader(0)
	var err error
	if s.lines() {
		err = o.lines(ctx, r)
	} else {
		err = o.root(ctx, r, f.file)
	}
	var syntax *rawjson.SyntaxError
	switch {
	case errors.As(err, &syntax):
		o.stop(syntax)
	case !errors.Is(err, errTooMany):
		return o, err
	}
	return o, nil
}

// errTooMany ends the reading of a file with more members than any dataset has.
var errTooMany = errors.New("too many members")

// stop adds a syntax error.
func (o *outline) stop(e *rawjson.SyntaxError) {
	o.broken = true
	o.wrong.Add(finding.OfSyntax(e))
}

// refusal returns the error of a file that is not right JSON. More than one value on standard input may be the lines of a table, but
// nothing says of which one.
func (o *outline) refusal() error {
	all := o.wrong.Findings
	trailing := o.object && len(all) == 1 && all[0].Code == rawjson.Trailing
	if trailing && o.source.Name == dataset.StandardInput && o.source.at(all[0].Start) == '{' {
		return &text.Failure{
			Err:  fmt.Errorf("standard input has more than one value (line %d)", all[0].Line),
			Hint: "write one record a line to a file with the name of its table, such as people.jsonl, and name that",
		}
	}
	return &o.wrong
}

// lines reads the values of a file of lines. After a syntax error it goes on with the next line.
func (o *outline) lines(ctx context.Context, r *rawjson.Reader) error {
	for {
		err := eachLine(ctx, r, o.check(r, o.source.table(), ""))
		var syntax *rawjson.SyntaxError
		if !errors.As(err, &syntax) || !r.NextLine(syntax) {
			return err
		}
		o.stop(syntax)
	}
}

// root reads a file that is one value.
func (o *outline) root(ctx context.Context, r *rawjson.Reader, file *schema.Field) error {
	kind, err := r.Peek()
	if err != nil {
		return err
	}
	if o.object = kind == '{'; !o.object {
		if _, _, err = eachPiece(ctx, r, o.check(r, "", "")); err != nil {
			return err
		}
		return r.End()
	}
	o.start = r.Open().Offset
	seen := map[string]bool{}
	for {
		if kind, err = r.Peek(); err != nil {
			return err
		}
		if kind == '}' {
			o.end = r.Close().Offset
			return r.End()
		}
		if err = o.member(ctx, r, file, seen); err != nil {
			return err
		}
	}
}

// member reads a member of the file's object.
func (o *outline) member(ctx context.Context, r *rawjson.Reader, file *schema.Field, seen map[string]bool) error {
	quoted, pos, err := r.Value()
	if err != nil {
		return err
	}
	name := rawjson.Text(quoted)
	pointer := finding.Pointer([]string{name})
	at := rawjson.Record{Raw: bytes.Clone(quoted), File: o.source.Name, Pos: pos, Pointer: pointer}
	wrong := func(code, message, hint string) {
		o.wrong.Add(finding.Place(at, "", finding.Problem{Code: code, Message: message, Hint: hint}))
	}
	if len(o.members) == rawjson.MaxValues {
		o.broken = true
		message := fmt.Sprintf("more than %d members in the file's object", rawjson.MaxValues)
		wrong(finding.Length, message, "put records into the list of their table")
		return errTooMany
	}
	m := member{keyAt: pos.Offset, part: memberOf(file, at.Raw, nil, 0)}
	if seen[name] {
		wrong(finding.DuplicateKey, fmt.Sprintf("%q appears twice in the same object", name), "keep one of them")
	}
	seen[name] = true
	m.at, m.end, err = eachPiece(ctx, r, o.check(r, name, pointer))
	o.members = append(o.members, m)
	return err
}

// check returns a function that adds what is wrong with the piece that was read last. Empty values are right JSON.
func (o *outline) check(r *rawjson.Reader, table, pointer string) func(p piece) error {
	return func(p piece) error {
		if r.Clean() {
			return nil
		}
		rec := rawjson.Record{Table: table, Raw: p.raw, File: o.source.Name, Pos: p.pos, Pointer: pointer, Entry: p.entry}
		problems, _ := rawjson.Check(p.raw, rec.Depth())
		placer := finding.NewPlacer(rec, o.model.Display(table))
		for _, problem := range problems {
			if problem.Code != finding.EmptyValue {
				o.wrong.Add(placer.Place(finding.OfValue(problem)))
			}
		}
		return nil
	}
}
